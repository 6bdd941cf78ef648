"""Checking a passage: its words where they stand, what is known of them, and the page itself with the words marked."""

from bisect import bisect_right
from dataclasses import dataclass, fields, replace
from typing import Annotated, ClassVar

from fastapi import APIRouter, Depends, Query
from fastapi.responses import HTMLResponse

from ingest.errors import InvalidRequest, NotFound, WalkalongError
from ingest.index.packing import page_of
from ingest.types import Report, Sentence
from service.reports.surroundings import ShownBlock, read_page_text, surroundings
from service.search.passages import of_sentences
from service.telling import wording
from service.telling.plain import flatten_text
from service.types import Answer, Passage
from service.web.context import Context, Parts
from service.web.pages import conversations
from service.web.pages.view import heading_path
from service.web.render import addresses, rendering
from service.web.render.page_images import Marks, Span, find_strip, marks_of_all
from service.wire.addresses import picture

router = APIRouter(include_in_schema=False)
LINES = 0.0
"""The size at which only the lines around the marked words are shown; the first thing that a reader wants to see."""
ZOOMS = ((LINES, "The lines"), (1.0, "Whole page"), (1.5, "Larger"), (2.5, "Largest"))
SCALE = 1.6
"""Pixels a point of a page that fits the width; more for larger ones, up to what pictures are made for."""
LINES_SCALE = 1.5
"""So much finer the lines are drawn: they are read, and screens of phones have two to three pixels for one."""


@dataclass(frozen=True, slots=True)
class Link:
    """A link, or where there is no address the state that is shown."""

    words: str
    address: str | None


@dataclass(frozen=True, slots=True)
class Sheet:
    """The picture of a page, and what leads from it."""

    picture: str
    width: int | None
    """Pixels; None where the picture's size is only known when it is drawn."""
    height: int | None
    name: str
    """`page 4`, or `PDF page 4 (printed 3)`; for formats without pages, what is drawn instead."""
    note: str | None
    """Why nothing is marked, where nothing is."""
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
class PassageFacts:
    """A passage with all that tells what it is worth."""

    title: str
    report: str
    report_address: str
    facts: tuple[str, ...]
    path: str
    voice: str
    strength: str
    speaker: str | None
    places: tuple[str, ...]
    from_scan: bool
    footnotes: tuple[str, ...]
    """The words of the notes to it."""
    words: str
    blocks: tuple[ShownBlock, ...]
    """The words around the passage; empty when the library has this report no more, or another text of it."""
    sheet: Sheet | None
    close: str
    close_words: str
    others: tuple[Link, ...]
    """The passage before and the one after, in the same answer."""


@dataclass(frozen=True)
class CheckPage(rendering.SitePage):
    """Any words of a report, by themselves."""

    template: ClassVar[str] = "passage.html"
    check: PassageFacts


@dataclass(frozen=True)
class CheckedConversationPage(conversations.ConversationPage):
    """A conversation with a passage of one of its answers beside it."""

    template: ClassVar[str] = "check.html"
    check: PassageFacts


@dataclass(frozen=True, slots=True)
class PageChoice:
    """What of a passage's page is looked at: which page, and how large."""

    page: int | None
    zoom: float


def _view(
    page: Annotated[int | None, Query(ge=1, le=100_000)] = None,
    zoom: Annotated[float, Query(ge=0, le=4)] = LINES,
) -> PageChoice:
    return PageChoice(page, min((size for size, _ in ZOOMS), key=lambda size: abs(size - zoom)))


Looked = Annotated[PageChoice, Depends(_view)]


@router.get("/answers/{answer_id}/passages/{key}", response_class=HTMLResponse)
def check_cited(answer_id: str, key: str, parts: Parts, view: Looked) -> HTMLResponse:
    """Show a passage beside the answer that cites it."""
    answer = parts.store.answer(answer_id)
    shown = answer.passages or answer.nearest
    number = next((number for number, passage in enumerate(shown, 1) if passage.id == key), None)
    if number is None:
        message = f"This answer has no passage {key!r}. Its passages are {', '.join(p.id for p in shown) or 'none'}."
        raise NotFound(message)
    page = _page_around(parts, answer)
    close = conversations.home_of(parts, answer_id)
    check = _check(
        parts,
        shown[number - 1],
        view,
        title=f"Passage {number} of {len(shown)}",
        here=addresses.cited(answer_id, key),
        close=(close, "Back to the answer"),
        others=tuple(
            Link(words, addresses.cited(answer_id, shown[at - 1].id) if 1 <= at <= len(shown) else None)
            for words, at in (("Passage before", number - 1), ("Passage after", number + 1))
        ),
    )
    known = {field.name: getattr(page, field.name) for field in fields(page)}
    return rendering.respond(CheckedConversationPage(**known, check=check))


