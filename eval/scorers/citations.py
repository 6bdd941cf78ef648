"""Scorers of what an answer cites, against the gold.

In LongCite and ALCE a model judges whether a snippet entails a statement. Here gold takes the model's place, so the
same answer always gets the same figures: passages support a statement if they are gold. A good passage that nobody
marked as gold counts against the answer. So these figures measure agreement with the gold, and are a lower bound of
support.

Sources: Zhang et al. 2024, LongCite (arXiv 2409.02897), `LongBench-Cite/auto_scorer.py`; Gao et al. 2023, Enabling
Large Language Models to Generate Text with Citations (ALCE, arXiv 2305.14627), `eval.py`, `compute_autoais`.
"""

from collections.abc import Sequence

from eval.scorers.context import ScoringContext, is_answered, share
from eval.scorers.gold import NO_GOLD, carries, is_gold, touches
from eval.scorers.retrieval import f_beta
from eval.types import Gold, Outcome, Score
from service.types import Answer, Passage

_LONGCITE = ("longcite_recall", "longcite_precision", "longcite_f1")
_ALCE = ("alce_recall", "alce_precision")
_NOTHING_SAID = "nothing is said"


def required_cited(outcome: Outcome, context: ScoringContext) -> list[Score]:
    """Share of the required claims whose passage is cited; a refusal cites none."""
    case = outcome.case
    required = [claim for claim in case.gold if claim.required]
    if not case.answerable:
        return [Score("required_cited", None, "the reports do not answer this question")]
    cited = [carries(outcome.answer.passages, claim) for claim in required]
    told = f"{sum(cited)} of {len(cited)} required claims"
    return [share("required_cited", cited, "the case has no required gold passages", told)]


def cited_gold(outcome: Outcome, context: ScoringContext) -> list[Score]:
    """Share of the cited passages that are gold."""
    if not outcome.case.gold:
        return [Score("cited_gold", None, NO_GOLD)]
    gold = [is_gold(passage, outcome.case.gold) for passage in outcome.answer.passages]
    return [share("cited_gold", gold, "nothing is cited", f"{sum(gold)} of {len(gold)} cited passages")]


def longcite(outcome: Outcome, context: ScoringContext) -> list[Score]:
    """LongCite's citation recall, precision and F1, with gold in the judge's place.

    Recall: the mean over statements of 1 for full, 0.5 for partial and 0 for no support by its passages together.
    Full: the passages carry a gold claim, or one of them is gold. Partial: one shares a character with gold. A
    statement without a citation has no support. Precision: share of citations that support at least in part.
    """
    why = _explain_unscored(outcome)
    if why:
        return [Score(name, None, why) for name in _LONGCITE]
    gold = outcome.case.gold
    cited = _passages_of(outcome.answer)
    recall = sum(_support(passages, gold) for passages in cited) / len(cited)
    useful = [touches(passage, gold) for passages in cited for passage in passages]
    if not useful:
        precision = Score("longcite_precision", None, "nothing is cited")
        return [Score("longcite_recall", recall), precision, Score("longcite_f1", 0.0)]
    values = (recall, sum(useful) / len(useful), f_beta(sum(useful) / len(useful), recall, 1.0))
    return [Score(name, value) for name, value in zip(_LONGCITE, values, strict=True)]


def alce(outcome: Outcome, context: ScoringContext) -> list[Score]:
    """ALCE's citation recall and precision, with gold in the judge's place.

    Recall: share of statements that their passages together support fully. Precision: share of citations whose
    statement is supported and that matter to it. A citation does not matter if it does not support the statement
    alone and the others support it without this one.
    """
    why = _explain_unscored(outcome)
    if why:
        return [Score(name, None, why) for name in _ALCE]
    cited = _passages_of(outcome.answer)
    supported = [_is_full(passages, outcome.case.gold) for passages in cited]
    right = [
        whole and not _is_irrelevant(passages, row, outcome.case.gold)
        for passages, whole in zip(cited, supported, strict=True)
        for row in range(len(passages))
    ]
    return [
        share("alce_recall", supported, _NOTHING_SAID),
        share("alce_precision", right, "nothing is cited"),
    ]


def _explain_unscored(outcome: Outcome) -> str | None:
    if not outcome.case.gold:
        return NO_GOLD
    if not is_answered(outcome.answer) or not outcome.answer.statements:
        return _NOTHING_SAID
    return None


def _passages_of(answer: Answer) -> list[list[Passage]]:
    """The passages of each statement."""
    by_key = {passage.id: passage for passage in answer.passages}
    return [
        [by_key[key] for key in statement.passage_ids if key in by_key] for statement in answer.statements
    ]


def _support(passages: Sequence[Passage], gold: Sequence[Gold]) -> float:
    if _is_full(passages, gold):
        return 1.0
    return 0.5 if any(touches(passage, gold) for passage in passages) else 0.0


def _is_full(passages: Sequence[Passage], gold: Sequence[Gold]) -> bool:
    return any(is_gold(each, gold) for each in passages) or any(carries(passages, claim) for claim in gold)


def _is_irrelevant(passages: Sequence[Passage], row: int, gold: Sequence[Gold]) -> bool:
    others = [*passages[:row], *passages[row + 1 :]]
    return not _is_full([passages[row]], gold) and _is_full(others, gold)
