from types import SimpleNamespace

import pytest

from eval.scorers import ScoringContext
from eval.scorers.answers import (
    answer_points,
    attribution_kept,
    is_said,
    latency_ms,
    read_out,
    right_answer,
    right_refusal,
)
from service.types import Status

Made = SimpleNamespace


@pytest.mark.parametrize(
    ("status", "answerable", "answer", "refusal"),
    [
        ("answered", True, 1.0, None),
        ("partial", True, 1.0, None),
        ("not_in_reports", True, 0.0, None),
        ("declined", True, 0.0, None),
        ("clarify", True, 0.0, None),
        ("answered", False, None, 0.0),
        ("partial", False, None, 0.0),
        ("not_in_reports", False, None, 1.0),
        ("declined", False, None, 1.0),
        ("clarify", False, None, 1.0),
    ],
)
def test_right_answers_and_right_refusals_are_judged_apart(
    made: Made, context: ScoringContext, status: Status, answerable: bool, answer: float, refusal: float
) -> None:
    outcome = made.outcome(made.case(answerable=answerable), made.answer(status=status))
    assert right_answer(outcome, context)[0].value == answer
    assert right_refusal(outcome, context)[0].value == refusal


def test_the_share_of_points_that_are_said(made: Made, context: ScoringContext) -> None:
    points = (
        ("twelve months",),
        ("trust fell", "growth of trust"),
        ("funding ended",),
        ("met every month", "partners met monthly"),
    )
    statements = [made.statement("Trust grew over 12 months."), made.statement("Partners met monthly.")]
    score = answer_points(made.outcome(made.case(points=points), made.answer(statements)), context)[0]
    # Said: twelve months, partners met monthly. "growth" and "grew" have different stems.
    assert score.value == 0.5
    assert score.explanation == "not said: trust fell; funding ended"


def test_a_refused_question_has_said_no_point(made: Made, context: ScoringContext) -> None:
    outcome = made.outcome(made.case(points=(("trust",),)), made.answer())
    assert answer_points(outcome, context)[0].value == 0.0


@pytest.mark.parametrize("changed", [{"points": ()}, {"answerable": False, "points": (("trust",),)}])
def test_points_are_judged_only_where_there_are_some_to_say(
    made: Made, context: ScoringContext, changed: dict[str, object]
) -> None:
    outcome = made.outcome(made.case(**changed), made.answer([made.statement("Trust.")]))
    assert answer_points(outcome, context)[0].value is None


@pytest.mark.parametrize(
    ("wording", "text"),
    [
        ("twelve months", "It took\n12  MONTHS."),
        ("30 per cent of schools", "Of the schools, 30% took part."),
        ("30%", "thirty per cent"),
        ("1,500 people", "1500 people came"),
        ("£2 million", "a grant of £2m"),
        ("partner’s trust", "the partners' trust"),
        ("leadership of the council", "council leadership"),
        ("paid for by the Department for Education", "was paid for by the Department for Education (DfE)"),
        ("North Yorkshire", "It came from North\nYorkshire."),
    ],
)
def test_spaces_case_endings_and_ways_to_write_numbers_do_not_matter(wording: str, text: str) -> None:
    assert is_said(wording, text)


@pytest.mark.parametrize(
    ("wording", "text"),
    [
        ("twelve months", "It took 13 months."),
        ("30%", "30 schools took part."),
        ("North Yorkshire", "It went north, and met with little interest until Yorkshire joined."),
        ("funding ended", "It was funded."),
        ("the", "the"),
        ("schools did not take part", "schools did take part"),
    ],
)
def test_what_is_not_there_is_not_said(wording: str, text: str) -> None:
    assert not is_said(wording, text)


def test_a_label_is_read_once_above_the_statements_that_share_it(made: Made) -> None:
    statements = [
        made.statement("One.", group="Salford"),
        made.statement("Two.", group="Salford"),
        made.statement("Three."),
        made.statement("Four.", group="Salford"),
    ]
    assert read_out(made.answer(statements)) == "Salford\nOne.\nTwo.\nThree.\nSalford\nFour."


def test_the_share_of_quotations_whose_speaker_is_named(made: Made, context: ScoringContext) -> None:
    quoted = {"voice": "quotation"}
    passages = [
        made.passage("S1", "b", 35, 51, speaker="Project Lead, Salford", **quoted),
        made.passage("S2", "b", 35, 51, speaker="Head of Service", **quoted),
        made.passage("S3", "b", 35, 51, speaker=None, **quoted),
        made.passage("S4", "a", 0, 37),
    ]
    statements = [
        made.statement("project  lead: “We kept going.”", "S1"),
        made.statement("“We kept going,” said one.", "S1"),
        made.statement("Project Lead: “We kept going.”", "S1", "S2"),
        made.statement("“We kept going.”", "S3"),
        made.statement("They kept going, and trust grew.", "S1", "S4"),
        made.statement("They kept going."),
    ]
    outcome = made.outcome(made.case(), made.answer(statements, passages))
    score = attribution_kept(outcome, context)[0]
    # Judged are the first three, which rest on speakers alone; the third names one of its two.
    assert score.value == pytest.approx(1 / 3)
    assert score.explanation == "not named: Project Lead, Salford, Head of Service"


def test_an_answer_that_quotes_nobody_keeps_no_attribution(made: Made, context: ScoringContext) -> None:
    outcome = made.outcome(made.case(), made.answer([made.statement("Slow.")]))
    assert attribution_kept(outcome, context)[0].unscored


def test_latency_is_what_the_answer_tells(made: Made, context: ScoringContext) -> None:
    answer = made.answer(timings_ms={"retrieve": 3.0, "total": 41.5})
    assert latency_ms(made.outcome(made.case(), answer), context)[0].value == 41.5
