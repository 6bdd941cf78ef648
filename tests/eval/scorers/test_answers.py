from types import SimpleNamespace

import pytest

from eval.scorers import ScoringContext
from eval.scorers.answers import (
    answer_points,
    attribution_kept,
    forbidden_unsaid,
    latency_ms,
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


def test_what_must_not_be_said_is_looked_for_in_the_answer_and_beside_it(
    made: Made, context: ScoringContext
) -> None:
    forbidden = (("partners left", "partners quarrelled"), ("trust fell",))
    case = made.case(must_not_say=forbidden)
    fine = made.answer([made.statement("Trust grew. No partners left.", "S1")])
    assert forbidden_unsaid(made.outcome(case, fine), context)[0].value == 1.0
    libel = made.answer([made.statement("Trust grew.", "S1"), made.statement("Partners left.", "S1")])
    score = forbidden_unsaid(made.outcome(case, libel), context)[0]
    assert (score.value, score.explanation) == (0.5, "said, and must not be: partners left")
    beside = made.answer(notes=("Trust fell, it is said.",))
    assert forbidden_unsaid(made.outcome(case, beside), context)[0].value == 0.5
    first = made.answer([made.statement("So.", "S1")], headline=made.statement("Trust fell.", "S1"))
    assert forbidden_unsaid(made.outcome(case, first), context)[0].value == 0.5


def test_a_case_that_forbids_nothing_is_not_judged(made: Made, context: ScoringContext) -> None:
    assert forbidden_unsaid(made.outcome(made.case(), made.answer()), context)[0].unscored
