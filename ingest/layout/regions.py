"""A page's lines arranged in regions: columns, boxes and table cells, in reading order."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from ingest.layout.order import Item, Panel, find_order
from ingest.layout.parts import Box, DrawnPage, Slot, TextLine, bound_boxes, do_overlap, make_line
from ingest.layout.roles.charts import Chart, find_charts
from ingest.layout.shortcolumns import find_short_columns, is_figure
from ingest.layout.tables.bands import cut_lines, find_banded
from ingest.layout.tables.grids import Grid, find_grids, find_slots
from ingest.layout.tables.rows import FEWEST_COLUMNS, describe_columns, find_table
from ingest.layout.text.glyphs import is_bullet
from ingest.layout.text.lines import share_row, share_type

LARGEST_PANEL = 0.6
"""An area that covers more of the page is its background; from 0.3 to 1 the ten reports read alike."""
MOST_AREAS = 200
"""A page with more areas is a drawing, and each is compared with each line; from 100 to 400 the ten reports
read alike."""
HIGHLIGHT = 0.5
"""Font sizes by which a highlighter misses the edges of the words that it is drawn over: a space at their end."""
TALLEST_HIGHLIGHT = 2.5
"""Font sizes: a highlighter takes in the space after a paragraph, 2.2 in all on slides at hand."""
PROSE_CELL = 260
"""Characters: a table with a longer cell is read cell by cell, not row by row. A choice between two readings, not a
fact: at 220 or 300 some 20 of 3,663 blocks of the ten reports differ."""

CHART = "chart"
"""The place of what belongs to a chart."""


@dataclass(frozen=True, slots=True)
class Region:
    """Lines of one column, box or cell; or, with several cells, one row of a table."""

    place: str
    cells: tuple[tuple[TextLine, ...], ...]
    is_row: bool = False
    celled: bool = False
    """Whether it is a cell of a ruled form or table."""
    slots: tuple[Slot, ...] = ()
    """The place of each of its cells in a table."""


def arrange_page(sheet: DrawnPage, lines: Sequence[TextLine]) -> list[Region]:
    """The regions of a page in reading order."""
    charts = find_charts(sheet, lines)
    lines = [line for line in lines if not any(line in chart.lines for chart in charts)]
    sheet = clear_charts(sheet, charts)
    ruled = [grid for grid in find_grids(sheet.rules) if any(grid.box.holds(line.box) for line in lines)]
    tables = [grid.box for grid in ruled if len(grid.columns) > 2]
    loose = [line for line in lines if not any(box.holds(line.box) for box in tables)]
    rules = [rule for rule in sheet.rules if not any(box.holds(rule) for box in tables)]
    areas = [area for area in sheet.areas if not any(lies_inside(area, box) for box in tables)]
    banded = [
        grid
        for grid in find_banded(rules, areas, loose)
        if not any(do_overlap(grid.box, box) for box in tables)
    ]
    lines = cut_lines(lines, banded)
    grids = [*banded, *(grid for grid in ruled if not any(grid.box.holds(other.box, 6) for other in banded))]
    panels = [
        area for area in merge_areas(sheet, lines) if not any(lies_inside(area, grid.box) for grid in grids)
    ]
    filled, loose = fill_cells(lines, grids)
    items = nest_lines(loose, panels, [*grids, *charts])
    main = [grid for grid in grids if grid.box.width > sheet.width / 2 and carries_page(grid, lines)]
    return list(Arranger(filled, main).arrange_items(items, "body"))


def clear_charts(sheet: DrawnPage, charts: Sequence[Chart]) -> DrawnPage:
    """The page without what is drawn in charts: gridlines and bars are no tables."""
    if not charts:
        return sheet
    boxes = [chart.box for chart in charts]
    rules = tuple(rule for rule in sheet.rules if not any(do_overlap(box, rule) for box in boxes))
    areas = tuple(area for area in sheet.areas if not any(box.holds(area, 4) for box in boxes))
    return replace(sheet, rules=rules, areas=areas)


def fill_cells(
    lines: Sequence[TextLine], grids: Sequence[Grid]
) -> tuple[dict[Grid, list[list[TextLine]]], list[TextLine]]:
    """The lines of each grid's cells, and the lines outside all grids; each line once.

    Where grids overlap, the smallest has the line. In a grid the cell has it that covers most of it, so that a line
    which runs over a side of its cell is neither lost nor doubled.
    """
    filled: dict[Grid, list[list[TextLine]]] = {grid: [[] for _ in grid.cells] for grid in grids}
    loose: list[TextLine] = []
    by_size = sorted(filled, key=lambda grid: grid.box.width * grid.box.height)
    for line in lines:
        owner = next((grid for grid in by_size if grid.box.holds(line.box)), None)
        if owner is None:
            loose.append(line)
        else:
            shares = [measure_shared(line.box, cell) for cell in owner.cells]
            filled[owner][shares.index(max(shares))].append(line)
    return filled, loose


def measure_shared(line: Box, cell: Box) -> float:
    """How much of a line's area lies in a cell; negative, the nearer the greater, where none does."""
    across = min(line.right, cell.right) - max(line.left, cell.left)
    down = min(line.bottom, cell.bottom) - max(line.top, cell.top)
    return across * down if across > 0 and down > 0 else min(across, 0) + min(down, 0)


