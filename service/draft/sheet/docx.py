"""A checked draft as a Word document: the words of the draft, with a comment at each sentence that claims something."""

import io
import re
from collections.abc import Sequence

from docx import Document
from docx.document import Document as Writing

from service.draft.sheet.lay_out import LIMITS, Finding, ParagraphFindings, list_remarks
from service.draft.types import ParagraphKind

_NEVER = re.compile(r"[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""Characters that XML can't hold."""
_STYLES: dict[ParagraphKind, str | None] = {
    "heading": "Heading 2",
    "bullet": "List Bullet",
    "paragraph": None,
    "aside": None,
}


def write_docx(paragraphs: Sequence[ParagraphFindings], summary: str, notes: Sequence[str]) -> bytes:
    """Write a document with a plain layout; the draft's own layout is not kept."""
    writing = Document()
    writing.core_properties.title = "Draft, checked against the reports"
    writing.core_properties.author = "Walkalong"
    writing.core_properties.language = "en-GB"
    for words in (summary, *notes, LIMITS):
        writing.add_paragraph().add_run(_clean(words)).italic = True
    for paragraph in paragraphs:
        _write_paragraph(writing, paragraph)
    kept = io.BytesIO()
    writing.save(kept)
    return kept.getvalue()


def _write_paragraph(writing: Writing, paragraph: ParagraphFindings) -> None:
    written = writing.add_paragraph(style=_STYLES[paragraph.kind])
    for number, finding in enumerate(paragraph.findings):
        if number:
            written.add_run(" ")
        run = written.add_run(_clean(finding.text))
        if finding.outcome != "none":
            comment = writing.add_comment(run, _tell(finding), author="Walkalong", initials="W")
            comment.paragraphs[0].runs[0].bold = True


def _tell(finding: Finding) -> str:
    """Give the words of a comment; each line becomes a paragraph."""
    return _clean("\n".join((f"{finding.label}.", *list_remarks(finding))))


def _clean(text: str) -> str:
    return _NEVER.sub("", text)
