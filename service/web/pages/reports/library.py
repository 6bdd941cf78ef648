"""The library: all reports with their first pages, and each report's own page."""

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Annotated, ClassVar

from fastapi import APIRouter, Query, Request
from fastapi.responses import HTMLResponse, RedirectResponse

from ingest.errors import InvalidRequest, LibraryMissing, WalkalongError
from ingest.index.packing import page_of
from ingest.types import Details, Report
from service.reports import records
from service.reports.questions import WholeQuestion, whole_questions
from service.telling import wording
from service.telling.plain import flatten_text
from service.types import Passage
from service.web import forms, http_errors
from service.web.context import Context, Parts
from service.web.render import addresses, rendering
from service.web.routes.ingestions import may_add
from service.wire import bodies
from service.wire.addresses import below_root
from service.wire.addresses import report as report_of_api

router = APIRouter(include_in_schema=False)
PER_PAGE = 24
PICTURE_WIDTH = 360
"""Pixels; it is shown at half of that."""
MOST_HEADINGS_OPEN = 30
"""A longer outline is folded away at first."""
_DATE = re.compile(r"\d{4}(-(0[1-9]|1[0-2])(-(0[1-9]|[12]\d|3[01]))?)?")
Value = Annotated[str, Query(max_length=200)]


@dataclass(frozen=True, slots=True)
class Chosen:
    """What the filters say; empty strings where they say nothing."""

    programme: str = ""
    place: str = ""
    kind: str = ""
    from_date: str = ""
    to_date: str = ""

    @property
    def any(self) -> bool:
        """Whether a filter is set."""
        return any((self.programme, self.place, self.kind, self.from_date, self.to_date))

    def address(self, start: int = 0) -> str:
        """The page of the library that begins with the `start`th report found."""
        return addresses.with_query(
            below_root("/library"),
            programme=self.programme or None,
            place=self.place or None,
            kind=self.kind or None,
            **{"from": self.from_date or None, "to": self.to_date or None},
            start=start or None,
        )


@dataclass(frozen=True, slots=True)
class FilterChoice:
    """Something to filter by, and how many reports have it."""

    name: str
    count: int


@dataclass(frozen=True, slots=True)
class Card:
    """A report in a list."""

    title: str
    address: str
    picture: str
    publisher: str | None
    facts: tuple[str, ...]
    """Date, kind and length, as far as they are known."""
    places: tuple[str, ...]


@dataclass(frozen=True)
class LibraryPage(rendering.SitePage):
    """The reports that pass the filters."""

    template: ClassVar[str] = "library.html"
    chosen: Chosen
    programmes: tuple[FilterChoice, ...] = ()
    places: tuple[FilterChoice, ...] = ()
    kinds: tuple[FilterChoice, ...] = ()
    years: tuple[str, ...] = ()
    cards: tuple[Card, ...] = ()
    found: int = 0
    total: int = 0
    start: int = 0
    before: str | None = None
    after: str | None = None
    problem: str | None = None


@dataclass(frozen=True, slots=True)
class Spot:
    """Words of a report, where they stand, and the address that shows them there."""

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
    outline: tuple[Spot, ...]
    folded: bool
    questions: tuple[Spot, ...]
    terms: tuple[ReportTerm, ...]
    warnings: tuple[str, ...]
    may_curate: bool


@router.get("/library", response_class=HTMLResponse)
def library(
    parts: Parts,
    programme: Value = "",
    place: Value = "",
    kind: Value = "",
    from_: Annotated[str, Query(alias="from", max_length=20)] = "",
    to: Annotated[str, Query(max_length=20)] = "",
    start: Annotated[int, Query(ge=0, le=1_000_000)] = 0,
) -> HTMLResponse:
    """Show the reports that pass the filters."""
    chosen = Chosen(*(value.strip() for value in (programme, place, kind, from_, to)))
    try:
        page = library_page(parts, chosen, start)
        return rendering.respond(page, 422 if page.problem else 200)
    except LibraryMissing:
        return rendering.respond(LibraryPage(chosen))
    except WalkalongError as error:
        return rendering.respond(LibraryPage(chosen, problem=error.message), http_errors.status_of(error))


