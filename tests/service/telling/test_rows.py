"""Rows of tables, told to people."""

from dataclasses import replace

from service.telling.rows import tell_row, write_lines, write_markdown, write_words
from service.types import CitedRow, Passage

ROW = CitedRow(
    "Money",
    (("", "Budget", "Budget", ""), ("Place", "planned", "spent", "")),
    ("Bury | Wigan", "£4", "£3", ""),
    ((0, 12), (13, 15), (16, 18), None),
    (2,),
)


def test_a_head_over_several_columns_is_told_once() -> None:
    told = tell_row(ROW)
    assert told.heads == (
        (("", 1), ("Budget", 2), ("", 1)),
        (("Place", 1), ("planned", 1), ("spent", 1), ("", 1)),
    )
    assert [(cell.name, cell.text, cell.asked) for cell in told.cells] == [
        ("Place", "Bury | Wigan", False),
        ("Budget, planned", "£4", False),
        ("Budget, spent", "£3", True),
        ("", "", False),
    ]
    assert len(told.filled) == 3


def test_markdown_keeps_cells_apart_and_what_was_asked_for_bold() -> None:
    assert write_markdown(ROW) == [
        "| Place | Budget, planned | Budget, spent |  |",
        "| --- | --- | --- | --- |",
        "| Bury \\| Wigan | £4 | **£3** |  |",
    ]


def test_lines_leave_empty_cells_out() -> None:
    assert write_lines(ROW) == ["  Place: Bury | Wigan", "  Budget, planned: £4", "→ Budget, spent: £3"]


def test_the_words_of_a_row_are_its_cells() -> None:
    place = ("r", "A report", 1, "1", 0, 20)
    passage = Passage("S1", *place, "| **Bury** | £4 |", "", (), "table_row", "finding", None, (), 1.0)
    assert write_words(passage) == "| Bury | £4 |"
    row = CitedRow("", (), ("**Bury**", "", "£4"), ((2, 10), None, (13, 15)))
    assert write_words(replace(passage, table=row)) == "Bury · £4"
    assert write_words(replace(passage, end=12, table=row)) == "Bury"
