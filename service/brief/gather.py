"""From a question to the passages of its brief: a broad search for its subject, whichever way the question leans."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice

import numpy as np
from numpy.typing import NDArray

from ingest.embedding.embedder import Embedder
from ingest.library.open import Library
from ingest.types import ROLES, VOICES
from service.brief.asked import BriefQuestion
from service.brief.core import Considered, choose_core
from service.brief.split import find_turn
from service.choice.fit import find_unfit
from service.search.candidates import Grown, Windows, axis, grow_windows
from service.search.passages import passage
from service.search.retrieve import SEED, Found, search
from service.types import Filters, Passage

MOST_KEPT = 40
"""Passages of a brief, those that are evidence and those that were only looked at. Required quotes in it, on the 29
broad development questions: 0.56 with 10, 0.70 with 24, 0.81 with 40."""
LONGEST = 1500
"""Characters to which a passage grows over its neighbours: a few paragraphs. With 900 at the same number 0.74."""
SHORT = 600
"""Likewise, where many passages stand side by side: a paragraph."""
GROWTH = 0.3
"""A neighbour joins a passage when it scores at least this share: more is read with it than for an answer."""
NEAREST = 3
"""Stretches after those that are kept, which are shown as looked at too."""
HELPED = "what helped, enabled, benefits, success"
HINDERED = "barriers, challenges, difficulties, problems"
SUBJECT, LEVEL, EITHER_SIDE = 1.0, 0.5, 0.5
"""What the searches count: for the subject, for the question as it is asked, and for what helps and what hinders."""
ASSERTS = 0.2
"""Added for a passage all of whose sentences find, recommend, suppose or quote. 85 of 91 sentences of required quotes
do, and 47% of all. With each report left out in turn, this and the weights above give 0.72 of the required quotes of
the questions about it; one search for the subject gives 0.64."""

_ASSERTING = [VOICES.index(voice) for voice in ("finding", "recommendation", "assumption", "quotation")]
_BESIDE = [ROLES.index(role) for role in ("footnote", "table_row")]
"""Three of the 257 sentences of gold passages stand in these roles."""


@dataclass(frozen=True, slots=True)
class Gathered:
    """What was found for a brief."""

    kept: tuple[Passage, ...]
    """Under keys E1, E2, ...: first the evidence, what bears most on the question first; then what else was looked at,
    in the order of the search."""
    core: int
    """How many of them are evidence."""
    left: tuple[Passage, ...]
    """Those that came next, under keys N1, N2, ...."""
    looked_through: int
    """Passages."""


@dataclass(frozen=True, slots=True)
class _Blended:
    """Sentences that any of the searches found; all arrays have n rows."""

    row: NDArray[np.int64]
    """Row in `library.sentences`, ascending."""
    start: NDArray[np.int64]
    end: NDArray[np.int64]
    """Characters, on the axis of `candidates.axis`."""
    cosine: NDArray[np.float64]
    """Of the sentence to the subject; 0 where only another search found it."""
    score: NDArray[np.float64]
    """Of the window that begins at the sentence; the best of the searches together scores 1."""
    allowed: NDArray[np.bool_]


def gather(library: Library, embedder: Embedder, question: BriefQuestion, filters: Filters) -> Gathered:
    """Search for the subject and for what helps and hinders it, and keep what is nearest to all of these."""
    pool = _search_sides(library, embedder, question, filters)
    stretches = list(_find_stretches(library, pool, LONGEST))
    kept, rest = stretches[:MOST_KEPT], stretches[MOST_KEPT : MOST_KEPT + NEAREST]
    considered = [_consider(library, pool, each) for each in kept]
    core = choose_core(considered)
    evidence = [part for at in core for part in _split(library, pool, kept[at])]
    beside = [kept[at] for at in range(len(kept)) if at not in core]
    return Gathered(
        kept=tuple(_passages(library, pool, [*evidence, *beside], "E")),
        core=len(evidence),
        left=tuple(_passages(library, pool, rest, "N")),
        looked_through=len(stretches),
    )


def find_nearest(
    library: Library, embedder: Embedder, question: BriefQuestion, filters: Filters, most: int
) -> tuple[Passage, ...]:
    """The passages nearest to a question and to both of its sides, under keys P1, P2, ...: shorter than a brief's."""
    pool = _search_sides(library, embedder, question, filters)
    stretches = list(islice(_find_stretches(library, pool, SHORT), most))
    return tuple(_passages(library, pool, stretches, "P"))


