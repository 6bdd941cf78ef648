"""From a question to the passages of its brief: one search for the subject, what helped and what held it back."""

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
MOST_KEPT = 24
"""Passages of a brief; more are not read in a meeting."""
LONGEST = 600
"""Characters to which a passage grows over its neighbours: about a paragraph."""
NEAREST = 3
BEARS = 0.55
"""A passage bears on the question when it scores at least this share of the best one of its search."""
SIDES = ("", "what helped, worked well and was achieved", "barriers, challenges and limits")
"""What is added to the subject, so that both sides are looked for whichever way the question leans."""


@dataclass(frozen=True, slots=True)
class Gathered:
    """What was found for a brief."""

    kept: tuple[Passage, ...]
    """Under keys E1, E2, ..., the nearest first."""
    left: tuple[Passage, ...]
    """Those that came next, under keys N1, N2, ...."""
    looked_through: int
    """Passages."""
    missing: tuple[str, ...]
    """Stems of the subject that no report contains."""


@dataclass(frozen=True, slots=True)
class _Stretch:
    """Rows of `library.sentences`, half-open, with their share of the best score of their search."""

    first: int
    last: int
    share: float


def gather(library: Library, embedder: Embedder, question: BriefQuestion, filters: Filters) -> Gathered:
    """Search for both sides of the subject and keep what bears on it."""
    found = [search(library, embedder, f"{question.subject} {side}".strip(), filters) for side in SIDES]
    spans = _merged([list(_spans(each)) for each in found], library)
    bearing = [span for span in spans if span.share >= BEARS][:MOST_KEPT]
    rest = [span for span in spans if span not in bearing][:NEAREST]
    return Gathered(
        kept=tuple(_passages(library, bearing, "E")),
        left=tuple(_passages(library, rest, "N")),
        looked_through=len(spans),
        missing=found[0].missing,
    )


def _spans(found: Found) -> Iterator[_Stretch]:
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


def _merged(lists: Sequence[Sequence[_Stretch]], library: Library) -> list[_Stretch]:
    """The lists in turn, best first, without what overlaps, up to LOOKED_THROUGH characters."""
    sentences = library.sentences
    merged: list[_Stretch] = []
    taken: set[int] = set()
    used = 0
    for rank in range(max(map(len, lists), default=0)):
        for spans in lists:
            if rank >= len(spans) or used >= LOOKED_THROUGH:
                continue
            span = spans[rank]
            rows = range(span.first, span.last)
            if taken.isdisjoint(rows):
                taken.update(rows)
                merged.append(span)
                used += int(sentences.end[span.last - 1] - sentences.start[span.first])
    return merged


def _passages(library: Library, spans: Sequence[_Stretch], letter: str) -> Iterator[Passage]:
    for number, span in enumerate(spans, start=1):
        yield passage(library, span.first, span.last, f"{letter}{number}", span.share)
