"""What a reranker, where one is set, changes in the order of the best candidates."""

from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from service.choice.units import Units
from service.search.retrieve import Found

RERANKED = 50
"""So many of the best units are read together with the question: what a cross-encoder of 6 layers reads in about a
second on one core. What it brings depends on the model, which no package ships; `eval run` shows it."""
WEIGHT = 0.5
"""Of the reranker's word; the rest stays with the search, which knows headings and surroundings."""


class ScoresTexts(Protocol):
    """What a reranker does."""

    def score(self, question: str, texts: list[str]) -> NDArray[np.float64]:
        """How well each text answers, from 0 to 1."""
        ...


def rerank(
    question: str, found: Found, scored: Units, score: NDArray[np.float64], reranker: ScoresTexts
) -> NDArray[np.float64]:
    """The scores of the units, blended for the best of them with what the reranker says of their words."""
    order = np.argsort(-score, kind="stable")[:RERANKED]
    best = order[np.isfinite(score[order])]
    if not len(best):
        return score
    texts = [
        " ".join(found.texts[i] for i in range(int(scored.first[unit]), int(scored.last[unit])))
        for unit in best
    ]
    blended = score.copy()
    blended[best] = (1 - WEIGHT) * score[best] + WEIGHT * reranker.score(question, texts) * score[best[0]]
    return blended
