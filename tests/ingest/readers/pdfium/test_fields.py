"""Forms that are filled in and ticked, made here."""

import io
from collections.abc import Callable
from pathlib import Path

from reportlab.lib.pagesizes import A4
from reportlab.pdfgen.canvas import Canvas

from ingest.readers.pdf import read_pdf


def read_form(paint: Callable[[Canvas], None]) -> list[str]:
    buffer = io.BytesIO()
    canvas = Canvas(buffer, pagesize=A4)
    canvas.setFont("Helvetica", 11)
    paint(canvas)
    canvas.save()
    reading = read_pdf(buffer.getvalue(), Path("form.pdf"), max_pages=1)
    assert not [each for each in reading.warnings if "not read as it is printed" in each]
    return reading.text.split("\n\n")


def test_what_is_filled_in_stands_behind_its_label() -> None:
    def paint(canvas: Canvas) -> None:
        for at, (label, value) in enumerate([("Area:", "Exford"), ("Visits this month:", "148")]):
            canvas.drawString(60, 700 - 60 * at, label)
            canvas.acroForm.textfield(name=label, value=value, x=60, y=675 - 60 * at, width=300, height=20)
        canvas.drawString(60, 500, "Thank you for filling this in.")

    assert read_form(paint) == ["Area: Exford", "Visits this month: 148", "Thank you for filling this in."]


def test_ticked_and_empty_boxes_differ() -> None:
    def paint(canvas: Canvas) -> None:
        for at, (label, ticked) in enumerate([("Budget spent", True), ("Target met", False)]):
            canvas.drawString(60, 700 - 60 * at, label)
            canvas.acroForm.checkbox(name=label, checked=ticked, x=140, y=697 - 60 * at, size=14)

    assert read_form(paint) == ["Budget spent ☑", "Target met ☐"]
