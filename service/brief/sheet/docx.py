"""A brief as a Word document, with real headings, a heading row in its table, and a language."""

import io
import re

from docx import Document
from docx.document import Document as Writing
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Pt
from docx.table import _Row

from service.brief.sheet.parts import BriefSheet, Drawing, Paragraph, Part, Points, SheetHeading, SheetTable
from service.brief.sheet.pdf import draw_png

WIDEST, CM_OF_PIXEL = 15.0, 0.0235
"""Centimetres between the margins of an A4 or Letter page, and of a pixel of a picture, so that 640 of them fit."""
_NEVER = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
"""Characters that XML can't hold."""
LONGEST_TITLE = 255
"""Word's own limit for a document's title; the heading has the whole question."""


def write_docx(sheet: BriefSheet) -> bytes:
    """Write a document."""
    writing = Document()
    writing.styles["Normal"].font.size = Pt(11)
    writing.core_properties.title = _clean(sheet.title)[:LONGEST_TITLE]
    writing.core_properties.author = "Walkalong"
    writing.core_properties.language = "en-GB"
    writing.add_heading(_clean(sheet.title), 1)
    writing.add_paragraph(_clean(sheet.about))
    for part in sheet.parts:
        _write(writing, part)
    kept = io.BytesIO()
    writing.save(kept)
    return kept.getvalue()


def _write(writing: Writing, part: Part) -> None:
    if isinstance(part, SheetHeading):
        writing.add_heading(_clean(part.text), 2)
    elif isinstance(part, Paragraph):
        writing.add_paragraph(_clean(part.text))
    elif isinstance(part, Points):
        for item in part.items:
            writing.add_paragraph(_clean(item), style="List Bullet")
    elif isinstance(part, SheetTable):
        _write_grid(writing, part)
    elif isinstance(part, Drawing):
        _write_drawing(writing, part)
    else:
        paragraph = writing.add_paragraph()
        paragraph.add_run(f"{part.key} ").bold = True
        paragraph.add_run(f"“{_clean(part.text)}”")
        paragraph.add_run(f"\n— {_clean(part.source)}").italic = True
        if part.remark:
            paragraph.add_run(f"\n{_clean(part.remark)}")


def _write_grid(writing: Writing, grid: SheetTable) -> None:
    table = writing.add_table(rows=1, cols=len(grid.heads), style="Table Grid")
    for cell, text in zip(table.rows[0].cells, grid.heads, strict=True):
        cell.paragraphs[0].add_run(_clean(text)).bold = True
    _repeat_as_head(table.rows[0])
    for row in grid.rows:
        for cell, text in zip(table.add_row().cells, row, strict=True):
            cell.text = _clean(text)
    writing.add_paragraph()


def _write_drawing(writing: Writing, drawing: Drawing) -> None:
    """Set a picture with its text alternative, and the same words below it."""
    run = writing.add_paragraph().add_run()
    picture = run.add_picture(
        io.BytesIO(draw_png(drawing.svg)), width=Cm(min(WIDEST, CM_OF_PIXEL * drawing.width))
    )
    about = picture._inline.docPr  # noqa: SLF001  python-docx has no name for it
    about.set("title", _clean(drawing.title))
    about.set("descr", _clean(drawing.words))
    writing.add_paragraph(_clean(f"{drawing.title}. {drawing.words}"), style="Caption")


def _repeat_as_head(row: _Row) -> None:
    """Mark a row as the table's head: it is repeated on each page, and read out with the cells below it."""
    head = OxmlElement("w:tblHeader")
    head.set(qn("w:val"), "true")
    row._tr.get_or_add_trPr().append(head)  # noqa: SLF001  python-docx has no name for it


def _clean(text: str) -> str:
    return _NEVER.sub("", text)
