"""What the first page tells before anything is asked: whose reports these are, and questions that are answered."""

from dataclasses import dataclass
from functools import lru_cache

from ingest.errors import InvalidRequest, WalkalongError
from ingest.types import Details
from service.assistant import Assistant
from service.reports.starters import Starter, find_starters
from service.search.filters import admits_report, names_any
from service.telling import wording
from service.types import Ask, Filters, Passage
from service.web.pages.asking import Asked
from service.web.render import addresses
from service.wire.addresses import report as report_of_api

SHOWN = 3
"""Questions for each reader, and first pages of reports."""
COVER_WIDTH = 240
"""Pixels; it is shown at half of that."""


@dataclass(frozen=True, slots=True)
class FirstPage:
    """A report's first page, small."""

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
    """Whose reports these are, and what to begin with."""

    reports: int = 0
    publishers: tuple[str, ...] = ()
    newest: str | None = None
    """The date of the newest report, in words."""
    covers: tuple[FirstPage, ...] = ()
    readers: tuple[Reader, ...] = ()


@dataclass(frozen=True, slots=True)
class AnsweredStarter:
    """A question that was asked beforehand, and the passages of its answer, which held what it promises."""

    starter: Starter
    passages: tuple[Passage, ...]


def make_opening(assistant: Assistant, asked: Asked) -> Opening:
    """Tell of the library; questions are those whose evidence passes what the form asks only of."""
    try:
        library = assistant.library
    except WalkalongError:
        return Opening()
    try:
        filters = asked.filters()
    except InvalidRequest:
        filters = Filters()
    dated = sorted((entry for entry in library.details if entry.date), key=lambda entry: entry.date or "")
    return Opening(
        reports=len(library.details),
        publishers=tuple(dict.fromkeys(entry.publisher for entry in library.details if entry.publisher))[
            :SHOWN
        ],
        newest=wording.name_day(dated[-1].date) if dated and dated[-1].date else None,
        covers=tuple(_cover(entry) for entry in [*reversed(dated), *library.details][:SHOWN]),
        readers=_readers(assistant, library.name, {e.id: e for e in library.details}, filters),
    )


@lru_cache(maxsize=4)
def find_answered(
    assistant: Assistant, generation: str
) -> tuple[tuple[str, tuple[AnsweredStarter, ...]], ...]:
    """Ask each question once in each generation of the library; give those whose answers keep their word."""
    return tuple(
        (group.reader, tuple(answered for each in group.questions if (answered := _try(assistant, each))))
        for group in find_starters(assistant.library)
    )


def _try(assistant: Assistant, starter: Starter) -> AnsweredStarter | None:
    answer = assistant.answer(Ask(starter.question, engine="extractive"))
    return AnsweredStarter(starter, answer.passages) if starter.is_kept_by(answer) else None


def _readers(
    assistant: Assistant, generation: str, entries: dict[str, Details], filters: Filters
) -> tuple[Reader, ...]:
    groups = []
    for name, answered in find_answered(assistant, generation):
        fitting = [each.starter.question for each in answered if _holds(each, entries, filters)]
        groups += [Reader(name, tuple(fitting[:SHOWN]))] if fitting else []
    return tuple(groups)


def _holds(answered: AnsweredStarter, entries: dict[str, Details], filters: Filters) -> bool:
    """Whether the passages that pass a filter still hold what the question promises."""
    left = [
        passage
        for passage in answered.passages
        if passage.report_id in entries
        and admits_report(filters, entries[passage.report_id])
        and names_any(filters.places, (*passage.places, *entries[passage.report_id].places))
    ]
    return answered.starter.is_held_by(left)


def _cover(entry: Details) -> FirstPage:
    picture = f"{report_of_api(entry.id)}/pages/1.png"
    return FirstPage(
        entry.title,
        addresses.report(entry.id),
        addresses.with_query(picture, width=COVER_WIDTH, v=entry.sha256[:8]),
    )
