"""The page at `/`: a form and its answer, working without scripts."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from itertools import islice
from typing import Annotated, ClassVar

from fastapi import APIRouter, Query, Request
from fastapi.responses import HTMLResponse

from ingest.errors import WalkalongError
from ingest.library import Library
from ingest.types import Details
from service import records
from service.arrange import Section, numbers, sections, setting, where
from service.assistant import Assistant
from service.types import Answer, Ask, Filters, Passage
from service.web import http_errors, rendering
from service.web.api import page_url
from service.web.context import Parts

router = APIRouter(include_in_schema=False)
EXAMPLES = 4
LOOKED_THROUGH = 20
"""Reports in which examples are looked for; a library may hold thousands."""


@dataclass(frozen=True, slots=True)
class Source:
    """A cited passage, ready to show."""

    number: int
    passage: Passage
    where: str
    setting: str
    """Headings and voice."""
    picture: str
    """Address of the page's image with the passage marked."""
    file: str
    """Address of the report's file, at the page where the format has pages."""


@dataclass(frozen=True)
class AskPage(rendering.Page):
    """The form, and the answer where there is one."""

    template: ClassVar[str] = "page.html"
    question: str
    place: str
    places: tuple[str, ...]
    reports: tuple[Details, ...]
    examples: tuple[str, ...]
    answer: Answer | None = None
    sections: tuple[Section, ...] = ()
    numbers: dict[str, int] | None = None
    sources: tuple[Source, ...] = ()
    error: str | None = None
    request_id: str = ""


@router.get("/", response_class=HTMLResponse)
def home(
    request: Request,
    parts: Parts,
    q: Annotated[str, Query(max_length=20_000)] = "",
    place: Annotated[str, Query(max_length=200)] = "",
) -> HTMLResponse:
    """Show the form, and the answer to `q`."""
    page, status = page_for(parts.assistant, q, place)
    return rendering.respond(replace(page, request_id=http_errors.request_id(request)), status)


def page_for(assistant: Assistant, question: str, place: str) -> tuple[AskPage, int]:
    """Give the page and its HTTP status."""
    try:
        empty = _empty_page(assistant, question, place)
    except WalkalongError as error:
        return AskPage(question, place, (), (), (), error=error.message), http_errors.status_of(error)
    if not question.strip():
        return empty, 200
    try:
        answer = assistant.answer(Ask(question, filters=Filters(places=(place,) if place else ())))
    except WalkalongError as error:
        return replace(empty, error=error.message), http_errors.status_of(error)
    return _answered(empty, answer, assistant), 200


def _empty_page(assistant: Assistant, question: str, place: str) -> AskPage:
    library = assistant.library
    entries = tuple(library.details)
    places = tuple(sorted({name for entry in entries for name in entry.places}))
    examples = tuple(islice(_first_questions(library, entries[:LOOKED_THROUGH]), EXAMPLES))
    return AskPage(question, place, places, entries, examples)


def _first_questions(library: Library, entries: Iterable[Details]) -> Iterator[str]:
    """Yield the first reflective question of each report that has any."""
    for entry in entries:
        questions = records.reflective_questions(library.report(entry.id))
        yield from (question.text for question in questions[:1])


def _answered(page: AskPage, answer: Answer, assistant: Assistant) -> AskPage:
    numbered = numbers(answer)
    formats = {entry.id: entry.format for entry in assistant.library.details}
    shown = answer.passages or answer.nearest
    sources = tuple(
        _source(passage, numbered.get(passage.id, place), formats.get(passage.report_id))
        for place, passage in enumerate(shown, 1)
    )
    laid_out = tuple(sections(answer.statements))
    return replace(page, answer=answer, sections=laid_out, numbers=numbered, sources=sources)


def _source(passage: Passage, number: int, format_: str | None) -> Source:
    file = f"/v1/reports/{passage.report_id}/file"
    if format_ != "pdf":
        return Source(number, passage, "", setting(passage), page_url(passage), file)
    return Source(
        number, passage, where(passage), setting(passage), page_url(passage), f"{file}#page={passage.page}"
    )