@router.get("/library/{report_id}")
def shorter_address(report_id: str) -> RedirectResponse:
    """Lead to a report, or to the page for adding some, by an address that people guess."""
    return RedirectResponse(below_root("/add") if report_id == "add" else addresses.report(report_id))


@router.get("/reports/{report_id}", response_class=HTMLResponse)
def report(report_id: str, request: Request, parts: Parts) -> HTMLResponse:
    """Show a report: what it is, what is in it, what it asks."""
    report = parts.assistant.library.report(report_id)
    return rendering.respond(report_page(report, may_curate=may_add(parts.settings, request)))


def library_page(parts: Context, chosen: Chosen, start: int) -> LibraryPage:
    """Give the page, which tells of filters that can't be. Raises what opening the library raises."""
    entries = parts.assistant.library.details
    problem = None
    try:
        found = _found(entries, chosen)
    except InvalidRequest as error:
        found, problem = [], error.message
    return LibraryPage(
        chosen,
        programmes=_choices((entry.programme for entry in entries), chosen.programme),
        places=_choices((place for entry in entries for place in entry.places), chosen.place),
        kinds=_choices((entry.kind for entry in entries), chosen.kind),
        years=_years(entries, chosen),
        cards=tuple(card(entry) for entry in found[start : start + PER_PAGE]),
        found=len(found),
        total=len(entries),
        start=start,
        before=chosen.address(max(0, start - PER_PAGE)) if start else None,
        after=chosen.address(start + PER_PAGE) if start + PER_PAGE < len(found) else None,
        problem=problem,
    )


def _found(entries: Iterable[Details], chosen: Chosen) -> list[Details]:
    """The entries that pass, by title."""
    if not all(_DATE.fullmatch(date) for date in (chosen.from_date, chosen.to_date) if date):
        message = "Dates are written 2022, 2022-10 or 2022-10-31."
        raise InvalidRequest(message)
    wanted = {
        "places": [chosen.place] if chosen.place else [],
        "kinds": [chosen.kind] if chosen.kind else [],
        "from": chosen.from_date or None,
        "to": chosen.to_date or None,
    }
    filters = forms.checked(bodies.FiltersBody, wanted).filters()
    found = records.matching(entries, filters, chosen.programme or None)
    return sorted(found, key=lambda entry: entry.title.casefold())


def _choices(names: Iterable[str | None], chosen: str) -> tuple[FilterChoice, ...]:
    """What there is to choose, by name; what is chosen is among it even where no report has it."""
    counts = Counter(name for name in names if name)
    known = {name.casefold() for name in counts}
    if chosen and chosen.casefold() not in known:
        counts[chosen] = 0
    return tuple(FilterChoice(name, counts[name]) for name in sorted(counts, key=str.casefold))


def _years(entries: Iterable[Details], chosen: Chosen) -> tuple[str, ...]:
    """The years to choose from, and the dates that are chosen already."""
    years = {entry.date[:4] for entry in entries if entry.date}
    return tuple(sorted(years | {date for date in (chosen.from_date, chosen.to_date) if date}))


def card(entry: Details) -> Card:
    """What a list shows of a report."""
    pages = f"{entry.pages} page{'' if entry.pages == 1 else 's'}" if entry.format == "pdf" else None
    dated = wording.name_day(entry.date) if entry.date else None
    return Card(
        entry.title,
        addresses.report(entry.id),
        _picture(entry),
        entry.publisher,
        tuple(fact for fact in (dated, entry.kind, pages) if fact),
        entry.places,
    )


def _picture(entry: Details) -> str:
    """The first page, small. Its address changes with the file, so that browsers may keep it."""
    query = f"width={PICTURE_WIDTH}&v={entry.sha256[:8]}"
    return f"{report_of_api(entry.id)}/pages/1.png?{query}"


def report_page(report: Report, *, may_curate: bool) -> ReportPage:
    """Give a report's own page."""
    entry = report.details
    outline = tuple(_outline(report))
    return ReportPage(
        entry,
        card(entry),
        addresses.file(entry.id),
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
    """The headings, each leading to where it stands; not the report's title once more."""
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
    number = page_of(report, offset)
    return wording.name_page_number(number, report.pages[number - 1].label)
