"""What may stand in an answer: single sentences, and lists with the line that opens them. Found in the candidates."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from ingest.types import ROLES
from service.candidates import AROUND, Floats, Ints, blend
from service.search import Found

_BULLET = ROLES.index("bullet")
LONGEST_LIST = 14
"""Sentences; a longer list is not told whole."""


@dataclass(frozen=True, slots=True)
class Units:
    """Units over candidates: unit i is the candidates first[i]:last[i]."""

    first: Ints
    last: Ints
    is_list: NDArray[np.bool_]
    score: Floats


def units(found: Found) -> Units:
    """Every sentence and every list, scored by the same blend.

    A line that opens a list stands for the whole list: the list scores as well as that line, and the line by itself
    is no unit any more (its score is minus infinity).
    """
    spans = _lists(found)
    count = len(found.candidates.row)
    first = np.r_[np.arange(count), [start for start, _ in spans]].astype(np.int64)
    last = np.r_[np.arange(count) + 1, [end for _, end in spans]].astype(np.int64)
    is_list = np.r_[np.zeros(count, dtype=bool), np.ones(len(spans), dtype=bool)]
    bullet = _is_bullet(found)
    score = blend(found.candidates, found.idf, first, last, AROUND)
    for number, (start, end) in enumerate(spans, start=count):
        if not bullet[start] and end - start <= LONGEST_LIST:
            score[number] = max(score[number], score[start])
            score[start] = -np.inf
    return Units(first, last, is_list, score)


def _is_bullet(found: Found) -> NDArray[np.bool_]:
    bullets: NDArray[np.bool_] = found.library.sentences.role[found.candidates.row] == _BULLET
    return bullets


def _lists(found: Found) -> list[tuple[int, int]]:
    """Runs of at least two bullets, each with the line before it where that ends in a colon."""
    rows = found.candidates.row
    bullet = _is_bullet(found)
    follows = np.r_[False, follows_on(found, np.arange(len(rows) - 1))] if len(rows) else bullet
    spans = []
    start = 0
    while start < len(rows):
        if not bullet[start]:
            start += 1
            continue
        end = start + 1
        while end < len(rows) and bullet[end] and follows[end]:
            end += 1
        opened = start > 0 and follows[start] and found.texts[start - 1].rstrip().endswith(":")
        if end - start > 1:
            spans.append((start - 1 if opened else start, end))
        start = end
    return spans


def follows_on(found: Found, i: Ints) -> NDArray[np.bool_]:
    """Whether candidate i + 1 is the next sentence after candidate i in the same report."""
    rows, report = found.candidates.row, found.library.sentences.report
    same: NDArray[np.bool_] = (rows[i + 1] == rows[i] + 1) & (report[rows[i + 1]] == report[rows[i]])
    return same
