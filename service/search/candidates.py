"""The sentences around the chunks that the two searches found, and how windows of them are scored.

A window is a run of consecutive sentences, chosen when a question is asked. Its score blends what it says
(mean cosine of its sentences to the question, weighted by tokens; BM25 of its words) with where it stands (the
same two for its surroundings, and the cosine of the heading above it).
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import NamedTuple, Protocol

import numpy as np
from numpy.typing import NDArray

Ints = NDArray[np.int64]
Floats = NDArray[np.floating]

# Weights of the blend: the ablation table in eval/README.md shows what each brings.
MEANING, WORDS = 1.0, 0.35
# The words nearby and farther away, and the heading's meaning.
NEAR_WORDS, FAR_WORDS, HEADING = 0.25, 0.2, 0.3
AROUND, WINDOW_AROUND = 0.5, 0.1
"""The meaning of what stands around a sentence, and around a window. It counts less
for a window, which holds most of that itself, than for a single sentence."""
CLOSE, NEAR, FAR = 300, 600, 1500
"""Characters either side of a window that count as its surroundings: for meaning, near words and far words."""
SATURATION, LENGTH_SHARE = 1.2, 0.75
"""BM25's k1 and b at their usual values (Robertson and Zaragoza 2009, The Probabilistic Relevance Framework)."""
GROWTH_SHARE = 0.7
"""A neighbour joins a window when it scores at least this share of the window's seed."""
GAP = 10_000_000
"""Distance put between runs on the common axis, larger than any window or surrounding."""


@dataclass(frozen=True, slots=True)
class Candidates:
    """Sentences in library order; all arrays have n rows."""

    row: Ints
    """Row in `library.sentences`."""
    start: Ints
    """First character, on an axis where each run of neighbouring sentences stands apart from the next."""
    end: Ints
    cosine: Floats
    """Of the sentence's vector to the question's."""
    heading: Floats
    """Cosine of the heading above the sentence, 0 where there is none."""
    weight: Floats
    """Tokens."""
    counts: Floats
    """Shape (n, q): how often each term of the question occurs in the sentence."""
    heading_counts: Floats
    """Shape (n, q): the same for the headings above the sentence."""
    length: Floats
    """Terms in the sentence."""
    title: Floats
    """Share of the question's words, each as much as it is rare, that the title of the sentence's report has."""
    telling: Floats
    """Shape (n, q): how much each term tells sentences of that report apart; less where its title has the term."""


@dataclass(frozen=True, slots=True)
class Windows:
    """Windows over candidates: window i is the sentences first[i]:last[i], scored by score[i]."""

    first: Ints
    last: Ints
    score: Floats
    """The blend; comparable within one question only."""


class Spread(Protocol):
    """Sentences with their characters, as windows grow over them."""

    @property
    def start(self) -> Ints: ...  # noqa: D102

    @property
    def end(self) -> Ints: ...  # noqa: D102


class Grown(NamedTuple):
    """A window after growing: candidates first:last, with the score of its seed."""

    first: int
    last: int
    score: float


def axis(report: Ints, row: Ints, start: Ints, end: Ints) -> tuple[Ints, Ints]:
    """Shift character offsets so that sentences that are not neighbours in one report are far apart."""
    breaks = np.r_[False, (np.diff(row) != 1) | (np.diff(report) != 0)]
    shift = np.cumsum(breaks) * GAP
    return start + shift, end + shift


def windows(candidates: Candidates, idf: Floats, chars: int) -> Windows:
    """Score the window of at most `chars` characters (at least one sentence) that starts at each sentence."""
    first = np.arange(len(candidates.row))
    last = np.maximum(np.searchsorted(candidates.end, candidates.start + chars, side="right"), first + 1)
    weights = np.broadcast_to(idf, candidates.counts.shape)
    return Windows(first, last, blend(candidates, weights, first, last, WINDOW_AROUND))


