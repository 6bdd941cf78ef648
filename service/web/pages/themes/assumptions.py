"""What reports assume about a theme, what was found since, and where an assumption is stated again."""

from dataclasses import dataclass
from typing import Annotated, ClassVar

from fastapi import APIRouter, Query
from fastapi.responses import HTMLResponse

from ingest.errors import WalkalongError
from service.brief.sheet.lay_out import STANCES
from service.survey.assumptions import Assumption, find_assumptions
from service.telling import wording
from service.types import Filters
from service.web import http_errors
from service.web.context import Parts
from service.web.pages.themes.compare import CellPassage, show_passage
from service.web.render import rendering

router = APIRouter(include_in_schema=False)


@dataclass(frozen=True, slots=True)
class ShownAssumption:
    """An assumption with what came of it."""

    date: str
    passage: CellPassage
    evidence: tuple[tuple[str, CellPassage], ...]
    """What each says, in a word, and the passage."""
    revised: CellPassage | None


@dataclass(frozen=True)
class AssumptionsPage(rendering.SitePage):
    """The form, and the assumptions where a theme was given."""

    template: ClassVar[str] = "assumptions.html"
    theme: str
    assumptions: tuple[ShownAssumption, ...]
    problem: str | None = None


@router.get("/assumptions", response_class=HTMLResponse)
def show_assumptions(parts: Parts, theme: Annotated[str, Query(max_length=4000)] = "") -> HTMLResponse:
    """Show the form, and under it the assumptions by date."""
    if not theme.strip():
        return rendering.respond(AssumptionsPage(theme, ()))
    try:
        found = find_assumptions(parts.assistant.library, parts.assistant.embedder, theme, Filters())
    except WalkalongError as error:
        page = AssumptionsPage(theme, (), error.message)
        return rendering.respond(page, http_errors.status_of(error))
    return rendering.respond(AssumptionsPage(theme, tuple(_show(each) for each in found)))


def _show(found: Assumption) -> ShownAssumption:
    return ShownAssumption(
        wording.name_day(found.date) if found.date else "No date",
        show_passage(found.passage),
        tuple(
            (STANCES[item.stance], show_passage(passage))
            for passage, item in zip(found.evidence, found.items, strict=True)
        ),
        show_passage(found.revised) if found.revised else None,
    )
