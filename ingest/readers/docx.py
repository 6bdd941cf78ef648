"""Word files: python-docx opens the package; the text is put together from paragraphs, tables and notes."""

import io
import re
from collections.abc import Iterator
from pathlib import Path

from docx import Document
from docx.document import Document as WordDocument
from docx.oxml import parse_xml
from docx.oxml.ns import qn
from docx.oxml.xmlchemy import BaseOxmlElement as Element

from ingest.errors import UnreadableFile
from ingest.readers.flow import ONE_PAGE, FlowBlock, assemble_text, find_contents, find_tables
from ingest.readers.notemarks import take_marks
from ingest.readers.word.margins import read_margins
from ingest.readers.word.notes import read_notes
from ingest.readers.word.numbers import read_numbers
from ingest.readers.word.package import check_package, make_usual
from ingest.readers.word.paragraphs import BOX, FALLBACK, is_bold, read_paragraph_text
from ingest.readers.word.tables import read_rows
from ingest.types import Reading, Role

_HEADING = re.compile(r"(?:heading|titre|überschrift|título) ?(\d)", re.IGNORECASE)
"""Names of heading styles in the languages of the reports, with their level."""
_LIST = re.compile(r"list (?:bullet|number|paragraph)(?: (\d))?$", re.IGNORECASE)
"""Names of the list styles that come with Word, with their depth."""
_ROLES: tuple[tuple[re.Pattern[str], Role], ...] = (
    (re.compile(r"toc\b|table of contents", re.IGNORECASE), "contents"),
    (re.compile(r"quote|citation|quotation", re.IGNORECASE), "quotation"),
    (re.compile(r"caption|légende", re.IGNORECASE), "caption"),
)
_WRAPPERS = {qn(f"w:{name}") for name in ("sdt", "sdtContent", "ins", "moveTo", "smartTag", "customXml")}
_LONGEST_HEADLINE = 80
"""Characters of a heading that is only bold; longer bold paragraphs are set so for weight."""
_LIBRARY = "python-docx"
_BY_HAND = 7
"""The level of headings that are only bold, until it is known whether the file has others."""
_XML_NO_MEMORY = 2
"""The code of lxml's syntax error where memory ran out, which is no error of the file's syntax."""


def read_docx(data: bytes, path: Path, *, max_bytes: int) -> Reading:
    """Read a Word file whose parts unpack to at most `max_bytes`."""
    try:
        check_package(data, path, max_bytes)
        document = Document(io.BytesIO(make_usual(data)))
        parts = [part for part in _read_parts(document) if part.text]
    except (UnreadableFile, MemoryError):
        raise
    except Exception as error:
        if getattr(error, "code", None) == _XML_NO_MEMORY:
            raise MemoryError from error
        raise _corrupt(path, error) from error
    if not parts:
        raise UnreadableFile(
            path,
            "empty",
            "The document has no text.",
            "If it holds pictures of pages, scan them with text recognition.",
        )
    parts = _settle_headlines(parts)
    contents = find_contents([(part.role, part.text) for part in parts])
    parts = [FlowBlock("contents", part.text) if row in contents else part for row, part in enumerate(parts)]
    unmarked = take_marks(parts)
    text, blocks = assemble_text(unmarked.parts)
    return Reading(
        "docx",
        text,
        ONE_PAGE,
        blocks,
        None,
        _read_metadata(document),
        footnotes=unmarked.join(blocks),
        tables=find_tables(unmarked.parts, text, blocks),
    )


def _settle_headlines(parts: list[FlowBlock]) -> list[FlowBlock]:
    """Bold paragraphs are headings in a file that has no headings by style, paragraphs in others."""
    styled = any(part.role == "heading" and part.level != _BY_HAND for part in parts)
    role: Role = "paragraph" if styled else "heading"
    level = 0 if styled else 1
    return [
        FlowBlock(role, part.text, level) if part.role == "heading" and part.level == _BY_HAND else part
        for part in parts
    ]


