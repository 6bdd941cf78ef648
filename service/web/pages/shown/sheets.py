"""The picture of a passage's page with its words marked, and its links: other pages, other sizes, the file."""

from dataclasses import dataclass
from typing import Annotated

from fastapi import Depends, Query

from ingest.types import Report
from service.reports.surroundings import read_page_text
from service.telling import wording
from service.types import Passage
from service.web.render import addresses
from service.web.render.page_images import Marks, Span, find_strip, marks_of_all
from service.wire.addresses import picture

LINES = 0.0
"""The size at which only the lines around the marked words are shown; the first thing that a reader wants to see."""
ZOOMS = ((LINES, "The lines"), (1.0, "Whole page"), (1.5, "Larger"), (2.5, "Largest"))
SCALE = 1.6
"""Pixels a point of a page that fits the width; more for larger ones, up to what pictures are made for."""
LINES_SCALE = 1.5
"""So much finer the lines are drawn: they are read, and screens of phones have two to three pixels for one."""


@dataclass(frozen=True, slots=True)
class Link:
    """A link; without an address it names the state that is shown."""

    words: str
    address: str | None


@dataclass(frozen=True, slots=True)
class Sheet:
    """The picture of a page, and its links."""

    picture: str
    width: int | None
    """Pixels; None where the picture's size is only known when it is drawn."""
    height: int | None
    name: str
    """`page 4`, or `PDF page 4 (printed 3)`; for formats without pages, what is drawn instead."""
    note: str | None
    """Why nothing is marked; empty if something is."""
    across: str | None
    """Where the first marked line begins and has its middle, as shares of the width and height of a whole page."""
    down: str | None
    text: tuple[str, ...]
    """The page's text, for those who can't see the picture."""
    before: str | None
    after: str | None
    zooms: tuple[Link, ...]
    zoom: str
    """A class of the style sheet."""
    file: str
    file_words: str


@dataclass(frozen=True, slots=True)
class PageChoice:
    """Which page of a passage is shown, and how large."""

    page: int | None
    zoom: float


def _view(
    page: Annotated[int | None, Query(ge=1, le=100_000)] = None,
    zoom: Annotated[float, Query(ge=0, le=4)] = LINES,
) -> PageChoice:
    return PageChoice(page, min((size for size, _ in ZOOMS), key=lambda size: abs(size - zoom)))


Looked = Annotated[PageChoice, Depends(_view)]


def make_sheet(report: Report, passage: Passage, view: PageChoice, here: str) -> Sheet:
    """Give the sheet for the page that is shown; `here` is the address of the passage."""
    pages = len(report.pages) if report.words is not None else 1
    number = min(view.page or passage.page, pages)
    cells = passage.table.list_asked_spans() if passage.table else ()
    spans = [Span(*cell) for cell in cells] or [Span(passage.start, passage.end)]
    found = marks_of_all(report, number, spans)
    strip = find_strip(report, number, found.boxes)
    sizes = ZOOMS if strip else ZOOMS[1:]
    zoom = view.zoom if strip else max(view.zoom, 1.0)
    lines = zoom == LINES and strip is not None
    scale = SCALE * (LINES_SCALE if lines else min(zoom, 2))
    shown = report.pages[number - 1]
    place = (report.details.id, number, passage.start, passage.end)

    def at(to: int, zoom: float) -> str:
        return (
            addresses.with_query(here, page=to if to != passage.page else None, zoom=zoom or None) + "#sheet"
        )

    paged = report.words is not None
    first = next(iter(found.boxes), None)
    return Sheet(
        picture=picture(*place, scale, lines=lines, cells=cells),
        width=round(shown.width * scale) if paged else None,
        height=round((strip[1] - strip[0] if lines and strip else shown.height) * scale) if paged else None,
        name=wording.name_page_number(number, shown.label) if paged else "the text around the passage",
        note=find_note(report, passage, found),
        across=f"{first[0] / shown.width:.3f}" if first else None,
        down=f"{(first[1] + first[3]) / 2 / shown.height:.3f}" if first and not lines else None,
        text=tuple(read_page_text(report, number)),
        before=at(number - 1, zoom) if number > 1 else None,
        after=at(number + 1, zoom) if number < pages else None,
        zooms=tuple(Link(words, None if size == zoom else at(number, size)) for size, words in sizes),
        zoom=f"zoom-{[size for size, _ in ZOOMS].index(zoom)}",
        file=addresses.file(report.details.id, number if paged else None),
        file_words=f"Open the file at page {number}" if paged else "Open the file",
    )


def find_note(report: Report, passage: Passage, found: Marks) -> str | None:
    """If nothing is marked, say why."""
    if report.words is None:
        return "This format has no pages. The words around the passage are drawn here as one."
    if not found.sure:
        return "The passage is on this page, but where its words stand can’t be told for sure. So nothing is marked."
    if not found.boxes:
        return f"The passage is on page {passage.page}; nothing on this page belongs to it."
    return None
