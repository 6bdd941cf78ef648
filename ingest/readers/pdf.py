"""The only home of pypdf, and the reader of PDF files: can it be read, and what does it say of itself."""

import io
import logging
import re
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import pypdf

from ingest.errors import UnreadableFile
from ingest.language.titles import is_leftover
from ingest.layout.conserve import Loss
from ingest.layout.read import Layout, read_layout
from ingest.layout.titlepage import find_date, find_title
from ingest.progress import TellPage, ignore_pages
from ingest.readers.pdfium.document import count_pages, read_bookmarks, read_sheets
from ingest.types import Page, Reading

FEWEST_CHARACTERS = 15
"""A page with fewer has no text of its own: a picture, or blank, with a page number or a logo's letters."""
MOST_WORDS = 8
"""Words that a warning names one by one."""
MOST_NAMED = 40
"""Pages that a warning names one by one; a scan may have hundreds."""
MOST_EMPTY = 0.8
"""With a larger part of its pages without text, a file is a scan; covers and dividers are few."""

logger = logging.getLogger(__name__)
# What pypdf finds wrong with a file that pdfium reads is no news to a person.
logging.getLogger("pypdf").setLevel(logging.CRITICAL)


def read_pdf(data: bytes, path: Path, *, max_pages: int, tell: TellPage = ignore_pages) -> Reading:
    """Text in reading order with its blocks, and where each word stands.

    Raises `UnreadableFile` for a file that needs a password (`encrypted`), has no text (`scanned`), is
    damaged (`corrupt`), holds nothing (`empty`) or has more than `max_pages` pages (`too_large`).
    """
    check_whole(data, path)
    count = count_pages(data, path)
    if count > max_pages:
        explanation = f"It has {count} pages; the limit is {max_pages}."
        raise UnreadableFile(path, "too_large", explanation, "Split it, or raise WALKALONG_MAX_PAGES.")
    document = Document(data)
    sheets = []
    for sheet in read_sheets(data, path, document.list_off_layers()):
        sheets.append(sheet)
        tell(len(sheets), count)
    layout = read_layout(sheets, read_bookmarks(data, path))
    check_text(layout, path)
    pages = tuple(
        with_label(page, label) for page, label in zip(layout.pages, document.read_labels(count), strict=True)
    )
    metadata = {
        **document.read_metadata(),
        **{key: value for key, value in (("date", find_date(layout)),) if value},
    }
    metadata["title"] = metadata["title"] or find_title(layout)
    found = {key: value for key, value in metadata.items() if value}
    return Reading(
        "pdf",
        layout.text,
        pages,
        layout.blocks,
        layout.words,
        found,
        list_warnings(layout),
        layout.footnotes,
        layout.tables,
    )


def check_whole(data: bytes, path: Path) -> None:
    """Refuse a file whose end is missing: what could be rescued of it would pass for the whole."""
    if not data:
        raise UnreadableFile(path, "empty", "The file is empty.", "Fetch it again.")
    tail = data[-4096:]
    if b"%%EOF" not in tail and b"startxref" not in tail:
        raise UnreadableFile(path, "corrupt", "The end of the file is missing.", "Fetch it again, whole.")


def check_text(layout: Layout, path: Path) -> None:
    """Refuse a file that is pictures of pages."""
    empty = len(find_pages_without_text(layout))
    if empty == len(layout.pages) or empty > MOST_EMPTY * len(layout.pages):
        explanation = (
            f"{empty} of its {len(layout.pages)} pages have no text: it is a scan, or drawn letters."
        )
        raise UnreadableFile(path, "scanned", explanation, "Run it through text recognition (OCR) first.")


def find_pages_without_text(layout: Layout) -> list[int]:
    """Numbers of the pages with next to no text."""
    characters = dict.fromkeys((page.number for page in layout.pages), 0)
    rows = zip(
        layout.words.start.tolist(), layout.words.end.tolist(), layout.words.page.tolist(), strict=True
    )
    for start, end, page in rows:
        characters[page] += end - start
    return [number for number, count in characters.items() if count < FEWEST_CHARACTERS]


def list_warnings(layout: Layout) -> tuple[str, ...]:
    """What a person should know of a file that was read."""
    found = []
    if empty := find_pages_without_text(layout):
        found.append(f"No text on {name_pages(empty)}.")
    if layout.recognised:
        found.append(f"Read from a scan on {name_pages(layout.recognised)}: words may be misread.")
    found += [say_loss(loss) for loss in layout.losses]
    reasons = sorted({reason for _, reason, _ in layout.hidden})
    for reason in reasons:
        pages = [page for page, other, _ in layout.hidden if other == reason]
        words = "1 word" if len(pages) == 1 else f"{len(pages)} words"
        found.append(f"Left out: {words} {reason}, on {name_pages(sorted(set(pages)))}.")
    return tuple(found)


