"""Scorers of what search found, best first, against the gold. What the answer says does not count here.

A passage is *relevant* when it is gold (`eval.scorers.gold.is_gold`). Recall counts claims, not passages: ten
passages that carry one claim are one claim.
"""

from eval.scorers.context import ScoringContext
from eval.scorers.gold import (
    NO_GOLD,
    best_spans,
    carries,
    characters_of,
    cut_to_budget,
    is_gold,
    list_needed_claims,
    span_of,
)
from eval.types import Outcome, Score

BUDGET = 4000
"""Characters that are searched for each case."""
_RANKED = ("retrieval_recall", "retrieval_precision", "retrieval_f2", "retrieval_mrr", "retrieval_ndcg")
_SPANS = ("span_recall", "span_iou")


def ranking(outcome: Outcome, context: ScoringContext) -> list[Score]:
    """Recall, precision, F2, reciprocal rank and nDCG of the found passages.

    Recall is the share of the needed claims that the found passages carry; precision the share of the found
    passages that are relevant; F2 is van Rijsbergen's F with beta = 2, so recall counts more (as GOV.UK Chat
    has it). The reciprocal rank is that of the first relevant passage, 0 without one. nDCG is scikit-learn's, over
    the found passages; the ideal ranking also has one relevant passage for each needed claim that was missed.
    """
    if not outcome.case.gold:
        return [Score(name, None, NO_GOLD) for name in _RANKED]
    if not outcome.found:
        return [Score(name, 0.0, explanation="nothing was found") for name in _RANKED]
    relevant = [is_gold(passage, outcome.case.gold) for passage in outcome.found]
    carried = [carries(outcome.found, claim) for claim in list_needed_claims(outcome.case)]
    recall, precision = sum(carried) / len(carried), sum(relevant) / len(relevant)
    rank = relevant.index(True) + 1 if any(relevant) else None
    values = (
        recall,
        precision,
        f_beta(precision, recall, 2.0),
        1 / rank if rank else 0.0,
        ndcg(relevant, carried.count(False)),
    )
    told = f"{sum(carried)} of {len(carried)} claims, {sum(relevant)} of {len(relevant)} passages relevant"
    return [Score(name, value, explanation=told) for name, value in zip(_RANKED, values, strict=True)]


def gold_spans(outcome: Outcome, context: ScoringContext) -> list[Score]:
    """Recall and IoU of characters in the first 4,000 that were found (Chroma's technical report of July 2024).

    Recall is found gold characters over gold characters; IoU is found gold characters over all retrieved ones
    (what is retrieved twice is paid for twice) and the missed gold. Gold is, of each needed claim, the span that
    was found best.
    """
    if not outcome.case.gold:
        return [Score(name, None, NO_GOLD) for name in _SPANS]
    found = cut_to_budget([span_of(passage) for passage in outcome.found], BUDGET)
    gold = characters_of(best_spans(list_needed_claims(outcome.case), found))
    hit = len(gold & characters_of(found))
    paid = sum(span.end - span.start for span in found)
    values = (hit / len(gold), hit / (paid + len(gold) - hit))
    told = f"{hit} of {len(gold)} gold characters, {paid} retrieved"
    return [Score(name, value, explanation=told) for name, value in zip(_SPANS, values, strict=True)]


def f_beta(precision: float, recall: float, beta: float) -> float:
    """Van Rijsbergen's F: recall counts `beta` times as much as precision; 0 when both are 0."""
    both = beta**2 * precision + recall
    return (1 + beta**2) * precision * recall / both if both else 0.0


def ndcg(relevant: list[bool], missed: int) -> float:
    """scikit-learn's nDCG of a ranking, over as many ranks as it has; `missed` more should have been in it."""
    from sklearn.metrics import (
        ndcg_score,
    )  # takes a second, and figures of runs that are there need none of it

    gains = [*map(int, relevant), *[1] * missed, 0]
    return float(ndcg_score([gains], [range(len(gains), 0, -1)], k=len(relevant)))
