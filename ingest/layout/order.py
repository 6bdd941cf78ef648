"""The order in which a person reads what stands on a page: columns from gutters, rows from baselines."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median

from ingest.layout.parts import Box, TextLine, bound_boxes
from ingest.layout.roles.charts import Chart
from ingest.layout.tables.grids import Grid
from ingest.layout.text.lines import share_row
from ingest.layout.text.spacing import Interval, cover, group_rows

FEWEST_LINES = 3
"""A column has at least this many lines; fewer are cells of a row. With 2 or 6 under 10 blocks of the ten reports
change."""
PROSE_CHARACTERS = 18
"""Half of a prose column's lines are longer; from 13 to 36 the ten reports read alike."""


@dataclass(frozen=True, slots=True)
class Panel:
    """A filled or framed area with what stands in it."""

    box: Box
    items: tuple["Item", ...]


Item = TextLine | Panel | Grid | Chart


def find_order(items: Sequence[Item]) -> list[list[Item]]:
    """Groups of items from top to bottom; a group is one column, or rows between columns."""
    rows = group_rows(items)
    if all(len(row) == 1 for row in rows):
        return [[row[0] for row in rows]] if rows else []
    groups: list[list[Item]] = []
    loose: list[Item] = []
    at = 0
    while at < len(rows):
        start, end, columns = find_columns(rows, at)
        loose += [item for row in rows[at:start] for item in row]
        if columns:
            groups += [loose] if loose else []
            loose = []
            groups += [group for column in columns for group in find_order(column)]
        at = end
    return groups + ([loose] if loose else [])


def find_columns(rows: Sequence[list[Item]], at: int) -> tuple[int, int, list[list[Item]]]:
    """The rows from `at` on that share a gutter: where they start and end, and their columns.

    Without columns the row `at` alone is passed over: start and end are `at + 1`.
    """
    end, gutters = find_gutters(rows, at)
    if gutters:
        start, end = trim_rows(rows, at, end, gutters[0])
        columns = cut_at_gutters(rows[start:end], gutters)
        if len(columns) > 1 and all(are_columns(a, b) for a, b in pairwise(columns)):
            return start, end, columns
    return at + 1, at + 1, []


def find_gutters(rows: Sequence[list[Item]], at: int) -> tuple[int, list[Interval]]:
    """How far down from row `at` some white strip runs through, and the strips."""
    taken: list[Interval] = []
    gutters: list[Interval] = []
    end = at
    for index in range(at, len(rows)):
        taken = cover(taken, [(item.box.left, item.box.right) for item in rows[index]])
        strips = [(a[1], b[0]) for a, b in pairwise(taken)]
        if strips:
            gutters, end = strips, index + 1
        elif gutters or (index > at and len(rows[index]) == 1 and is_wide(rows[index][0], rows)):
            break
    return end, gutters


def is_wide(item: Item, rows: Sequence[list[Item]]) -> bool:
    """Whether an item takes more than 70% of the width of all rows."""
    left = min(row[0].box.left for row in rows)
    right = max(other.box.right for row in rows for other in row)
    return item.box.width > 0.7 * (right - left)


def trim_rows(rows: Sequence[list[Item]], start: int, end: int, gutter: Interval) -> tuple[int, int]:
    """Leave out rows at both ends that stand left of the gutter, apart from the column there."""
    beyond = [index for index in range(start, end) if rows[index][-1].box.left >= gutter[1]]
    if not beyond:
        return start, start
    for index in range(beyond[0] - 1, start - 1, -1):
        if are_apart(rows[index][-1], rows[index + 1][0]):
            start = index + 1
            break
    above = [item for row in rows[start : beyond[-1] + 1] for item in row if item.box.right <= gutter[0]]
    for index in range(beyond[-1] + 1, end):
        if above and are_apart(above[-1], rows[index][0]):
            return start, index
        above.append(rows[index][0])
    return start, end


def are_apart(above: Item, below: Item) -> bool:
    """Whether more than most of a line's height lies between two items."""
    height = min(above.box.height, below.box.height)
    return below.box.top - above.box.bottom > 0.8 * height


def cut_at_gutters(rows: Sequence[list[Item]], gutters: Sequence[Interval]) -> list[list[Item]]:
    """The items between the gutters, from left to right; none empty."""
    items = [item for row in rows for item in row]
    edges = [float("-inf"), *((left + right) / 2 for left, right in gutters), float("inf")]
    columns = [
        [item for item in items if left <= (item.box.left + item.box.right) / 2 < right]
        for left, right in pairwise(edges)
    ]
    return [column for column in columns if column]


def are_columns(left: Sequence[Item], right: Sequence[Item]) -> bool:
    """Whether two sets of items side by side are read one after the other, not row by row."""
    one, other = bound_boxes(item.box for item in left), bound_boxes(item.box for item in right)
    shared = min(one.bottom, other.bottom) - max(one.top, other.top)
    if shared < 0.3 * min(one.height, other.height):
        return False
    if any(not isinstance(item, TextLine) for item in (*left, *right)):
        return True
    if min(len(left), len(right)) < FEWEST_LINES:
        return False
    beside = sum(any(share_row(a.box, b.box) for b in right) for a in left)
    return beside < 0.6 * len(left) or (is_prose(left) and is_prose(right))


def is_prose(items: Sequence[Item]) -> bool:
    """Whether most lines are long, as lines of sentences are."""
    lengths = [len(item.text) for item in items if isinstance(item, TextLine)]
    return median(lengths) >= PROSE_CHARACTERS if lengths else True
