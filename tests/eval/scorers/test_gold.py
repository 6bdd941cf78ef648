from eval.scorers.gold import characters_of, cut_to_budget
from eval.types import TextSpan


def test_the_span_that_crosses_the_budget_is_cut_at_its_end() -> None:
    spans = [
        TextSpan("budget", 0, 30),
        TextSpan("sports", 5, 5),
        TextSpan("sports", 10, 60),
        TextSpan("budget", 80, 90),
    ]
    assert cut_to_budget(spans, 50) == [TextSpan("budget", 0, 30), TextSpan("sports", 10, 30)]
    assert cut_to_budget(spans, 1000) == [spans[0], *spans[2:]]


def test_characters_that_two_spans_share_count_once() -> None:
    spans = [TextSpan("budget", 0, 10), TextSpan("budget", 5, 15), TextSpan("sports", 0, 10)]
    assert len(characters_of(spans)) == 15 + 10
