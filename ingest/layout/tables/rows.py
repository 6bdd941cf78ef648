"""Tables without rules: lines whose parts stand under each other in at least three columns."""

from collections.abc import Sequence

from ingest.layout.parts import TextLine

FEWEST_COLUMNS = 3
"""Two columns without rules are as often labels beside their text: with 2, 107 blocks of the ten reports change."""
FEWEST_ROWS = 2
"""A head and a row; one row alone is a line with wide gaps (162 blocks change with 1)."""
NEAR = 6.0
"""Points by which a cell may miss the extent of its column; from 3 to 9 a few cells change, none of them in prose."""

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
