"""Gold and cited passages lie in the two reports of the builders; every figure is worked out beside its test."""

from dataclasses import replace
from types import SimpleNamespace

import pytest

from eval.scorers import ScoringContext
from eval.scorers.citations import alce, cited_gold, longcite, required_cited
from eval.types import Outcome

Made = SimpleNamespace


def values(outcome: Outcome, context: ScoringContext) -> dict[str, float | None]:
    scorers = (required_cited, cited_gold, longcite, alce)
    return {score.scorer: score.value for scorer in scorers for score in scorer(outcome, context)}


@pytest.fixture
def outcome(made: Made) -> Outcome:
    """Four passages: gold, not gold, a little of a gold span with much else, gold; four statements."""
    gold = (made.gold(("a", 0, 37)), made.gold(("b", 0, 22), ("b", 52, 76)), made.gold(("a", 51, 72)))
    passages = [
        made.passage("S1", "a", 0, 37),
        made.passage("S2", "b", 23, 34),
        made.passage("S3", "b", 18, 51),
        made.passage("S4", "b", 52, 76),
    ]
    statements = [
        made.statement("One.", "S1", "S2"),
        made.statement("Two.", "S3"),
        made.statement("Three."),
        made.statement("Four.", "S4", "S1"),
    ]
    return made.outcome(made.case(gold=gold), made.answer(statements, passages))


def test_the_figures_are_those_worked_out_by_hand(outcome: Outcome, context: ScoringContext) -> None:
    found = values(outcome, context)
    # Of three required claims the first two are cited; of four passages S1 and S4 are gold.
    assert found["required_cited"] == pytest.approx(2 / 3)
    assert found["cited_gold"] == 1 / 2
    # LongCite. Statements: full, partial (S3 has 4 of 22 gold characters), none (no citation), full: 2.5 / 4.
    # Citations: S1 yes, S2 no, S3 yes, S4 yes, S1 yes: 4 / 5.
    assert found["longcite_recall"] == 2.5 / 4
    assert found["longcite_precision"] == 4 / 5
    assert found["longcite_f1"] == pytest.approx(2 * 0.625 * 0.8 / (0.625 + 0.8))
    # ALCE. Statements: yes, no, no, yes. Citations: S1 yes; S2 irrelevant (S1 is enough); S3 no (its statement is
    # not supported); S4 and S1 yes.
    assert found["alce_recall"] == 1 / 2
    assert found["alce_precision"] == 3 / 5


def test_two_parts_of_a_gold_span_support_together_and_neither_is_irrelevant(
    made: Made, context: ScoringContext
) -> None:
    case = made.case(gold=(made.gold(("b", 20, 60)),))
    passages = [made.passage("S1", "b", 0, 32), made.passage("S2", "b", 45, 76)]
    answer = made.answer([made.statement("One.", "S1", "S2")], passages)
    found = values(made.outcome(case, answer), context)
    # 12 + 15 of 40 gold characters together; alone 12/40 and 15/40, and 12/32 and 15/31 of the passages.
    assert found["alce_recall"] == 1.0
    assert found["alce_precision"] == 1.0
    assert found["cited_gold"] == 0.0
    assert found["longcite_recall"] == 1.0


def test_citations_that_touch_no_gold_are_worth_nothing(made: Made, context: ScoringContext) -> None:
    case = made.case(gold=(made.gold(("a", 0, 37)),))
    answer = made.answer([made.statement("One.", "S1")], [made.passage("S1", "b", 0, 22)])
    assert set(values(made.outcome(case, answer), context).values()) == {0.0}


def test_a_refusal_has_cited_no_required_gold_and_is_not_judged_otherwise(
    outcome: Outcome, made: Made, context: ScoringContext
) -> None:
    found = values(replace(outcome, answer=made.answer()), context)
    assert found.pop("required_cited") == 0.0
    assert set(found.values()) == {None}


def test_without_gold_nothing_is_judged(outcome: Outcome, made: Made, context: ScoringContext) -> None:
    assert set(values(replace(outcome, case=made.case()), context).values()) == {None}


def test_a_question_that_should_be_refused_requires_no_citation(
    outcome: Outcome, context: ScoringContext
) -> None:
    case = replace(outcome.case, answerable=False)
    assert values(replace(outcome, case=case), context)["required_cited"] is None


def test_optional_gold_is_gold_and_not_required(made: Made, context: ScoringContext) -> None:
    case = made.case(gold=(made.gold(("a", 0, 37)), made.gold(("b", 0, 22), required=False)))
    answer = made.answer([made.statement("One.", "S1")], [made.passage("S1", "b", 0, 22)])
    found = values(made.outcome(case, answer), context)
    assert (found["required_cited"], found["cited_gold"]) == (0.0, 1.0)


def test_statements_without_any_citation_have_recall_and_no_precision(
    outcome: Outcome, made: Made, context: ScoringContext
) -> None:
    found = values(replace(outcome, answer=made.answer([made.statement("One.")])), context)
    assert (found["longcite_recall"], found["longcite_precision"], found["longcite_f1"]) == (0.0, None, 0.0)
    assert (found["alce_recall"], found["alce_precision"]) == (0.0, None)
