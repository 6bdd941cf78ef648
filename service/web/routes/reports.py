"""Routes for reading: the catalogue, one report, its pages and file, terms."""

import hashlib
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated

from fastapi import APIRouter, Depends, Query, Request, Response
from fastapi.responses import FileResponse

from ingest.errors import InvalidRequest, NotFound
from ingest.types import Format, Report
from service.reports import records
from service.reports.glossary import list_meanings
from service.web.context import Parts
from service.web.lists import Paged, Selected
from service.web.render.page_images import Span, page_png, small_png
from service.wire import views

router = APIRouter(prefix="/v1", responses=views.ERRORS, tags=["reports"])

MEDIA_TYPES: dict[Format, str] = {
    "pdf": "application/pdf",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "html": "text/html",
    "markdown": "text/markdown",
    "text": "text/plain",
}
_FILE_POLICY = "frame-ancestors 'none'"
_HTML_POLICY = f"sandbox; default-src 'none'; img-src data:; style-src 'unsafe-inline'; {_FILE_POLICY}"
"""A report is somebody else's page: none of its scripts run under this address."""

_CELLS = r"^(\d{1,9}-\d{1,9}(,\d{1,9}-\d{1,9}){0,49})?$"
"""Ranges of characters, such as `120-140,155-160`."""


@dataclass(frozen=True, slots=True)
class PictureSize:
    """Query parameters that say how much of a page is drawn, and how large."""

    scale: Annotated[float, Query(ge=0.25, le=4)] = 2
    lines: Annotated[bool, Query(description="Only the lines around the mark.")] = False
    width: Annotated[int | None, Query(ge=40, le=600, description="A small picture, so wide.")] = None


@router.get("/reports")
def list_reports(parts: Parts, selected: Selected, paged: Paged) -> views.ReportsModel:
    """List the reports, all or those that pass the filters."""
    return views.ReportsModel(reports=views.details(paged.of(selected.of(parts))))


@router.get("/reports/{report_id}")
def read_report(report_id: str, parts: Parts) -> views.ReportModel:
    """Give a report's entry, outline, terms, reflective questions and warnings."""
    report = parts.assistant.library.report(report_id)
    outline = [
        views.HeadingModel(text=heading.text, level=heading.level, page=heading.page)
        for heading in records.outline(report)
    ]
    terms = [views.term(item.term, item.passage) for item in records.terms(report)]
    return views.ReportModel.of(report, outline, terms, views.passages(records.reflective_questions(report)))


@router.get("/reports/{report_id}/pages/{number}.png", response_class=Response)
def read_page(
    report_id: str,
    number: int,
    request: Request,
    parts: Parts,
    size: Annotated[PictureSize, Depends()],
    start: int | None = None,
    end: int | None = None,
    cells: Annotated[str, Query(pattern=_CELLS, max_length=1000)] = "",
) -> Response:
    """Give a page as a picture, with the characters `start` to `end` of the report marked.

    With `cells` (`120-140,155-160`) only those of them.
    """
    library = parts.assistant.library
    report = library.report(report_id)
    if not 1 <= number <= max(1, len(report.pages)):
        message = f"Report {report_id!r} has pages 1 to {max(1, len(report.pages))}, not {number}."
        raise NotFound(message)
    mark, spans = _mark(report, start, end), _spans(report, cells)
    tag = _tag(report, number, (mark, *spans), size)
    headers = {"ETag": tag, "Cache-Control": "private, no-cache"}
    if request.headers.get("if-none-match") == tag:
        return Response(status_code=304, headers=headers)
    if size.width:
        # In lists of reports the address changes with the file's content, so a browser need not ask again.
        headers["Cache-Control"] = "private, max-age=86400"
        png = small_png(report, library.file(report_id), number, size.width)
        return Response(png, 200, headers, "image/png")
    png = page_png(report, library.file(report_id), number, mark, size.scale, lines=size.lines, cells=spans)
    return Response(png, 200, headers, "image/png")


@router.get("/reports/{report_id}/file", response_class=FileResponse)
def read_file(report_id: str, parts: Parts) -> FileResponse:
    """Give the file that the report was read from."""
    library = parts.assistant.library
    details, path = library.report(report_id).details, library.file(report_id)
    return FileResponse(
        path,
        media_type=_media_type(details.format, path),
        filename=details.file,
        content_disposition_type="inline",
        headers={
            "Content-Security-Policy": _HTML_POLICY if details.format == "html" else _FILE_POLICY,
            "Cache-Control": "private, no-cache",
        },
    )


@router.get("/glossary")
def list_terms(parts: Parts, selected: Selected, paged: Paged) -> views.GlossaryModel:
    """List the terms of the reports with their definitions."""
    library = parts.assistant.library
    found = list_meanings(library, selected.of(parts))
    return views.GlossaryModel(terms=[views.term(item.term, item.passage) for item in paged.of(found)])


def _mark(report: Report, start: int | None, end: int | None) -> Span | None:
    if start is None and end is None:
        return None
    if start is None or end is None or not 0 <= start < end <= len(report.text):
        message = f"start and end must both be given, with 0 <= start < end <= {len(report.text)}."
        raise InvalidRequest(message)
    return Span(start, end)


def _spans(report: Report, cells: str) -> tuple[Span, ...]:
    spans = tuple(Span(*map(int, cell.split("-"))) for cell in cells.split(",") if cell)
    if not all(span.start < span.end <= len(report.text) for span in spans):
        message = f"cells must be ranges START-END, with 0 <= START < END <= {len(report.text)}."
        raise InvalidRequest(message)
    return spans


def _tag(report: Report, number: int, marked: tuple[Span | None, ...], size: PictureSize) -> str:
    """Name the picture by everything that it is made from."""
    made_from = f"1 {report.details.sha256} {len(report.text)} {number} {marked} {size}"
    return f'"{hashlib.sha256(made_from.encode()).hexdigest()[:32]}"'


def _media_type(format_: Format, path: Path) -> str:
    """Declare UTF-8 only for text that is UTF-8; for other text the browser finds the encoding."""
    kind = MEDIA_TYPES[format_]
    if format_ not in {"markdown", "text"}:
        return kind
    try:
        path.read_text("utf-8")
    except UnicodeDecodeError:
        return f"{kind}; charset=windows-1252"
    return f"{kind}; charset=utf-8"