@router.get("/reports/{report_id}/passages", response_class=HTMLResponse)
def check_span(report_id: str, start: int, end: int, parts: Parts, view: Looked) -> HTMLResponse:
    """Show any words of a report where they stand."""
    report = parts.assistant.library.report(report_id)
    if not 0 <= start < end <= len(report.text):
        message = f"start and end must be given with 0 <= start < end <= {len(report.text)}."
        raise InvalidRequest(message)
    check = _check(
        parts,
        _passage_at(report, start, end),
        view,
        title="A passage",
        here=addresses.span(report_id, start, end),
        close=(addresses.report(report_id), "To the report"),
        others=(),
    )
    return rendering.respond(CheckPage(check))


def _page_around(parts: Context, answer: Answer) -> conversations.ConversationPage:
    place = parts.store.position_of(answer.id)
    if place:
        return conversations.conversation_page(parts, place.conversation_id)
    return conversations.answer_page(parts, answer)


def _check(
    parts: Context,
    passage: Passage,
    view: PageChoice,
    *,
    title: str,
    here: str,
    close: tuple[str, str],
    others: tuple[Link, ...],
) -> PassageFacts:
    report = _unchanged(parts, passage)
    entry = report.details if report else None
    date = wording.name_day(entry.date) if entry and entry.date else None
    facts = (entry.publisher, date, entry.kind) if entry else ()
    return PassageFacts(
        title=title,
        report=passage.report_title,
        report_address=addresses.report(passage.report_id),
        facts=tuple(fact for fact in (*facts, wording.name_page(passage, entry)) if fact),
        path=heading_path(passage),
        voice=wording.name_voice(passage),
        strength=wording.STRENGTHS[passage.voice],
        speaker=passage.speaker,
        places=passage.places,
        from_scan=passage.from_scan,
        footnotes=tuple(flatten_text(note.text) for note in passage.footnotes),
        words=flatten_text(passage.text),
        blocks=tuple(surroundings(parts.assistant.library, report, passage.start, passage.end))
        if report
        else (),
        sheet=_sheet(report, passage, view, here) if report else None,
        close=close[0],
        close_words=close[1],
        others=others,
    )


def _unchanged(parts: Context, passage: Passage) -> Report | None:
    """The report, where the library still has it and the passage's words still stand where they stood."""
    try:
        report = parts.assistant.library.report(passage.report_id)
    except WalkalongError:
        return None
    return report if report.text[passage.start : passage.end] == passage.text else None


def _passage_at(report: Report, start: int, end: int) -> Passage:
    """The sentences that these words are in give voice, speaker and places; the words stay as asked for."""
    inside = tuple(s for s in report.sentences if s.start < end and s.end > start)
    row = max(bisect_right(report.blocks, start, key=lambda block: block.start) - 1, 0)
    sentences = inside or (Sentence(start, end, row, "description"),)
    found = of_sentences(report, sentences, "", "S1")
    page = page_of(report, start)
    label = report.pages[page - 1].label
    return replace(found, start=start, end=end, text=report.text[start:end], page=page, page_label=label)


def _sheet(report: Report, passage: Passage, view: PageChoice, here: str) -> Sheet:
    pages = len(report.pages) if report.words is not None else 1
    number = min(view.page or passage.page, pages)
    cells = passage.table.asked_spans() if passage.table else ()
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
        note=_note(report, passage, found),
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


def _note(report: Report, passage: Passage, found: Marks) -> str | None:
    """Say why nothing is marked, where nothing is."""
    if report.words is None:
        return "This format has no pages. The words around the passage are drawn here as one."
    if not found.sure:
        return "The passage is on this page, but where its words stand can’t be told for sure. So nothing is marked."
    if not found.boxes:
        return f"The passage is on page {passage.page}; nothing on this page belongs to it."
    return None
