"""What is new in a report against the ones before it, on the page."""

from dataclasses import dataclass
from typing import ClassVar

from fastapi import APIRouter
from fastapi.responses import HTMLResponse

from ingest.errors import InvalidRequest
from service.survey.report_news import ReportNews, find_report_news
from service.telling import wording
from service.telling.plain import flatten_text
from service.web import http_errors
from service.web.context import Parts
from service.web.pages.themes.compare import CellPassage, show_passage
from service.web.render import addresses, rendering

router = APIRouter(include_in_schema=False)


@dataclass(frozen=True)
class NewsPage(rendering.SitePage):
    """A report beside those before it."""

    template: ClassVar[str] = "news.html"
    title: str
    report: str
    """Its address."""
    date: str = ""
    before: tuple[tuple[str, str], ...] = ()
    """Title and address of the earlier reports."""
    undated: int = 0
    places: tuple[str, ...] = ()
    terms: tuple[str, ...] = ()
    findings: tuple[CellPassage, ...] = ()
    looked_at: int = 0
    new: int = 0
    problem: str | None = None


@router.get("/reports/{report_id}/news", response_class=HTMLResponse)
def show_news(report_id: str, parts: Parts) -> HTMLResponse:
    """Show what the report has that none before it has."""
    library = parts.assistant.library
    details = library.report(report_id).details
    try:
        return rendering.respond(_page(find_report_news(library, report_id)))
    except InvalidRequest as error:
        page = NewsPage(flatten_text(details.title), addresses.report(report_id), problem=error.message)
        return rendering.respond(page, http_errors.status_of(error))


def _page(news: ReportNews) -> NewsPage:
    return NewsPage(
        title=flatten_text(news.report.title),
        report=addresses.report(news.report.id),
        date=wording.name_day(news.report.date or ""),
        before=tuple((flatten_text(entry.title), addresses.report(entry.id)) for entry in news.before),
        undated=len(news.undated),
        places=news.places,
        terms=news.terms,
        findings=tuple(show_passage(each) for each in news.findings),
        looked_at=news.looked_at,
        new=news.new,
    )