def say_loss(loss: Loss) -> str:
    """A page whose words are not those of the text, in words."""
    sides = (("without", loss.lost), ("with more of", loss.added))
    named = [f"{what} {name_words(words)}" for what, words in sides if words]
    return f"Page {loss.page} was not read as it is printed: {'; '.join(named)}."


def name_words(words: Sequence[str]) -> str:
    """The first words, and how many more there are."""
    rest = len(words) - MOST_WORDS
    return ", ".join(words[:MOST_WORDS]) + (f" and {rest} more" if rest > 0 else "")


def name_pages(numbers: Sequence[int]) -> str:
    """Page numbers in words; many as the first and how many more."""
    if len(numbers) == 1:
        return f"page {numbers[0]}"
    shown = ", ".join(map(str, numbers[:MOST_NAMED]))
    rest = len(numbers) - MOST_NAMED
    return f"pages {shown}" + (f" and {rest} more" if rest > 0 else "")


def with_label(page: Page, label: str | None) -> Page:
    """The page with the file's own label where none is printed and the label isn't just the position."""
    if page.label is None and label not in (None, str(page.number)):
        return replace(page, label=label)
    return page


class Document:
    """What pypdf can tell of a file beside its text; nothing where it can't, as pdfium has read the text."""

    def __init__(self, data: bytes) -> None:
        self.reader = try_reading(lambda: pypdf.PdfReader(io.BytesIO(data)))

    def read_labels(self, count: int) -> list[str | None]:
        """The file's `/PageLabels`, one for each page."""
        labels: list[str | None] = try_reading(lambda: list(self.reader.page_labels)) or []
        return labels if len(labels) == count else [None] * count

    def list_off_layers(self) -> frozenset[str]:
        """Names of the layers that a viewer does not show, those apart that share a name with one it shows."""
        return try_reading(self.find_off_layers) or frozenset()

    def find_off_layers(self) -> frozenset[str]:
        """The same; fails where the file has no layers."""
        layers = self.reader.root_object["/OCProperties"]
        default = layers["/D"]
        names = {layer.idnum: str(layer.get_object().get("/Name", "")) for layer in layers["/OCGs"]}
        off = {layer.idnum for layer in default.get("/OFF", ())}
        if default.get("/BaseState") == "/OFF":
            off = set(names) - {layer.idnum for layer in default.get("/ON", ())}
        shown = {name for number, name in names.items() if number not in off}
        return frozenset(names[number] for number in off if number in names) - shown

    def read_metadata(self) -> dict[str, str]:
        """Title, author, publisher, date and language as far as the file says them sensibly."""
        return {
            "title": keep_sensible(self.read_info("/Title")),
            "author": keep_sensible(self.read_info("/Author")),
            "publisher": self.read_info("/Company") or tidy(try_reading(self.read_publisher)),
            "date": read_iso_date(self.read_info("/CreationDate")),
            "language": tidy(try_reading(lambda: self.reader.root_object.get("/Lang"))),
        }

    def read_info(self, key: str) -> str:
        """An entry of the file's information dictionary, empty for none."""
        return tidy(try_reading(lambda: self.reader.metadata.get(key)))

    def read_publisher(self) -> str:
        """The publisher in the file's XMP packet."""
        packet = self.reader.xmp_metadata
        return "; ".join(packet.dc_publisher) if packet else ""


def try_reading(ask: Callable[[], Any]) -> Any:  # noqa: ANN401 - each property of pypdf has its own type
    """What pypdf answers, None when it can't: damaged files meet errors of many kinds there."""
    try:
        return ask()
    except Exception as error:  # noqa: BLE001 - pypdf raises its own errors and most built-in ones
        logger.info("pypdf can't tell: %s", error)
        return None


def keep_sensible(value: str) -> str:
    """A title or a name, empty for what programs write there by themselves."""
    return "" if is_leftover(value) or sum(c.isalpha() for c in value) < 4 else value


def tidy(value: object) -> str:
    """A metadata value as one line of text, empty for none."""
    return " ".join(str(value).split()).replace("\x00", "") if value else ""


def read_iso_date(stamp: str) -> str:
    """`D:20250707...` as `2025-07-07`, empty for anything else."""
    found = re.match(r"D:(\d{4})(\d{2})(\d{2})", stamp)
    return "-".join(found.groups()) if found else ""
