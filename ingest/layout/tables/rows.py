"""Tables without rules: lines whose parts stand under each other in at least three columns."""

from collections.abc import Sequence

from ingest.layout.parts import Box, TextLine
from ingest.layout.text.lines import share_row

FEWEST_COLUMNS = 3
"""Two columns without rules are as often labels beside their text: with 2, 107 blocks of the ten reports change."""
FEWEST_ROWS = 2
"""A head and a row; one row alone is a line with wide gaps (162 blocks change with 1)."""
NEAR = 6.0
"""Points by which a cell may miss the extent of its column; from 3 to 9 a few cells change, none of them in prose."""
NEXT_ROW = 3.5
"""Sizes from one row to the next, by eye: a row of one line with white above and below its words."""

Cells = list[list[TextLine]]


def find_table(rows: Sequence[Sequence[TextLine]]) -> tuple[int, list[Cells]]:
    """A table that starts with the first of the rows: how many rows of lines it takes, and its rows of cells.

    Without a table: no rows. A row that fills one column only goes on the row above, as the second line of a
    wrapped cell does.
    """
    columns = [(line.box.left, line.box.right) for line in rows[0]]
    table: list[Cells] = []
    taken = 0
    for row in rows:
        places = [find_column(line, columns) for line in row]
        filled = [place for place in places if place is not None]
        if len(filled) < len(row) or len(set(filled)) < len(row):
            break
        if len(row) >= FEWEST_COLUMNS or (0 in filled and len(row) > 1):
            table.append([[] for _ in columns])
        elif not is_near(rows[taken - 1], row):
            break
        for line, place in zip(row, filled, strict=True):
            table[-1][place].append(line)
            columns[place] = (min(columns[place][0], line.box.left), max(columns[place][1], line.box.right))
        taken += 1
    return (taken, table) if len(table) >= FEWEST_ROWS else (0, [])


def find_column(line: TextLine, columns: Sequence[tuple[float, float]]) -> int | None:
    """The one column that a line stands in, None when it meets several or none."""
    met = [
        index
        for index, (left, right) in enumerate(columns)
        if line.box.left < right + NEAR and left - NEAR < line.box.right
    ]
    return met[0] if len(met) == 1 else None


def is_near(above: Sequence[TextLine], below: Sequence[TextLine]) -> bool:
    """Whether a row follows the one above as lines of one cell do."""
    step = below[0].box.bottom - max(line.box.bottom for line in above)
    return step < 1.4 * below[0].size


def describe_columns(table: Sequence[Cells]) -> str:
    """Where the columns of a table stand across: the same for its parts on two pages.

    Each column by the side at which its cells are set, in steps of 4 points, as those of ruled tables are.
    """
    columns = ([line.box for row in table for line in row[at]] for at in range(len(table[0])))
    return " ".join(str(round(find_side(boxes) / 4)) for boxes in columns)


def find_side(boxes: Sequence[Box]) -> float:
    """The left side of cells, or the right one or the middle, whichever differs least between them."""
    sides = (
        [box.left for box in boxes],
        [box.right for box in boxes],
        [(box.left + box.right) / 2 for box in boxes],
    )
    return min(sides, key=lambda places: round(max(places) - min(places)))[0]


def stands_in_columns(row: Sequence[TextLine], lines: Sequence[TextLine]) -> bool:
    """Whether lines side by side are parts of a table's row: over, or under, the parts of the next row of the page."""
    if len(row) < FEWEST_COLUMNS:
        return False
    first = row[0]
    near = [other for other in lines if abs(other.box.bottom - first.box.bottom) < NEXT_ROW * first.size]
    above = [other for other in near if other.box.bottom < first.box.top]
    below = [other for other in near if other.box.top > first.box.bottom]
    return any(are_columns_of(row, others) for others in (above, below) if len(others) >= FEWEST_COLUMNS)


def are_columns_of(row: Sequence[TextLine], others: Sequence[TextLine]) -> bool:
    """Whether each part of a row is over or under a part of the nearest row of others."""
    nearest = min(others, key=lambda other: abs(other.box.bottom - row[0].box.bottom))
    parts = [other.box for other in others if share_row(nearest.box, other.box)]
    return all(any(is_under(line.box, part) for part in parts) for line in row)


def is_under(head: Box, cell: Box) -> bool:
    """Whether a cell starts, ends or is centred where its head is."""
    return (
        abs(head.left - cell.left) < NEAR / 2
        or abs(head.right - cell.right) < NEAR / 2
        or abs(head.left + head.right - cell.left - cell.right) < NEAR
    )
