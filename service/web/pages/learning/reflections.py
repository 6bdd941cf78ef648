"""Reflections in the browser: add one to a question or a passage, read them, and accept or decline them."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Annotated, Any, ClassVar

from fastapi import APIRouter, Query, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from ingest.errors import InvalidRequest, WalkalongError
from service.learning.reflections import find_by_words
from service.learning.registry import find_entry
from service.store.reflection_contract import StoredReflection
from service.telling import wording
from service.telling.plain import flatten_text
from service.web import forms, http_errors
from service.web.context import Context, Parts
from service.web.render import addresses, rendering
from service.web.routes.reflections import MOST_LISTED, keep_reflection, may_decide
from service.wire.addresses import below_root
from service.wire.learning import LONGEST, DecisionBody, ReflectionBody

router = APIRouter(include_in_schema=False)
Value = Annotated[str, Query(max_length=200)]
FIELDS = tuple(ReflectionBody.model_fields)


@dataclass(frozen=True, slots=True)
class ShownReflection:
    """A reflection, with the question or passage that it is about."""

    item: StoredReflection
    about: str
    address: str
    """Of the question's page, or of the passage."""
    facts: tuple[str, ...]
    """Who, where and when, as far as it is known."""


@dataclass(frozen=True)
class ReflectionsPage(rendering.SitePage):
    """The reflections that a reader may see."""

    template: ClassVar[str] = "reflections.html"
    q: str
    waiting: tuple[ShownReflection, ...]
    """For a curator all that wait, for others their own that wait or were declined."""
    accepted: tuple[ShownReflection, ...]
    may_decide: bool
    thanks: bool
    """Whether one was added just now."""


@dataclass(frozen=True)
class ReflectPage(rendering.SitePage):
    """The form for adding one."""

    template: ClassVar[str] = "reflect.html"
    about: str
    address: str
    values: dict[str, str]
    """By the form's fields: what stands in them now."""
    longest: int = LONGEST
    problem: str | None = None


@router.get("/reflections", response_class=HTMLResponse)
def list_page(request: Request, parts: Parts, q: Value = "", *, thanks: bool = False) -> HTMLResponse:
    """Show the reflections, or those that contain most of the words looked for."""
    curates = may_decide(request)
    found = parts.store.reflections(MOST_LISTED, every=curates)
    if q.strip():
        found = find_by_words(found, q)
    accepted = show_reflections(each for each in found if each.state == "accepted")
    waiting = show_reflections(each for each in found if each.state != "accepted")
    return rendering.respond(ReflectionsPage(q.strip(), waiting, accepted, curates, thanks))


@router.get("/reflections/add", response_class=HTMLResponse)
def show_form(
    parts: Parts,
    question: Value = "",
    report: Value = "",
    start: Annotated[str, Query(max_length=12)] = "",
    end: Annotated[str, Query(max_length=12)] = "",
) -> HTMLResponse:
    """Show the form for a reflection on a question, or on words of a report."""
    values = dict.fromkeys(FIELDS, "") | {
        "question_id": question,
        "report_id": report,
        "start": start,
        "end": end,
    }
    return rendering.respond(_form_page(parts, values))


@router.post("/reflections")
def add(parts: Parts, fields: forms.Form) -> Response:
    """Keep a reflection, and lead back to its question or passage; a text that is refused stays in the form."""
    values = {name: forms.only(fields, name) for name in FIELDS}
    page = _form_page(parts, values)
    try:
        body = forms.check_form(ReflectionBody, _read_sent(values))
        keep_reflection(parts, body)
    except WalkalongError as error:
        shown = ReflectPage(page.about, page.address, values, problem=error.message)
        return rendering.respond(shown, http_errors.status_of(error))
    return RedirectResponse(addresses.with_query(below_root("/reflections"), thanks="1"), 303)


@router.post("/reflections/{reflection_id}/decision")
def decide(reflection_id: str, parts: Parts, fields: forms.Form) -> Response:
    """Accept, decline or take back a decision, if the reflection is still as the page showed it."""
    sent = {name: forms.only(fields, name) for name in DecisionBody.model_fields}
    body = forms.check_form(DecisionBody, sent)
    parts.store.decide_reflection(reflection_id, body.state, body.seen)
    return RedirectResponse(below_root("/reflections"), 303)


@router.post("/reflections/{reflection_id}/delete")
def delete(reflection_id: str, request: Request, parts: Parts) -> Response:
    """Delete one's own reflection; a curator may delete any."""
    parts.store.delete_reflection(reflection_id, every=may_decide(request))
    return RedirectResponse(below_root("/reflections"), 303)


def show_reflections(found: Iterable[StoredReflection]) -> tuple[ShownReflection, ...]:
    """Give reflections as pages show them."""
    return tuple(ShownReflection(each, each.about, _address_of(each), tuple(_facts(each))) for each in found)


def _address_of(item: StoredReflection) -> str:
    if item.question_id:
        return addresses.question(item.question_id)
    return addresses.span(item.report_id, item.start, item.end)


def _facts(item: StoredReflection) -> Iterable[str]:
    yield from (fact for fact in (item.role, item.place) if fact)
    yield wording.name_day(item.date)


def _form_page(parts: Context, values: dict[str, str]) -> ReflectPage:
    """Give the form, with the question or passage. Raises NotFound, InvalidRequest."""
    library = parts.assistant.library
    if values["question_id"]:
        entry = find_entry(library, values["question_id"])
        return ReflectPage(entry.text, addresses.question(entry.id), values)
    try:
        start, end = int(values["start"]), int(values["end"])
    except ValueError as error:
        message = "A reflection is on a question, or on words of a report: begin from one of them."
        raise InvalidRequest(message) from error
    report = library.report(values["report_id"])
    words = flatten_text(report.text[max(0, start) : max(0, end)])
    return ReflectPage(words, addresses.span(values["report_id"], start, end), values)


def _read_sent(values: dict[str, str]) -> dict[str, Any]:
    """Give the form's fields under the body's names, without those that name no target."""
    target = ("question_id", "report_id", "start", "end")
    return {name: value for name, value in values.items() if value or name not in target}
