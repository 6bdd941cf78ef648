"""The pages at /add: the form for adding reports, and the progress of an ingestion."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import ClassVar

from fastapi import APIRouter, HTTPException, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from ingest.errors import WalkalongError
from ingest.library.sources import SUFFIXES
from service.intake.states import QueuedIngestion
from service.intake.uploads import FileOutcome, FileResult
from service.telling import wording
from service.web import http_errors
from service.web.context import Context, Parts
from service.web.render import addresses, rendering
from service.web.routes import ingestions
from service.wire.addresses import below_root

router = APIRouter(include_in_schema=False)
MOST_RECENT = 30
"""Ingestions that are listed: what a curator still has in mind."""
OUTCOMES: dict[FileOutcome, str] = {
    "added": "Added",
    "replaced": "Read anew",
    "unchanged": "Not added: already there",
    "failed": "Not added",
    "waiting": "Waiting",
}


@dataclass(frozen=True, slots=True)
class AddedFile:
    """One line of what was added so far."""

    file: FileResult
    what: str
    when: str
    ingestion: str
    """The address of the ingestion that it came with."""
    address: str | None
    """The report's page, where the library has it still."""
    warnings: tuple[str, ...]


@dataclass(frozen=True)
class AddPage(rendering.SitePage):
    """The form for adding reports."""

    template: ClassVar[str] = "add.html"
    allowed: bool
    off: str
    max_mb: int
    most_bytes: int
    accept: str
    recent: tuple[AddedFile, ...] = ()
    problem: str | None = None


@dataclass(frozen=True)
class IngestionPage(rendering.SitePage):
    """An ingestion: its progress, or its outcome."""

    template: ClassVar[str] = "ingestion.html"
    ingestion: QueuedIngestion


@router.get("/add", response_class=HTMLResponse)
def show_form(request: Request, parts: Parts) -> HTMLResponse:
    """Show the form."""
    return _make_page(request, parts)


@router.post("/add", response_class=HTMLResponse)
async def add_files(request: Request, parts: Parts) -> Response:
    """Take the files, and lead to their ingestion."""
    try:
        ingestions.check_allowed(request, parts)
        state = await ingestions.receive_files(request, parts)
    except WalkalongError as error:
        return _make_page(request, parts, error.message, http_errors.status_of(error))
    except HTTPException as error:
        return _make_page(request, parts, str(error.detail), error.status_code)
    return RedirectResponse(below_root(f"/add/{state.id}"), 303)


@router.get("/add/{ingestion_id}", response_class=HTMLResponse)
def show_ingestion(ingestion_id: str, parts: Parts) -> HTMLResponse:
    """Show how far an ingestion is."""
    return rendering.respond(IngestionPage(parts.ingestions.get(ingestion_id)))


def _make_page(
    request: Request, parts: Context, problem: str | None = None, status: int = 200
) -> HTMLResponse:
    settings = parts.settings
    page = AddPage(
        allowed=ingestions.may_add(settings, request),
        off=ingestions.OFF,
        max_mb=settings.max_file_mb,
        most_bytes=ingestions.most_bytes(settings),
        accept=",".join(sorted(SUFFIXES)),
        recent=tuple(_list_recent(parts)),
        problem=problem,
    )
    return rendering.respond(page, status if page.allowed else 403)


def _list_recent(parts: Context) -> Iterator[AddedFile]:
    try:
        here = {entry.id for entry in parts.assistant.library.details}
    except WalkalongError:
        here = set()
    for state in parts.ingestions.recent(MOST_RECENT):
        for file in state.files:
            kept = file.report_id in here
            removed = file.outcome in {"added", "replaced"} and not kept
            yield AddedFile(
                file,
                "Removed since" if removed else OUTCOMES[file.outcome],
                wording.name_moment(state.created_at),
                below_root(f"/add/{state.id}"),
                addresses.report(file.report_id) if kept and file.report_id else None,
                file.findings.warnings if file.findings and kept else (),
            )
