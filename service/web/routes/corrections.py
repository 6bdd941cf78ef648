"""Correcting what is known about a report: the route, and the fields that can be corrected."""

from typing import Annotated, Any

from fastapi import APIRouter, Depends, Response
from pydantic import Field

from ingest.errors import InvalidRequest, NotFound
from service.intake.states import QueuedIngestion
from service.web.context import Context, Parts
from service.web.routes.ingestions import IngestionModel, check_allowed
from service.wire import bodies, views
from service.wire.addresses import below_root

router = APIRouter(prefix="/v1", responses=views.ERRORS, tags=["reports"])
Line = Annotated[str, Field(max_length=300, pattern=r"^[^\r\n\t]*$")]
Date = Annotated[str, Field(pattern=r"^(\d{4}(-(0[1-9]|1[0-2])(-(0[1-9]|[12]\d|3[01]))?)?)?$")]
"""A date as in a question's filters, or nothing."""


class CorrectionBody(bodies.Body):
    """What is right of a report. A field that is left out stays as it is; an empty one is told by the file again."""

    title: Line | None = None
    publisher: Line | None = None
    date: Date | None = None
    kind: Line | None = None
    programme: Line | None = None
    places: Annotated[list[bodies.ShortText], Field(max_length=50)] | None = None

    def fields(self) -> dict[str, Any]:
        """Give what is corrected, by the names of `reports.toml`."""
        given = self.model_dump(exclude_none=True)
        return {name: value.strip() if isinstance(value, str) else value for name, value in given.items()}


@router.patch("/reports/{report_id}", status_code=202, dependencies=[Depends(check_allowed)])
def patch_report(report_id: str, body: CorrectionBody, response: Response, parts: Parts) -> IngestionModel:
    """Correct a report's title, publisher, date, kind, programme or places; it is then read anew in the background."""
    state = correct_report(parts, report_id, body)
    response.headers["Location"] = below_root(f"/v1/ingestions/{state.id}")
    return IngestionModel.model_validate(state)


def correct_report(parts: Context, report_id: str, body: CorrectionBody) -> QueuedIngestion:
    """Keep the corrections and begin to read the report again. Raises NotFound, InvalidRequest, LibraryBusy."""
    fields = body.fields()
    if not fields:
        message = "There is nothing to correct: give title, publisher, date, kind, programme or places."
        raise InvalidRequest(message)
    parts.ingestions.check_free()
    entries = parts.assistant.library.manifest.entries
    entry = next((entry for entry in entries if entry.details.id == report_id), None)
    if entry is None:
        message = f"There is no report {report_id!r}."
        raise NotFound(message)
    return parts.ingestions.correct(entry, fields)
