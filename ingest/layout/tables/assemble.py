"""Cells that have found their places in the text, put together to tables: rows counted, titles found."""

from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from ingest.layout.tables.heads import SeenCell, count_heads
from ingest.layout.text.marks import is_caption, is_table_caption
from ingest.types import Block, Cell, Table

BETWEEN = ("footnote",)
"""Roles of what may stand between the parts of one table: the foot of a page."""
NEAREST = 2
"""Blocks before a table that may be its title: a unit or a note often stands between."""

MOST_COLUMNS = 200
"""What is wider is no table that anybody reads; its rows stay rows. It bounds the work on each row."""


@dataclass(frozen=True, slots=True)
class FoundCell:
    """A cell with what tells its table from others."""

    key: tuple[int, Hashable]
    """The page, and the table on it."""
    place: str
    """Parts of one table on several pages share it."""
    cell: SeenCell


@dataclass(frozen=True, slots=True)
class TablePart:
    """The cells of one table on one page, or of a whole table in formats without pages."""

    place: str
    """Parts of one table on several pages have the same; empty where a table has only one part."""
    page: int
    cells: tuple[SeenCell, ...]

    @property
    def start(self) -> int:
        """Where its words begin."""
        return min(cell.start for cell in self.cells)

    @property
    def end(self) -> int:
        """Where its words end."""
        return max(cell.end for cell in self.cells)


def make_tables(parts: Iterable[TablePart], blocks: Sequence[Block], text: str) -> tuple[Table, ...]:
    """The tables of a text in its order; those cut by a page break are one."""
    whole: list[TablePart] = []
    for part in map(count_rows, parts):
        if whole and is_next_part(whole[-1], part, blocks):
            whole[-1] = join_parts(whole[-1], part)
        else:
            whole.append(part)
    return tuple(make_table(part, blocks, text) for part in whole if is_table(part))


def is_table(part: TablePart) -> bool:
    """Whether a part has more than one row and more than one column, and not more columns than a table has."""
    rows, columns = {cell.row for cell in part.cells}, {cell.column for cell in part.cells}
    widest = max(cell.column + cell.across for cell in part.cells)
    return len(rows) > 1 and len(columns) > 1 and widest <= MOST_COLUMNS


def make_table(part: TablePart, blocks: Sequence[Block], text: str) -> Table:
    """One table with its heads and its title."""
    cells = tuple(
        Cell(cell.start, cell.end, cell.row, cell.column, cell.down, cell.across)
        for cell in sorted(part.cells, key=lambda cell: cell.start)
    )
    return Table(cells, count_heads(part.cells, text), find_caption(part, blocks, text))


def count_rows(part: TablePart) -> TablePart:
    """The part with its rows numbered from 0 without gaps."""
    numbers = {row: number for number, row in enumerate(sorted({cell.row for cell in part.cells}))}
    cells = (
        replace(
            cell,
            row=numbers[cell.row],
            down=sum(row in numbers for row in range(cell.row, cell.row + cell.down)),
        )
        for cell in part.cells
    )
    return replace(part, cells=tuple(cells))


def is_next_part(before: TablePart, after: TablePart, blocks: Sequence[Block]) -> bool:
    """Whether a part goes on a table: the same columns, on the same page or the next, nothing read between."""
    if not before.place or before.place != after.place or not 0 <= after.page - before.page <= 1:
        return False
    start, end = before.end, after.start  # each is found anew among all cells
    between = (block for block in blocks if start <= block.start and block.end <= end)
    return all(block.role in BETWEEN for block in between)


def join_parts(before: TablePart, after: TablePart) -> TablePart:
    """One table of both."""
    rows = 1 + max(cell.row for cell in before.cells)
    moved = (replace(cell, row=cell.row + rows) for cell in after.cells)
    return TablePart(before.place, after.page, (*before.cells, *moved))


def find_caption(part: TablePart, blocks: Sequence[Block], text: str) -> tuple[int, int] | None:
    """The title above a table, or below it where that one says that it is a table's."""
    start, end = part.start, part.end  # each is found anew among all cells
    above = [block for block in blocks if block.end <= start][-NEAREST:]
    for block in reversed(above):
        if block.role == "caption" or is_caption(text[block.start : block.end]):
            return block.start, block.end
        if block.role == "heading":
            break
    below = next((block for block in blocks if block.start >= end), None)
    if below is not None and is_table_caption(text[below.start : below.end]):
        return below.start, below.end
    return None


def split_row(
    text: str, block: Block, row: int, spans: Mapping[int, tuple[int, int]], *, is_head: bool | None
) -> Iterator[SeenCell]:
    """The cells of a row whose text has a tab between two columns, empty ones left out."""
    at = block.start
    for column, words in enumerate(text[block.start : block.end].split("\t")):
        if words.strip():
            start = at + len(words) - len(words.lstrip())
            down, across = spans.get(column, (1, 1))
            yield SeenCell(start, start + len(words.strip()), row, column, down, across, is_head)
        at += len(words) + 1


def gather_parts(found: Iterable[FoundCell]) -> list[TablePart]:
    """The found cells, table by table in the order of their first."""
    parts: dict[tuple[int, Hashable], list[FoundCell]] = {}
    for each in found:
        parts.setdefault(each.key, []).append(each)
    return [
        TablePart(group[0].place, key[0], tuple(each.cell for each in group)) for key, group in parts.items()
    ]
