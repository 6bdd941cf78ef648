"""Gold and found passages lie in the two reports of the builders; every figure is worked out beside its test."""

from math import log2
from types import SimpleNamespace

import pytest
from sklearn.metrics import ndcg_score

from eval.scorers import ScoringContext
from eval.scorers.gold import cut_to_budget
from eval.scorers.retrieval import f_beta, gold_spans, ndcg, ranking
from eval.types import Outcome, TextSpan

Made = SimpleNamespace


def values(outcome: Outcome, context: ScoringContext) -> dict[str, float | None]:
    return {score.scorer: score.value for score in ranking(outcome, context) + gold_spans(outcome, context)}


@pytest.fixture
def outcome(made: Made) -> Outcome:
    """Three claims, one of them optional, one in either of two places; three passages found."""
    gold = (
        made.gold(("a", 0, 37)),
        made.gold(("b", 0, 22), ("b", 52, 76)),
        made.gold(("a", 51, 72), required=False),
    )
    found = [made.passage("S1", "b", 23, 34), made.passage("S2", "a", 0, 37), made.passage("S3", "a", 38, 72)]
    return made.outcome(made.case(gold=gold), made.answer(), found)


def test_the_figures_of_a_ranking_are_those_worked_out_by_hand(
    outcome: Outcome, context: ScoringContext
) -> None:
    # Relevant: no, yes, yes (21 of its 34 characters are gold). Claims: the first is carried, the second is not.
    found = values(outcome, context)
    assert found["retrieval_recall"] == 1 / 2
    assert found["retrieval_precision"] == 2 / 3
    assert found["retrieval_f2"] == pytest.approx(10 / 19)  # 5 x 2/3 x 1/2 / (4 x 2/3 + 1/2)
    assert found["retrieval_mrr"] == 1 / 2
    gained, ideal = 1 / log2(3) + 1 / log2(4), 1 / log2(2) + 1 / log2(3) + 1 / log2(4)
    assert found["retrieval_ndcg"] == pytest.approx(gained / ideal)


def test_the_figures_of_characters_are_those_worked_out_by_hand(
    outcome: Outcome, context: ScoringContext
) -> None:
    # Gold: 37 + 22 characters, of which 37 are found; 11 + 37 + 34 characters are retrieved.
    found = values(outcome, context)
    assert found["span_recall"] == 37 / 59
    assert found["span_iou"] == 37 / (82 + 59 - 37)


def test_either_place_of_a_claim_is_enough(made: Made, context: ScoringContext) -> None:
    gold = (made.gold(("b", 0, 22), ("b", 52, 76)),)
    outcome = made.outcome(made.case(gold=gold), made.answer(), [made.passage("S1", "b", 52, 76)])
    assert set(values(outcome, context).values()) == {1.0}


def test_half_of_a_span_carries_its_claim_and_less_does_not(made: Made, context: ScoringContext) -> None:
    case = made.case(gold=(made.gold(("b", 0, 22)),))
    half = made.outcome(case, made.answer(), [made.passage("S1", "b", 11, 76)])
    less = made.outcome(case, made.answer(), [made.passage("S1", "b", 12, 76)])
    assert values(half, context)["retrieval_recall"] == 1.0
    assert values(less, context)["retrieval_recall"] == 0.0


def test_two_passages_carry_a_claim_together(made: Made, context: ScoringContext) -> None:
    case = made.case(gold=(made.gold(("a", 0, 72)),))
    found = [made.passage("S1", "a", 0, 20), made.passage("S2", "a", 52, 72)]
    # 40 of 72 characters; each passage lies in gold.
    assert values(made.outcome(case, made.answer(), found), context)["retrieval_recall"] == 1.0


def test_where_only_optional_gold_is_given_all_of_it_is_needed(made: Made, context: ScoringContext) -> None:
    case = made.case(gold=(made.gold(("a", 0, 37), required=False), made.gold(("b", 0, 22), required=False)))
    outcome = made.outcome(case, made.answer(), [made.passage("S1", "a", 0, 37)])
    assert values(outcome, context)["retrieval_recall"] == 0.5


def test_the_same_offsets_in_another_report_are_not_gold(made: Made, context: ScoringContext) -> None:
    case = made.case(gold=(made.gold(("a", 0, 22)),))
    outcome = made.outcome(case, made.answer(), [made.passage("S1", "b", 0, 22)])
    assert set(values(outcome, context).values()) == {0.0}


def test_nothing_found_is_zero_and_no_gold_is_unscored(made: Made, context: ScoringContext) -> None:
    nothing = made.outcome(made.case(gold=(made.gold(("a", 0, 22)),)), made.answer())
    assert set(values(nothing, context).values()) == {0.0}
    found = [made.passage("S1", "a", 0, 37)]
    assert set(values(made.outcome(made.case(), made.answer(), found), context).values()) == {None}


def test_spans_are_cut_at_the_budget() -> None:
    spans = [TextSpan("a", 0, 30), TextSpan("b", 10, 30), TextSpan("a", 50, 60)]
    assert cut_to_budget(spans, 45) == [TextSpan("a", 0, 30), TextSpan("b", 10, 25)]
    assert cut_to_budget(spans, 30) == [TextSpan("a", 0, 30)]
    assert cut_to_budget(spans, 100) == spans


def test_what_is_retrieved_twice_is_paid_for_twice(made: Made, context: ScoringContext) -> None:
    case = made.case(gold=(made.gold(("a", 0, 37)),))
    twice = [made.passage("S1", "a", 0, 37), made.passage("S2", "a", 0, 37)]
    assert values(made.outcome(case, made.answer(), twice), context)["span_iou"] == 37 / 74


@pytest.mark.parametrize("relevant", [[True], [False], [False, True, True, False], [True, False, True]])
def test_ndcg_is_scikit_learns(relevant: list[bool]) -> None:
    gains = [*map(int, relevant), 0, 0]
    assert ndcg(relevant, 0) == ndcg_score([gains], [range(len(gains), 0, -1)])


def test_ndcg_of_a_ranking_that_misses_one_of_two() -> None:
    assert ndcg([True], 1) == 1.0  # of one rank no more can be had
    assert ndcg([True, False], 1) == pytest.approx(1 / (1 + 1 / log2(3)))


def test_f_beta_is_zero_where_both_are() -> None:
    assert f_beta(0, 0, 2) == 0
    assert f_beta(0.5, 0.5, 2) == pytest.approx(0.5)
    assert f_beta(1.0, 0.5, 1) == pytest.approx(2 / 3)