def carries_page(grid: Grid, lines: Sequence[TextLine]) -> bool:
    """Whether a grid holds a good part of a page's lines."""
    return sum(grid.box.holds(line.box) for line in lines) > 0.35 * len(lines)


def lies_inside(area: Box, other: Box) -> bool:
    """Whether an area lies in another, or is drawn for it."""
    return other.holds(area, 6) or area.holds(other, 6)


def merge_areas(sheet: DrawnPage, lines: Sequence[TextLine]) -> list[Box]:
    """Areas that can hold text, those stacked on each other as one, the largest first; no highlighted lines."""
    page = sheet.width * sheet.height
    areas: list[Box] = []
    for area in sorted(sheet.areas, key=lambda area: (round(area.left), area.top)):
        if area.width < 40 or area.height < 8 or any(is_highlight(area, line) for line in lines):
            continue
        last = areas[-1] if areas else None
        if last and are_stacked(last, area):
            areas[-1] = Box(last.left, last.top, last.right, max(last.bottom, area.bottom))
        else:
            areas.append(area)
    if len(areas) > MOST_AREAS:
        return []
    fitting = [area for area in areas if area.width * area.height <= LARGEST_PANEL * page]
    return sorted(fitting, key=lambda area: -area.width * area.height)


def is_highlight(area: Box, line: TextLine) -> bool:
    """Whether an area is the ground of words of one line, as highlighters paint it: no box has so little room."""
    inside = line.box.top - line.size < area.top and area.bottom < line.box.bottom + line.size
    if not inside or area.height > TALLEST_HIGHLIGHT * line.size:
        return False
    left, right = (min(abs(area[side] - word.box[side]) for word in line.words) for side in (0, 2))
    return max(left, right) < HIGHLIGHT * line.size


def are_stacked(upper: Box, lower: Box) -> bool:
    """Whether two areas have the same sides and touch."""
    same = abs(upper.left - lower.left) < 2 and abs(upper.right - lower.right) < 2
    return same and lower.top <= upper.bottom + 2


def nest_lines(lines: list[TextLine], panels: Sequence[Box], grids: Sequence[Grid | Chart]) -> list[Item]:
    """Panels with the lines, grids and charts inside them, and what is outside; `lines` are those outside these."""
    items: list[Item] = []
    for index, panel in enumerate(panels):
        held = [line for line in lines if panel.holds(line.box)]
        kept = [grid for grid in grids if panel.holds(grid.box, 6)]
        if held or kept:
            inner = nest_lines(held, panels[index + 1 :], kept)
            items.append(Panel(bound_boxes(item.box for item in inner), tuple(inner)))
            lines = [line for line in lines if not any(line is other for other in held)]
            grids = [grid for grid in grids if grid not in kept]
    return [*items, *grids, *lines]


