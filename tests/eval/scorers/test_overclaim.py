from dataclasses import replace
from types import SimpleNamespace

import pytest

from eval.scorers import ScoringContext
from eval.scorers.overclaim import claimed_fairly
from service.types import Engine

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
