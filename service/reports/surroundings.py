"""The words around a passage, as the report sets them (the blocks of its chunk, with the passage told apart), and the
text of its page.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from ingest.library.open import Library
from ingest.types import Block, Report, Role
from service.telling.plain import flatten_text

AROUND = 400
"""Characters shown on each side of words that are in no chunk."""
LONGEST = 900
"""Characters shown before or after the passage at most."""


@dataclass(frozen=True, slots=True)
class MarkedRun:
    """A run of a block's words."""

    text: str
    marked: bool


@dataclass(frozen=True, slots=True)
class ShownBlock:
    """One block, cut where the passage begins and ends."""

    role: Role
    level: int
    pieces: tuple[MarkedRun, ...]

    @property
    def marked(self) -> bool:
        """Whether a part of the passage is in this block."""
        return any(piece.marked for piece in self.pieces)


def surroundings(library: Library, report: Report, start: int, end: int) -> list[ShownBlock]:
    """Give the blocks of the chunk or chunks that hold `report.text[start:end]`."""
    first, last = _chunk_around(library, report, start, end)
    first, last = max(first, start - LONGEST), min(last, end + LONGEST)
    return [
        ShownBlock(block.role, block.level, tuple(_pieces(report.text, block, (start, end))))
        for block in report.blocks
        if block.start < last and block.end > first
    ]


def _chunk_around(library: Library, report: Report, start: int, end: int) -> tuple[int, int]:
    row = next(row for row, entry in enumerate(library.details) if entry.id == report.details.id)
    chunks = library.chunks
    own = np.flatnonzero((chunks.report == row) & (chunks.start < end) & (chunks.end > start))
    if not len(own):
        return start - AROUND, end + AROUND
    return min(start, int(chunks.start[own].min())), max(end, int(chunks.end[own].max()))


def _pieces(text: str, block: Block, mark: tuple[int, int]) -> Iterator[MarkedRun]:
    cuts = sorted({block.start, block.end, *(at for at in mark if block.start < at < block.end)})
    for start, end in pairwise(cuts):
        yield MarkedRun(text[start:end], mark[0] <= start and end <= mark[1])


def read_page_text(report: Report, number: int) -> Iterator[str]:
    """Give the parts of blocks that are on a page; nothing for formats without pages."""
    if report.words is None:
        return
    rows = np.flatnonzero(report.words.page == number)
    if not len(rows):
        return
    first, last = int(report.words.start[rows].min()), int(report.words.end[rows].max())
    for block in report.blocks:
        text = flatten_text(report.text[max(block.start, first) : min(block.end, last)])
        if block.start < last and block.end > first and text:
            yield text
