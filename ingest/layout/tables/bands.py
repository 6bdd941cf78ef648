"""Tables without upright rules: level rules or filled bands part the rows, shared white parts the columns."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from ingest.layout.parts import Box, TextLine, Word, bound_boxes, make_line
from ingest.layout.tables.grids import SHORTEST, Grid, merge_positions, merge_rules
from ingest.layout.text.glyphs import is_bullet
from ingest.layout.text.marks import ITEM_NUMBER
from ingest.layout.text.spacing import Interval, cover, group_rows

NARROWEST = 1 / 3
"""A separator takes at least this part of the width of a page's text."""
SAME_SIDE = 6.0
"""Points by which the ends of one table's separators may differ."""
LONGEST_CELL = 600
"""Characters; what is longer is a column of prose between two rules."""
LONGEST_AMONG_ROWS = 2500
"""Characters of a cell under rows that are a table's: a list or a text in one of its cells."""
LARGE_STEP = 1.25
"""Lines whose tops are this much further apart than the closest start another row."""
NEXT_ROW = 2.2
"""Font sizes; a row outside the first or last separator is nearer to its table."""
PADDING = 2.0
"""Points from a column's left side to its text: where text starts is the same on each page of a table."""
FEWEST_ROWS = 2
"""A head and a row, as in tables without rules."""
FEWEST_UNRULED = 3
"""So many rows between two rules, at equal steps, are rows and not one wrapped row; 2 to 6 read alike."""

VisualRow = list[TextLine]
"""Lines that stand side by side, from left to right."""


@dataclass(frozen=True, slots=True)
class Band:
    """What stands between two separators, or beyond the last one."""

    top: float
    bottom: float
    rows: tuple[VisualRow, ...]
    is_open: bool = False
    """Whether a separator is missing above or below."""

    @property
    def words(self) -> list[Word]:
        """Its words, row by row."""
        return [word for row in self.rows for line in row for word in line.words]


def find_banded(rules: Sequence[Box], areas: Sequence[Box], lines: Sequence[TextLine]) -> list[Grid]:
    """Tables whose rows lie between separators of the same width, from top to bottom."""
    if not lines:
        return []
    widest = NARROWEST * bound_boxes(line.box for line in lines).width
    edges = [Box(a.left, y, a.right, y) for a in areas for y in (a.top, a.bottom)]
    flat = [rule for rule in rules if rule.width > rule.height and rule.width >= SHORTEST]
    long = [rule for rule in merge_rules([*flat, *edges]) if rule.width >= widest]
    grids = [grid for group in group_by_sides(long) if len(group) > 1 for grid in find_tables(group, lines)]
    return sorted(grids, key=lambda grid: grid.box.top)


def group_by_sides(rules: Sequence[Box]) -> list[list[Box]]:
    """Rules that start and end at the same places, together."""
    groups: list[list[Box]] = []
    for rule in rules:
        for group in groups:
            first = group[0]
            if max(abs(first.left - rule.left), abs(first.right - rule.right)) <= SAME_SIDE:
                group.append(rule)
                break
        else:
            groups.append([rule])
    return groups


def find_tables(rules: Sequence[Box], lines: Sequence[TextLine]) -> Iterator[Grid]:
    """The tables among the lines that one group of separators parts."""
    outline = bound_boxes(rules)
    visual = group_rows([line for line in lines if outline._replace(top=0, bottom=1e6).holds(line.box)])
    ys = merge_positions([rule.top for rule in rules])
    bands = [
        band
        for top, bottom in pairwise(ys)
        if (band := Band(top, bottom, find_rows_within(visual, top, bottom))).rows
    ]
    at = 0
    while at < len(bands):
        taken = run_of(bands[at:])
        run = bands[at : at + taken]
        at += max(taken, 1)
        if run and (
            grid := make_table([*find_row_above(visual, run), *run, *find_rows_below(visual, run)], outline)
        ):
            yield grid


def find_rows_within(rows: Sequence[VisualRow], top: float, bottom: float) -> tuple[VisualRow, ...]:
    """The rows whose middles lie between two heights."""
    return tuple(row for row in rows if top <= find_middle(row) < bottom)


