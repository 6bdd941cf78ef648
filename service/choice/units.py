"""What may stand in an answer: single sentences, and lists with the line that opens them. Found in the candidates."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from ingest.language.stems import stems
from ingest.types import ROLES
from service.search.candidates import AROUND, Floats, Ints, blend
from service.search.retrieve import Found

_BULLET, _TABLE_ROW = ROLES.index("bullet"), ROLES.index("table_row")
TITLE = 0.3
"""Weight of the share of the question's words that the report's title has; 0.2 does as well."""
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
    bullet = found.library.sentences.role[found.candidates.row] == _BULLET
    score = blend(found.candidates, found.candidates.telling * found.idf, first, last, AROUND)
    score = score + TITLE * found.candidates.title[first]
    for number, (start, end) in enumerate(spans, start=count):
        if not bullet[start] and end - start <= LONGEST_LIST:
            score[number] = max(score[number], score[start])
            score[start] = -np.inf
    return Units(first, last, is_list, score)


def _lists(found: Found) -> list[tuple[int, int]]:
    """Runs of at least two bullets, each with the line before it where that ends in a colon."""
    spans = []
    for start, end in find_runs(found, _BULLET):
        before = np.array([start - 1])
        opened = start > 0 and follows_on(found, before)[0] and found.texts[start - 1].rstrip().endswith(":")
        if end - start > 1:
            spans.append((start - 1 if opened else start, end))
    return spans


def heads_of_tables(found: Found) -> NDArray[np.bool_]:
    """Candidates that are the names of a table's columns: the first row of three or more, or the heads of what follows.

    The latter holds for tables whose rows were read as paragraphs.
    """
    heads = np.zeros(len(found.candidates.row), dtype=bool)
    runs = find_runs(found, _TABLE_ROW)
    heads[[start for start, end in runs if end - start > 2 or _heads_what_follows(found, start)]] = True
    return heads


def _heads_what_follows(found: Found, i: int) -> bool:
    """Whether the next sentence of the report stands in a table with this one's cells as its heads."""
    library, row = found.library, int(found.candidates.row[i])
    if (
        row + 1 >= len(library.sentences.report)
        or library.sentences.report[row] != library.sentences.report[row + 1]
    ):
        return False
    own, under = library.unpack_sentence(row).table, library.unpack_sentence(row + 1).table
    words = stems(found.texts[i])
    return own is None and under is not None and any(words == stems(" ".join(line)) for line in under.heads)


def find_runs(found: Found, role: int) -> list[tuple[int, int]]:
    """Longest runs of candidates in one role that follow one another in their report."""
    rows = found.candidates.row
    if not len(rows):
        return []
    has = found.library.sentences.role[rows] == role
    goes_on = has[1:] & has[:-1] & follows_on(found, np.arange(len(rows) - 1))
    begins = np.flatnonzero(has & ~np.r_[False, goes_on])
    ends = np.flatnonzero(has & ~np.r_[goes_on, False]) + 1
    return list(zip(begins.tolist(), ends.tolist(), strict=True))


def follows_on(found: Found, i: Ints) -> NDArray[np.bool_]:
    """Whether candidate i + 1 is the next sentence after candidate i in the same report."""
    rows, report = found.candidates.row, found.library.sentences.report
    same: NDArray[np.bool_] = (rows[i + 1] == rows[i] + 1) & (report[rows[i + 1]] == report[rows[i]])
    return same
