"""Scorers by the checker: what says more than its passages or the opposite, and what became of a model's sentences."""

from eval.scorers.context import ScoringContext, share
from eval.scorers.labels import is_quoted
from eval.scorers.wordings import list_lines
from eval.types import Outcome, Score
from service.check.statement import check_statement

_OVERCLAIMS = ("overstated", "contradicted")
"""Outcomes of a check that are over-claims. "Not found" is left out: it may only mean that the words differ."""
STOOD, REPAIRED = "written_stood", "written_repaired"
DROPPED = {
    "overstated": "dropped_overstated",
    "contradicted": "dropped_contradicted",
    "not_found": "dropped_not_found",
}
"""Outcome of a dropped sentence -> name of its score."""
_NONE = "no chat model wrote a sentence"


def claimed_fairly(outcome: Outcome, context: ScoringContext) -> list[Score]:
    """Share of the statements, first line included, that keep their passages' hedges, amounts, speakers, scope,
    direction and negations. Statements without a citation are left out. Whole sentences that stand unchanged in
    their passages, and that no chat model wrote, pass without a check.
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


def count_outcomes(outcome: Outcome) -> dict[str, int]:
    """How many sentences of the chat model came to what, by the names of the scores; all 0 where it wrote none."""
    counts = dict.fromkeys((STOOD, REPAIRED, *DROPPED.values()), 0)
    for statement in outcome.answer.statements:
        if statement.check:
            counts[REPAIRED if statement.check.repaired else STOOD] += 1
    for each in outcome.answer.dropped:
        counts[DROPPED.get(each.outcome, DROPPED["not_found"])] += 1
    return counts


def checker_outcomes(outcome: Outcome, context: ScoringContext) -> list[Score]:
    """Share of a chat model's sentences that came to each end; the shares of one answer add up to 1."""
    counts = count_outcomes(outcome)
    whole = sum(counts.values())
    if not whole:
        return [Score(name, None, _NONE) for name in counts]
    why = {name: _explain(outcome, name) for name in DROPPED.values()}
    return [
        Score(name, count / whole, explanation=why.get(name, "") if count else "")
        for name, count in counts.items()
    ]


def _explain(outcome: Outcome, name: str) -> str:
    """What was dropped under a name, each with the checker's reason."""
    own = [each for each in outcome.answer.dropped if DROPPED.get(each.outcome, "") == name]
    return "; ".join(f"{each.why}: {each.text}" for each in own)
