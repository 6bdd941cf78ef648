"""Adding and removing reports: the routes of ingestions, and who may use them."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from fastapi import APIRouter, Depends, HTTPException, Request, Response
from starlette.concurrency import run_in_threadpool
from starlette.datastructures import UploadFile

from ingest.errors import InvalidRequest, LibraryMismatch, LibraryMissing
from ingest.library.manifest import CatalogueEntry
from service.access.roles import Role
from service.intake import removal
from service.intake.states import QueuedIngestion, Stage
from service.intake.uploads import FileOutcome, Uploads
from service.settings import Settings, is_loopback
from service.web.context import Context, Parts, caller_of
from service.wire import views
from service.wire.addresses import below_root

router = APIRouter(prefix="/v1", responses=views.ERRORS, tags=["ingestions"])

PATHS = ("/v1/ingestions", "/add")
"""Addresses that accept files, and so larger bodies than others."""
MOST_FILES = 50
"""Files that come at once, by judgement: more are taken in by the command line."""
MOST_LARGE_FILES = 5
"""So many files of the largest size may come at once."""
OFF = (
    "Reports can't be added or removed here. Ask whoever runs this service, who can use `walkalong ingest`, or set "
    "WALKALONG_UPLOADS=on."
)


class ProblemModel(views.View):
    """Why an ingestion as a whole came to nothing."""

    code: str
    message: str
    retryable: bool


class FindingsModel(views.View):
    """What was found in a report."""

    pages: int
    headings: int
    terms: int
    questions: int
    warnings: list[str]


class FileModel(views.View):
    """What came of one file."""

    name: str
    outcome: FileOutcome
    kept_as: str | None
    reason: str | None
    explanation: str | None
    remedy: str | None
    report_id: str | None
    title: str | None
    findings: FindingsModel | None


class IngestionModel(views.View):
    """How far an ingestion is. `done` of `total` are files, and while `encoding` pieces of the file at work.

    While `reading` a file with pages, `page` of its `pages` are read; `share` of all is done, and never falls.
    """

    id: str
    created_at: str
    stage: Stage
    file: str | None
    done: int
    total: int
    page: int
    pages: int
    share: float
    files: list[FileModel]
    problem: ProblemModel | None


_FORM: dict[str, Any] = {
    "requestBody": {
        "required": True,
        "content": {
            "multipart/form-data": {
                "schema": {
                    "type": "object",
                    "required": ["files"],
                    "properties": {
                        "files": {"type": "array", "items": {"type": "string", "format": "binary"}},
                        "replace": {
                            "type": "boolean",
                            "description": "Take the place of earlier uploads of the same names.",
                        },
                        "report": {
                            "type": "string",
                            "description": "Take the place of this report, which was added here before.",
                        },
                    },
                }
            }
        },
    }
}


def may_add(settings: Settings, request: Request) -> bool:
    """Whether this request may add reports and remove them.

    `auto` allows a curator by key or by proxy. From others it demands a loopback name in the address as well: a
    different name means that a proxy leads here, or a foreign page's name that was made to point here.
    """
    caller = caller_of(request)
    if settings.uploads == "off" or caller.role < Role.CURATOR:
        return False
    return (
        settings.uploads == "on" or caller.kind in {"key", "proxy"} or _is_at_this_machine(settings, request)
    )


def _is_at_this_machine(settings: Settings, request: Request) -> bool:
    name = request.headers.get("host", "").rsplit("@")[-1]
    name = name[1:].partition("]")[0] if name.startswith("[") else name.partition(":")[0]
    return is_loopback(settings.host) and (is_loopback(name) or name.endswith(".localhost"))


def most_bytes(settings: Settings) -> int:
    """Give the size of the largest body with files."""
    return MOST_LARGE_FILES * settings.max_file_mb * 1_000_000 + 1_000_000


def check_allowed(request: Request, parts: Parts) -> None:
    """Raise HTTPException where this request may not add reports."""
    if not may_add(parts.settings, request):
        raise HTTPException(403, OFF)


@router.post("/ingestions", status_code=202, openapi_extra=_FORM, dependencies=[Depends(check_allowed)])
async def create_ingestion(request: Request, response: Response, parts: Parts) -> IngestionModel:
    """Take in the reports that are sent as files, in the background."""
    state = await receive_files(request, parts)
    response.headers["Location"] = below_root(f"/v1/ingestions/{state.id}")
    return IngestionModel.model_validate(state)


@router.get("/ingestions/{ingestion_id}")
def read_ingestion(ingestion_id: str, parts: Parts) -> IngestionModel:
    """Tell how far an ingestion is, and what came of each file."""
    return IngestionModel.model_validate(parts.ingestions.get(ingestion_id))


@router.delete("/reports/{report_id}", status_code=204, dependencies=[Depends(check_allowed)])
def delete_report(report_id: str, parts: Parts) -> None:
    """Remove a report, and its file where it was added over HTTP."""
    removal.remove(report_id, parts.settings)
    parts.assistant.look_again()


async def receive_files(request: Request, parts: Context) -> QueuedIngestion:
    """Take the files of a form, and begin their ingestion."""
    if not request.headers.get("content-type", "").startswith("multipart/form-data"):
        raise HTTPException(415, "Send the files as multipart/form-data, in fields called files.")
    await run_in_threadpool(parts.ingestions.check_free)
    async with request.form(max_files=MOST_FILES, max_fields=10) as form:
        files = [file for file in form.getlist("files") if isinstance(file, UploadFile) and file.filename]
        if not files:
            message = "files: there is none. Choose one or more files."
            raise InvalidRequest(message)
        if report := form.get("report"):
            return await run_in_threadpool(_replace, parts, files, str(report))
        return await run_in_threadpool(_accept, parts, files, form.get("replace") in ("true", "on", "1"))


def name_to_replace(parts: Context, report_id: str) -> str | None:
    """Give the name under which a new file replaces the report's; None if its file was not added over HTTP."""
    folder = Uploads(parts.settings.data_dir, parts.settings.max_file_mb).folder
    sources = (Path(entry.source) for entry in _entries(parts) if entry.details.id == report_id)
    return next((path.name for path in sources if path.parent == folder), None)


def _replace(parts: Context, files: Sequence[UploadFile], report_id: str) -> QueuedIngestion:
    name = name_to_replace(parts, report_id)
    if name is None or len(files) > 1:
        message = "report: one file can take the place of a report that was added here. Nothing was changed."
        raise InvalidRequest(message)
    sent = files[0].filename or ""
    if Path(sent).suffix.lower() != Path(name).suffix.lower():
        message = f"files: {sent} takes the place of {name} only where both end in {Path(name).suffix}."
        raise InvalidRequest(message)
    return parts.ingestions.accept([(name, files[0].file)], _entries(parts), replacing=True)


def _accept(parts: Context, files: Sequence[UploadFile], replacing: bool) -> QueuedIngestion:
    sent = ((file.filename or "", file.file) for file in files)
    return parts.ingestions.accept(sent, _entries(parts), replacing=replacing)


def _entries(parts: Context) -> tuple[CatalogueEntry, ...]:
    """Give the library's entries; none if it can't be read, since an ingestion then repairs it."""
    try:
        return parts.assistant.library.manifest.entries
    except (LibraryMissing, LibraryMismatch):
        return ()
