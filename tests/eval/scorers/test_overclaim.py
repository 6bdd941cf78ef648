from dataclasses import replace
from types import SimpleNamespace

import pytest

from eval.scorers import ScoringContext
from eval.scorers.overclaim import checker_outcomes, claimed_fairly, count_outcomes
from service.types import Check, CheckOutcome, Dropped, Engine, Statement

Made = SimpleNamespace
SAID = "One practitioner said that the visits may have helped some families in Salford."
WRITTEN = Engine("chat", "m")


def scored(made: Made, context: ScoringContext, *texts: str) -> tuple[float | None, str]:
    passage = made.passage("S1", "a", 0, len(SAID), text=SAID, voice="quotation", speaker="Practitioner")
    statements = [made.statement(text, "S1") for text in texts]
    answer = replace(made.answer(statements, [passage] if texts else []), engine=WRITTEN)
    (score,) = claimed_fairly(made.outcome(made.case(), answer), context)
    return score.value, score.explanation


def test_what_keeps_to_its_passage_is_one(made: Made, context: ScoringContext) -> None:
    assert scored(made, context, SAID) == (1.0, "")


@pytest.mark.parametrize(
    "text",
    [
        "One practitioner said that the visits helped some families in Salford.",
        "One practitioner said that the visits may have helped all families in Salford.",
        "Everyone said that the visits may have helped some families in Salford.",
        "One practitioner said that the visits may not have helped some families in Salford.",
    ],
)
def test_what_says_more_than_its_passage_or_the_opposite_is_told(
    made: Made, context: ScoringContext, text: str
) -> None:
    value, told = scored(made, context, SAID, text)
    assert value == 0.5
    assert text in told


def test_where_nothing_is_said_nothing_is_over_claimed(made: Made, context: ScoringContext) -> None:
    assert scored(made, context)[0] is None


def told(outcome: CheckOutcome, *, repaired: bool = False) -> Statement:
    return Statement("Trust grew.", ("S1",), check=Check(outcome, "", ("S1",), repaired=repaired))


def test_the_shares_of_what_became_of_each_sentence_add_up_to_one(
    made: Made, context: ScoringContext
) -> None:
    answer = made.answer(
        [told("supported"), told("supported_by_another"), told("overstated", repaired=True)],
        dropped=(
            Dropped("All grew.", "overstated", "they say some"),
            Dropped("Cats.", "not_found", "no cats"),
        ),
    )
    outcome = made.outcome(made.case(), answer)
    scores = {score.scorer: score for score in checker_outcomes(outcome, context)}
    assert {name: score.value for name, score in scores.items()} == {
        "written_stood": 0.4,
        "written_repaired": 0.2,
        "dropped_overstated": 0.2,
        "dropped_contradicted": 0.0,
        "dropped_not_found": 0.2,
    }
    assert scores["dropped_overstated"].explanation == "they say some: All grew."
    assert sum(count_outcomes(outcome).values()) == 5


def test_what_a_model_wrote_in_vain_counts_and_what_no_model_wrote_does_not(
    made: Made, context: ScoringContext
) -> None:
    own = made.answer([made.statement("Trust grew.", "S1")])
    scores = checker_outcomes(made.outcome(made.case(), own), context)
    assert {score.value for score in scores} == {None}
    replaced = made.answer(
        [made.statement("Trust grew.", "S1")], dropped=(Dropped("No.", "contradicted", "yes"),)
    )
    values = {s.scorer: s.value for s in checker_outcomes(made.outcome(made.case(), replaced), context)}
    assert values["dropped_contradicted"] == pytest.approx(1)
