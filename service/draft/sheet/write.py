"""A checked draft in any of the file formats, by name."""

from collections.abc import Mapping
from typing import Literal

from ingest.types import Details
from service.draft.sheet.lay_out import count_outcomes, lay_out_check
from service.draft.types import DraftCheck

DraftFormat = Literal["html", "docx"]
MEDIA_TYPES: dict[DraftFormat, str] = {
    "html": "text/html; charset=utf-8",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
}


def write_check(checked: DraftCheck, entries: Mapping[str, Details], form: DraftFormat) -> bytes:
    """Write a checked draft as a file."""
    paragraphs, summary = lay_out_check(checked, entries), count_outcomes(checked)
    # Each library takes a moment to import, so only the one for the format asked for is imported.
    if form == "docx":
        from service.draft.sheet.docx import write_docx

        return write_docx(paragraphs, summary, checked.notes)
    from service.draft.sheet.html import write_html

    return write_html(paragraphs, summary, checked.notes).encode()
