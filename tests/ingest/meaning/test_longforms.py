import pytest

from ingest.meaning.longforms import drop_plural, find_long_after, find_long_before, find_words, matches


@pytest.mark.parametrize(
    ("short", "words", "fits"),
    [
        ("IU", "Innovation Unit", True),
        ("DfE", "Department for Education", True),
        ("DE", "Department for Education", True),
        ("GMCA", "GM Combined Authority", True),
        ("IUs", "Innovation Units", True),
        ("IU", "the Innovation Unit", False),
        ("IU", "Innovation", False),
        ("XY", "Innovation Unit", False),
    ],
)
def test_initials_are_matched_with_and_without_joining_words(short: str, words: str, fits: bool) -> None:
    assert matches(short, find_words(words, 0, len(words))) is fits


def test_many_joining_words_take_no_longer() -> None:
    words = "Office of " + "of " * 60 + "Offices"
    assert not matches("OOOOOOOOOOOOOOX", find_words(words, 0, len(words)))


def test_the_shortest_run_before_a_bracket_is_taken_with_its_whole_first_word() -> None:
    text = "It met. The Pro-Poor Agenda for People (PPAP) began."
    start, end = find_long_before(text, 0, text.index("("), "PPAP") or (0, 0)
    assert text[start:end] == "Pro-Poor Agenda for People"
    assert find_long_before("It met. (IU)", 0, 8, "IU") is None


def test_the_longest_run_after_a_label_is_taken() -> None:
    text = "IU: Innovation Unit of the city"
    start, end = find_long_after(text, 4, len(text), "IU") or (0, 0)
    assert text[start:end] == "Innovation Unit"


def test_a_plural_is_counted_with_its_singular() -> None:
    assert [drop_plural(each) for each in ("RDHs", "RDH", "As", "BUS")] == ["RDH", "RDH", "As", "BUS"]
