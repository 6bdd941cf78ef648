"""The library: reports with their first pages, found by words and filters, ticked to be asked together."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Annotated, ClassVar

from fastapi import APIRouter, Depends, Query
from fastapi.responses import HTMLResponse, RedirectResponse

from ingest.errors import InvalidRequest, LibraryMissing, WalkalongError
from ingest.types import Details
from service.reports import records
from service.reports.collections import Collections
from service.reports.find import ORDERS, Order, find_by_words, order_reports
from service.telling import wording
from service.web import forms, http_errors
from service.web.context import Context, Parts
from service.web.pages.shown.covers import cover_of
from service.web.render import addresses, rendering
from service.wire import bodies
from service.wire.addresses import below_root

router = APIRouter(include_in_schema=False)
PER_PAGE = 12
"""By eye: four screens of a phone; more pictures would make the first load heavy."""
AROUND = 2
"""Pages of a long list to which one can go directly, on each side of the one shown."""
LONGEST_NAME = 80
"""Characters of a collection's name."""
PICTURE_WIDTH = 144
"""Pixels; it is shown at half of that."""
_DATE = re.compile(r"\d{4}(-(0[1-9]|1[0-2])(-(0[1-9]|[12]\d|3[01]))?)?")
"""A year, a month or a day, as addresses and forms give them."""
Value = Annotated[str, Query(max_length=200)]


@dataclass(frozen=True, slots=True)
class Chosen:
    """What the filters say; a filter that is not set is an empty string."""

    programme: str = ""
    place: str = ""
    kind: str = ""
    from_date: str = ""
    to_date: str = ""
    q: str = ""
    """Words of a title or of the text."""
    sort: Order = "title"
    picked: tuple[str, ...] = ()
    """Ids of the reports that are ticked."""

    @property
    def any(self) -> bool:
        """Whether a filter is set."""
        return any((self.q, self.programme, self.place, self.kind, self.from_date, self.to_date))

    def address(self, start: int = 0) -> str:
        """The page of the library that begins with the `start`th report found."""
        fields = (
            ("q", self.q),
            ("programme", self.programme),
            ("place", self.place),
            ("kind", self.kind),
            ("from", self.from_date),
            ("to", self.to_date),
            ("sort", "" if self.sort == "title" else self.sort),
            ("start", str(start or "")),
            *(("report", id_) for id_ in self.picked),
        )
        return addresses.with_fields(
            below_root("/library"), [(name, value) for name, value in fields if value]
        )


@dataclass(frozen=True, slots=True)
class FilterChoice:
    """Something to filter by, and how many reports have it."""

    name: str
    count: int


@dataclass(frozen=True, slots=True)
class PageLink:
    """A link to a page of a long list; without an address it is the page that is shown, or a gap."""

    words: str
    address: str | None


@dataclass(frozen=True, slots=True)
class Card:
    """A report in a list."""

    id: str
    title: str
    address: str
    picture: str
    publisher: str | None
    facts: tuple[str, ...]
    """Date, kind and length, as far as they are known."""
    places: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ShownCollection:
    """A named collection, and the address for asking only its reports."""

    id: str
    name: str
    count: int
    address: str


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
    pages: tuple[PageLink, ...] = ()
    others: tuple[Card, ...] = ()
    """Ticked reports that are not among those shown."""
    collections: tuple[ShownCollection, ...] = ()
    orders: tuple[tuple[str, str], ...] = tuple(ORDERS.items())
    problem: str | None = None


def _read_chosen(
    programme: Value = "",
    place: Value = "",
    kind: Value = "",
    from_: Annotated[str, Query(alias="from", max_length=20)] = "",
    to: Annotated[str, Query(max_length=20)] = "",
) -> Chosen:
    return Chosen(programme.strip(), place.strip(), kind.strip(), from_.strip(), to.strip())


@router.get("/library", response_class=HTMLResponse)
def library(
    parts: Parts,
    filters: Annotated[Chosen, Depends(_read_chosen)],
    q: Value = "",
    sort: Value = "title",
    report: Annotated[list[str], Query(max_length=500)] = [],  # noqa: B006 - FastAPI copies it
    start: Annotated[int, Query(ge=0, le=1_000_000)] = 0,
) -> HTMLResponse:
    """Show the reports that pass the filters, in the chosen order, and which of them are ticked."""
    order: Order = next((order for order in ORDERS if order == sort), "title")
    chosen = replace(filters, q=q.strip(), sort=order, picked=tuple(dict.fromkeys(report)))
    try:
        page = library_page(parts, chosen, start)
        return rendering.respond(page, 422 if page.problem else 200)
    except LibraryMissing:
        return rendering.respond(LibraryPage(chosen))
    except WalkalongError as error:
        return rendering.respond(LibraryPage(chosen, problem=error.message), http_errors.status_of(error))


@router.post("/collections")
def name_collection(parts: Parts, fields: forms.Form) -> RedirectResponse:
    """Keep the ticked reports under a name, and lead to the form that asks only them."""
    known = {entry.id for entry in parts.assistant.library.details}
    reports = [id_ for id_ in fields.get("report", []) if id_ in known]
    kept = Collections(parts.settings.data_dir).add(forms.only(fields, "name")[:LONGEST_NAME], reports)
    return RedirectResponse(_link_asking(kept.reports), 303)


