"""What kind of file some bytes are, by their content: a name may lie, or say nothing."""

import io
import re
import struct
import zipfile
import zlib
from pathlib import Path

from ingest.errors import UnreadableFile
from ingest.types import Format

_PICTURES = (
    (b"\x89PNG\r\n", "a PNG picture"),
    (b"\xff\xd8\xff", "a JPEG picture"),
    (b"GIF8", "a GIF picture"),
    (b"II*\0", "a TIFF picture"),
    (b"MM\0*", "a TIFF picture"),
    (b"BM", "a bitmap picture"),
)
_OTHERS = (
    (b"{\\rtf", "an RTF document"),
    (b"\x1f\x8b", "a gzip archive"),
    (b"7z\xbc\xaf", "a 7-Zip archive"),
    (b"Rar!", "a RAR archive"),
    (b"\x7fELF", "a program"),
    (b"MZ", "a program"),
)
_MAIL = re.compile(rb"\A(?:[A-Za-z][A-Za-z0-9-]{1,60}+:[^\r\n]*+(?:\r?\n[ \t][^\r\n]*+)*+\r?\n){2,200}+")
"""The head of a message: a name and a value on each line, those that start with a blank going on."""
_MAIL_KIND = re.compile(rb"^content-type: *([a-z]{1,20}/[a-z.+-]{1,40})", re.I | re.M)
"""The kind of content that the head of a message declares."""
_REMEDIES = {
    "a PowerPoint file": "Export it as PDF: its slides are read as they show.",
    "an Excel file": "Export the sheets that matter as PDF, or copy them into a Word file.",
    "an OpenDocument file": "Open it in LibreOffice or Word, and save it as DOCX or PDF.",
    "an RTF document": "Open it in Word or LibreOffice, and save it as DOCX or PDF.",
    "an EPUB book": "Print it to PDF from a reader.",
    "an e-mail message": "Open it in a mail program and print it to PDF; save attached reports by themselves.",
    "a web archive (MHTML)": "Open it in a browser, and save it as a single HTML page or print it to PDF.",
    "an Office file of the years before 2007": "Open it in Word, and save it as DOCX.",
}
"""What to do with a file of a kind that isn't read; others are saved as one that is."""
_CONTENT_TYPES = "[Content_Types].xml"
_WORD = re.compile(
    rb"wordprocessingml\.(?:document|template)\.main|ms-word\.(?:document|template)\.macroEnabled"
)
"""How packages name the main part of a Word file, template or file with macros."""
_BROKEN_ZIP = (zipfile.BadZipFile, ValueError, RuntimeError, EOFError, OSError, zlib.error, struct.error)
"""What the ZIP library raises for damaged packages, odd offsets, parts with passwords or unknown compression."""
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENCRYPTED_PACKAGE = "EncryptedPackage".encode("utf-16-le")
_PACKAGES = (
    ("word/document.xml", "a Word file"),
    ("xl/workbook.xml", "an Excel file"),
    ("ppt/presentation.xml", "a PowerPoint file"),
    ("META-INF/container.xml", "an EPUB book"),
    ("content.xml", "an OpenDocument file"),
)
_HTML = re.compile(
    rb"\A\s*+(?:<\?xml[^>]*+>\s*+)?(?:<!--(?>.*?-->)\s*+)*+<(?:!doctype\s+html|html|head|body)\b", re.I | re.S
)
"""A page begins with its declaration or a tag of its frame, after comments."""
_XML = re.compile(rb"\A\s*+<\?xml\b", re.I)
"""The declaration that an XML file begins with."""
_MARKDOWN = re.compile(rb"^(#{1,6} \S|```|\|.+\|\r?$|\[[^\]]+\]: )", re.M)
"""What Markdown has at the start of lines and plain text has not: headings, fences, rows, targets of links."""
_CONTROLS = re.compile(rb"[\x00-\x08\x0e-\x1a\x1c-\x1f]")
"""Characters that no text has: all controls but tab, line ends, form feed and escape."""
_WIDE_MARKS = (b"\xff\xfe", b"\xfe\xff")
_NAMED: dict[str, Format] = {".pdf": "pdf", ".docx": "docx", ".html": "html", ".htm": "html"}
_KINDS: dict[Format, str] = {
    "pdf": "a PDF file",
    "docx": "a Word file",
    "html": "a web page",
    "markdown": "text",
    "text": "text",
}
_HEAD = 65_536
"""Bytes that tell a kind; declarations and heads of messages are shorter."""