def _search_sides(
    library: Library, embedder: Embedder, question: BriefQuestion, filters: Filters
) -> _Blended:
    return _blend_searches(
        library,
        [
            (search(library, embedder, text, filters), weight)
            for text, weight in (
                (question.subject, SUBJECT),
                (question.level, LEVEL),
                (f"{question.subject} {HELPED}", EITHER_SIDE),
                (f"{question.subject} {HINDERED}", EITHER_SIDE),
            )
        ],
    )


def _blend_searches(library: Library, searches: Sequence[tuple[Found, float]]) -> _Blended:
    """The first search is the one for the subject."""
    row = np.unique(np.concatenate([found.candidates.row for found, _ in searches])).astype(np.int64)
    sentences = library.sentences
    start, end = axis(
        sentences.report[row].astype(np.int64),
        row,
        sentences.start[row].astype(np.int64),
        sentences.end[row].astype(np.int64),
    )
    score = np.zeros(len(row))
    allowed = ~np.isin(sentences.role[row], _BESIDE)
    cosine = np.zeros(len(row))
    by_subject = searches[0][0].candidates
    cosine[np.searchsorted(row, by_subject.row)] = by_subject.cosine
    for found, weight in searches:
        at = np.searchsorted(row, found.candidates.row)
        blend = np.maximum(found.windows(SEED).score, 0)
        score[at] += weight * blend / max(float(blend.max(initial=0)), 1e-9)
        allowed[at] &= ~find_unfit(found)
    return _Blended(row, start, end, cosine, score / max(float(score.max(initial=0)), 1e-9), allowed)


def _find_stretches(library: Library, pool: _Blended, longest: int) -> Iterator[Grown]:
    """The passages of a pool, without overlap, best first."""
    first = np.arange(len(pool.row))
    last = np.maximum(np.searchsorted(pool.end, pool.start + SEED, side="right"), first + 1)
    asserting = np.isin(library.sentences.voice[pool.row], _ASSERTING)
    seen = np.concatenate([[0], np.cumsum(asserting)])
    share = (seen[last] - seen[first]) / (last - first)
    windows = Windows(first, last, pool.score + ASSERTS * share)
    return grow_windows(pool, windows, longest, pool.allowed, GROWTH)


def _split(library: Library, pool: _Blended, stretch: Grown) -> list[Grown]:
    """Part a stretch where it turns from one side to the other; most do not."""
    sentences = library.sentences
    rows = [int(row) for row in pool.row[stretch.first : stretch.last]]
    texts = [
        library.text(int(sentences.text_at[row]), int(sentences.end[row] - sentences.start[row]))
        for row in rows
    ]
    turn = find_turn(texts)
    if turn is None:
        return [stretch]
    middle = stretch.first + turn
    return [stretch._replace(last=middle), stretch._replace(first=middle)]


def _consider(library: Library, pool: _Blended, stretch: Grown) -> Considered:
    first, last = int(pool.row[stretch.first]), int(pool.row[stretch.last - 1])
    sentences = library.sentences
    length = int(sentences.end[last]) - int(sentences.start[first])
    return Considered(
        text=library.text(int(sentences.text_at[first]), length),
        voice=VOICES[sentences.voice[first]],
        score=stretch.score,
        nearest_sentence=float(pool.cosine[stretch.first : stretch.last].max()),
    )


def _passages(library: Library, pool: _Blended, stretches: Sequence[Grown], letter: str) -> Iterator[Passage]:
    best = max((each.score for each in stretches), default=0.0) or 1.0
    for number, each in enumerate(stretches, start=1):
        first, last = int(pool.row[each.first]), int(pool.row[each.last - 1]) + 1
        yield passage(library, first, last, f"{letter}{number}", each.score / best)
