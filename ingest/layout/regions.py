"""A page's lines arranged in regions: columns, boxes and table cells, in reading order."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from ingest.layout.glyphs import is_bullet
from ingest.layout.grids import Grid, find_grids
from ingest.layout.lines import same_row
from ingest.layout.order import Item, Panel, reading_order
from ingest.layout.parts import Box, Line, Sheet, make_line

LARGEST_PANEL = 0.6
"""An area that covers more of the page is its background."""
PROSE_CELL = 260
"""A table with a longer cell is read cell by cell, not row by row."""


@dataclass(frozen=True, slots=True)
class Region:
    """Lines of one column, box or cell; or, with several cells, one row of a table."""

    place: str
    cells: tuple[tuple[Line, ...], ...]
    is_row: bool = False


def arrange(sheet: Sheet, lines: Sequence[Line]) -> list[Region]:
    """The regions of a page in reading order."""
    grids = [grid for grid in find_grids(sheet.rules) if any(grid.box.holds(line.box) for line in lines)]
    panels = [area for area in merge_areas(sheet) if not any(inside(area, grid.box) for grid in grids)]
    items = nest(list(lines), panels, grids)
    main = [grid for grid in grids if sum(grid.box.holds(line.box) for line in lines) > len(lines) / 2]
    return list(Arranger(lines, main).regions(items, "body"))


def inside(area: Box, other: Box) -> bool:
    """Whether an area lies in another, or is drawn for it."""
    return other.holds(area, 6) or area.holds(other, 6)


def merge_areas(sheet: Sheet) -> list[Box]:
    """Areas that can hold text, those stacked on each other as one, the largest first."""
    page = sheet.width * sheet.height
    areas: list[Box] = []
    for area in sorted(sheet.areas, key=lambda area: (round(area.left), area.top)):
        if area.width < 40 or area.height < 8:
            continue
        last = areas[-1] if areas else None
        if last and stacked(last, area):
            areas[-1] = Box(last.left, last.top, last.right, max(last.bottom, area.bottom))
        else:
            areas.append(area)
    fitting = [area for area in areas if area.width * area.height <= LARGEST_PANEL * page]
    return sorted(fitting, key=lambda area: -area.width * area.height)


def stacked(upper: Box, lower: Box) -> bool:
    """Whether two areas have the same sides and touch."""
    same = abs(upper.left - lower.left) < 2 and abs(upper.right - lower.right) < 2
    return same and lower.top <= upper.bottom + 2


def nest(lines: list[Line], panels: Sequence[Box], grids: Sequence[Grid]) -> list[Item]:
    """Lines outside every panel and grid, panels with what is inside them, and grids."""
    items: list[Item] = []
    for index, panel in enumerate(panels):
        held = [line for line in lines if panel.holds(line.box)]
        kept = [grid for grid in grids if panel.holds(grid.box, 6)]
        if held and len(held) + len(kept) > 0:
            items.append(Panel(panel, tuple(nest(held, panels[index + 1 :], kept))))
            lines = [line for line in lines if not any(line is other for other in held)]
            grids = [grid for grid in grids if grid not in kept]
    loose = [line for line in lines if not any(grid.box.holds(line.box) for grid in grids)]
    return [*items, *grids, *loose]


@dataclass(frozen=True, slots=True)
class Arranger:
    """Walks nested items; knows all lines of the page, and which grids carry its main text."""

    lines: Sequence[Line]
    main: Sequence[Grid]

    def regions(self, items: Sequence[Item], place: str) -> Iterator[Region]:
        """The regions of items that share a place, in reading order."""
        for group in reading_order(items):
            loose: list[Line] = []
            for item in group:
                if isinstance(item, Line):
                    loose.append(item)
                    continue
                yield from flush(loose, place)
                loose = []
                if isinstance(item, Panel):
                    yield from self.regions(item.items, f"box {round(item.box.left)}")
                else:
                    yield from self.table(item)
            yield from flush(loose, place)

    def table(self, grid: Grid) -> Iterator[Region]:
        """A grid with one column is a stack of boxes; others are rows of cells, or prose cell by cell."""
        cells = [[line for line in self.lines if cell.holds(line.box)] for cell in grid.cells]
        if len(grid.columns) == 2:
            place = "body" if grid in self.main and len(cells) > 1 else f"box {round(grid.box.left)}"
            for held in cells:
                yield from self.regions(held, place)
        elif any(is_long(held) for held in cells):
            for held, cell in zip(cells, grid.cells, strict=True):
                yield from self.regions(
                    held, f"cell {[round(x / 4) for x in grid.columns]} {round(cell.left)}"
                )
        else:
            yield from table_rows(grid, cells)


def flush(lines: Sequence[Line], place: str) -> Iterator[Region]:
    """One region of the lines, those side by side joined; nothing for no line."""
    joined: list[Line] = []
    for line in lines:
        if joined and same_row(joined[-1].box, line.box) and joined[-1].box.left < line.box.left:
            joined[-1] = make_line((*joined[-1].words, *line.words))
        else:
            joined.append(line)
    if joined:
        yield Region(place, (tuple(joined),))


def is_long(lines: Sequence[Line]) -> bool:
    """Whether a cell holds prose or a list."""
    bullets = sum(is_bullet(line.words[0].text) and len(line.words) > 1 for line in lines)
    return bullets > 1 or sum(len(line.text) for line in lines) > PROSE_CELL


def table_rows(grid: Grid, cells: Sequence[Sequence[Line]]) -> Iterator[Region]:
    """One region for each row; empty cells are kept, as they tell how rows go on over a page break."""
    place = f"table {[round(x / 4) for x in grid.columns]}"
    for row in sorted(set(grid.rows)):
        held = [
            tuple(
                line
                for region in flush(
                    [item for group in reading_order(cell) for item in group if isinstance(item, Line)], place
                )
                for line in region.cells[0]
            )
            for cell, start in zip(cells, grid.rows, strict=True)
            if start == row
        ]
        if any(held):
            yield Region(place, tuple(held), is_row=True)
