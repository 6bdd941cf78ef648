import pytest

from eval.bench.excerpts import Wanted, at_budget, at_k, by_text, coverage, within
from eval.types import Span

WANTED = Wanted("Who pays?", (Span("budget", 100, 200), Span("budget", 150, 220)))


def test_characters_of_overlapping_excerpts_count_once() -> None:
    found = coverage(WANTED, [Span("budget", 100, 160)])
    assert found.recall == pytest.approx(60 / 120)
    assert found.iou == pytest.approx(60 / 120)


def test_what_is_retrieved_twice_or_from_another_text_is_paid_for_and_found_once() -> None:
    found = coverage(WANTED, [Span("budget", 100, 160), Span("budget", 100, 160), Span("sports", 100, 220)])
    assert found.recall == pytest.approx(60 / 120)
    assert found.iou == pytest.approx(60 / (240 + 60))
    assert found.characters == 240


def test_nothing_retrieved_is_worth_nothing() -> None:
    found = coverage(WANTED, [])
    assert (found.recall, found.iou, found.characters) == (0, 0, 0)


def test_the_span_that_crosses_the_budget_is_cut_at_its_end() -> None:
    spans = [Span("budget", 0, 30), Span("sports", 5, 5), Span("sports", 10, 60), Span("budget", 80, 90)]
    assert within(spans, 50) == [Span("budget", 0, 30), Span("sports", 10, 30)]
    assert within(spans, 1000) == [spans[0], *spans[2:]]


def test_figures_are_means_over_the_chosen_questions_with_their_number() -> None:
    wanted = [WANTED, Wanted("Who plays?", (Span("sports", 0, 10),)), Wanted("Nobody knows?", ())]
    found = [[Span("budget", 100, 220)], [Span("budget", 0, 10)] * 5 + [Span("sports", 0, 10)], []]
    rows = by_text(wanted)
    assert rows == {"all texts": [0, 1], "budget": [0], "sports": [1]}
    of_all = at_k(wanted, found, rows["all texts"])["recall in 5 spans"]
    assert (of_all.value, of_all.n) == (0.5, 2)
    assert at_budget(wanted, found, rows["sports"], 60)["recall in 60 characters"].value == 1


def test_questions_without_excerpts_make_no_groups() -> None:
    assert by_text([Wanted("Nobody knows?", ())]) == {}
