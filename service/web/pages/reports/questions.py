"""The reflective questions of all reports, whole, by theme or by report, each leading to its evidence."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Annotated, ClassVar

from fastapi import APIRouter, Query
from fastapi.responses import HTMLResponse

from ingest.errors import LibraryMissing, WalkalongError
from ingest.types import Details
from service.reports.questions import WholeQuestion, all_whole_questions
from service.reports.themes import THEMES
from service.telling import wording
from service.web import http_errors
from service.web.context import Context, Parts
from service.web.render import addresses, rendering

router = APIRouter(include_in_schema=False)
Entries = Mapping[str, Details]
Value = Annotated[str, Query(max_length=200)]


@dataclass(frozen=True, slots=True)
class ShownQuestion:
    """A question with where it is asked."""

    text: str
    report: str
    page: str | None
    address: str


@dataclass(frozen=True, slots=True)
class QuestionSection:
    """Questions under one heading: a theme, or a report."""

    title: str
    address: str | None
    """The report's page; None for a theme."""
    questions: tuple[ShownQuestion, ...]


@dataclass(frozen=True)
class QuestionsPage(rendering.SitePage):
    """The questions that were looked for, or all."""

    template: ClassVar[str] = "questions.html"
    q: str
    by_report: bool
    sections: tuple[QuestionSection, ...] = ()
    found: int = 0
    total: int = 0
    problem: str | None = None


@router.get("/questions", response_class=HTMLResponse)
def show_questions(parts: Parts, q: Value = "", by: Value = "") -> HTMLResponse:
    """Show the questions that have all the words of `q`, by theme or (`by=report`) by report."""
    looked, by_report = q.strip(), by == "report"
    try:
        return rendering.respond(_questions_page(parts, looked, by_report))
    except LibraryMissing:
        return rendering.respond(QuestionsPage(looked, by_report))
    except WalkalongError as error:
        page = QuestionsPage(looked, by_report, problem=error.message)
        return rendering.respond(page, http_errors.status_of(error))


def _questions_page(parts: Context, q: str, by_report: bool) -> QuestionsPage:
    library = parts.assistant.library
    questions = all_whole_questions(library, library.details)
    words = q.casefold().split()
    found = [question for question in questions if all(word in question.text.casefold() for word in words)]
    entries = {entry.id: entry for entry in library.details}
    sections = _by_report(found, entries) if by_report else _by_theme(found, entries)
    return QuestionsPage(q, by_report, tuple(sections), len(found), len(questions))


def _by_report(found: Sequence[WholeQuestion], entries: Entries) -> Iterable[QuestionSection]:
    titles = dict.fromkeys((question.passage.report_id, question.passage.report_title) for question in found)
    for id_, title in titles:
        own = tuple(_show(question, entries) for question in found if question.passage.report_id == id_)
        yield QuestionSection(title, addresses.report(id_), own)


def _by_theme(found: Sequence[WholeQuestion], entries: Entries) -> Iterable[QuestionSection]:
    for theme in THEMES:
        own = tuple(_show(question, entries) for question in found if question.theme == theme)
        if own:
            yield QuestionSection(theme, None, own)


def _show(question: WholeQuestion, entries: Entries) -> ShownQuestion:
    passage = question.passage
    return ShownQuestion(
        question.text,
        passage.report_title,
        wording.name_page(passage, entries.get(passage.report_id)),
        addresses.span(passage.report_id, passage.start, question.end),
    )
