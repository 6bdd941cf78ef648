"""A reflective question's own page: where it is asked, which conclusion it follows, what a reader can do with it."""

from dataclasses import dataclass
from typing import ClassVar

from fastapi import APIRouter
from fastapi.responses import HTMLResponse

from ingest.library.open import Library
from ingest.types import Details
from service.learning.reflections import ids_of
from service.learning.registry import QuestionSource, find_entry
from service.telling import wording
from service.telling.plain import flatten_text
from service.types import Passage
from service.web.context import Context, Parts
from service.web.pages.learning.reflections import ShownReflection, show_reflections
from service.web.render import addresses, rendering
from service.wire.addresses import below_root

router = APIRouter(include_in_schema=False)
MOST_REFLECTIONS = 100
"""Accepted reflections that the page lists, the newest; the rest are found under all reflections."""
MOST_BRIEFS = 5
"""Briefs on the question that the page lists, the newest."""


@dataclass(frozen=True, slots=True)
class ShownSource:
    """A report that asks the question."""

    report: str
    report_address: str
    words: str | None
    """The question as this report has it, where that differs from the page's heading."""
    headings: str
    page: str | None
    address: str
    conclusion: str | None
    conclusion_address: str | None
    facts: tuple[str, ...]


@dataclass(frozen=True)
class QuestionPage(rendering.SitePage):
    """One question."""

    template: ClassVar[str] = "question.html"
    text: str
    theme: str
    theme_address: str
    sources: tuple[ShownSource, ...]
    briefs: tuple[tuple[str, str], ...]
    """When a brief on the question was made, and its address."""
    reflections: tuple[ShownReflection, ...]
    reflect: str
    """The form for adding one."""


@router.get("/questions/{question_id}", response_class=HTMLResponse)
def show_question(question_id: str, parts: Parts) -> HTMLResponse:
    """Show a question with every report that asks it."""
    return rendering.respond(_question_page(parts, question_id))


def _question_page(parts: Context, question_id: str) -> QuestionPage:
    library = parts.assistant.library
    entry = find_entry(library, question_id)
    briefs = parts.store.briefs(MOST_BRIEFS, entry.text)
    return QuestionPage(
        entry.text,
        entry.theme,
        addresses.with_fields(below_root("/questions"), [("theme", entry.theme)]),
        tuple(_show_source(library, source, entry.text) for source in entry.sources),
        tuple((wording.name_moment(each.created_at), addresses.brief(each.id)) for each in briefs),
        show_reflections(
            parts.store.reflections(MOST_REFLECTIONS, state="accepted", question_ids=ids_of(entry))
        ),
        addresses.with_query(below_root("/reflections/add"), question=entry.id),
    )


def _show_source(library: Library, source: QuestionSource, text: str) -> ShownSource:
    passage, conclusion = source.passage, source.conclusion
    details = library.report(passage.report_id).details
    return ShownSource(
        passage.report_title,
        addresses.report(passage.report_id),
        source.question.text if source.question.text != text else None,
        " › ".join(flatten_text(heading) for heading in passage.headings if heading != details.title),
        wording.name_page(passage, details),
        addresses.span(passage.report_id, passage.start, source.question.end),
        flatten_text(conclusion.text) if conclusion else None,
        _span(conclusion) if conclusion else None,
        _facts(details),
    )


def _span(passage: Passage) -> str:
    return addresses.span(passage.report_id, passage.start, passage.end)


def _facts(details: Details) -> tuple[str, ...]:
    dated = wording.name_day(details.date) if details.date else None
    return tuple(fact for fact in (details.publisher, dated, details.kind) if fact)
