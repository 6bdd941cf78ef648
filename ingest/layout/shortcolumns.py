"""Columns of a few lines, too short to be told by their gutter: prose side by side, and figures with their captions."""

from collections.abc import Sequence

from ingest.layout.parts import TextLine

FEWEST_LINES = 2
"""A row alone is a line with wide gaps."""
SAME_LEFT = 2.0
"""Points by which the lines of a column may start apart; centred ones share their middle instead."""
STEP = 1.8
"""Sizes of the larger of two lines from one to the next in a column; paragraphs and captions are set closer."""
LARGER = 1.3
"""How many times larger than its caption a figure is set, at least."""
LONGEST_FIGURE = 16
"""Characters of a figure: "£184.5 million", "7 in 10"."""

Column = list[TextLine]


def find_short_columns(rows: Sequence[Sequence[TextLine]]) -> tuple[int, list[Column]]:
    """Columns that start with the first of the rows: how many rows they take, and the lines of each.

    Below its first line a column goes on in small letters, as sentences do and cells of tables don't. Without such
    columns: no rows.
    """
    columns = [[line] for line in rows[0]]
    taken = 1
    for row in rows[1:]:
        if len(row) > len(columns) or not all(
            any(goes_on(column, line) for column in columns) for line in row
        ):
            break
        for line in row:
            next(column for column in columns if goes_on(column, line)).append(line)
        taken += 1
    if len(columns) < FEWEST_LINES or any(len(column) < FEWEST_LINES for column in columns):
        return 0, []
    return taken, columns


def goes_on(column: Column, line: TextLine) -> bool:
    """Whether a line is the next of a column."""
    last = column[-1]
    near = 0 < line.box.bottom - last.box.bottom < STEP * max(last.size, line.size)
    alike = abs(last.size - line.size) < 1 or (len(column) == 1 and is_figure(last, line))
    return near and alike and starts_under(last, line) and line.text[:1].islower() and len(line.text) > 1


def starts_under(last: TextLine, line: TextLine) -> bool:
    """Whether two lines share their left edge or their middle."""
    middles = (last.box.left + last.box.right) / 2, (line.box.left + line.box.right) / 2
    return abs(last.box.left - line.box.left) < SAME_LEFT or abs(middles[0] - middles[1]) < SAME_LEFT


def is_figure(line: TextLine, caption: TextLine) -> bool:
    """Whether a line is a large figure over its caption: `85%` over `of families stayed`."""
    large = line.size >= LARGER * caption.size
    return large and len(line.text) <= LONGEST_FIGURE and any(c.isdigit() for c in line.text)
