"""Removing a report, putting it back, and replacing its file with another."""

from dataclasses import dataclass
from typing import ClassVar

from fastapi import APIRouter, Depends
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from ingest.library.sources import SUFFIXES
from ingest.types import Details
from service.intake import removal
from service.intake.removed import RemovedReport, RemovedReports
from service.web.context import Context, Parts
from service.web.render import rendering
from service.web.routes.ingestions import check_allowed, most_bytes, name_to_replace
from service.wire.addresses import below_root

router = APIRouter(include_in_schema=False, dependencies=[Depends(check_allowed)])


@dataclass(frozen=True)
class RemovePage(rendering.SitePage):
    """What can be done with a report that is wrong here."""

    template: ClassVar[str] = "remove.html"
    entry: Details
    may_replace: bool
    max_mb: int
    most_bytes: int
    accept: str


@dataclass(frozen=True)
class RemovedPage(rendering.SitePage):
    """A report that was removed."""

    template: ClassVar[str] = "removed.html"
    removed: RemovedReport


@router.get("/reports/{report_id}/remove", response_class=HTMLResponse)
def show_removal(report_id: str, parts: Parts) -> HTMLResponse:
    """Show the form."""
    entry = parts.assistant.library.report(report_id).details
    page = RemovePage(
        entry,
        may_replace=name_to_replace(parts, report_id) is not None,
        max_mb=parts.settings.max_file_mb,
        most_bytes=most_bytes(parts.settings),
        accept=",".join(sorted(SUFFIXES)),
    )
    return rendering.respond(page)


@router.post("/reports/{report_id}/remove")
def remove(report_id: str, parts: Parts) -> Response:
    """Remove the report, but keep its file for a while."""
    removed = _remove(parts, report_id)
    return RedirectResponse(below_root(f"/removed/{removed.id}"), 303)


@router.get("/removed/{removed_id}", response_class=HTMLResponse)
def show_removed(removed_id: str, parts: Parts) -> HTMLResponse:
    """Say that the report is removed, and offer to put it back."""
    return rendering.respond(RemovedPage(RemovedReports(parts.settings.data_dir).get(removed_id)))


@router.post("/removed/{removed_id}/back")
def put_back(removed_id: str, parts: Parts) -> Response:
    """Add the report's file again, and lead to the progress of that."""
    kept = RemovedReports(parts.settings.data_dir)
    removed = kept.get(removed_id)
    parts.ingestions.check_free()
    with kept.file(removed).open("rb") as file:
        state = parts.ingestions.accept([(removed.file, file)], parts.assistant.library.manifest.entries)
    kept.forget(removed)
    return RedirectResponse(below_root(f"/add/{state.id}"), 303)


def _remove(parts: Context, report_id: str) -> RemovedReport:
    library = parts.assistant.library
    entry = library.report(report_id).details
    kept = RemovedReports(parts.settings.data_dir)
    removed = kept.keep(entry, library.file(report_id))
    try:
        removal.remove(report_id, parts.settings)
        parts.assistant.look_again()
    except Exception:
        kept.forget(removed)
        raise
    return removed
