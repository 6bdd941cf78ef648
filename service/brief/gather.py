"""From a question to the passages of its brief: one broad search for its subject, whichever way it leans."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from ingest.embedding.embedder import Embedder
from ingest.library.open import Library
from service.brief.asked import BriefQuestion
from service.choice.fit import find_unfit
from service.search.candidates import grown
from service.search.passages import passage
from service.search.retrieve import SEED, Found, search
from service.types import Filters, Passage

LOOKED_THROUGH = 12_000
"""Characters of passages that are looked through: the required quotes of broad questions lie among these."""
MOST_KEPT = 30
"""Passages of a brief."""
LONGEST = 600
"""Characters to which a passage grows over its neighbours: about a paragraph."""
NEAREST = 3
BEARS = 0.4
"""A passage bears on the question when it scores at least this share of the best one. On the 29 broad development
questions a brief has 0.51 of the required quotes with 0.4 and 0.36 with 0.6; 0.12 and 0.20 of its passages are gold."""


@dataclass(frozen=True, slots=True)
class Gathered:
    """What was found for a brief."""

    kept: tuple[Passage, ...]
    """Under keys E1, E2, ..., the nearest first."""
    left: tuple[Passage, ...]
    """Those that came next, under keys N1, N2, ...."""
    looked_through: int
    """Passages."""


@dataclass(frozen=True, slots=True)
class _Stretch:
    """Rows of `library.sentences`, half-open, with their share of the best score of their search."""

    first: int
    last: int
    share: float


def gather(library: Library, embedder: Embedder, question: BriefQuestion, filters: Filters) -> Gathered:
    """Search for the subject and keep what bears on it."""
    found = search(library, embedder, question.subject, filters)
    stretches = list(_stretches(found))
    bearing = [each for each in stretches if each.share >= BEARS][:MOST_KEPT]
    rest = stretches[len(bearing) :][:NEAREST]
    return Gathered(
        kept=tuple(_passages(library, bearing, "E")),
        left=tuple(_passages(library, rest, "N")),
        looked_through=len(stretches),
    )


def _stretches(found: Found) -> Iterator[_Stretch]:
    """The best passages of one search, without overlap, best first."""
    if not len(found.candidates.row):
        return
    allowed = ~find_unfit(found)
    best = 0.0
    used = 0
    for window in grown(found.candidates, found.windows(SEED), LONGEST, allowed):
        best = best or max(window.score, 1e-9)
        rows = found.candidates.row
        yield _Stretch(int(rows[window.first]), int(rows[window.last - 1]) + 1, window.score / best)
        used += int(found.candidates.end[window.last - 1] - found.candidates.start[window.first])
        if used >= LOOKED_THROUGH:
            return


def _passages(library: Library, stretches: Sequence[_Stretch], letter: str) -> Iterator[Passage]:
    for number, each in enumerate(stretches, start=1):
        yield passage(library, each.first, each.last, f"{letter}{number}", each.share)