def find_middle(row: VisualRow) -> float:
    """The height of a row's middle."""
    box = bound_boxes(line.box for line in row)
    return (box.top + box.bottom) / 2


def run_of(bands: Sequence[Band]) -> int:
    """How many bands from the first on share their columns; they start and end with one that has several."""
    taken: list[Interval] = []
    count = 0
    for index, band in enumerate(bands):
        if is_too_long(band, LONGEST_CELL if count < FEWEST_ROWS else LONGEST_AMONG_ROWS):
            break
        if len(cover_words(band.words)) > 1:
            taken = cover(taken, cover_words(band.words))
            if len(taken) < 2:
                break
            count = index + 1
        elif not count or (len(band.rows) > 1 and len(cover(taken, cover_words(band.words))) < len(taken)):
            break
    return count


def cover_words(words: Sequence[Word]) -> list[Interval]:
    """What words cover across; gaps narrower than a gutter are covered too."""
    return cover([], [(word.box.left, word.box.right) for word in words])


def is_too_long(band: Band, most: int) -> bool:
    """Whether some cell has more than so many characters: a column of prose."""
    return any(
        sum(len(word.text) + 1 for word in band.words if left <= word.box.left < right) > most
        for left, right in cover_words(band.words)
    )


def find_row_above(rows: Sequence[VisualRow], run: Sequence[Band]) -> list[Band]:
    """The row over the first separator, where it stands near and shares the columns: an unruled head."""
    over = [row for row in rows if find_middle(row) < run[0].top]
    if not over or not shares_columns(over[-1], [word for band in run for word in band.words]):
        return []
    box = bound_boxes(line.box for line in over[-1])
    near = run[0].top - box.bottom < over[-1][0].size
    alone = len(over) == 1 or box.top - bound_boxes(line.box for line in over[-2]).bottom > 0
    return [Band(box.top, run[0].top, (over[-1],), is_open=True)] if near and alone else []


def find_rows_below(rows: Sequence[VisualRow], run: Sequence[Band]) -> list[Band]:
    """The rows under the last separator that go on a table without a rule at its foot."""
    words = [word for band in run for word in band.words]
    bottom = run[-1].bottom
    found: list[VisualRow] = []
    for row in rows:
        if find_middle(row) < run[-1].bottom:
            continue
        box = bound_boxes(line.box for line in row)
        if box.top - bottom > NEXT_ROW * row[0].size - row[0].box.height or not goes_on(row, words):
            break
        found.append(row)
        bottom = box.bottom
    several = any(len(cover_lines(row)) > 1 for row in found)
    return [Band(run[-1].bottom, bottom, tuple(found), is_open=True)] if several else []


def goes_on(row: VisualRow, words: Sequence[Word]) -> bool:
    """Whether a row without a separator leaves the white between a table's columns, and isn't its first alone."""
    columns = cover_words(words)
    own = cover_lines(row)
    return len(cover(columns, own)) == len(columns) and own[-1][1] > columns[0][1]


def shares_columns(row: VisualRow, words: Sequence[Word]) -> bool:
    """Whether a row fills several columns of a table and leaves all of its white strips free."""
    own = [word for line in row for word in line.words]
    return len(cover_words(own)) > 1 and len(cover_words([*words, *own])) == len(cover_words(words))


def make_table(bands: Sequence[Band], outline: Box) -> Grid | None:
    """The cells of bands that share columns; None without a separator between two rows."""
    if len(bands) < FEWEST_ROWS:
        return None
    several = [band for band in bands if len(cover_words(band.words)) > 1]
    words = [word for band in several for word in band.words]
    columns = find_columns(words)
    if len(columns) < 2 or is_numbered_list(words, columns):
        return None
    xs = [outline.left, *(left - PADDING for left, _ in columns[1:]), outline.right]
    few = len(bands) <= FEWEST_ROWS
    edges = [edge for band in bands for edge in find_row_edges(band, xs, few=few)]
    if sum(len(cover_lines(lines)) > 1 for _, _, lines in edges) < FEWEST_ROWS:
        return None
    cells: list[Box] = []
    starts: list[int] = []
    for number, (top, bottom, lines) in enumerate(edges):
        crossed = any(left < x < right for left, right in cover_lines(lines) for x in xs[1:-1])
        sides = [xs[0], xs[-1]] if crossed else xs
        cells += [Box(left, top, right, bottom) for left, right in pairwise(sides)]
        starts += [number] * (len(sides) - 1)
    return Grid(bound_boxes(cells), tuple(xs), tuple(cells), tuple(starts))


