"""Which text a page's shapes hide, on pages that reportlab draws here."""

import io
from collections.abc import Callable
from pathlib import Path

import pytest
from reportlab.pdfgen.canvas import Canvas

from ingest.layout.parts import DrawnPage
from ingest.readers.pdfium.document import read_sheets
from ingest.readers.process.child import read_in_child
from ingest.settings import IndexSettings


def draw(paint: Callable[[Canvas], None]) -> bytes:
    buffer = io.BytesIO()
    canvas = Canvas(buffer, pagesize=(400, 400))
    paint(canvas)
    canvas.save()
    return buffer.getvalue()


def read_page(paint: Callable[[Canvas], None]) -> DrawnPage:
    (page,) = read_sheets(draw(paint), Path("page.pdf"))
    return page


def words_after(paint: Callable[[Canvas], None]) -> list[str]:
    """The words of a page on which `paint` draws after "Seven families"."""

    def whole(canvas: Canvas) -> None:
        canvas.drawString(100, 200, "Seven families")
        paint(canvas)

    return [word.text for word in read_page(whole).words]


def borders(canvas: Canvas) -> None:
    """One filled path of the four thin borders of a cell, as word processors draw them."""
    path = canvas.beginPath()
    for left, bottom, width, height in [
        (80, 190, 200, 1),
        (80, 220, 200, 1),
        (80, 190, 1, 31),
        (279, 190, 1, 31),
    ]:
        path.rect(left, bottom, width, height)
    canvas.drawPath(path, fill=1, stroke=0)


def box(canvas: Canvas) -> None:
    canvas.rect(80, 190, 200, 31, fill=1, stroke=0)


def frame(canvas: Canvas) -> None:
    """A ring: an outer box, and an inner one that runs the other way."""
    path = canvas.beginPath()
    path.rect(80, 190, 200, 31)
    for at, (x, y) in enumerate([(85, 195), (85, 216), (275, 216), (275, 195)]):
        (path.lineTo if at else path.moveTo)(x, y)
    path.close()
    canvas.drawPath(path, fill=1, stroke=0)


def triangle(canvas: Canvas) -> None:
    path = canvas.beginPath()
    path.moveTo(60, 150)
    path.lineTo(360, 150)
    path.lineTo(60, 360)
    path.close()
    canvas.drawPath(path, fill=1, stroke=0)


@pytest.mark.parametrize("paint", [borders, frame])
def test_text_that_a_path_goes_around_is_read(paint: Callable[[Canvas], None]) -> None:
    assert words_after(paint) == ["Seven", "families"]


@pytest.mark.parametrize("paint", [box, triangle])
def test_text_inside_a_later_fill_is_hidden(paint: Callable[[Canvas], None]) -> None:
    assert words_after(paint) == []


def test_the_borders_in_one_path_are_rules_and_no_area() -> None:
    page = read_page(borders)
    assert len(page.rules) == 4
    assert page.areas == ()


def test_a_page_of_thousands_of_shapes_over_thousands_of_words_is_read_in_its_time(tmp_path: Path) -> None:
    def paint(canvas: Canvas) -> None:
        for number in range(8_000):
            canvas.drawString(10 + number % 300, 310 + number % 80, "seven families")
        for number in range(8_000):
            canvas.rect(10 + number % 300, 10 + number % 200, 90, 90, fill=1, stroke=0)

    path = tmp_path / "map.pdf"
    path.write_bytes(draw(paint))
    reading = read_in_child(path, IndexSettings(read_seconds=20))
    assert "seven families" in reading.text
