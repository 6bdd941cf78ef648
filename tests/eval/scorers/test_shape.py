from dataclasses import replace
from types import SimpleNamespace

import pytest

from eval.scorers import ScoringContext
from eval.scorers.shape import order_kept, refusal_explained, said_once, status_fits
from eval.types import Outcome, Score
from service.types import Answer, Engine

Made = SimpleNamespace


@pytest.fixture
def good(made: Made) -> Outcome:
    """Three statements; the first is a definition and stands before what the report says earlier."""
    passages = [made.passage(f"S{n}", "a", *span) for n, span in enumerate([(51, 72), (0, 37), (38, 50)], 1)]
    statements = [made.statement(passage.text, passage.id) for passage in passages]
    outcome: Outcome = made.outcome(made.case(), made.answer(statements, passages))
    return outcome


@pytest.fixture
def refusal(made: Made) -> Answer:
    answer: Answer = made.answer(
        standalone_question="Were there zebras in Salford?",
        nearest=(made.passage("N1", "a", 0, 37),),
        notes=("No number is given.",),
    )
    return replace(answer, missing=("zebras",))


def only(scores: list[Score]) -> Score:
    assert len(scores) == 1
    return scores[0]


def test_a_sound_answer_and_a_sound_refusal_have_one_everywhere(
    good: Outcome, refusal: Answer, made: Made, context: ScoringContext
) -> None:
    for scorer in (said_once, order_kept, status_fits):
        assert only(scorer(good, context)).value == 1.0
    refused = made.outcome(made.case(), refusal)
    assert only(status_fits(refused, context)).value == 1.0
    assert only(refusal_explained(refused, context)).value == 1.0


def test_what_is_said_twice_is_told(good: Outcome, context: ScoringContext) -> None:
    twice = replace(good.answer, statements=good.answer.statements * 2)
    score = only(said_once(replace(good, answer=twice), context))
    assert score.value == 0.5
    assert "Partners met monthly." in score.explanation


def test_statements_out_of_the_reports_order_are_told(good: Outcome, context: ScoringContext) -> None:
    first, second, third = good.answer.statements
    one, two, three = good.answer.passages
    mixed = replace(good.answer, statements=(first, third, second), passages=(one, three, two))
    score = only(order_kept(replace(good, answer=mixed), context))
    assert (score.value, score.explanation) == (0.0, "a is quoted out of its order")
    written = replace(mixed, engine=Engine("chat", "m"))
    assert only(order_kept(replace(good, answer=written), context)).value == 1.0


def test_passages_out_of_the_order_of_citation_are_told(good: Outcome, context: ScoringContext) -> None:
    mixed = replace(good.answer, passages=tuple(reversed(good.answer.passages)))
    assert only(order_kept(replace(good, answer=mixed), context)).value == 0.0


@pytest.mark.parametrize("status", ["not_in_reports", "declined", "clarify"])
def test_a_refusal_that_says_something_does_not_fit(
    good: Outcome, context: ScoringContext, status: str
) -> None:
    answer = replace(good.answer, status=status)  # type: ignore[arg-type]
    assert only(status_fits(replace(good, answer=answer), context)).value == 0.0


@pytest.mark.parametrize("status", ["answered", "partial"])
def test_an_answer_of_nothing_does_not_fit(
    refusal: Answer, made: Made, context: ScoringContext, status: str
) -> None:
    answer = replace(refusal, status=status)  # type: ignore[arg-type]
    assert only(status_fits(made.outcome(made.case(), answer), context)).value == 0.0


@pytest.mark.parametrize("status", ["declined", "clarify"])
def test_a_refusal_that_searched_says_so_by_its_status(
    refusal: Answer, made: Made, context: ScoringContext, status: str
) -> None:
    answer = replace(refusal, status=status)  # type: ignore[arg-type]
    score = only(status_fits(made.outcome(made.case(), answer), context))
    assert (score.value, "searched" in score.explanation) == (0.0, True)


def test_a_part_of_an_answer_says_what_is_left_out(good: Outcome, context: ScoringContext) -> None:
    bare = replace(good.answer, status="partial")
    assert only(status_fits(replace(good, answer=bare), context)).value == 0.0
    told = replace(bare, notes=("Nothing is said of the second part.",))
    assert only(status_fits(replace(good, answer=told), context)).value == 1.0


@pytest.mark.parametrize(
    ("changed", "why"),
    [
        ({"notes": ()}, "does not say why"),
        ({"notes": (" ",)}, "does not say why"),
        ({"nearest": ()}, "came nearest"),
        ({"missing": ()}, "words that no report has: zebras; it says none"),
        ({"missing": ("zebras", "Salford")}, "it says salford, zebras"),
    ],
)
def test_a_refusal_that_does_not_explain_itself_is_told(
    refusal: Answer, made: Made, context: ScoringContext, changed: dict[str, object], why: str
) -> None:
    answer = replace(refusal, **changed)  # type: ignore[arg-type]
    score = only(refusal_explained(made.outcome(made.case(), answer), context))
    assert score.value == 0.0
    assert why in score.explanation


def test_where_no_word_is_known_nothing_is_near(refusal: Answer, made: Made, context: ScoringContext) -> None:
    lost = replace(refusal, standalone_question="zebras?", nearest=())
    assert only(refusal_explained(made.outcome(made.case(), lost), context)).value == 1.0


def test_a_word_that_was_read_as_another_is_told_in_a_note(
    refusal: Answer, made: Made, context: ScoringContext
) -> None:
    read = replace(refusal, missing=(), notes=("“zebras” was read as “cost”.", "No number is given."))
    assert only(refusal_explained(made.outcome(made.case(), read), context)).value == 1.0


def test_an_answer_is_no_refusal(good: Outcome, context: ScoringContext) -> None:
    assert only(refusal_explained(good, context)).unscored
