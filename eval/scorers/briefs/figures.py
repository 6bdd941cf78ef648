"""Scorers of a case's brief: how much gold it has, how much of its evidence is gold, its balance and its labels."""

from eval.scorers.context import ScoringContext, share
from eval.scorers.gold import NO_GOLD, is_gold, touches
from eval.types import Outcome, Score
from service.brief.types import Brief, Stance

BALANCED = 0.2
"""Least share of the evidence for and against that each side needs; with less, readers find a brief one-sided."""
_NO_BRIEF = "the case asks for no brief"
_NAMES = ("brief_recall", "brief_evidence_gold", "brief_balance", "brief_stance")
_OTHER_SIDE: tuple[Stance, ...] = ("against", "on_condition")


def brief_figures(outcome: Outcome, context: ScoringContext) -> list[Score]:
    """Recall: required claims with a passage in the brief. Gold: evidence passages that are gold. Balance: 1 where
    both sides are heard, 0 where one alone is. Stance: claims with a stance in the set, found in the evidence, whose
    label is that stance.
    """
    brief = outcome.brief
    if brief is None:
        return [Score(name, None, _NO_BRIEF) for name in _NAMES]
    return [_recall(outcome, brief), _evidence_gold(outcome, brief), _balance(brief), _stance(outcome, brief)]


def _recall(outcome: Outcome, brief: Brief) -> Score:
    required = [claim for claim in outcome.case.gold if claim.required]
    found = [any(touches(passage, [claim]) for passage in brief.passages) for claim in required]
    told = f"{sum(found)} of {len(found)} required claims"
    return share("brief_recall", found, "the case has no required gold passages", told)


def _evidence_gold(outcome: Outcome, brief: Brief) -> Score:
    if not outcome.case.gold:
        return Score("brief_evidence_gold", None, NO_GOLD)
    evidence = {item.passage_id for item in brief.evidence}
    gold = [is_gold(passage, outcome.case.gold) for passage in brief.passages if passage.id in evidence]
    told = f"{sum(gold)} of {len(gold)} passages"
    return share("brief_evidence_gold", gold, "the brief has no evidence", told)


def _balance(brief: Brief) -> Score:
    ahead = sum(item.stance == "for" for item in brief.evidence)
    other = sum(item.stance in _OTHER_SIDE for item in brief.evidence)
    if not ahead + other:
        return Score("brief_balance", None, "no evidence takes a side")
    is_heard = min(ahead, other) / (ahead + other) >= BALANCED
    told = f"{ahead} for, {other} against or on condition"
    return Score("brief_balance", float(is_heard), explanation=told)


def _stance(outcome: Outcome, brief: Brief) -> Score:
    stances = {item.passage_id: item.stance for item in brief.evidence}
    good = []
    for claim in outcome.case.gold:
        labels = [
            stances[each.id] for each in brief.passages if each.id in stances and touches(each, [claim])
        ]
        if claim.stance and labels:
            good.append(claim.stance in labels)
    unscored = "no claim that has a stance in the set is in the evidence"
    return share("brief_stance", good, unscored, f"{sum(good)} of {len(good)} labels")
