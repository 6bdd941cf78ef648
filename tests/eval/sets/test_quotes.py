from eval.sets.quotes import find_quote, share_covered, squeeze
from eval.types import TextSpan


def test_a_quote_is_found_whatever_happened_to_its_spaces_and_marks() -> None:
    text = "It was **well-\nknown** that “trust” takes time."
    squeezed, offsets = squeeze(text)
    (found,) = find_quote('well known that "trust"', squeezed, offsets)
    assert text[slice(*found)] == "well-\nknown** that “trust”"
    assert find_quote("nowhere", squeezed, offsets) == []
    assert find_quote(" - ", squeezed, offsets) == []


def test_what_covers_a_span_twice_counts_once() -> None:
    span = TextSpan("r", 10, 20)
    assert share_covered(span, [TextSpan("r", 5, 15), TextSpan("r", 12, 15), TextSpan("other", 0, 99)]) == 0.5
    assert share_covered(span, []) == 0
