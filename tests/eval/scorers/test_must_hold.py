from dataclasses import replace
from types import SimpleNamespace

import pytest

from eval.scorers import ScoringContext
from eval.scorers.must_hold import (
    citation_resolves,
    numbers_covered,
    refusal_cites_nothing,
    statement_cited,
    words_verbatim,
)
from eval.types import Outcome, Score

Made = SimpleNamespace


def only(scores: list[Score]) -> Score:
    assert len(scores) == 1
    return scores[0]


@pytest.fixture
def good(made: Made) -> Outcome:
    """Two statements; the second cites both passages."""
    passages = [made.passage("S1", "a", 0, 37), made.passage("S2", "a", 51, 72)]
    statements = [
        made.statement("Trust grew in Salford over 12 months.", "S1"),
        made.statement("Partners met monthly.", "S2", "S1"),
    ]
    return made.outcome(made.case(), made.answer(statements, passages), [made.passage("S1", "b", 0, 22)])


def test_a_sound_answer_has_one_everywhere(good: Outcome, context: ScoringContext) -> None:
    for scorer in (citation_resolves, words_verbatim, statement_cited, numbers_covered):
        assert only(scorer(good, context)).value == 1.0


def test_two_of_four_keys_that_resolve_are_a_half(good: Outcome, made: Made, context: ScoringContext) -> None:
    statements = [made.statement("Trust grew.", "S1", "S9"), made.statement("Slowly.", "S2", "S0")]
    answer = replace(good.answer, statements=tuple(statements))
    score = only(citation_resolves(replace(good, answer=answer), context))
    assert score.value == 0.5
    assert "S9, S0" in score.explanation


def test_a_key_of_two_passages_does_not_resolve(good: Outcome, made: Made, context: ScoringContext) -> None:
    twice = replace(good.answer, passages=(*good.answer.passages, made.passage("S2", "b", 0, 22)))
    # S1, S2, S1 are cited; S2 is ambiguous.
    assert only(citation_resolves(replace(good, answer=twice), context)).value == pytest.approx(2 / 3)


def test_where_nothing_is_cited_nothing_is_judged(made: Made, context: ScoringContext) -> None:
    refusal = made.outcome(made.case(), made.answer())
    for scorer in (citation_resolves, words_verbatim, statement_cited, numbers_covered):
        score = only(scorer(refusal, context))
        assert score.value is None
        assert score.unscored


@pytest.mark.parametrize(
    ("changed", "told"),
    [
        ({"text": "Trust grew in Salford over 13 months."}, "has other words"),
        ({"start": 1, "end": 38}, "has other words"),
        ({"page": 2}, "names page 2"),
        ({"report_id": "gone"}, "no report gone"),
        ({"start": 5, "end": 5, "text": ""}, "has other words"),
    ],
)
def test_a_passage_that_is_not_what_the_report_says_there_is_named(
    good: Outcome, context: ScoringContext, changed: dict[str, object], told: str
) -> None:
    first, second = good.answer.passages
    answer = replace(good.answer, passages=(replace(first, **changed), second))  # type: ignore[arg-type]
    score = only(words_verbatim(replace(good, answer=answer), context))
    # One of three passages is wrong: two cited, one found.
    assert score.value == pytest.approx(2 / 3)
    assert told in score.explanation


def test_a_passage_that_runs_over_a_page_names_its_first_page(made: Made, context: ScoringContext) -> None:
    over = made.passage("S1", "a", 38, 72)
    outcome = made.outcome(made.case(), made.answer(), [over])
    assert over.page == 1
    assert only(words_verbatim(outcome, context)).value == 1.0
    wrong = made.outcome(made.case(), made.answer(), [replace(over, page=2)])
    assert only(words_verbatim(wrong, context)).value == 0.0


def test_the_nearest_passages_of_a_refusal_are_looked_at_too(made: Made, context: ScoringContext) -> None:
    wrong = made.passage("N1", "a", 0, 37, text="Trust fell.")
    answer = made.answer(nearest=(wrong, made.passage("N2", "b", 0, 22)))
    assert only(words_verbatim(made.outcome(made.case(), answer), context)).value == 0.5


def test_one_of_two_statements_without_a_passage_is_a_half(
    good: Outcome, made: Made, context: ScoringContext
) -> None:
    bare = replace(good.answer, statements=(good.answer.statements[0], made.statement("All is well.")))
    score = only(statement_cited(replace(good, answer=bare), context))
    assert (score.value, score.explanation) == (0.5, "without a passage: All is well.")


def test_an_answer_of_nothing_is_zero_and_a_refusal_is_not_judged(
    made: Made, context: ScoringContext
) -> None:
    empty = made.outcome(made.case(), made.answer(status="answered"))
    assert only(statement_cited(empty, context)).value == 0.0


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("Trust grew over 13 months.", "13"),
        ("Trust grew in Bolton over 12 months.", "Bolton"),
        ("Trust grew by June over 12 months.", "the month Jun"),
    ],
)
def test_a_number_place_or_month_that_no_passage_has_is_told(
    good: Outcome, made: Made, context: ScoringContext, text: str, problem: str
) -> None:
    answer = replace(good.answer, statements=(good.answer.statements[0], made.statement(text, "S1")))
    score = only(numbers_covered(replace(good, answer=answer), context))
    assert score.value == 0.5
    assert problem in score.explanation


def test_a_refusal_that_cites_nothing_is_one(made: Made, context: ScoringContext) -> None:
    near = made.answer(nearest=(made.passage("N1", "a", 0, 37),))
    assert only(refusal_cites_nothing(made.outcome(made.case(), near), context)).value == 1.0


def test_a_refusal_that_cites_is_zero(good: Outcome, context: ScoringContext) -> None:
    for status in ("declined", "not_in_reports", "clarify"):
        answer = replace(good.answer, status=status)
        assert only(refusal_cites_nothing(replace(good, answer=answer), context)).value == 0.0


def test_an_answered_question_is_no_refusal(good: Outcome, context: ScoringContext) -> None:
    for status in ("answered", "partial"):
        score = only(
            refusal_cites_nothing(replace(good, answer=replace(good.answer, status=status)), context)
        )
        assert score.value is None
