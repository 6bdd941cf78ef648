"""A brief, or any other document of its parts, in each of the formats, by name."""

from collections.abc import Callable, Mapping
from typing import Literal

from ingest.types import Details
from service.brief.sheet.lay_out import lay_out_brief
from service.brief.sheet.parts import BriefSheet
from service.brief.types import Brief

SheetFormat = Literal["md", "html", "docx", "pdf"]
MEDIA_TYPES: dict[SheetFormat, str] = {
    "md": "text/markdown; charset=utf-8",
    "html": "text/html; charset=utf-8",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "pdf": "application/pdf",
}


def write_brief(brief: Brief, entries: Mapping[str, Details], form: SheetFormat) -> bytes:
    """Write a brief as a file of a format."""
    return write_document(lay_out_brief(brief, entries), form)


def write_document(sheet: BriefSheet, form: SheetFormat) -> bytes:
    """Write a document that is laid out as a file of a format."""
    return _writer(form)(sheet)


def _writer(form: SheetFormat) -> Callable[[BriefSheet], bytes]:
    # Each library takes a moment to import; only the format that is asked for pays.
    if form == "docx":
        from service.brief.sheet.docx import write_docx

        return write_docx
    if form == "pdf":
        from service.brief.sheet.pdf import write_pdf

        return write_pdf
    if form == "html":
        from service.brief.sheet.html import write_html

        return lambda sheet: write_html(sheet).encode()
    from service.brief.sheet.markdown import write_markdown

    return lambda sheet: write_markdown(sheet).encode()