def _corrupt(path: Path, error: Exception) -> UnreadableFile:
    explanation = f"The Word file is damaged ({type(error).__name__})."
    return UnreadableFile(path, "corrupt", explanation, "Open it in Word, repair it and save it again.")


def _read_metadata(document: WordDocument) -> dict[str, str]:
    core = document.core_properties
    date = core.created or core.modified
    if core.author == _LIBRARY:  # its template's date and name, in files that programs write
        return {"title": core.title.strip()} if (core.title or "").strip() else {}
    found = {
        "title": core.title or "",
        "author": core.author or "",
        "date": date.date().isoformat() if date else "",
        "language": core.language or "",
    }
    return {key: value.strip() for key, value in found.items() if value.strip()}


def _read_parts(document: WordDocument) -> list[FlowBlock]:
    """What headers and footers say, the text, and the notes."""
    body = list(_Walk(document).read_children(document.element.body))
    said = "\n".join(part.text for part in body)
    margins = [FlowBlock("paragraph", line) for line in read_margins(document, said)]
    return [*margins, *body, *read_notes(document)]


class _Walk:
    """Goes through a document in order; knows its styles and its automatic numbers."""

    def __init__(self, document: WordDocument) -> None:
        self.styles = {style.style_id: style for style in document.styles}
        parts = {
            relation.reltype.rsplit("/", 1)[-1]: relation.target_part
            for relation in document.part.rels.values()
            if not relation.is_external
        }
        numbering = parse_xml(parts["numbering"].blob) if "numbering" in parts else None
        self.numbers = read_numbers(numbering, document.styles.element)

    def read_children(self, parent: Element) -> Iterator[FlowBlock]:
        """Paragraphs and tables in order; content controls and other wrappers are looked into."""
        for child in parent:
            if child.tag == qn("w:p"):
                yield self.read_paragraph(child)
                for box in child.iter(BOX):
                    if not any(above.tag.endswith(FALLBACK) for above in box.iterancestors()):
                        yield from self.read_children(box)
            elif child.tag == qn("w:tbl"):
                yield from read_rows(child)
            elif child.tag in _WRAPPERS:
                yield from self.read_children(child)

    def read_paragraph(self, paragraph: Element) -> FlowBlock:
        """A paragraph in its role, after the number or label that Word puts before it."""
        text = read_paragraph_text(paragraph)
        style = self.styles.get(paragraph.style)
        names = [style.name or ""] if style is not None else []
        base = getattr(style, "base_style", None)
        names += [base.name or ""] if base is not None else []
        role, level = _find_role(paragraph, names)
        label = self.numbers.label(paragraph) if text else ""
        if role == "paragraph" and _is_headline(paragraph, text):
            role, level = "heading", _BY_HAND
        return FlowBlock(role, label + text, level)


def _is_headline(paragraph: Element, text: str) -> bool:
    """Whether a paragraph is set bold by hand as a heading is: short, and no sentence."""
    return 0 < len(text) <= _LONGEST_HEADLINE and text[-1] not in ".,:;" and is_bold(paragraph)


def _find_role(paragraph: Element, names: list[str]) -> tuple[Role, int]:
    """The role by the names of the paragraph's style and of its base, then by its numbering."""
    for name in names:
        heading = _HEADING.match(name)
        if heading or name.lower() in ("title", "titre"):
            return "heading", int(heading[1]) if heading else 1
        for pattern, role in _ROLES:
            if pattern.search(name):
                return role, 0
    numbering = paragraph.find(f"{qn('w:pPr')}/{qn('w:numPr')}/{qn('w:ilvl')}")
    if numbering is not None:
        return "bullet", int(numbering.get(qn("w:val"), "0")) + 1
    named = next((found for found in map(_LIST.match, names) if found), None)
    return ("bullet", int(named[1] or 1)) if named else ("paragraph", 0)
