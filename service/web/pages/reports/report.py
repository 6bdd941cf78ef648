"""A report's own page: what it is, what is in it, what it asks."""

from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import dataclass
from typing import ClassVar

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse

from ingest.index.packing import find_page
from ingest.types import Details, Report
from service.reports import records
from service.reports.questions import WholeQuestion, whole_questions
from service.telling import wording
from service.telling.plain import flatten_text
from service.types import Passage
from service.web.context import Parts
from service.web.pages.reports.library import Card, card
from service.web.render import addresses, rendering
from service.web.routes.ingestions import may_add

router = APIRouter(include_in_schema=False)
MOST_HEADINGS_OPEN = 30
"""A longer outline is folded away at first."""


@dataclass(frozen=True, slots=True)
class Spot:
    """Words of a report, their place, and the address that shows them there."""

    words: str
    page: str | None
    address: str
    level: int = 0
    """Of a heading, 1 to 4."""


@dataclass(frozen=True, slots=True)
class ReportTerm:
    """A term of one report; without `long`, the report uses it and does not say what it stands for."""

    short: str
    long: str | None
    place: Spot
    uses: int


@dataclass(frozen=True)
class ReportPage(rendering.SitePage):
    """A report's own page."""

    template: ClassVar[str] = "report.html"
    entry: Details
    card: Card
    file: str
    story: str
    """Address of its story on a page."""
    news: str
    """Address of what is new in it against earlier reports."""
    outline: tuple[Spot, ...]
    folded: bool
    questions: tuple[Spot, ...]
    terms: tuple[ReportTerm, ...]
    warnings: tuple[str, ...]
    may_curate: bool


@router.get("/reports/{report_id}", response_class=HTMLResponse)
def report(report_id: str, request: Request, parts: Parts) -> HTMLResponse:
    """Show a report: what it is, what is in it, what it asks."""
    report = parts.assistant.library.report(report_id)
    return rendering.respond(report_page(report, may_curate=may_add(parts.settings, request)))


def report_page(report: Report, *, may_curate: bool) -> ReportPage:
    """Give a report's own page."""
    entry = report.details
    outline = tuple(_outline(report))
    return ReportPage(
        entry,
        card(entry),
        addresses.file(entry.id),
        addresses.story(entry.id),
        f"{addresses.report(entry.id)}/news",
        outline,
        folded=len(outline) > MOST_HEADINGS_OPEN,
        questions=tuple(_ask_place(report, question) for question in whole_questions(report)),
        terms=tuple(
            ReportTerm(item.term.short, item.term.long, _place(report, item.passage), item.term.uses)
            for item in records.terms(report)
        ),
        warnings=report.warnings,
        may_curate=may_curate,
    )


def _outline(report: Report) -> Iterable[Spot]:
    """Give the headings, each with a link to its place; the report's title is not repeated."""
    headings = [block for block in report.blocks if block.role == "heading"]
    levels = sorted({block.level for block in headings})
    for block in headings:
        words = flatten_text(report.text[block.start : block.end])
        if words.casefold() == report.details.title.casefold():
            continue
        level = min(bisect_right(levels, block.level), 4)
        yield Spot(words, _page(report, block.start), _address(report, block.start, block.end), level)


def _place(report: Report, passage: Passage) -> Spot:
    address = _address(report, passage.start, passage.end)
    return Spot(flatten_text(passage.text), _page(report, passage.start), address)


def _ask_place(report: Report, question: WholeQuestion) -> Spot:
    start = question.passage.start
    return Spot(question.text, _page(report, start), _address(report, start, question.end))


def _address(report: Report, start: int, end: int) -> str:
    return addresses.span(report.details.id, start, end)


def _page(report: Report, offset: int) -> str | None:
    if report.words is None:
        return None
    number = find_page(report, offset)
    return wording.name_page_number(number, report.pages[number - 1].label)
