import pytest

from eval.figures.excerpts import Wanted, estimate_at_budget, estimate_at_k, group_by_text, measure_coverage
from eval.types import TextSpan

WANTED = Wanted("Who pays?", (TextSpan("budget", 100, 200), TextSpan("budget", 150, 220)))


def test_characters_of_overlapping_excerpts_count_once() -> None:
    found = measure_coverage(WANTED, [TextSpan("budget", 100, 160)])
    assert found.recall == pytest.approx(60 / 120)
    assert found.iou == pytest.approx(60 / 120)


def test_what_is_retrieved_twice_or_from_another_text_is_paid_for_and_found_once() -> None:
    found = measure_coverage(
        WANTED, [TextSpan("budget", 100, 160), TextSpan("budget", 100, 160), TextSpan("sports", 100, 220)]
    )
    assert found.recall == pytest.approx(60 / 120)
    assert found.iou == pytest.approx(60 / (240 + 60))
    assert found.characters == 240


def test_nothing_retrieved_is_worth_nothing() -> None:
    found = measure_coverage(WANTED, [])
    assert (found.recall, found.iou, found.characters) == (0, 0, 0)


def test_figures_are_means_over_the_chosen_questions_with_their_number() -> None:
    wanted = [WANTED, Wanted("Who plays?", (TextSpan("sports", 0, 10),)), Wanted("Nobody knows?", ())]
    found = [
        [TextSpan("budget", 100, 220)],
        [TextSpan("budget", 0, 10)] * 5 + [TextSpan("sports", 0, 10)],
        [],
    ]
    rows = group_by_text(wanted)
    assert rows == {"all texts": [0, 1], "budget": [0], "sports": [1]}
    of_all = estimate_at_k(wanted, found, rows["all texts"])["recall in 5 spans"]
    assert (of_all.value, of_all.n) == (0.5, 2)
    assert estimate_at_budget(wanted, found, rows["sports"], 60)["recall in 60 characters"].value == 1


def test_questions_without_excerpts_make_no_groups() -> None:
    assert group_by_text([Wanted("Nobody knows?", ())]) == {}
