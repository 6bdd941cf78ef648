"""Cells between pipes."""

from pathlib import Path

from ingest.readers.markdown import read_markdown

TEXT = """\
# Report

Table 1. Money

| Place | 2019 | 2020 |
|---|---:|---|
| Bury | £1 | |
| a \\| b | | £3 |

Text between.

who | what
--- | ---
Ada | Chair
"""


def test_cells_keep_their_columns_and_their_words() -> None:
    reading = read_markdown(TEXT.encode(), Path("r.md"))
    first, second = reading.tables
    cells = [(cell.row, cell.column, reading.text[cell.start : cell.end]) for cell in first.cells]
    assert cells == [
        (0, 0, "Place"), (0, 1, "2019"), (0, 2, "2020"),
        (1, 0, "Bury"), (1, 1, "£1"),
        (2, 0, "a \\| b"), (2, 2, "£3"),
    ]  # fmt: skip
    assert (first.heads, second.heads) == (1, 1)
    assert first.caption is not None
    assert reading.text[slice(*first.caption)] == "Table 1. Money"
    assert [reading.text[cell.start : cell.end] for cell in second.cells] == ["who", "what", "Ada", "Chair"]


def test_a_table_in_tags_is_one_too() -> None:
    text = "Text.\n\n<table><tr><th>Place</th><th>People</th></tr><tr><td>Bury</td><td>12</td></tr></table>\n"
    reading = read_markdown(text.encode(), Path("r.md"))
    (table,) = reading.tables
    assert [reading.text[cell.start : cell.end] for cell in table.cells] == ["Place", "People", "Bury", "12"]
    assert table.heads == 1
