"""From a file to a `Reading`: one reader for each format, chosen by what the file holds."""

from dataclasses import replace
from pathlib import Path

from ingest.errors import UnreadableFile
from ingest.progress import TellPage, ignore_pages
from ingest.readers.detect import detect, warn_of_name
from ingest.readers.docx import read_docx
from ingest.readers.html import read_html
from ingest.readers.markdown import read_markdown
from ingest.readers.pdf import read_pdf
from ingest.readers.text import read_text
from ingest.settings import IndexSettings
from ingest.types import Format, Reading

MOST_CHARACTERS = 5_000_000
"""Of text in one report: 2,000 pages of a close-set book have about that. What comes after reading works in no
process of its own; it takes a minute or two for so much, and would take hours for what a small file can unpack to.
"""
_MOST_BYTES = 4 * MOST_CHARACTERS
"""Of plain text: no encoding needs more than four for a character."""


def read(path: Path, settings: IndexSettings, tell: TellPage = ignore_pages) -> Reading:
    """Read one file in this process; raises `UnreadableFile` with a stable reason.

    Time, memory and what else the reading may do are bounded only in `ingest.readers.process.child`.
    """
    data = _read_bytes(path, settings.max_file_mb)
    kind = detect(data, path)
    if kind in ("text", "markdown") and len(data) > _MOST_BYTES:
        raise _refuse_too_long(path, len(data))
    reading = _read_as(kind, data, path, settings, tell)
    if len(reading.text) > MOST_CHARACTERS:
        raise _refuse_too_long(path, len(reading.text))
    warning = warn_of_name(path, reading.format)
    return replace(reading, warnings=(*reading.warnings, warning)) if warning else reading


def _read_as(kind: Format, data: bytes, path: Path, settings: IndexSettings, tell: TellPage) -> Reading:
    match kind:
        case "pdf":
            return read_pdf(data, path, max_pages=settings.max_pages, tell=tell)
        case "docx":
            return read_docx(data, path, max_bytes=settings.max_file_mb * 1_000_000)
        case "html":
            return read_html(data, path)
        case "markdown":
            return read_markdown(data, path)
        case "text":
            return read_text(data, path)


def _refuse_too_long(path: Path, length: int) -> UnreadableFile:
    explanation = (
        f"It has {length / 1e6:,.1f} million characters of text; the limit is {MOST_CHARACTERS / 1e6:,.0f}."
    )
    return UnreadableFile(path, "too_large", explanation, "Split it.")


def _read_bytes(path: Path, max_mb: int) -> bytes:
    try:
        size = path.stat().st_size
        if size > max_mb * 1_000_000:
            raise UnreadableFile(
                path,
                "too_large",
                f"It has {size / 1e6:,.1f} MB; the limit is {max_mb} MB.",
                "Raise WALKALONG_MAX_FILE_MB, or split the file.",
            )
        return path.read_bytes()
    except OSError as error:
        raise UnreadableFile(
            path, "missing", f"It can't be opened ({error.strerror}).", "Check its name and who may read it."
        ) from error
