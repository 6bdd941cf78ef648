"""The route that checks a draft: pasted as JSON, or sent as a file. A draft is not kept."""

import json
import tempfile
from pathlib import Path
from typing import Annotated, Any, BinaryIO, Literal

from fastapi import APIRouter, HTTPException, Query, Request, Response
from starlette.concurrency import run_in_threadpool
from starlette.datastructures import UploadFile

from ingest.errors import InvalidRequest
from service.draft.check import check_draft, refuse_long
from service.draft.read import read_draft_file, read_pasted
from service.draft.sheet.write import MEDIA_TYPES, DraftFormat, write_check
from service.draft.support import ReportSearch
from service.draft.types import DraftCheck, DraftText
from service.intake.uploads import make_shown_name
from service.settings import Settings
from service.types import Filters
from service.web import forms
from service.web.context import Context, Parts
from service.wire import views
from service.wire.drafts import DraftBody, DraftCheckModel

router = APIRouter(prefix="/v1/checks", responses=views.ERRORS, tags=["checks"])
PATHS = ("/v1/checks", "/check")
"""Addresses that accept a file, and so larger bodies than others."""
MOST_BYTES = 25_000_000
"""Of a file: a Word file with its pictures."""
_TEXT_SCHEMA = DraftBody.model_json_schema(ref_template="#/components/schemas/{model}")
_TEXT_SCHEMA.pop("$defs")
_BODY: dict[str, Any] = {
    "requestBody": {
        "required": True,
        "content": {
            "application/json": {"schema": _TEXT_SCHEMA},
            "multipart/form-data": {
                "schema": {
                    "type": "object",
                    "required": ["file"],
                    "properties": {"file": {"type": "string", "format": "binary"}},
                }
            },
        },
    }
}
_FILES = {kind: {"schema": {"type": "string", "format": "binary"}} for kind in MEDIA_TYPES.values()}


@router.post("", openapi_extra=_BODY, response_model=DraftCheckModel, responses={200: {"content": _FILES}})
async def create_check(
    request: Request,
    parts: Parts,
    form: Annotated[DraftFormat | Literal["json"], Query(alias="format")] = "json",
) -> Response | DraftCheckModel:
    """Check a draft, pasted or sent as a file, against the reports, sentence by sentence."""
    draft, filters = await receive_draft(request, parts.settings)
    checked = await run_in_threadpool(check_received, parts, draft, filters)
    if form == "json":
        return DraftCheckModel.of(checked)
    return await run_in_threadpool(give_file, parts, checked, form)


async def receive_draft(request: Request, settings: Settings) -> tuple[DraftText, Filters]:
    """Read the draft from a request: JSON with its text, or a form with a file or with text."""
    kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if kind == "application/json":
        return await run_in_threadpool(_read_json, await request.body())
    if kind != "multipart/form-data":
        raise HTTPException(
            415, "Send the draft as application/json with text, or a file as multipart/form-data."
        )
    async with request.form(max_files=1, max_fields=10) as form:
        file = form.get("file")
        if isinstance(file, UploadFile) and file.filename:
            return await run_in_threadpool(_read_file, file.file, file.filename, settings), Filters()
        text = form.get("text")
        body = {"text": text.replace("\r\n", "\n").strip() if isinstance(text, str) else ""}
        return await run_in_threadpool(_read_text, body)


def check_received(parts: Context, draft: DraftText, filters: Filters) -> DraftCheck:
    """Check a draft while somebody waits. Raises InvalidRequest if the draft is too long."""
    refuse_long(draft)
    assistant = parts.assistant
    return check_draft(draft, ReportSearch(assistant.library, assistant.embedder, filters, assistant.opinion))


def give_file(parts: Context, checked: DraftCheck, form: DraftFormat) -> Response:
    """Give a checked draft as a file."""
    entries = {entry.id: entry for entry in parts.assistant.library.details}
    headers = {"Content-Disposition": f'attachment; filename="draft-checked.{form}"'}
    return Response(write_check(checked, entries, form), media_type=MEDIA_TYPES[form], headers=headers)


def _read_json(sent: bytes) -> tuple[DraftText, Filters]:
    try:
        values = json.loads(sent)
    except ValueError as error:
        message = "The body is no JSON. Send an object with text."
        raise InvalidRequest(message) from error
    if not isinstance(values, dict):
        message = "The body is no JSON object. Send an object with text."
        raise InvalidRequest(message)
    return _read_text(values)


def _read_text(values: dict[str, Any]) -> tuple[DraftText, Filters]:
    if values.get("text") == "":
        message = "There is no draft. Paste a paragraph, or choose a file."
        raise InvalidRequest(message)
    body = forms.check_form(DraftBody, values)
    return read_pasted(body.text), body.filters.filters()


def _read_file(sent: BinaryIO, name: str, settings: Settings) -> DraftText:
    """Read a file in a folder of its own, which is deleted afterwards: a draft is not kept."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / make_shown_name(name)
        path.write_bytes(sent.read(MOST_BYTES))
        return read_draft_file(path, settings)
