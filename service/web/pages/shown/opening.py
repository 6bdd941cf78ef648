"""What the first page shows before a question: whose reports these are, and questions known to have an answer."""

from dataclasses import dataclass

from ingest.errors import InvalidRequest, LibraryMissing, WalkalongError
from ingest.types import Details
from service.search.filters import admits_report, names_any
from service.telling import wording
from service.types import Filters
from service.web.context import Context
from service.web.pages.asking import Asked
from service.web.pages.shown.covers import cover_of
from service.web.render import addresses
from service.web.shelf import AnsweredStarter, Shelf

SHOWN = 3
"""Questions for each reader, and first pages of reports."""
COVER_WIDTH = 240
"""Pixels; it is shown at half of that."""


@dataclass(frozen=True, slots=True)
class FirstPage:
    """A small picture of a report's first page."""

    title: str
    address: str
    picture: str


@dataclass(frozen=True, slots=True)
class Reader:
    """Questions for one kind of reader."""

    name: str
    questions: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Opening:
    """Whose reports these are, and which questions to begin with."""

    reports: int = 0
    publishers: tuple[str, ...] = ()
    newest: str | None = None
    """The date of the newest report, in words."""
    covers: tuple[FirstPage, ...] = ()
    readers: tuple[Reader, ...] = ()
    is_looking: bool = False
    """Whether questions to begin with are still being looked for."""
    problem: str = ""
    """Why a library that is there can't be used."""


def make_opening(parts: Context, asked: Asked) -> Opening:
    """Describe the library, without waiting; give the questions whose evidence passes the form's filters."""
    try:
        library = parts.assistant.library
    except LibraryMissing:
        return Opening()
    except WalkalongError as error:
        return Opening(problem=str(error))
    try:
        filters = asked.filters()
    except InvalidRequest:
        filters = Filters()
    entries = {entry.id: entry for entry in library.details}
    dated = sorted((entry for entry in library.details if entry.date), key=lambda entry: entry.date or "")
    shelf = parts.shelf.look(library)
    return Opening(
        reports=len(library.details),
        publishers=tuple(dict.fromkeys(entry.publisher for entry in library.details if entry.publisher))[
            :SHOWN
        ],
        newest=wording.name_day(dated[-1].date) if dated and dated[-1].date else None,
        covers=tuple(_cover(entry) for entry in [*reversed(dated), *library.details][:SHOWN]),
        readers=_readers(shelf, entries, filters),
        is_looking=shelf.library != library.name or not shelf.whole,
    )


def _readers(shelf: Shelf, entries: dict[str, Details], filters: Filters) -> tuple[Reader, ...]:
    groups = []
    for name, answered in shelf.readers:
        fitting = [each.starter.question for each in answered if _holds(each, entries, filters)]
        groups += [Reader(name, tuple(fitting[:SHOWN]))] if fitting else []
    return tuple(groups)


def _holds(answered: AnsweredStarter, entries: dict[str, Details], filters: Filters) -> bool:
    """Whether the passages that pass a filter, from reports still here, still answer the question as promised."""
    left = [
        heard
        for heard in answered.heard
        if heard.report_id in entries
        and admits_report(filters, entries[heard.report_id])
        and names_any(filters.places, (*heard.places, *entries[heard.report_id].places))
    ]
    return answered.starter.is_held_by(left)


def _cover(entry: Details) -> FirstPage:
    return FirstPage(entry.title, addresses.report(entry.id), cover_of(entry, COVER_WIDTH))