@dataclass(frozen=True, slots=True)
class Arranger:
    """Walks nested items; knows the lines in the cells of grids, and which grids carry the page's main text."""

    filled: Mapping[Grid, list[list[TextLine]]]
    main: Sequence[Grid]

    def arrange_items(self, items: Sequence[Item], place: str) -> Iterator[Region]:
        """The regions of items that share a place, in reading order."""
        for group in find_order(items):
            loose: list[TextLine] = []
            for item in group:
                if isinstance(item, TextLine):
                    loose.append(item)
                    continue
                yield from arrange_lines(loose, place)
                loose = []
                if isinstance(item, Chart):
                    yield Region(CHART, (item.lines,))
                elif isinstance(item, Panel):
                    yield from self.arrange_items(item.items, f"box {round(item.box.left)}")
                else:
                    yield from self.arrange_table(item)
            yield from arrange_lines(loose, place)

    def arrange_table(self, grid: Grid) -> Iterator[Region]:
        """A grid with one column is a stack of boxes; in others a row with prose is read cell by cell."""
        cells = self.filled[grid]
        if len(grid.columns) == 2:
            place = "body" if grid in self.main and len(cells) > 1 else f"box {round(grid.box.left)}"
            for held in cells:
                yield from (
                    self.arrange_cell(held, place) if len(cells) > 1 else self.arrange_items(held, place)
                )
            return
        shape = " ".join(str(round(x / 4)) for x in grid.columns)
        slots = find_slots(grid)
        for row in sorted(set(grid.rows)):
            here = [index for index, start in enumerate(grid.rows) if start == row]
            if any(is_long(cells[index]) for index in here):
                for index in here:
                    place = f"cell {shape} {round(grid.cells[index].left)}"
                    yield from self.arrange_cell(cells[index], place, (slots[index],))
            elif any(cells[index] for index in here):
                yield Region(
                    f"table {shape}",
                    tuple(order_lines(cells[index]) for index in here),
                    is_row=True,
                    slots=tuple(slots[index] for index in here),
                )

    def arrange_cell(
        self, lines: Sequence[TextLine], place: str, slots: tuple[Slot, ...] = ()
    ) -> Iterator[Region]:
        """The regions of a cell that is read by itself."""
        for region in self.arrange_items(lines, place):
            yield replace(region, celled=True, slots=region.slots if region.is_row else slots)


def order_lines(lines: Sequence[TextLine]) -> tuple[TextLine, ...]:
    """The lines of a short cell."""
    return tuple(item for group in find_order(lines) for item in group if isinstance(item, TextLine))


def arrange_lines(lines: Sequence[TextLine], place: str) -> Iterator[Region]:
    """Regions of lines in reading order: those side by side joined, those in columns as rows of a table."""
    rows: list[list[TextLine]] = []
    for line in lines:
        if rows and is_rest(rows[-1][-1], line):
            rows[-1].append(line)
        else:
            rows.append([line])
    prose: list[TextLine] = []
    at = 0
    while at < len(rows):
        beside, columns = find_short_columns(rows[at:]) if len(rows[at]) > 1 else (0, [])
        if beside:
            yield from make_prose(prose, place)
            prose = []
            yield from (Region(name_column(column, place), (tuple(column),)) for column in columns)
            at += beside
            continue
        taken, table = find_table(rows[at:]) if len(rows[at]) >= FEWEST_COLUMNS else (0, [])
        if not taken:
            prose.append(
                rows[at][0]
                if len(rows[at]) == 1
                else make_line([word for line in rows[at] for word in line.words])
            )
            at += 1
            continue
        yield from make_prose(prose, place)
        prose = []
        shape = f"{describe_columns(table)} {place}"
        outline = bound_boxes(line.box for row in table for cell in row for line in cell)
        for number, cells in enumerate(table):
            slots = tuple(Slot(outline, number, column) for column in range(len(cells)))
            yield Region(f"open table {shape}", tuple(map(tuple, cells)), is_row=True, slots=slots)
        at += taken
    yield from make_prose(prose, place)


def name_column(column: Sequence[TextLine], place: str) -> str:
    """The place of a short column: prose goes on in the next one, a figure with its caption ends there."""
    return f"figure {place}" if is_figure(column[0], column[1]) else place


def make_prose(lines: Sequence[TextLine], place: str) -> Iterator[Region]:
    """One region of the lines; nothing for no line."""
    if lines:
        yield Region(place, (tuple(lines),))


def is_rest(line: TextLine, other: TextLine) -> bool:
    """Whether another line stands to the right of one, as a value stands beside its label."""
    return share_row(line.box, other.box) and line.box.left < other.box.left and share_type(line, other)


def is_long(lines: Sequence[TextLine]) -> bool:
    """Whether a cell holds prose or a list."""
    bullets = sum(is_bullet(line.words[0].text) and len(line.words) > 1 for line in lines)
    return bullets > 1 or sum(len(line.text) for line in lines) > PROSE_CELL
