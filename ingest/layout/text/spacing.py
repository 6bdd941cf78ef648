"""The white between what stands on a page: gutters across, rows down."""

from collections.abc import Sequence
from typing import Protocol, TypeVar

from ingest.layout.parts import Box

GUTTER = 7.0
"""Points of white that at least lie between two columns: three spaces of 9-point type, which lines of
justified prose hardly reach. The most sensitive of all: at 6 or 8 up to 16 of the ten reports' 3,663 blocks change."""

Interval = tuple[float, float]
"""Left and right, in points."""


class Boxed(Protocol):
    """Whatever stands in a box: a line, a panel, a table."""

    @property
    def box(self) -> Box:
        """Where it stands."""


Item = TypeVar("Item", bound=Boxed)


def cover(taken: Sequence[Interval], more: Sequence[Interval]) -> list[Interval]:
    """The union of intervals; those nearer than a gutter are one."""
    merged: list[Interval] = []
    for left, right in sorted([*taken, *more]):
        if merged and left - merged[-1][1] < GUTTER:
            merged[-1] = (merged[-1][0], max(merged[-1][1], right))
        else:
            merged.append((left, right))
    return merged


def group_rows(items: Sequence[Item]) -> list[list[Item]]:
    """Rows of what stands side by side, from top to bottom; each row from left to right."""
    rows: list[list[Item]] = []
    bottom = 0.0
    for item in sorted(items, key=lambda item: (item.box.top, item.box.left)):
        shared = bottom - item.box.top
        if rows and shared > 0.5 * min(item.box.height, *(other.box.height for other in rows[-1])):
            rows[-1].append(item)
            bottom = max(bottom, item.box.bottom)
        else:
            rows.append([item])
            bottom = item.box.bottom
    return [sorted(row, key=lambda item: item.box.left) for row in rows]
