"""Tables of Word files, read through the reader."""

import io
from pathlib import Path

from docx import Document
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.table import Table as WordTable

from ingest.readers.docx import read_docx
from ingest.types import Reading


def read(rows: int, columns: int) -> tuple[WordTable, "io.BytesIO", object]:
    document = Document()
    document.add_paragraph("Text.")
    return document.add_table(rows=rows, cols=columns), io.BytesIO(), document


def fill(table: WordTable, *rows: str) -> None:
    for row, line in zip(table.rows, rows, strict=True):
        for cell, words in zip(row.cells, line.split("|"), strict=True):
            cell.text = words


def finish(document: object, file: io.BytesIO) -> Reading:
    document.save(file)  # type: ignore[attr-defined]
    return read_docx(file.getvalue(), Path("r.docx"), max_bytes=10_000_000)


def cells(reading: Reading) -> list[tuple[int, int, int, int, str]]:
    (table,) = reading.tables
    return [(c.row, c.column, c.down, c.across, reading.text[c.start : c.end]) for c in table.cells]


def test_merged_cells_stand_where_they_start() -> None:
    table, file, document = read(4, 3)
    fill(table, "Place|Budget|", "|Planned|Spent", "Bury|£4|£3", "|£2|")
    table.cell(0, 0).merge(table.cell(1, 0))
    table.cell(0, 1).merge(table.cell(0, 2))
    table.cell(2, 0).merge(table.cell(3, 0))
    reading = finish(document, file)
    assert cells(reading) == [
        (0, 0, 2, 1, "Place"), (0, 1, 1, 2, "Budget"),
        (1, 1, 1, 1, "Planned"), (1, 2, 1, 1, "Spent"),
        (2, 0, 2, 1, "Bury"), (2, 1, 1, 1, "£4"), (2, 2, 1, 1, "£3"),
        (3, 1, 1, 1, "£2"),
    ]  # fmt: skip
    assert reading.tables[0].heads == 2


def test_a_repeated_row_is_a_head() -> None:
    table, file, document = read(3, 2)
    fill(table, "Ada|Chair", "Mary|Treasurer", "Jo|Member")
    table.rows[0]._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))
    assert finish(document, file).tables[0].heads == 1


def test_a_table_in_a_cell_is_part_of_the_cell() -> None:
    table, file, document = read(2, 2)
    fill(table, "Place|What", "Bury|Before")
    inner = table.cell(1, 1).add_table(rows=1, cols=2)
    fill(inner, "in|side")
    assert cells(finish(document, file))[-1] == (1, 1, 1, 1, "Before in side")


def test_a_span_beyond_reason_fills_no_memory() -> None:
    table, file, document = read(2, 2)
    fill(table, "Place|People", "Bury|12")
    span = OxmlElement("w:gridSpan")
    span.set(qn("w:val"), "900000000")
    table.cell(0, 1)._tc.get_or_add_tcPr().append(span)
    assert cells(finish(document, file))[1][3] == 50
