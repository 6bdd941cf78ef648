"""The library: all reports with their first pages, and each report's own page."""

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Annotated, ClassVar

from fastapi import APIRouter, Query
from fastapi.responses import HTMLResponse, RedirectResponse

from ingest.errors import InvalidRequest, LibraryMissing, WalkalongError
from ingest.types import Details
from service.reports import records
from service.telling import wording
from service.web import forms, http_errors
from service.web.context import Context, Parts
from service.web.render import addresses, rendering
from service.wire import bodies
from service.wire.addresses import below_root
from service.wire.addresses import report as report_of_api

router = APIRouter(include_in_schema=False)
PER_PAGE = 24
PICTURE_WIDTH = 360
"""Pixels; it is shown at half of that."""
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
