"""Tables that run over pages: with and without rules, turned, and of thousands of rows; drawn here by reportlab."""

import io
from pathlib import Path

import pytest
from reportlab.lib.pagesizes import A4
from reportlab.pdfgen.canvas import Canvas

from ingest.readers.html import read_html
from ingest.readers.pdf import read_pdf
from ingest.types import Reading, Table

HEAD = ("Hall", "Rooms", "Visits", "Opened")
LEFTS = (60, 240, 320, 410, 480)
STEP = 16
SIDES = "North South East West Upper Lower".split()
Row = tuple[str, ...]


def make_rows(count: int) -> list[Row]:
    return [
        (f"{SIDES[at % 6]} hall {at}", str(at % 17 + 1), f"{at * 37 % 9973:,}", str(1990 + at % 30))
        for at in range(count)
    ]


def paint_rows(canvas: Canvas, rows: list[Row], top: float, *, ruled: bool) -> None:
    canvas.setFont("Helvetica", 9)
    for at, row in enumerate(rows):
        for left, words in zip(LEFTS, row, strict=False):
            canvas.drawString(left + 3, top - STEP * at + 4, words)
    if ruled:
        edges = [top + STEP - STEP * at for at in range(len(rows) + 1)]
        canvas.grid(list(LEFTS), edges)


def draw_table(rows: list[Row], *, ruled: bool, turned: str = "", a_page: int = 44) -> bytes:
    """A table with its head on every page. `turned`: the words of upright pages, or the pages themselves."""
    buffer = io.BytesIO()
    canvas = Canvas(buffer, pagesize=A4)
    for first in range(0, len(rows), a_page):
        top = 760.0
        if turned:
            canvas.setPageRotation(90 if turned == "page" else 0)
            canvas.translate(A4[0], 0)
            canvas.rotate(90)
            top = A4[0] - 60
        paint_rows(canvas, [HEAD, *rows[first : first + a_page]], top, ruled=ruled)
        canvas.showPage()
    canvas.save()
    return buffer.getvalue()


def grid_of(reading: Reading, table: Table) -> list[Row]:
    rows: dict[int, list[str]] = {}
    for cell in table.cells:
        rows.setdefault(cell.row, []).append(reading.text[cell.start : cell.end])
    return [tuple(rows[number]) for number in sorted(rows)]


@pytest.mark.parametrize("ruled", [True, False], ids=["ruled", "unruled"])
@pytest.mark.parametrize("turned", ["", "words", "page"])
def test_a_table_over_three_pages_is_one_with_its_head_once(turned: str, *, ruled: bool) -> None:
    rows = make_rows(60)
    data = draw_table(rows, ruled=ruled, turned=turned, a_page=25 if turned else 44)
    reading = read_pdf(data, Path("halls.pdf"), max_pages=50)
    assert [grid_of(reading, table) for table in reading.tables] == [[HEAD, *rows]]
    assert reading.warnings == ()


def test_a_table_of_thousands_of_rows_keeps_each_cell() -> None:
    rows = make_rows(5000)
    reading = read_pdf(draw_table(rows, ruled=False), Path("halls.pdf"), max_pages=500)
    assert [grid_of(reading, table) for table in reading.tables] == [[HEAD, *rows]]


def test_a_web_page_with_thousands_of_rows_keeps_each_cell() -> None:
    rows = make_rows(5000)
    lines = "".join("<tr>" + "".join(f"<td>{cell}</td>" for cell in row) + "</tr>" for row in [HEAD, *rows])
    reading = read_html(f"<body><table>{lines}</table></body>".encode(), Path("halls.html"))
    assert [grid_of(reading, table) for table in reading.tables] == [[HEAD, *rows]]


def test_other_columns_on_the_next_page_are_another_table() -> None:
    rows = make_rows(20)
    buffer = io.BytesIO()
    canvas = Canvas(buffer, pagesize=A4)
    paint_rows(canvas, [HEAD, *rows], 760, ruled=False)
    canvas.showPage()
    canvas.translate(25, 0)
    paint_rows(canvas, [HEAD, *rows], 760, ruled=False)
    canvas.save()
    reading = read_pdf(buffer.getvalue(), Path("halls.pdf"), max_pages=50)
    assert [grid_of(reading, table) for table in reading.tables] == [[HEAD, *rows], [HEAD, *rows]]
