"""Routes for reflections: readers add and read them, a curator accepts or declines."""

from typing import Annotated, Any

from fastapi import APIRouter, Depends, Query, Request

from service.access.roles import Role
from service.learning.reflections import find_by_words, ids_of, reflect_on_passage, reflect_on_question
from service.learning.registry import find_entry
from service.store.database import now
from service.store.reflection_contract import ReflectionState, StoredReflection
from service.web.context import Context, Parts, caller_of
from service.web.routes.exports import TABLE, CsvResponse
from service.wire import bodies, sheets, views
from service.wire.learning import (
    DecisionBody,
    ReflectionBody,
    ReflectionModel,
    ReflectionsModel,
    view_reflections,
)

router = APIRouter(prefix="/v1", responses=views.ERRORS, tags=["reflections"])
MOST_LISTED = 1000
"""Reflections that one request gives; `offset` goes on from there."""


CONFLICT: dict[int | str, dict[str, Any]] = {
    409: {"model": views.ErrorModel, "description": "Somebody else decided it first."}
}


def may_decide(request: Request) -> bool:
    """Whether the caller sees and decides everybody's reflections."""
    return caller_of(request).role >= Role.CURATOR


def select_reflections(
    request: Request,
    parts: Parts,
    state: ReflectionState | None = None,
    question: bodies.ShortText | None = None,
    report: bodies.ShortText | None = None,
    q: Annotated[bodies.ShortText, Query(description="Only those that have most of these words.")] = "",
    limit: Annotated[int, Query(ge=1, le=MOST_LISTED)] = MOST_LISTED,
    offset: Annotated[int, Query(ge=0, le=1_000_000)] = 0,
) -> tuple[StoredReflection, ...]:
    """Give the reflections that query parameters select."""
    ids = ids_of(find_entry(parts.assistant.library, question)) if question else ()
    found = parts.store.reflections(
        limit, offset, every=may_decide(request), state=state, question_ids=ids, report_id=report
    )
    return find_by_words(found, q) if q.strip() else found


SelectedReflections = Annotated[tuple[StoredReflection, ...], Depends(select_reflections)]


@router.get("/reflections.csv", response_class=CsvResponse, responses=TABLE)
def export_reflections(selected: SelectedReflections) -> str:
    """List the reflections as a table."""
    return sheets.sheet_of(view_reflections(selected), ReflectionModel)


@router.get("/reflections")
def list_reflections(selected: SelectedReflections) -> ReflectionsModel:
    """List the reflections that were accepted, and the caller's own; for a curator, all."""
    return ReflectionsModel(reflections=view_reflections(selected))


@router.post("/reflections", status_code=201)
def create_reflection(body: ReflectionBody, parts: Parts) -> ReflectionModel:
    """Add a reflection to a question or a passage; it waits for a curator, and is never evidence."""
    return ReflectionModel.model_validate(keep_reflection(parts, body))


@router.get("/reflections/{reflection_id}")
def read_reflection(reflection_id: str, request: Request, parts: Parts) -> ReflectionModel:
    """Give a reflection."""
    return ReflectionModel.model_validate(parts.store.reflection(reflection_id, every=may_decide(request)))


@router.post("/reflections/{reflection_id}/decision", responses=CONFLICT)
def decide_reflection(reflection_id: str, body: DecisionBody, parts: Parts) -> ReflectionModel:
    """Accept or decline a reflection; refused when it does not stand any more as the curator saw it."""
    return ReflectionModel.model_validate(parts.store.decide_reflection(reflection_id, body.state, body.seen))


@router.delete("/reflections/{reflection_id}", status_code=204)
def delete_reflection(reflection_id: str, request: Request, parts: Parts) -> None:
    """Delete a reflection of the caller's own, or for a curator any."""
    parts.store.delete_reflection(reflection_id, every=may_decide(request))


def keep_reflection(parts: Context, body: ReflectionBody) -> StoredReflection:
    """Keep a reader's reflection; without a date it gets today's. Raises NotFound, InvalidRequest."""
    library, said = parts.assistant.library, (body.text, body.role, body.place, body.date or now()[:10])
    if body.question_id is not None:
        return parts.store.add_reflection(reflect_on_question(library, body.question_id, *said))
    span = (body.start or 0, body.end or 0)
    return parts.store.add_reflection(reflect_on_passage(library, body.report_id or "", span, *said))
