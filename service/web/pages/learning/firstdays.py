"""The path of the first days in the browser: what a newcomer reads first. Each stop leads to its page."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import ClassVar

from fastapi import APIRouter
from fastapi.responses import HTMLResponse

from ingest.library.open import Library
from service.learning.firstdays import FirstDays, make_first_days
from service.learning.timeline import Event
from service.reports.glossary import TermEntry
from service.telling import wording
from service.telling.plain import flatten_text
from service.types import Passage
from service.web.context import Parts
from service.web.render import addresses, rendering

router = APIRouter(include_in_schema=False)
ONE_BY_ONE = 3
"""Reports of one month that the timeline names; of more it gives the number."""


@dataclass(frozen=True, slots=True)
class CitedWords:
    """Words of a report with the address that shows them on their page; `label` is ours."""

    label: str
    words: str
    source: str
    address: str


@dataclass(frozen=True, slots=True)
class ShownProgramme:
    """A programme, with what its reports say about it."""

    name: str
    said: tuple[CitedWords, ...]
    reports: int


@dataclass(frozen=True, slots=True)
class ShownEvent:
    """A date with what happened then, or with the reports published then."""

    date: str
    said: CitedWords | None
    reports: tuple[tuple[str, str], ...]
    """Title and address; empty if there are too many to name."""
    count: int


@dataclass(frozen=True)
class FirstDaysPage(rendering.SitePage):
    """The path; an empty stop is left out."""

    template: ClassVar[str] = "firstdays.html"
    programmes: tuple[ShownProgramme, ...]
    timeline: tuple[ShownEvent, ...]
    people: tuple[CitedWords, ...]
    ideas: tuple[CitedWords, ...]
    lingo: tuple[CitedWords, ...]


@router.get("/first-days", response_class=HTMLResponse)
def show_first_days(parts: Parts) -> HTMLResponse:
    """Show what somebody new reads first, from all reports."""
    library = parts.assistant.library
    return rendering.respond(_first_days_page(library, make_first_days(library, library.details)))


def _first_days_page(library: Library, path: FirstDays) -> FirstDaysPage:
    cite = _Citer(library)
    return FirstDaysPage(
        programmes=tuple(
            ShownProgramme(each.name, tuple(map(cite.show, each.passages)), len(each.reports))
            for each in path.programmes
        ),
        timeline=tuple(_show_event(event, cite) for event in path.timeline),
        people=tuple(cite.show(role.passage, role.name) for role in path.people),
        ideas=tuple(map(cite.show, path.ideas)),
        lingo=tuple(_show_terms(path.lingo, cite)),
    )


class _Citer:
    """Shows passages with their reports and pages."""

    def __init__(self, library: Library) -> None:
        self._entries = {details.id: details for details in library.details}

    def show(self, passage: Passage, label: str = "") -> CitedWords:
        """Give a passage as the page shows it."""
        page = wording.name_page(passage, self._entries.get(passage.report_id))
        return CitedWords(
            label,
            flatten_text(passage.text),
            f"{passage.report_title}, {page}" if page else passage.report_title,
            addresses.span(passage.report_id, passage.start, passage.end),
        )


def _show_event(event: Event, cite: _Citer) -> ShownEvent:
    named = event.passage is None and len(event.reports) <= ONE_BY_ONE
    reports = tuple((each.title, addresses.report(each.id)) for each in event.reports) if named else ()
    said = cite.show(event.passage) if event.passage else None
    return ShownEvent(wording.name_day(event.date), said, reports, len(event.reports))


def _show_terms(entries: Iterable[TermEntry], cite: _Citer) -> Iterable[CitedWords]:
    """Give each term with its meaning, and where a report states it."""
    for entry in entries:
        meaning = entry.meanings[0]
        yield CitedWords(
            entry.short, meaning.long, cite.show(meaning.passage).source, cite.show(meaning.passage).address
        )