def blend(candidates: Candidates, weights: Floats, first: Ints, last: Ints, around: float) -> Floats:
    """Score the windows first[i]:last[i].

    `weights`, shape (n, q), is what each term counts in a window that begins at a candidate; `around` is the weight of
    the meaning of what stands around the windows.
    """
    sums = _Sums.of(candidates)
    close = _surroundings(candidates, first, last, CLOSE)
    near = _surroundings(candidates, first, last, NEAR)
    far = _surroundings(candidates, first, last, FAR)
    headings = candidates.heading_counts[first]
    weights = weights[first]
    score: Floats = (
        MEANING * sums.cosine(first, last)
        + around * sums.cosine(*close)
        + HEADING * candidates.heading[first]
        + WORDS * _scale(sums.bm25(weights, first, last))
        + NEAR_WORDS * _scale(sums.bm25(weights, *near, headings))
        + FAR_WORDS * _scale(sums.bm25(weights, *far, headings))
    )
    return score


def grow_windows(
    candidates: Spread,
    windows: Windows,
    longest: int,
    allowed: NDArray[np.bool_],
    share: float = GROWTH_SHARE,
) -> Iterator[Grown]:
    """Yield windows without overlap, best first, each grown from a seed over its neighbours.

    A window takes in the sentence before or after it while the window that starts there scores at least
    `share` of the seed, up to `longest` characters. Sentences that are not allowed are never in a window.
    """
    free = allowed.copy()
    for seed in np.argsort(-windows.score, kind="stable"):
        first, last = int(windows.first[seed]), int(windows.last[seed])
        if not free[first:last].all():
            continue
        floor = share * windows.score[seed]
        while side := _next(candidates, windows.score, free, first, last, floor, longest):
            first, last = (first - 1, last) if side < 0 else (first, last + 1)
        free[first:last] = False
        yield Grown(first, last, float(windows.score[seed]))


def _next(
    candidates: Spread,
    score: Floats,
    free: NDArray[np.bool_],
    first: int,
    last: int,
    floor: float,
    longest: int,
) -> int:
    """Tell to which side to grow: -1, 1, or 0 for neither."""
    before = (
        first > 0 and free[first - 1] and candidates.end[last - 1] - candidates.start[first - 1] <= longest
    )
    after = last < len(free) and free[last] and candidates.end[last] - candidates.start[first] <= longest
    best = max(score[first - 1] if before else -1.0, score[last] if after else -1.0)
    if best < floor or best < 0:
        return 0
    return -1 if before and score[first - 1] == best else 1


def _surroundings(candidates: Candidates, first: Ints, last: Ints, chars: int) -> tuple[Ints, Ints]:
    low = np.searchsorted(candidates.start, candidates.start[first] - chars, side="left")
    high = np.searchsorted(candidates.end, candidates.end[last - 1] + chars, side="right")
    return low, high


class _Sums(NamedTuple):
    """Running totals over the candidates, so that any window's sum is a difference of two rows."""

    meaning: Floats
    weight: Floats
    counts: Floats
    length: Floats

    @classmethod
    def of(cls, candidates: Candidates) -> "_Sums":
        return cls(
            _sum_running(candidates.cosine * candidates.weight),
            _sum_running(candidates.weight),
            _sum_running(candidates.counts),
            _sum_running(candidates.length),
        )

    def cosine(self, first: Ints, last: Ints) -> Floats:
        weight = np.maximum(self.weight[last] - self.weight[first], 1)
        mean: Floats = (self.meaning[last] - self.meaning[first]) / weight
        return mean

    def bm25(self, weights: Floats, first: Ints, last: Ints, headings: Floats | float = 0.0) -> Floats:
        found = self.counts[last] - self.counts[first] + headings
        length = self.length[last] - self.length[first]
        norm = SATURATION * (
            1 - LENGTH_SHARE + LENGTH_SHARE * length / max(float(length.sum()) / max(len(length), 1), 1.0)
        )
        score: Floats = (found * (SATURATION + 1) / (found + norm[:, None]) * weights).sum(axis=1)
        return score


def _sum_running(values: Floats) -> Floats:
    return np.concatenate([np.zeros((1, *values.shape[1:])), np.cumsum(values, axis=0)])


def _scale(values: Floats) -> Floats:
    scaled: Floats = values / max(float(values.max(initial=0)), 1e-9)
    return scaled