def find_columns(words: Sequence[Word]) -> list[Interval]:
    """What the columns of a table cover across; the bullets of lists (maybe under a head) belong to what they mark."""
    columns: list[Interval] = []
    bullets: float | None = None
    for left, right in cover_words(words):
        start = left if bullets is None else bullets
        held = [is_bullet(word.text) for word in words if left <= word.box.left < right]
        bullets = start if sum(held) > len(held) / 2 else None
        if bullets is None:
            columns.append((start, right))
    return columns


def is_numbered_list(words: Sequence[Word], columns: Sequence[Interval]) -> bool:
    """Whether two columns are the numbers of a list and its items: highlighted lines look ruled."""
    _, right = columns[0]
    marks = [word for word in words if word.box.left < right]
    return len(columns) == 2 and all(ITEM_NUMBER.match(word.text) for word in marks)


def cover_lines(lines: Sequence[TextLine]) -> list[Interval]:
    """What the words of lines cover across."""
    return cover_words([word for line in lines for word in line.words])


def find_row_edges(
    band: Band, xs: Sequence[float], *, few: bool
) -> list[tuple[float, float, list[TextLine]]]:
    """Top, bottom and lines of each row of a table that stands in a band."""
    starts = find_row_starts(band, xs, few=few)
    tops = [bound_boxes(line.box for line in band.rows[at]).top for at in starts[1:]]
    heights = [band.top, *tops, band.bottom]
    parts = [band.rows[a:b] for a, b in pairwise([*starts, len(band.rows)])]
    return [
        (top, bottom, [line for row in part for line in row])
        for (top, bottom), part in zip(pairwise(heights), parts, strict=True)
    ]


def find_row_starts(band: Band, xs: Sequence[float], *, few: bool) -> list[int]:
    """Which visual rows of a band start a row of the table: wrapped lines stand closer together than rows."""
    tops = [bound_boxes(line.box for line in row).top for row in band.rows]
    steps = [after - before for before, after in pairwise(tops)]
    if steps and max(steps) > LARGE_STEP * min(steps):
        large = [at for at, step in enumerate(steps, 1) if step > LARGE_STEP * min(steps)]
        ends = [*large[1:], len(tops)]
        return [0, *(a for a, b in zip(large, ends, strict=True) if is_head(band.rows[a:b], xs))]
    heads = [at for at in range(1, len(tops)) if is_head(band.rows[at : at + 1], xs)]
    low = any(band.rows[at][0].text[0].islower() for at in heads)
    unruled = band.is_open or (few and not low and len(heads) + 1 >= FEWEST_UNRULED)
    return [0, *heads] if unruled else [0]


def is_head(rows: Sequence[VisualRow], xs: Sequence[float]) -> bool:
    """Whether visual rows fill the first column and another."""
    box = bound_boxes(line.box for row in rows for line in row)
    return box.left < xs[1] < box.right


def cut_lines(lines: Sequence[TextLine], grids: Sequence[Grid]) -> list[TextLine]:
    """The lines, those that run through several cells of a table cut at the cells' sides."""
    return [part for line in lines for part in cut_line(line, grids)]


def cut_line(line: TextLine, grids: Sequence[Grid]) -> list[TextLine]:
    """The parts of a line in the cells of the table that it stands in; the line itself outside all."""
    grid = next((grid for grid in grids if grid.box.holds(line.box)), None)
    if grid is None:
        return [line]
    height = (line.box.top + line.box.bottom) / 2
    cells = [cell for cell in grid.cells if cell.top <= height < cell.bottom]
    parts = [
        [word for word in line.words if cell.left <= (word.box.left + word.box.right) / 2 < cell.right]
        for cell in cells
    ]
    return [make_line(part) for part in parts if part] if len(parts) > 1 else [line]
