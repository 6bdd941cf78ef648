"""Looking after reports: correcting what is known about one, and the list of what was misread."""

from dataclasses import dataclass
from typing import Annotated, ClassVar

from fastapi import APIRouter, Depends, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response
from pydantic import Field

from ingest.errors import InvalidRequest, WalkalongError
from ingest.types import Details
from service.intake.misreadings import Fault, Misreading, Misreadings
from service.web import forms, http_errors
from service.web.context import Parts
from service.web.render import addresses, rendering
from service.web.routes.corrections import CorrectionBody, correct_report
from service.web.routes.ingestions import check_allowed, may_add
from service.wire import bodies
from service.wire.addresses import below_root

router = APIRouter(include_in_schema=False)
FAULTS: dict[Fault, str] = {
    "words": "The words are not what the page says",
    "mark": "The mark is in the wrong place",
    "page": "It is another page",
    "other": "Something else",
}


class MisreadingBody(bodies.Body):
    """What a reader reports about a passage."""

    report: bodies.ShortText
    start: int
    end: int
    fault: Fault
    note: Annotated[str, Field(max_length=2000)] = ""


@dataclass(frozen=True)
class CorrectPage(rendering.SitePage):
    """A form with what is known of a report."""

    template: ClassVar[str] = "correct.html"
    entry: Details
    values: dict[str, str]
    """By the form's fields: what stands in them now."""
    problem: str | None


@dataclass(frozen=True, slots=True)
class ShownMisreading:
    """One line of the list of what was misread."""

    item: Misreading
    fault: str
    address: str


@dataclass(frozen=True)
class MisreadingsPage(rendering.SitePage):
    """What readers reported as misread."""

    template: ClassVar[str] = "misreadings.html"
    items: tuple[ShownMisreading, ...]
    may_clear: bool


@router.get(
    "/reports/{report_id}/correct", response_class=HTMLResponse, dependencies=[Depends(check_allowed)]
)
def show_correction(report_id: str, parts: Parts) -> HTMLResponse:
    """Show the form."""
    entry = parts.assistant.library.report(report_id).details
    values = {
        "title": entry.title,
        "publisher": entry.publisher or "",
        "date": entry.date or "",
        "kind": entry.kind or "",
        "programme": entry.programme or "",
        "places": ", ".join(entry.places),
    }
    return rendering.respond(CorrectPage(entry, values, None))


@router.post("/reports/{report_id}/correct", dependencies=[Depends(check_allowed)])
def correct(report_id: str, parts: Parts, fields: forms.Form) -> Response:
    """Keep the corrections, and lead to the progress of reading the report again."""
    entry = parts.assistant.library.report(report_id).details
    sent = {name: forms.only(fields, name) for name in CorrectionBody.model_fields}
    places = [place.strip() for place in sent["places"].split(",") if place.strip()]
    try:
        body = forms.check_form(CorrectionBody, {**sent, "places": places})
        state = correct_report(parts, report_id, body)
    except WalkalongError as error:
        page = CorrectPage(entry, sent, error.message)
        return rendering.respond(page, http_errors.status_of(error))
    return RedirectResponse(below_root(f"/add/{state.id}"), 303)


@router.post("/misreadings")
def report_misreading(parts: Parts, fields: forms.Form) -> Response:
    """Keep a reader's note of what is misread, and lead back to the passage."""
    sent = {name: forms.only(fields, name) for name in MisreadingBody.model_fields}
    if not sent["fault"]:
        message = "Choose what is wrong before you send. Go back; what you wrote is still there."
        raise InvalidRequest(message)
    body = forms.check_form(MisreadingBody, sent)
    report = parts.assistant.library.report(body.report)
    if not 0 <= body.start < body.end <= len(report.text):
        message = f"start and end must be given with 0 <= start < end <= {len(report.text)}."
        raise InvalidRequest(message)
    Misreadings(parts.settings.data_dir).add(
        report.details, (body.start, body.end), report.text[body.start : body.end], body.fault, body.note
    )
    back = addresses.span(body.report, body.start, body.end)
    return RedirectResponse(f"{back}&thanks=1", 303)


@router.get("/misreadings", response_class=HTMLResponse)
def list_misreadings(request: Request, parts: Parts) -> HTMLResponse:
    """Show what readers reported, newest first."""
    items = tuple(
        ShownMisreading(item, FAULTS[item.fault], addresses.span(item.report_id, item.start, item.end))
        for item in Misreadings(parts.settings.data_dir).list()
    )
    return rendering.respond(MisreadingsPage(items, may_add(parts.settings, request)))


@router.post("/misreadings/{misreading_id}/done", dependencies=[Depends(check_allowed)])
def clear_misreading(misreading_id: str, parts: Parts) -> Response:
    """Remove one entry from the list."""
    Misreadings(parts.settings.data_dir).remove(misreading_id)
    return RedirectResponse(below_root("/misreadings"), 303)
