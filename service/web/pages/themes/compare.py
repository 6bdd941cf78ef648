"""A theme compared on the page: places, reports or years side by side, each cell with its passages."""

from dataclasses import dataclass
from typing import Annotated, ClassVar

from fastapi import APIRouter, Query
from fastapi.responses import HTMLResponse

from ingest.errors import WalkalongError
from service.brief.sheet.lay_out import STANCES
from service.brief.types import Stance
from service.survey.compare import By, ThemeComparison
from service.telling import wording
from service.telling.plain import flatten_text
from service.types import Passage
from service.web import http_errors
from service.web.context import Parts
from service.web.render import addresses, rendering
from service.web.routes.surveys import make_comparison
from service.wire.addresses import below_root

router = APIRouter(include_in_schema=False)
IN_CELL = 3
"""How many passages of a cell are shown; the others are folded, so that the sides stay next to each other."""
SIDES: tuple[tuple[By, str], ...] = (("place", "Places"), ("report", "Reports"), ("year", "Years"))


@dataclass(frozen=True, slots=True)
class CellPassage:
    """A passage in a cell."""

    text: str
    source: str
    address: str


@dataclass(frozen=True, slots=True)
class ShownCell:
    """A cell: the passages that are visible at once, and those that are folded away."""

    stance: Stance
    head: str
    first: tuple[CellPassage, ...]
    more: tuple[CellPassage, ...]


@dataclass(frozen=True, slots=True)
class ComparedSide:
    """A row of the comparison."""

    name: str
    cells: tuple[ShownCell, ...]


@dataclass(frozen=True)
class ComparePage(rendering.SitePage):
    """The form, and the comparison where a theme was given."""

    template: ClassVar[str] = "compare.html"
    theme: str
    by: By
    sides: tuple[tuple[By, str], ...]
    only: str
    """What was asked to be compared, parted by commas."""
    heads: tuple[str, ...]
    rows: tuple[ComparedSide, ...]
    looked_at: int
    tables: tuple[tuple[str, str], ...]
    """Name and address of the comparison as a table."""
    problem: str | None = None


@router.get("/compare", response_class=HTMLResponse)
def show_comparison(
    parts: Parts,
    theme: Annotated[str, Query(max_length=4000)] = "",
    by: By = "place",
    only: Annotated[str, Query(max_length=2000)] = "",
) -> HTMLResponse:
    """Show the form, and under it what was found on the theme, side by side."""
    if not theme.strip():
        return rendering.respond(_page(theme, by, only, None))
    try:
        wanted = [name.strip() for name in only.split(",") if name.strip()]
        found = make_comparison(parts, theme, by, wanted)
    except WalkalongError as error:
        page = _page(theme, by, only, None, error.message)
        return rendering.respond(page, http_errors.status_of(error))
    return rendering.respond(_page(theme, by, only, found))


def _page(
    theme: str, by: By, only: str, found: ThemeComparison | None, problem: str | None = None
) -> ComparePage:
    names = tuple(name.strip() for name in only.split(",") if name.strip())
    asked = (("theme", theme), ("by", by), *(("only", name) for name in names))
    return ComparePage(
        theme=theme,
        by=by,
        sides=SIDES,
        only=only,
        heads=tuple(STANCES.values()),
        rows=_rows(found) if found else (),
        looked_at=len(found.survey.passages) if found else 0,
        tables=tuple(
            (name, addresses.with_fields(below_root(f"/v1/comparisons.{form}"), asked))
            for form, name in (("xlsx", "Excel"), ("csv", "CSV"))
        ),
        problem=problem,
    )


def _rows(found: ThemeComparison) -> tuple[ComparedSide, ...]:
    by_key = {passage.id: passage for passage in found.survey.passages}
    return tuple(
        ComparedSide(
            row.name,
            tuple(
                _cell(stance, head, [by_key[key] for key in row.cells[stance]])
                for stance, head in STANCES.items()
            ),
        )
        for row in found.rows
    )


def _cell(stance: Stance, head: str, passages: list[Passage]) -> ShownCell:
    shown = tuple(show_passage(each) for each in passages)
    return ShownCell(stance, head, shown[:IN_CELL], shown[IN_CELL:])


def show_passage(passage: Passage) -> CellPassage:
    """Give a passage as a cell shows it: its words, their place, and the address that opens them."""
    source = ", ".join(fact for fact in (passage.report_title, wording.name_page(passage, None)) if fact)
    address = addresses.span(passage.report_id, passage.start, passage.end)
    return CellPassage(flatten_text(passage.text), source, address)
