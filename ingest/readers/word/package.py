"""The package of a Word file: whether it is safe to open, and made one that python-docx opens."""

import io
import re
import zipfile
from pathlib import Path

from ingest.errors import UnreadableFile

LARGEST_RATIO = 200
"""Unpacked size over packed size; real documents stay below 30."""
SMALLEST_PACKED = 50_000
"""Bytes: below this a document's fixed parts, which pack well, decide its ratio."""
HEAD = 16_384
"""Bytes of a part in which a document type would stand."""
DECLARATIONS = re.compile(rb"<!(?:DOCTYPE|ENTITY)|<\0!\0D\0O\0C|\0<\0!\0D\0O\0C")
"""What declares entities, in one byte a character or two; Word never writes them."""
STRICT = b"http://purl.oclc.org/ooxml/"
NAMESPACES = (
    (
        b"http://purl.oclc.org/ooxml/wordprocessingml/main",
        b"http://schemas.openxmlformats.org/wordprocessingml/2006/main",
    ),
    (
        b"http://purl.oclc.org/ooxml/officeDocument/math",
        b"http://schemas.openxmlformats.org/officeDocument/2006/math",
    ),
    (
        b"http://purl.oclc.org/ooxml/officeDocument/relationships",
        b"http://schemas.openxmlformats.org/officeDocument/2006/relationships",
    ),
    (b"http://purl.oclc.org/ooxml/drawingml/", b"http://schemas.openxmlformats.org/drawingml/2006/"),
)
"""The names of ISO 29500 Strict, and those of the files that nearly every program writes."""
MAIN = b"application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
LIKE_MAIN = re.compile(
    rb"application/vnd\.(?:openxmlformats-officedocument\.wordprocessingml\.template|ms-word\.(?:document|template)"
    rb"\.macroEnabled(?:Template)?)\.main\+xml"
)
"""Templates, and documents with macros (which are never run)."""


def check_package(data: bytes, path: Path, max_bytes: int) -> None:
    """Refuse, before anything is unpacked, a package that is too large or whose XML declares entities."""
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        members = package.infolist()
        size = sum(member.file_size for member in members)
        if size > max_bytes or size > max(len(data), SMALLEST_PACKED) * LARGEST_RATIO:
            raise UnreadableFile(
                path,
                "too_large",
                f"Its parts unpack to {size / 1e6:,.0f} MB.",
                "If that is right, raise WALKALONG_MAX_FILE_MB or save the document in parts.",
            )
        for member in members:
            if member.filename.endswith((".xml", ".rels")) and does_declare(package, member):
                raise UnreadableFile(
                    path,
                    "unsafe",
                    f"Its part {member.filename} declares a document type or entities, as no Word file does.",
                    "Open it in Word or LibreOffice and save it again as .docx.",
                )


def does_declare(package: zipfile.ZipFile, member: zipfile.ZipInfo) -> bool:
    """Whether a part of a package declares a document type or entities."""
    with package.open(member) as part:
        return DECLARATIONS.search(part.read(HEAD)) is not None


def make_usual(data: bytes) -> bytes:
    """The package with the names that python-docx knows; the same bytes where it has them already."""
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        kinds = package.read("[Content_Types].xml")
        strict = any(STRICT in package.read(name) for name in package.namelist() if name.endswith(".rels"))
        if not strict and not LIKE_MAIN.search(kinds):
            return data
        output = io.BytesIO()
        with zipfile.ZipFile(output, "w", zipfile.ZIP_DEFLATED) as usual:
            for member in package.infolist():
                part = package.read(member)
                if member.filename.endswith((".xml", ".rels")):
                    for name, known in NAMESPACES:
                        part = part.replace(name, known)
                    part = LIKE_MAIN.sub(MAIN, part)
                usual.writestr(member.filename, part)
    return output.getvalue()
