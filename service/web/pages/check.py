"""Checking a passage: its words in their place, what is known about them, and the page itself with the words marked."""

from bisect import bisect_right
from dataclasses import dataclass, fields, replace
from typing import Annotated, ClassVar

from fastapi import APIRouter, Query
from fastapi.responses import HTMLResponse

from ingest.errors import InvalidRequest, NotFound, WalkalongError
from ingest.index.packing import find_page
from ingest.types import Report, Sentence
from service.reports.surroundings import ShownBlock, surroundings
from service.search.passages import of_sentences
from service.telling import wording
from service.telling.plain import flatten_text
from service.types import Answer, Passage
from service.web.context import Context, Parts
from service.web.pages import conversations
from service.web.pages.shown.sheets import Link, Looked, PageChoice, Sheet, make_sheet
from service.web.pages.view import join_headings
from service.web.render import addresses, rendering

router = APIRouter(include_in_schema=False)
Thanks = Annotated[str | None, Query(max_length=4)]


@dataclass(frozen=True, slots=True)
class PassageFacts:
    """A passage with everything that helps to judge it."""

    title: str
    report: str
    report_id: str
    report_address: str
    span: tuple[int, int]
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

    @property
    def blocks_before(self) -> int:
        """How many blocks come before the marked words and the block that leads to them."""
        marked = (at for at, block in enumerate(self.blocks) if any(piece.marked for piece in block.pieces))
        return max(0, next(marked, 0) - 1)


@dataclass(frozen=True)
class CheckPage(rendering.SitePage):
    """Any words of a report, without an answer."""

    template: ClassVar[str] = "passage.html"
    check: PassageFacts
    thanks: bool


@dataclass(frozen=True)
class CheckedConversationPage(conversations.ConversationPage):
    """A conversation with a passage of one of its answers beside it."""

    template: ClassVar[str] = "check.html"
    check: PassageFacts


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
        here=addresses.address_passage(answer_id, key),
        close=(close, "Back to the answer"),
        others=tuple(
            Link(
                words,
                addresses.address_passage(answer_id, shown[at - 1].id) if 1 <= at <= len(shown) else None,
            )
            for words, at in (("Previous passage", number - 1), ("Next passage", number + 1))
        ),
    )
    known = {field.name: getattr(page, field.name) for field in fields(page)}
    return rendering.respond(CheckedConversationPage(**known, check=check))


@router.get("/reports/{report_id}/passages", response_class=HTMLResponse)
def check_span(
    report_id: str, start: int, end: int, parts: Parts, view: Looked, thanks: Thanks = None
) -> HTMLResponse:
    """Show any words of a report in their place; `thanks` is for a reader who has just reported them as misread."""
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
    return rendering.respond(CheckPage(check, bool(thanks)))


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
    report = _find_unchanged(parts, passage)
    entry = report.details if report else None
    date = wording.name_day(entry.date) if entry and entry.date else None
    facts = (entry.publisher, date, entry.kind) if entry else ()
    return PassageFacts(
        title=title,
        report=passage.report_title,
        report_id=passage.report_id,
        span=(passage.start, passage.end),
        report_address=addresses.report(passage.report_id),
        facts=tuple(fact for fact in (*facts, wording.name_page(passage, entry)) if fact),
        path=join_headings(passage),
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
        sheet=make_sheet(report, passage, view, here) if report else None,
        close=close[0],
        close_words=close[1],
        others=others,
    )


def _find_unchanged(parts: Context, passage: Passage) -> Report | None:
    """Give the report if the library still has it and the passage's words are still in the same place."""
    try:
        report = parts.assistant.library.report(passage.report_id)
    except WalkalongError:
        return None
    return report if report.text[passage.start : passage.end] == passage.text else None


def _passage_at(report: Report, start: int, end: int) -> Passage:
    """Give the words as asked for, with voice, speaker and places from the sentences that contain them."""
    inside = tuple(s for s in report.sentences if s.start < end and s.end > start)
    row = max(bisect_right(report.blocks, start, key=lambda block: block.start) - 1, 0)
    sentences = inside or (Sentence(start, end, row, "description"),)
    found = of_sentences(report, sentences, "", "S1")
    page = find_page(report, start)
    label = report.pages[page - 1].label
    return replace(found, start=start, end=end, text=report.text[start:end], page=page, page_label=label)
