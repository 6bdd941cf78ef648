"""Which of a table's first rows name its columns, told by what the file says or else by how they look."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

LONGEST_HEAD = 80
"""Characters of a cell that names a column."""
MOST_HEADS = 3
"""Rows of heads; the reports at hand have up to two."""
MOSTLY = 0.6
"""This share of a column's cells are figures where it is a column of figures."""
FIGURE = re.compile(r"[^\w\s]{0,4}\d[\d.,\s/:%–-]{0,30}(?:\s?[^\W\d]{1,3})?[^\w\s]{0,4}")
"""A cell that holds a number or a range, with its currency, unit and marks of notes, and no word."""
YEAR = re.compile(r"\W?(?:19|20)\d\d(?:\s?[/–-]\s?(?:(?:19|20)?\d\d))?\W?")
"""A cell that holds a year or "2019/20": such cells name columns, though they are figures."""


@dataclass(frozen=True, slots=True)
class SeenCell:
    """A cell with its words' place in the text, and how it looks."""

    start: int
    end: int
    row: int
    column: int
    down: int = 1
    across: int = 1
    is_head: bool | None = None
    """What the file says; None where it says nothing."""
    bold: bool = False


Rows = list[list[SeenCell]]


def count_heads(cells: Sequence[SeenCell], text: str) -> int:
    """How many rows, from the first, are heads. Each row from 0 on has a cell."""
    rows: Rows = [[] for _ in range(1 + max(cell.row for cell in cells))]
    for cell in cells:
        rows[cell.row].append(cell)
    said = next((at for at, row in enumerate(rows) if not all(cell.is_head for cell in row)), len(rows))
    if said:
        return said if said < len(rows) else 1
    return guess_heads(rows, text)


def guess_heads(rows: Rows, text: str) -> int:
    """The same by the looks of the rows."""
    at = 1 if len(rows) > 2 and len(rows[0]) == 1 and not is_figure(text, rows[0][0]) else 0
    if not may_be_head(rows[at], text) or not stands_out(rows, at, text):
        return 0
    at += 1
    while at < min(MOST_HEADS, len(rows) - 1) and is_lower_level(rows, at, text):
        at += 1
    return at


def may_be_head(row: Sequence[SeenCell], text: str) -> bool:
    """Whether all cells of a row are short, and none is a figure."""
    return len(row) > 1 and all(
        cell.end - cell.start <= LONGEST_HEAD and not is_figure(text, cell) for cell in row
    )


def is_figure(text: str, cell: SeenCell) -> bool:
    """Whether a cell is a number with its unit; a year may name a column."""
    words = text[cell.start : cell.end]
    return FIGURE.fullmatch(words) is not None and not YEAR.fullmatch(words)


def stands_out(rows: Rows, at: int, text: str) -> bool:
    """Whether a row differs from those below it: bold, over columns of figures, or names over longer cells."""
    below = [cell for row in rows[at + 1 :] for cell in row]
    if all(cell.bold for cell in rows[at]):
        return not all(cell.bold for cell in below)
    columns = {column for cell in rows[at] for column in range(cell.column, cell.column + cell.across)}
    if any(is_figures(below, column, text) for column in columns):
        return True
    width = len({cell.column for row in rows for cell in row})
    if len(rows[at]) < max(width, 3):
        return False
    mean = sum(cell.end - cell.start for cell in below) / max(len(below), 1)
    longest = max(cell.end - cell.start for cell in rows[at])
    return longest <= max(mean, 25) and not any(text[cell.end - 1] in ".;," for cell in rows[at])


def is_figures(cells: Sequence[SeenCell], column: int, text: str) -> bool:
    """Whether most cells of a column are figures, years apart."""
    own = [
        cell for cell in cells if cell.column == column and not YEAR.fullmatch(text[cell.start : cell.end])
    ]
    return bool(own) and sum(is_figure(text, cell) for cell in own) >= MOSTLY * len(own)


def is_lower_level(rows: Rows, at: int, text: str) -> bool:
    """Whether a row names columns under a head that spans several, or under one that reaches down to it."""
    above = [cell for row in rows[:at] for cell in row]
    own = rows[at]
    if not all(cell.end - cell.start <= LONGEST_HEAD and not is_figure(text, cell) for cell in own):
        return False
    if any(cell.row + cell.down > at for cell in above):
        return True
    wide = [cell for cell in above if cell.row == at - 1 and cell.across > 1]
    split = any(
        sum(cell.column <= other.column < cell.column + cell.across for other in own) > 1 for cell in wide
    )
    bold = all(cell.bold for cell in own) and all(cell.bold for cell in above)
    return split and (
        bold
        or len(wide) < len(rows[at - 1])
        or any(is_figures(list_rows_below(rows, at), c.column, text) for c in own)
    )


def list_rows_below(rows: Rows, at: int) -> list[SeenCell]:
    """The cells of the rows under one."""
    return [cell for row in rows[at + 1 :] for cell in row]
