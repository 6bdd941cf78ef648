"""Lines to paragraphs, on pages that reportlab draws here."""

import io
from pathlib import Path

from reportlab.lib.pagesizes import A4
from reportlab.pdfgen.canvas import Canvas

from ingest.readers.pdf import read_pdf


def read_lines(*lines: str) -> list[tuple[str, str]]:
    """Role and words of the blocks that these lines make, each set with wide spaces, as justified text may be."""
    buffer = io.BytesIO()
    canvas = Canvas(buffer, pagesize=A4)
    canvas.setFont("Helvetica", 10)
    for at, line in enumerate(lines):
        canvas.drawString(60, 700 - 14 * at, line, wordSpace=2)
    canvas.save()
    reading = read_pdf(buffer.getvalue(), Path("lines.pdf"), max_pages=5)
    return [(block.role, reading.text[block.start : block.end]) for block in reading.blocks]


def test_a_dash_inside_a_sentence_marks_no_item() -> None:
    lines = (
        "The hall stayed open in the evenings and on each of the Sundays of that year",
        "- a winter of storms and of floods, as nobody had seen them here before it, -",
        "because the neighbours took turns.",
    )
    assert read_lines(*lines) == [("paragraph", " ".join(lines))]


def test_dashes_of_a_list_mark_items() -> None:
    found = read_lines(
        "The hall stayed open in the evenings and on each of the Sundays of that year:",
        "- by the work of the neighbours, who took turns in the kitchen and at the door",
        "- with money from the town",
    )
    assert [role for role, _ in found] == ["paragraph", "bullet", "bullet"]
