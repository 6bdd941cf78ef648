"""The stance rules on the passages labelled by hand."""

from eval.briefs.passages import HALVES, LabelledPassage, load_labelled
from eval.briefs.stances import STANCES, judge_stances, measure_stances
from service.brief.types import Stance

FLOORS: dict[Stance, tuple[float, float]] = {
    "for": (0.75, 0.75),
    "against": (0.4, 0.5),
    "on_condition": (0.8, 0.7),
    "context": (0.85, 0.8),
}
"""Least precision and recall on the held half, a little under what is measured."""


def test_the_halves_have_no_question_in_common_and_are_large_enough() -> None:
    rules, held = (load_labelled(half) for half in HALVES)
    assert len(rules) >= 100
    assert len(held) >= 100
    assert not {each.question for each in rules} & {each.question for each in held}
    for stance in STANCES:
        assert any(each.stances[0] == stance for each in held)


def test_no_label_falls_below_its_floor_on_the_held_half() -> None:
    figures = measure_stances(judge_stances(load_labelled("held")))
    for stance, (precision, recall) in FLOORS.items():
        assert (figures[stance].precision.value or 0) >= precision, stance
        assert (figures[stance].recall.value or 0) >= recall, stance


def test_a_second_label_counts_as_right() -> None:
    text = "Boards need time to meet before they can share anything."
    passage = LabelledPassage("What helps?", "r", "finding", text, ("context", "on_condition"))
    figures = measure_stances(judge_stances([passage]))
    assert figures["on_condition"].precision.value == 1
    assert figures["context"].recall.value == 1
    assert figures["for"].precision.value is None
