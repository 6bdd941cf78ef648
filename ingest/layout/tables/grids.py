"""Ruled tables: rules that cross make a grid, a grid makes cells, cells take the lines inside them."""

from collections.abc import Sequence
from dataclasses import dataclass

from ingest.layout.parts import Box, Slot, bound_boxes

NEAR = 3.0
"""Points within which rules meet, or are one rule: borders are up to 2.25 wide. From 2 to 3 the ten reports read
alike, at 6 narrow columns become one."""
SHORTEST = 6.0
"""Points: shorter rules are ticks and dashes. From 3 to 12 the ten reports read alike."""
MOST_RULES = 600
"""A page with more rules, those in one line counted once, is a drawing. Crossing them takes the square of their number;
from 300 to 1,200 the ten reports read alike."""
NARROWEST = 24.0
"""Points of a column whose outer side is left open; what sticks out less is a rule drawn too long."""
MOST_OPEN = 0.6
"""Share of the level rules that must reach to an open side."""


@dataclass(frozen=True, slots=True)
class Grid:
    """A ruled table: its outline, its cells in reading order, and where each starts."""

    box: Box
    columns: tuple[float, ...]
    """Left edges of the columns and the right edge of the last."""
    cells: tuple[Box, ...]
    rows: tuple[int, ...]
    """For each cell, the row that it starts in."""


def find_grids(rules: Sequence[Box]) -> list[Grid]:
    """Grids with at least one cell, from top to bottom."""
    flat = merge_rules([rule for rule in rules if rule.width > rule.height and rule.width >= SHORTEST])
    upright = [
        turn(bar)
        for bar in merge_rules([turn(r) for r in rules if r.height >= r.width and r.height >= SHORTEST])
    ]
    if len(flat) + len(upright) > MOST_RULES:
        return []
    grids = [grid for group in group_crossing(flat, upright) if (grid := make_grid(*group))]
    return sorted(grids, key=lambda grid: grid.box.top)


def turn(box: Box) -> Box:
    """The box with across and down exchanged."""
    return Box(box.top, box.left, box.bottom, box.right)


def merge_rules(rules: Sequence[Box]) -> list[Box]:
    """Join level rules that touch end to end or lie on each other."""
    merged: list[Box] = []
    for rule in sorted(rules, key=lambda rule: (round(rule.top / NEAR), rule.left)):
        last = merged[-1] if merged else None
        if last and abs(last.top - rule.top) <= NEAR and last.left - NEAR <= rule.left <= last.right + NEAR:
            merged[-1] = Box(last.left, last.top, max(last.right, rule.right), last.bottom)
        else:
            merged.append(rule)
    return merged


def group_crossing(flat: list[Box], upright: list[Box]) -> list[tuple[list[Box], list[Box]]]:
    """Groups of level and upright rules that hang together."""
    groups: list[tuple[list[Box], list[Box]]] = []
    for bar in upright:
        touching = [rule for rule in flat if do_meet(rule, bar)]
        joined = [g for g in groups if any(rule in g[0] for rule in touching)]
        rules = [rule for g in joined for rule in g[0]]
        rules += [rule for rule in touching if rule not in rules]
        groups = [g for g in groups if g not in joined]
        groups.append((rules, [b for g in joined for b in g[1]] + [bar]))
    return groups


def do_meet(rule: Box, bar: Box) -> bool:
    """Whether a level and an upright rule touch or cross."""
    return (
        rule.left - NEAR <= bar.left <= rule.right + NEAR and bar.top - NEAR <= rule.top <= bar.bottom + NEAR
    )


def merge_positions(values: Sequence[float]) -> list[float]:
    """Distinct positions, those nearer than `NEAR` taken as one."""
    found: list[float] = []
    for value in sorted(values):
        if not found or value - found[-1] > NEAR:
            found.append(value)
    return found


def make_grid(flat: list[Box], upright: list[Box]) -> Grid | None:
    """The cells between crossing rules; cells without a rule between them are one."""
    xs = merge_positions([bar.left for bar in upright])
    ys = merge_positions([rule.top for rule in flat])
    xs = add_open_sides(xs, ys, flat)
    if len(xs) < 2 or len(ys) < 2:
        return None
    owner = {(row, column): (row, column) for row in range(len(ys) - 1) for column in range(len(xs) - 1)}
    for row, column in owner:
        middle_x, middle_y = (xs[column] + xs[column + 1]) / 2, (ys[row] + ys[row + 1]) / 2
        if row and not any(abs(r.top - ys[row]) <= NEAR and r.left <= middle_x <= r.right for r in flat):
            join(owner, (row, column), (row - 1, column))
        if column and not any(
            abs(b.left - xs[column]) <= NEAR and b.top <= middle_y <= b.bottom for b in upright
        ):
            join(owner, (row, column), (row, column - 1))
    parts: dict[tuple[int, int], list[Box]] = {}
    for (row, column), root in owner.items():
        parts.setdefault(root, []).append(Box(xs[column], ys[row], xs[column + 1], ys[row + 1]))
    roots = sorted(parts)
    cells = tuple(bound_boxes(parts[root]) for root in roots)
    return Grid(bound_boxes(cells), tuple(xs), cells, tuple(row for row, _ in roots))


def add_open_sides(xs: list[float], ys: Sequence[float], flat: Sequence[Box]) -> list[float]:
    """The sides of columns, with those left open at a table's edge: where most of its level rules reach beyond."""
    if not xs or not flat:
        return xs
    left, right = min(rule.left for rule in flat), max(rule.right for rule in flat)
    reach_left = merge_positions([rule.top for rule in flat if rule.left - left <= NEAR])
    reach_right = merge_positions([rule.top for rule in flat if right - rule.right <= NEAR])
    most = max(MOST_OPEN * len(ys), 2)
    before = [left] if xs[0] - left > NARROWEST and len(reach_left) >= most else []
    after = [right] if right - xs[-1] > NARROWEST and len(reach_right) >= most else []
    return [*before, *xs, *after]


def join(owner: dict[tuple[int, int], tuple[int, int]], one: tuple[int, int], other: tuple[int, int]) -> None:
    """Give all places of two cells the same owner, the upper left one."""
    first, second = sorted((owner[one], owner[other]))
    for place, root in owner.items():
        if root == second:
            owner[place] = first


def find_slots(grid: Grid) -> list[Slot]:
    """The place of each cell in the grid."""
    tops = {row: cell.top for row, cell in zip(reversed(grid.rows), reversed(grid.cells), strict=True)}
    slots = []
    for cell, row in zip(grid.cells, grid.rows, strict=True):
        column = find_nearest(grid.columns, cell.left)
        across = find_nearest(grid.columns, cell.right) - column
        below = [other for other, top in tops.items() if other > row and top < cell.bottom - NEAR]
        slots.append(Slot(grid.box, row, column, 1 + max(below, default=row) - row, max(across, 1)))
    return slots


def find_nearest(values: Sequence[float], wanted: float) -> int:
    """Which of the values is nearest to one."""
    return min(range(len(values)), key=lambda at: abs(values[at] - wanted))
