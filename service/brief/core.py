"""Which passages of a brief are its evidence: the few that bear most on the question. The rest is only looked at.

How much a passage bears on the question is read from three things: how well the search liked it, how near its
nearest sentence is to the subject, and how many words it has for what helps and what hinders.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import chain

import numpy as np
from numpy.typing import NDArray

from ingest.language.sentences import split_sentences
from ingest.types import Voice
from service.brief.stance import read_stance, weigh
from service.brief.types import Stance

MOST = 12
"""Passages of the core. Tried on the 29 broad development questions, with the order learned on reports that a question
is not about. Required quotes, and passages that are gold: 0.51 and 0.34 with 6, 0.63 and 0.24 with 12, 0.64 and 0.19
with 16. By the search's order alone: 0.43 and 0.30, 0.58 and 0.24, 0.64 and 0.20."""
EACH_SIDE = 3
"""If the core has fewer of a side, that side's nearest are added from the rest: no brief has one side only."""
_SIDES: tuple[tuple[Stance, ...], ...] = (("for",), ("against", "on_condition"))
SEARCHED, NEAREST_SENTENCE, CUES = 1.0, 0.7, 0.7
"""Weights of the three, each in standard deviations over the passages of one question (logistic regression on all 29:
0.58, 0.41, 0.40)."""
MOST_CUES = 5.0
"""More words than this say nothing more: a long passage has them all."""


@dataclass(frozen=True, slots=True)
class Considered:
    """A passage that may become evidence."""

    text: str
    voice: Voice
    score: float
    """Of the search."""
    nearest_sentence: float
    """Cosine of its nearest sentence to the subject."""


def choose_core(passages: Sequence[Considered]) -> list[int]:
    """Indices of the passages that are evidence, those that bear most on the question first."""
    order = [int(each) for each in np.argsort(-_weigh_bearing(passages), kind="stable")]
    stances = [read_stance(each.text, each.voice).stance for each in passages]
    core, rest = order[:MOST], order[MOST:]
    for side in _SIDES:
        lacking = EACH_SIDE - sum(stances[each] in side for each in core)
        core += [each for each in rest if stances[each] in side][: max(lacking, 0)]
    return core


def _weigh_bearing(passages: Sequence[Considered]) -> NDArray[np.float64]:
    cues = [min(_count_cues(each.text), MOST_CUES) for each in passages]
    return (
        SEARCHED * _standardise([each.score for each in passages])
        + NEAREST_SENTENCE * _standardise([each.nearest_sentence for each in passages])
        + CUES * _standardise(cues)
    )


def _count_cues(text: str) -> float:
    return sum(
        chain.from_iterable(weigh(text[start:end]) for start, end in split_sentences(text, 0, len(text)))
    )


def _standardise(values: Sequence[float]) -> NDArray[np.float64]:
    numbers = np.asarray(values, np.float64)
    return (numbers - numbers.mean()) / (numbers.std() + 1e-9) if len(numbers) else numbers
