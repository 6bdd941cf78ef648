"""Routes for surveys of a theme: at a glance, compared (also as a table), and what is assumed about it."""

from typing import Annotated, Any

from fastapi import APIRouter, Query, Response
from pydantic import TypeAdapter, ValidationError

from ingest.errors import InvalidRequest
from service.survey.assumptions import find_assumptions
from service.survey.compare import By, ThemeComparison, compare
from service.survey.look import look_through
from service.survey.news import find_news
from service.survey.report_news import find_report_news
from service.types import Filters
from service.web.context import Context, Parts
from service.web.routes.exports import TYPE, CsvResponse
from service.wire import bodies, sheets, views
from service.wire.surveys.models import (
    AssumptionsModel,
    CellEntryModel,
    ComparisonModel,
    ReportNewsModel,
    ThemeModel,
    list_cells,
)

router = APIRouter(prefix="/v1", responses=views.ERRORS, tags=["surveys"])
Theme = Annotated[bodies.ShortText, Query(description="What is compared, in a few words or as a question.")]
Only = Annotated[
    list[bodies.ShortText] | None,
    Query(max_length=50, description="Only these places, report ids or years, in this order."),
]
_TABLE: dict[int | str, dict[str, Any]] = {
    200: {"description": "The table.", "content": {TYPE: {"schema": {"type": "string"}}}}
}

_BOOK: dict[int | str, dict[str, Any]] = {
    200: {"description": "The table.", "content": {sheets.BOOK_TYPE: {"schema": {"type": "string"}}}}
}


@router.get("/comparisons")
def read_comparison(parts: Parts, theme: Theme, by: By = "place", only: Only = None) -> ComparisonModel:
    """Set places, reports or years side by side on a theme, each with its passages for, against and on condition."""
    return ComparisonModel.of(make_comparison(parts, theme, by, only or ()))


@router.get("/comparisons.csv", response_class=CsvResponse, responses=_TABLE)
def export_comparison(parts: Parts, theme: Theme, by: By = "place", only: Only = None) -> str:
    """Give a comparison as a table: a row for each passage of each cell, and one for each empty cell."""
    return sheets.sheet_of(list_cells(make_comparison(parts, theme, by, only or ())), CellEntryModel)


@router.get("/comparisons.xlsx", response_class=Response, responses=_BOOK)
def export_comparison_book(parts: Parts, theme: Theme, by: By = "place", only: Only = None) -> Response:
    """Give the same table as a workbook (XLSX)."""
    rows = list_cells(make_comparison(parts, theme, by, only or ()))
    headers = {"Content-Disposition": 'attachment; filename="comparison.xlsx"'}
    return Response(
        sheets.book_of(rows, CellEntryModel, "Comparison"), media_type=sheets.BOOK_TYPE, headers=headers
    )


@router.get("/reports/{report_id}/news")
def read_report_news(report_id: str, parts: Parts) -> ReportNewsModel:
    """Tell what is new in a report against all earlier ones: places, terms, and findings that none of them is near."""
    return ReportNewsModel.of(find_report_news(parts.assistant.library, report_id))


@router.get("/themes")
def read_theme(parts: Parts, theme: Theme, since: bodies.IsoDate | None = None) -> ThemeModel:
    """Give a theme at a glance: places by what is said, reports by date, and what is new since a date."""
    survey = look_through(parts.assistant.library, parts.assistant.embedder, theme, Filters())
    return ThemeModel.of(survey, compare(survey, "place"), find_news(survey, since) if since else None)


@router.get("/assumptions")
def list_assumptions(parts: Parts, theme: Theme) -> AssumptionsModel:
    """List the assumptions that reports state on a theme, each with what later reports found."""
    library = parts.assistant.library
    return AssumptionsModel.of(theme, find_assumptions(library, parts.assistant.embedder, theme, Filters()))


def read_since(text: str) -> str | None:
    """Read the date in a form's field; None if it is empty. Raises InvalidRequest for anything but a date."""
    given = text.strip()
    if not given:
        return None
    try:
        return _DATE.validate_python(given)
    except ValidationError as error:
        message = f"since: {given!r} is no date. Write 2022, 2022-10 or 2022-10-31."
        raise InvalidRequest(message) from error


_DATE: TypeAdapter[str] = TypeAdapter(bodies.IsoDate)


def make_comparison(
    parts: Context, theme: str, by: By, only: "list[str] | tuple[str, ...]"
) -> ThemeComparison:
    """Survey the theme and compare. Raises InvalidRequest for an unknown report."""
    library = parts.assistant.library
    filters = Filters(reports=tuple(only)) if by == "report" else Filters()
    return compare(look_through(library, parts.assistant.embedder, theme, filters), by, tuple(only))