@router.post("/collections/{collection_id}/delete")
def delete_collection(collection_id: str, parts: Parts) -> RedirectResponse:
    """Delete a collection; its reports stay."""
    Collections(parts.settings.data_dir).remove(collection_id)
    return RedirectResponse(below_root("/library"), 303)


@router.get("/library/{report_id}")
def shorter_address(report_id: str) -> RedirectResponse:
    """Lead to a report, or to the page for adding some, by an address that people guess."""
    return RedirectResponse(below_root("/add") if report_id == "add" else addresses.report(report_id))


def library_page(parts: Context, chosen: Chosen, start: int) -> LibraryPage:
    """Give the page, which also says which filters are invalid. Raises what opening the library raises."""
    library = parts.assistant.library
    entries = library.details
    problem = None
    try:
        found = order_reports(find_by_words(library, _select_entries(entries, chosen), chosen.q), chosen.sort)
    except InvalidRequest as error:
        found, problem = [], error.message
    shown = found[start : start + PER_PAGE]
    ids = {entry.id for entry in shown}
    return LibraryPage(
        chosen,
        programmes=_choices((entry.programme for entry in entries), chosen.programme),
        places=_choices((place for entry in entries for place in entry.places), chosen.place),
        kinds=_choices((entry.kind for entry in entries), chosen.kind),
        years=_years(entries, chosen),
        cards=tuple(card(entry) for entry in shown),
        found=len(found),
        total=len(entries),
        start=start,
        before=chosen.address(max(0, start - PER_PAGE)) if start else None,
        after=chosen.address(start + PER_PAGE) if start + PER_PAGE < len(found) else None,
        pages=tuple(_pages(chosen, start, len(found))),
        others=tuple(card(entry) for entry in entries if entry.id in chosen.picked and entry.id not in ids),
        collections=tuple(_collections(parts, {entry.id for entry in entries})),
        problem=problem,
    )


def _pages(chosen: Chosen, start: int, found: int) -> Iterator[PageLink]:
    """Give links to the first page, the last, and those around the page that is shown."""
    last, here = (found - 1) // PER_PAGE, start // PER_PAGE
    before = -1
    for number in range(last + 1):
        if number in {0, last} or abs(number - here) <= AROUND:
            if number - before > 1:
                yield PageLink("…", None)
            yield PageLink(str(number + 1), None if number == here else chosen.address(number * PER_PAGE))
            before = number


def _collections(parts: Context, known: set[str]) -> Iterator[ShownCollection]:
    """Give the named collections, with those of their reports that are still here."""
    for kept in Collections(parts.settings.data_dir).list():
        here = [id_ for id_ in kept.reports if id_ in known]
        yield ShownCollection(kept.id, kept.name, len(here), _link_asking(here))


def _link_asking(reports: Iterable[str]) -> str:
    """Give the address of the form that asks only these reports."""
    return addresses.with_fields(below_root("/"), [("report", id_) for id_ in reports])


def _select_entries(entries: Iterable[Details], chosen: Chosen) -> list[Details]:
    """Give the entries that pass the filters."""
    if not all(_DATE.fullmatch(date) for date in (chosen.from_date, chosen.to_date) if date):
        message = "Dates are written 2022, 2022-10 or 2022-10-31."
        raise InvalidRequest(message)
    wanted = {
        "places": [chosen.place] if chosen.place else [],
        "kinds": [chosen.kind] if chosen.kind else [],
        "from": chosen.from_date or None,
        "to": chosen.to_date or None,
    }
    filters = forms.check_form(bodies.FiltersBody, wanted).filters()
    return records.select_matching(entries, filters, chosen.programme or None)


def _choices(names: Iterable[str | None], chosen: str) -> tuple[FilterChoice, ...]:
    """Give the choices, by name; what is already chosen is among them even if no report has it."""
    counts = Counter(name for name in names if name)
    known = {name.casefold() for name in counts}
    if chosen and chosen.casefold() not in known:
        counts[chosen] = 0
    return tuple(FilterChoice(name, counts[name]) for name in sorted(counts, key=str.casefold))


def _years(entries: Iterable[Details], chosen: Chosen) -> tuple[str, ...]:
    """Give the years to choose from, and the dates that are already chosen."""
    years = {entry.date[:4] for entry in entries if entry.date}
    return tuple(sorted(years | {date for date in (chosen.from_date, chosen.to_date) if date}))


def card(entry: Details) -> Card:
    """Give what a list shows of a report."""
    pages = f"{entry.pages} page{'' if entry.pages == 1 else 's'}" if entry.format == "pdf" else None
    dated = wording.name_day(entry.date) if entry.date else None
    return Card(
        entry.id,
        entry.title,
        addresses.report(entry.id),
        cover_of(entry, PICTURE_WIDTH),
        entry.publisher,
        tuple(fact for fact in (dated, entry.kind, pages) if fact),
        entry.places,
    )