def detect(data: bytes, path: Path) -> Format:
    """The format of the file's bytes; raises `UnreadableFile` for whatever can't be read as a report.

    The name only decides between Markdown, HTML and plain text, which look alike.
    """
    if not data.strip(b" \t\r\n\f\0\xef\xbb\xbf\xff\xfe"):
        raise UnreadableFile(
            path, "empty", "There is nothing in it.", "Check that the file was saved or copied whole."
        )
    if b"%PDF-" in data[:1024]:
        return "pdf"
    if data.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return _tell_package(data, path)
    _refuse_binary(data, path)
    _refuse_mail(data, path)
    return _tell_flowing(data, path)


def warn_of_name(path: Path, kind: Format) -> str | None:
    """A warning where a file's name promises another format: often a web page was saved in place of the report."""
    named = _NAMED.get(path.suffix.lower())
    if named in (None, kind):
        return None
    return f"Its name ends in {path.suffix}, but it is {_KINDS[kind]}: check that it is the report."


def _tell_package(data: bytes, path: Path) -> Format:
    try:
        package = zipfile.ZipFile(io.BytesIO(data))
        names = set(package.namelist())
        kinds = _read_head(package, _CONTENT_TYPES) if _CONTENT_TYPES in names else b""
    except _BROKEN_ZIP as error:
        raise UnreadableFile(
            path, "corrupt", "It is a broken ZIP package, perhaps cut short.", "Copy or download it again."
        ) from error
    kind = next((kind for name, kind in _PACKAGES if name in names), "a ZIP archive")
    if kind == "a Word file" or _WORD.search(kinds):  # Word for the web names its main part as it likes
        return "docx"
    raise _refuse_unknown(path, kind)


def _read_head(package: zipfile.ZipFile, name: str) -> bytes:
    """The beginning of a part, which may unpack to any size."""
    with package.open(name) as part:
        return part.read(_HEAD)


def _refuse_binary(data: bytes, path: Path) -> None:
    if data.startswith(_OLE):
        if _ENCRYPTED_PACKAGE in data:
            raise UnreadableFile(
                path, "encrypted", "It is protected by a password.", "Save a copy without the password."
            )
        raise _refuse_unknown(path, "an Office file of the years before 2007")
    for magic, kind in (*_PICTURES, *_OTHERS):
        if data.startswith(magic) and not (len(magic) == 2 and _is_text(data)):
            raise _refuse_unknown(path, kind)
    if not _is_text(data):
        raise _refuse_unknown(path, "a binary file")


def _refuse_mail(data: bytes, path: Path) -> None:
    """Refuse messages that are encoded; a message in plain text is text."""
    head = _MAIL.match(data[:_HEAD])
    kind = _MAIL_KIND.search(head[0]) if head and b"mime-version:" in head[0].lower() else None
    if kind:
        is_page = kind[1].lower() == b"multipart/related" and b"text/html" in data[:_HEAD].lower()
        raise _refuse_unknown(path, "a web archive (MHTML)" if is_page else "an e-mail message")


def _is_text(data: bytes) -> bool:
    """Whether hardly any control characters occur, in one byte or two bytes a character."""
    head = data[:_HEAD]
    zeros = max(head[0::2].count(0), head[1::2].count(0)) if len(head) > 1 else 0
    if head.startswith(_WIDE_MARKS) or zeros > 0.4 * len(head) / 2:
        return True
    return len(_CONTROLS.findall(head)) <= len(head) / 200 and b"\0" not in head


def _tell_flowing(data: bytes, path: Path) -> Format:
    suffix = path.suffix.lower()
    head = data[:_HEAD].replace(b"\0", b"").lstrip(b"\xef\xbb\xbf\xff\xfe")
    if _HTML.match(head) or (suffix in (".html", ".htm", ".xhtml") and b"<" in head):
        return "html"
    if _XML.match(head):
        raise _refuse_unknown(path, "an XML file")
    if suffix in (".md", ".markdown"):
        return "markdown"
    marks = [match[1][:1] for match in _MARKDOWN.finditer(head)]
    return "markdown" if suffix != ".txt" and b"#" in marks and len(marks) > 1 else "text"


def _refuse_unknown(path: Path, kind: str) -> UnreadableFile:
    named = f", although its name ends in {path.suffix}" if path.suffix else ""
    return UnreadableFile(
        path,
        "unknown_format",
        f"It is {kind}{named}; reports are read from PDF, DOCX, HTML, Markdown and text files.",
        _REMEDIES.get(kind, "Save or export it as one of these."),
    )
