"""The positions of the marks in a survey's two pictures: places by stances, and reports by date. No drawing."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import sqrt

from service.brief.types import Stance
from service.survey.compare import STANCES, ComparedRow, ThemeComparison

ROW, COLUMN, NAMES, HEAD = 40, 90, 170, 34
"""Units of a row's height, a column's width, and of the names beside and above them. A unit is a pixel at full size."""
LARGEST, SMALLEST = 17.0, 6.0
"""Radius of the largest mark, and the smallest: what a finger still hits, with the cell around it."""
LONGEST_NAME = 22
"""Characters of a name that fit beside its row."""
BAR, MOST_REPORTS = 46, 24
"""Width of a report on the timeline; half of it is left at either end for the date. And how many reports, those with
most passages, fit a picture that one can read."""
TALLEST = 110
"""Height of the tallest bar, by judgement."""


@dataclass(frozen=True, slots=True)
class PictureMark:
    """A circle or a bar that stands for passages."""

    x: float
    y: float
    size: float
    """Radius of a circle, height of a bar."""
    count: int
    side: str
    """Id of the place or report."""
    stance: Stance | None
    words: str
    """What it says to somebody who does not see it."""


@dataclass(frozen=True, slots=True)
class Label:
    """Words at a point."""

    x: float
    y: float
    words: str


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture, laid out."""

    width: int
    height: int
    marks: tuple[PictureMark, ...]
    labels: tuple[Label, ...]


def lay_out_grid(comparison: ThemeComparison, heads: dict[Stance, str]) -> Picture:
    """Places (or other sides) by stances: the area of a circle is its number of passages."""
    most = max((len(keys) for row in comparison.rows for keys in row.cells.values()), default=0)
    marks, labels = [], []
    for column, stance in enumerate(STANCES):
        labels.append(Label(NAMES + COLUMN * (column + 0.5), HEAD - 12, heads[stance]))
    for number, row in enumerate(comparison.rows):
        middle = HEAD + ROW * (number + 0.5)
        labels.append(Label(0, middle, shorten_name(row.name)))
        for column, stance in enumerate(STANCES):
            count = len(row.cells[stance])
            if count:
                size = max(SMALLEST, LARGEST * sqrt(count / most))
                words = f"{row.name}, {heads[stance].lower()}: {tell_count(count)}"
                x = NAMES + COLUMN * (column + 0.5)
                marks.append(PictureMark(x, middle, round(size, 1), count, row.id, stance, words))
    height = HEAD + ROW * len(comparison.rows)
    return Picture(NAMES + COLUMN * len(STANCES), height, tuple(marks), tuple(labels))


def lay_out_timeline(comparison: ThemeComparison, dates: dict[str, str | None]) -> Picture:
    """Reports with a date, the oldest first, each a bar as high as its number of passages."""
    counted = [(row, _count(row)) for row in comparison.rows if dates.get(row.id)]
    chosen = sorted(counted, key=lambda each: -each[1])[:MOST_REPORTS]
    shown = sorted(chosen, key=lambda each: (dates[each[0].id] or "", each[0].name))
    most = max((count for _, count in shown), default=0) or 1
    marks, labels = [], []
    for number, (row, count) in enumerate(shown):
        x, date = BAR * (number + 1), dates[row.id] or ""
        labels.append(Label(x, TALLEST + 36, date[:7]))
        height = round(TALLEST * count / most, 1)
        if count:
            words = f"{row.name}, {date}: {tell_count(count)}"
            marks.append(PictureMark(x, TALLEST + 18 - height, height, count, row.id, None, words))
    return Picture(BAR * (len(shown) + 1), TALLEST + 46, tuple(marks), _thin(labels))


def _thin(labels: Sequence[Label]) -> tuple[Label, ...]:
    """Keep one label for each date, since reports of one month are side by side."""
    kept: list[Label] = []
    for label in labels:
        if not kept or kept[-1].words != label.words:
            kept.append(label)
    return tuple(kept)


def _count(row: ComparedRow) -> int:
    return sum(len(keys) for keys in row.cells.values())


def tell_count(count: int) -> str:
    """Give a number of passages in words."""
    return f"{count} passage{'' if count == 1 else 's'}"


def shorten_name(name: str) -> str:
    """Cut a name to what fits beside its row."""
    return name if len(name) <= LONGEST_NAME else name[: LONGEST_NAME - 1].rstrip() + "…"
