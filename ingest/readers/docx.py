"""Word files: python-docx opens the package; the text is put together from paragraphs, tables and notes."""

import io
import re
import zipfile
from collections.abc import Iterator
from pathlib import Path

from docx import Document
from docx.document import Document as WordDocument
from docx.oxml import parse_xml
from docx.oxml.ns import qn
from docx.oxml.xmlchemy import BaseOxmlElement as Element
from docx.styles.style import BaseStyle

from ingest.errors import UnreadableFile
from ingest.readers.flow import ONE_PAGE, FlowBlock, assemble_text, find_contents
from ingest.types import Reading, Role

_LARGEST_RATIO = 200
"""Unpacked size over packed size; real documents stay below 30."""
_DECLARATIONS = re.compile(rb"<!(?:DOCTYPE|ENTITY)|<\0!\0D\0O\0C|\0<\0!\0D\0O\0C")
_HEADING = re.compile(r"(?:heading|titre|überschrift|título) ?(\d)", re.IGNORECASE)
_LIST = re.compile(r"list (?:bullet|number|paragraph)(?: (\d))?$", re.IGNORECASE)
_ROLES: tuple[tuple[re.Pattern[str], Role], ...] = (
    (re.compile(r"toc\b|table of contents", re.IGNORECASE), "contents"),
    (re.compile(r"quote|citation|quotation", re.IGNORECASE), "quotation"),
    (re.compile(r"caption|légende", re.IGNORECASE), "caption"),
)
_TEXT, _DELETED, _FALLBACK, _BOX = qn("w:t"), qn("w:del"), "Fallback", qn("w:txbxContent")
_BREAKS = {qn("w:tab"): "\t", qn("w:br"): "\n", qn("w:cr"): "\n", qn("w:noBreakHyphen"): "-"}
_NOTES = ("footnotes", "endnotes")


def read_docx(data: bytes, path: Path, *, max_bytes: int) -> Reading:
    """Read a Word file whose parts unpack to at most `max_bytes`."""
    try:
        check_package(data, path, max_bytes)
        document = Document(io.BytesIO(data))
        parts = [part for part in _parts(document) if part.text]
    except UnreadableFile:
        raise
    except Exception as error:
        raise _corrupt(path, error) from error
    if not parts:
        raise UnreadableFile(
            path,
            "empty",
            "The document has no text.",
            "If it holds pictures of pages, scan them with text recognition.",
        )
    contents = find_contents([(part.role, part.text) for part in parts])
    parts = [FlowBlock("contents", part.text) if row in contents else part for row, part in enumerate(parts)]
    text, blocks = assemble_text(parts)
    return Reading("docx", text, ONE_PAGE, blocks, None, _metadata(document))


def check_package(data: bytes, path: Path, max_bytes: int) -> None:
    """Refuse, before anything is unpacked, a package that is too large or whose XML declares entities."""
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        members = package.infolist()
        size = sum(member.file_size for member in members)
        if size > max_bytes or size > max(len(data), 50_000) * _LARGEST_RATIO:
            raise UnreadableFile(
                path,
                "too_large",
                f"Its parts unpack to {size / 1e6:,.0f} MB.",
                "If that is right, raise WALKALONG_MAX_FILE_MB or save the document in parts.",
            )
        for member in members:
            if member.filename.endswith((".xml", ".rels")) and _declares(package, member):
                raise UnreadableFile(
                    path,
                    "unsafe",
                    f"Its part {member.filename} declares a document type or entities, as no Word file does.",
                    "Open it in Word or LibreOffice and save it again as .docx.",
                )


def _declares(package: zipfile.ZipFile, member: zipfile.ZipInfo) -> bool:
    with package.open(member) as part:
        return _DECLARATIONS.search(part.read(16_384)) is not None


def _corrupt(path: Path, error: Exception) -> UnreadableFile:
    explanation = f"The Word file is damaged ({type(error).__name__})."
    return UnreadableFile(path, "corrupt", explanation, "Open it in Word, repair it and save it again.")


def _metadata(document: WordDocument) -> dict[str, str]:
    core = document.core_properties
    date = core.created or core.modified
    found = {
        "title": core.title or "",
        "author": core.author or "",
        "date": date.date().isoformat() if date else "",
        "language": core.language or "",
    }
    return {key: value.strip() for key, value in found.items() if value.strip()}


def _parts(document: WordDocument) -> Iterator[FlowBlock]:
    styles = {style.style_id: style for style in document.styles}
    yield from _children(document.element.body, styles)
    for relation in document.part.rels.values():
        if relation.reltype.rsplit("/", 1)[-1] in _NOTES and not relation.is_external:
            for note in parse_xml(relation.target_part.blob):
                if note.get(qn("w:type")) is None:
                    text = " ".join(_text(paragraph) for paragraph in note.iter(qn("w:p")))
                    yield FlowBlock("footnote", text.strip())


def _children(parent: Element, styles: dict[str, BaseStyle]) -> Iterator[FlowBlock]:
    """Paragraphs and tables in order; content controls are looked into."""
    for child in parent:
        if child.tag == qn("w:p"):
            yield _paragraph(child, styles)
            for box in child.iter(_BOX):
                if not any(above.tag.endswith(_FALLBACK) for above in box.iterancestors()):
                    yield from _children(box, styles)
        elif child.tag == qn("w:tbl"):
            for row in _own(child, "w:tr"):
                yield FlowBlock("table_row", _row(row))
        elif child.tag in (qn("w:sdt"), qn("w:sdtContent"), qn("w:ins"), qn("w:smartTag")):
            yield from _children(child, styles)


def _own(parent: Element, tag: str) -> Iterator[Element]:
    """The rows of a table, or the cells of a row, without those of the tables inside it."""
    for found in parent.iter(qn(tag)):
        above = next(each for each in found.iterancestors() if each is parent or each.tag == parent.tag)
        if above is parent:
            yield found


def _row(row: Element) -> str:
    cells = (
        " ".join(text for text in map(_text, cell.iter(qn("w:p"))) if text)
        .replace("\t", " ")
        .replace("\n", " ")
        for cell in _own(row, "w:tc")
    )
    return "\t".join(cells).rstrip("\t")


def _paragraph(paragraph: Element, styles: dict[str, BaseStyle]) -> FlowBlock:
    text = _text(paragraph)
    style = styles.get(paragraph.style)
    names = [style.name or ""] if style is not None else []
    base = getattr(style, "base_style", None)
    names += [base.name or ""] if base is not None else []
    role, level = _role(paragraph, names)
    return FlowBlock(role, text, level)


def _role(paragraph: Element, names: list[str]) -> tuple[Role, int]:
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


def _text(paragraph: Element) -> str:
    """The words of a paragraph as they show: insertions in, deletions out, text boxes left to themselves."""
    pieces: list[str] = []
    for node in paragraph.iter(_TEXT, *_BREAKS):
        if node.tag == _TEXT or node.getparent().tag == qn("w:r"):
            above = {ancestor.tag for ancestor in _between(node, paragraph)}
            if _BOX not in above and _DELETED not in above:
                pieces.append(node.text or "" if node.tag == _TEXT else _BREAKS[node.tag])
    return "".join(pieces).strip()


def _between(node: Element, top: Element) -> Iterator[Element]:
    for ancestor in node.iterancestors():
        if ancestor is top:
            return
        yield ancestor
