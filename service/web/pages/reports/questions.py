"""The reflective questions of all reports, in full, by theme or by report; each leads to its evidence."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Annotated, ClassVar

from fastapi import APIRouter, Depends, Query
from fastapi.responses import HTMLResponse

from ingest.errors import LibraryMissing, WalkalongError
from ingest.library.open import Library
from ingest.types import Details
from service.learning.registry import QuestionEntry, list_entries
from service.reports import records
from service.reports.themes import THEMES
from service.telling import wording
from service.types import Filters
from service.web import http_errors
from service.web.context import Context, Parts
from service.web.render import addresses, rendering

router = APIRouter(include_in_schema=False)
Value = Annotated[str, Query(max_length=200)]


@dataclass(frozen=True, slots=True)
class WantedQuestions:
    """What the form says; a field that is not filled in is an empty string."""

    q: Value = ""
    by: Value = ""
    theme: Value = ""
    report: Value = ""
    place: Value = ""

    @property
    def by_report(self) -> bool:
        """Whether the questions are grouped by report."""
        return self.by == "report"

    def admits(self, entry: QuestionEntry) -> bool:
        """Whether a question has the words and the theme; reports are selected earlier."""
        text = entry.text.casefold()
        return self.theme in ("", entry.theme) and all(word in text for word in self.q.casefold().split())


@dataclass(frozen=True, slots=True)
class ShownQuestion:
    """A question with where it is asked."""

    text: str
    own: str
    """The address of its page."""
    report: str
    page: str | None
    address: str
    others: int
    """How many other reports ask it."""


@dataclass(frozen=True, slots=True)
class QuestionSection:
    """Questions under one heading: a theme, or a report."""

    title: str
    address: str | None
    """The report's page; None for a theme."""
    questions: tuple[ShownQuestion, ...]


@dataclass(frozen=True, slots=True)
class QuestionFilters:
    """The choices of the form: only what at least one question has."""

    themes: tuple[str, ...] = ()
    reports: tuple[tuple[str, str], ...] = ()
    """Id and title."""
    places: tuple[str, ...] = ()


@dataclass(frozen=True)
class QuestionsPage(rendering.SitePage):
    """The page: the questions that were looked for, or all."""

    template: ClassVar[str] = "questions.html"
    wanted: WantedQuestions
    choices: QuestionFilters = QuestionFilters()
    sections: tuple[QuestionSection, ...] = ()
    found: int = 0
    total: int = 0
    problem: str | None = None


@router.get("/questions", response_class=HTMLResponse)
def show_questions(parts: Parts, wanted: Annotated[WantedQuestions, Depends()]) -> HTMLResponse:
    """Show the questions that have all the words of `q` and pass, by theme or (`by=report`) by report."""
    try:
        return rendering.respond(_questions_page(parts, wanted))
    except LibraryMissing:
        return rendering.respond(QuestionsPage(wanted))
    except WalkalongError as error:
        page = QuestionsPage(wanted, problem=error.message)
        return rendering.respond(page, http_errors.status_of(error))


def _questions_page(parts: Context, wanted: WantedQuestions) -> QuestionsPage:
    library = parts.assistant.library
    every = list_entries(library, library.details)
    chosen = records.select_matching(library.details, Filters(places=(wanted.place,) if wanted.place else ()))
    if wanted.report:
        chosen = [details for details in chosen if details.id == wanted.report]
    found = [entry for entry in list_entries(library, chosen) if wanted.admits(entry)]
    entries = {details.id: details for details in library.details}
    sections = _by_report(found, entries) if wanted.by_report else _by_theme(found, entries)
    return QuestionsPage(wanted, _choices(library, every), tuple(sections), len(found), len(every))


def _choices(library: Library, every: Sequence[QuestionEntry]) -> QuestionFilters:
    asking = {source.passage.report_id for entry in every for source in entry.sources}
    reports = [details for details in library.details if details.id in asking]
    themes = {entry.theme for entry in every}
    places = {place for details in reports for place in details.places}
    return QuestionFilters(
        tuple(theme for theme in THEMES if theme in themes),
        tuple((details.id, details.title) for details in reports),
        tuple(sorted(places)),
    )


def _by_report(found: Sequence[QuestionEntry], entries: dict[str, Details]) -> Iterable[QuestionSection]:
    """Group the questions by report; a question that two reports ask is in both groups."""
    for id_, details in entries.items():
        own = tuple(_show(entry, entries, id_) for entry in found if id_ in _reports_of(entry))
        if own:
            yield QuestionSection(details.title, addresses.report(id_), own)


def _by_theme(found: Sequence[QuestionEntry], entries: dict[str, Details]) -> Iterable[QuestionSection]:
    for theme in THEMES:
        own = tuple(_show(entry, entries) for entry in found if entry.theme == theme)
        if own:
            yield QuestionSection(theme, None, own)


def _reports_of(entry: QuestionEntry) -> list[str]:
    return [source.passage.report_id for source in entry.sources]


def _show(entry: QuestionEntry, entries: dict[str, Details], report_id: str | None = None) -> ShownQuestion:
    """Show a question in the words of the first report that asks it, or of the given report."""
    source = next((each for each in entry.sources if each.passage.report_id == report_id), entry.sources[0])
    passage = source.passage
    return ShownQuestion(
        source.question.text,
        addresses.question(entry.id),
        passage.report_title,
        wording.name_page(passage, entries.get(passage.report_id)),
        addresses.span(passage.report_id, passage.start, source.question.end),
        len(entry.sources) - 1,
    )
