"""Routes for asking: answers, feedback, search and conversations."""

from functools import partial
from typing import Annotated, Any

from fastapi import APIRouter, Query, Request, Response
from starlette.concurrency import run_in_threadpool

from service.learning.reflections import find_by_words
from service.prepared import Prepared
from service.web import events
from service.web.context import Context, Parts
from service.web.http_errors import request_id
from service.web.lists import Offset, link_next
from service.wire import bodies, views
from service.wire.kept import KeptCountsModel
from service.wire.learning import FoundModel, view_reflections

MOST_REFLECTIONS = 10_000
"""Accepted reflections that a search looks through: more than a programme's readers write."""
router = APIRouter(prefix="/v1", responses=views.ERRORS)

_BOTH_FORMS: dict[int | str, dict[str, Any]] = {
    200: {
        "model": views.AnswerModel,
        "description": "The answer; with `Accept: text/event-stream` as events `passages`, `statement`..., "
        "`answer` (or `error`).",
        "content": {"text/event-stream": {"schema": {"type": "string"}}},
    }
}


@router.post("/answers", response_model=views.AnswerModel, responses=_BOTH_FORMS, tags=["answers"])
async def create_answer(
    body: bodies.AnswerBody, request: Request, parts: Parts
) -> Response | views.AnswerModel:
    """Answer a question from the reports; every statement names the passages that support it."""
    prepared = await run_in_threadpool(_prepare, parts, body)
    save = partial(parts.keep_answer, conversation_id=body.conversation_id)
    if "text/event-stream" in request.headers.get("accept", ""):
        return events.respond_with(events.stream(prepared, save, request_id(request)))
    answer = await events.whole_answer(prepared.events(), request)
    if answer is None:
        return Response(status_code=499)
    await run_in_threadpool(save, answer)
    return views.AnswerModel.of(answer)


def _prepare(parts: Context, body: bodies.AnswerBody) -> Prepared:
    stored = parts.store.history(body.conversation_id) if body.conversation_id else ()
    return parts.assistant.prepare(body.ask(stored))


@router.get("/answers/{answer_id}", tags=["answers"])
def read_answer(answer_id: str, parts: Parts) -> views.AnswerModel:
    """Give an answer as it was given."""
    return views.AnswerModel.of(parts.store.answer(answer_id))


@router.post("/answers/{answer_id}/feedback", status_code=201, tags=["answers"])
def create_feedback(answer_id: str, body: bodies.FeedbackBody, parts: Parts) -> views.FeedbackModel:
    """Keep what a reader says of an answer."""
    return views.FeedbackModel.model_validate(parts.store.add_feedback(answer_id, body.verdict, body.text))


@router.post("/search", tags=["answers"])
def search(body: bodies.SearchBody, parts: Parts) -> FoundModel:
    """Find passages, best first, without writing an answer."""
    found = parts.assistant.search(body.query, body.filters.filters(), body.budget)
    kept = parts.store.reflections(MOST_REFLECTIONS, state="accepted") if body.reflections else ()
    reflections = view_reflections(find_by_words(kept, body.query))
    return FoundModel(passages=views.passages(found), reflections=reflections)


@router.post("/conversations", status_code=201, tags=["conversations"])
def create_conversation(
    parts: Parts, body: bodies.NewConversationBody | None = None
) -> views.ConversationModel:
    """Start a conversation; its id goes into `conversation_id` of a question."""
    return views.ConversationModel.model_validate(
        parts.store.create_conversation(body.title if body else None)
    )


@router.get("/conversations", tags=["conversations"])
def list_conversations(
    request: Request,
    response: Response,
    parts: Parts,
    limit: Annotated[int, Query(ge=1, le=200)] = 50,
    offset: Offset = 0,
) -> views.ConversationsModel:
    """List conversations, the latest used first."""
    rows = parts.store.conversations(limit + 1, offset)
    if len(rows) > limit:
        link_next(request, response, offset + limit)
    return views.ConversationsModel(
        conversations=[views.ConversationModel.model_validate(row) for row in rows[:limit]]
    )


@router.delete("/conversations", tags=["conversations"])
def delete_conversations(parts: Parts) -> KeptCountsModel:
    """Delete all that the caller asked: conversations, answers, briefs and the feedback on them."""
    return KeptCountsModel.model_validate(parts.store.delete_own())


@router.get("/conversations/{conversation_id}", tags=["conversations"])
def read_conversation(conversation_id: str, parts: Parts) -> views.WholeConversationModel:
    """Give a conversation with its turns and answers."""
    entry = parts.store.conversation(conversation_id)
    return views.WholeConversationModel.of(entry, parts.store.turns(conversation_id))


@router.patch("/conversations/{conversation_id}", tags=["conversations"])
def rename_conversation(
    conversation_id: str, body: bodies.TitleBody, parts: Parts
) -> views.ConversationModel:
    """Give a conversation another title."""
    return views.ConversationModel.model_validate(
        parts.store.rename_conversation(conversation_id, body.title)
    )


@router.delete("/conversations/{conversation_id}", status_code=204, tags=["conversations"])
def delete_conversation(conversation_id: str, parts: Parts) -> None:
    """Delete a conversation with its turns, answers and feedback."""
    parts.store.delete_conversation(conversation_id)
