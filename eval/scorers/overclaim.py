"""The scorer of over-claiming: statements that say more than their passages, or the opposite of them."""

from eval.scorers.context import ScoringContext, share
from eval.scorers.labels import is_quoted
from eval.scorers.wordings import list_lines
from eval.types import Outcome, Score
from service.check.statement import check_statement

_OVERCLAIMS = ("overstated", "contradicted")
"""Outcomes of a check that are over-claims. That a sentence is found nowhere may be for its words alone, so it is left
to the judges of support."""


def claimed_fairly(outcome: Outcome, context: ScoringContext) -> list[Score]:
    """Share of the statements, first line included, that keep to what their passages claim: their hedges, amounts,
    speakers, scope, direction and negations. Statements that cite nothing are left out. What no chat
    model wrote and stands in its passages as it is, whole sentences, claims what they claim.
    """
    answer = outcome.answer
    by_key = {passage.id: passage for passage in answer.passages}
    good, told = [], []
    for line in list_lines(answer):
        cited = [by_key[key] for key in line.passage_ids if key in by_key]
        if not cited:
            continue
        if answer.engine.name == "extractive" and is_quoted(line, cited):
            good.append(True)
            continue
        check = check_statement(line.text, cited, places=context.places)
        good.append(check.outcome not in _OVERCLAIMS)
        if check.outcome in _OVERCLAIMS:
            told.append(f"{check.outcome}, {check.why}: {line.text}")
    return [share("claimed_fairly", good, "nothing is said on passages", "; ".join(told))]
