"""Tables from the cells that their rows are printed in."""

from ingest.layout.tables.assemble import FoundCell, TablePart, gather_parts, make_tables, split_row
from ingest.layout.tables.heads import SeenCell
from ingest.types import Block, Table
from tests.patterns import at_most


def lay_out(*lines: str) -> tuple[str, tuple[Block, ...]]:
    """A text of lines and its blocks: those with tabs are rows of tables."""
    blocks, text = [], ""
    for line in lines:
        role = "table_row" if "\t" in line else "footnote" if line.startswith("*") else "paragraph"
        blocks.append(Block(len(text), len(text) + len(line), role))  # type: ignore[arg-type]
        text += line + "\n"
    return text, tuple(blocks)


def read(*lines: str, parts: dict[int, tuple[str, int]]) -> tuple[Table, ...]:
    """The tables of lines; `parts` gives for the first row of each part its place and page."""
    text, blocks = lay_out(*lines)
    found: list[FoundCell] = []
    place, page, first = "", 1, 0
    for number, block in enumerate(blocks):
        if block.role == "table_row":
            if number in parts:
                (place, page), first = parts[number], number
            cells = split_row(text, block, number - first, {}, is_head=None)
            found += [FoundCell((page, first), place, cell) for cell in cells]
    return make_tables(gather_parts(found), blocks, text)


def test_cells_keep_their_columns_beside_empty_ones() -> None:
    text, blocks = lay_out("\tone\t\t two ")
    cells = list(split_row(text, blocks[0], 0, {1: (1, 2)}, is_head=True))
    assert [(cell.column, text[cell.start : cell.end], cell.across) for cell in cells] == [
        (1, "one", 2),
        (3, "two", 1),
    ]


def test_parts_with_the_same_columns_on_two_pages_are_one_table() -> None:
    lines = ("Place\tPeople", "Bury\t1", "* A note.", "Wigan\t2")
    (table,) = read(*lines, parts={0: ("table 1 2", 1), 3: ("table 1 2", 2)})
    assert [(cell.row, cell.column) for cell in table.cells] == [
        (0, 0),
        (0, 1),
        (1, 0),
        (1, 1),
        (2, 0),
        (2, 1),
    ]
    assert table.heads == 1


def test_parts_with_text_between_other_columns_or_a_page_between_are_two_tables() -> None:
    lines = ("Place\tPeople", "Bury\t1", "Text.", "Wigan\t2", "Leigh\t3")
    parts = {0: ("table 1 2", 1), 3: ("table 1 2", 2)}
    assert len(read(*lines, parts=parts)) == 2
    lines = ("Place\tPeople", "Bury\t1", "* A note.", "Wigan\t2", "Leigh\t3")
    assert len(read(*lines, parts=parts | {3: ("table 1 5", 2)})) == 2
    assert len(read(*lines, parts=parts | {3: ("table 1 2", 3)})) == 2


def test_titles_stand_above_or_name_the_table_below() -> None:
    def caption(*lines: str) -> str | None:
        text, _ = lay_out(*lines)
        (table,) = read(*lines, parts={next(at for at, line in enumerate(lines) if "\t" in line): ("", 1)})
        return text[slice(*table.caption)] if table.caption else None

    assert caption("Table 2: People", "in thousands", "Place\tPeople", "Bury\t1") == "Table 2: People"
    assert caption("Place\tPeople", "Bury\t1", "Table 2: People") == "Table 2: People"
    assert caption("Place\tPeople", "Bury\t1", "Figure 2: People") is None
    assert caption("The people.", "Place\tPeople", "Bury\t1") is None


def test_one_row_or_one_column_is_no_table() -> None:
    cells = [SeenCell(0, 1, 0, 0), SeenCell(2, 3, 0, 1)]
    assert make_tables([TablePart("", 1, tuple(cells))], (), "a b") == ()
    cells = [SeenCell(0, 1, 0, 0), SeenCell(2, 3, 1, 0)]
    assert make_tables([TablePart("", 1, tuple(cells))], (), "a b") == ()


def test_a_table_of_thousands_of_rows_is_put_together_soon() -> None:
    lines = ["Words."] * 6000 + ["Place\tPeople"] + ["Bury\t1"] * 6000
    with at_most(6, "a table of 6,000 rows"):
        (table,) = read(*lines, parts={6000: ("", 1)})
    assert len(table.cells) == 12_002
