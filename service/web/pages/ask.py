"""The first page, and asking: a question is sent here; its answer is kept and shown in a conversation."""

from collections.abc import AsyncIterator
from dataclasses import dataclass, replace
from typing import ClassVar

from fastapi import APIRouter, Request, Response
from fastapi.responses import HTMLResponse, RedirectResponse
from pydantic import BaseModel
from sse_starlette import ServerSentEvent
from starlette.concurrency import run_in_threadpool

from ingest.errors import WalkalongError
from service.prepared import Prepared
from service.types import Answer
from service.web import events, forms, http_errors
from service.web.context import Context, Parts
from service.web.pages import conversations
from service.web.pages.asking import Asked, AskForm, Chosen, Value, ask_form, read_asked
from service.web.pages.shown.opening import Opening, make_opening
from service.web.render import addresses, rendering

router = APIRouter(include_in_schema=False)


@dataclass(frozen=True)
class AskPage(rendering.SitePage):
    """The form, whose reports they are, and questions to begin with."""

    template: ClassVar[str] = "ask.html"
    form: AskForm
    opening: Opening


class KeptAnswer(BaseModel):
    """The last event of a streamed answer: where the answer is kept."""

    address: str


@router.get("/", response_class=HTMLResponse)
def home(parts: Parts, chosen: Chosen, question: Value = "") -> HTMLResponse:
    """Show the form, filled in with what the address says; nothing is asked yet."""
    form = ask_form(parts.assistant, replace(chosen, question=question))
    return rendering.respond(ask_page(parts, form), 503 if form.error else 200)


@router.post("/ask")
async def ask(request: Request, parts: Parts, fields: forms.Form) -> Response:
    """Answer a question and lead to the answer; a script that asks for events gets it sentence by sentence."""
    asked = read_asked(fields)
    streamed = "text/event-stream" in request.headers.get("accept", "")
    try:
        prepared = await run_in_threadpool(_prepare, parts, asked)
    except WalkalongError as error:
        if streamed:
            raise
        return await run_in_threadpool(_ask_again, parts, asked, error)
    if streamed:
        return events.respond_with(_stream_and_keep(prepared, parts, asked, http_errors.request_id(request)))
    answer = await events.whole_answer(prepared.events(), request)
    if answer is None:
        return Response(status_code=499)
    return RedirectResponse(await run_in_threadpool(_keep, parts, answer, asked), 303)


def ask_page(parts: Context, form: AskForm) -> AskPage:
    """Give the first page."""
    return AskPage(form, make_opening(parts, form.asked))


def _prepare(parts: Context, asked: Asked) -> Prepared:
    history = parts.store.history(asked.conversation) if asked.conversation else ()
    return parts.assistant.prepare(asked.ask(history))


def _keep(parts: Context, answer: Answer, asked: Asked) -> str:
    """Keep an answer, in a new conversation if it belongs to none, and give its address."""
    id_ = asked.conversation or parts.store.create_conversation().id
    parts.keep_answer(answer, id_)
    place = parts.store.position_of(answer.id)
    return addresses.conversation(id_, place.number if place else None, asked.chosen)


async def _stream_and_keep(
    prepared: Prepared, parts: Context, asked: Asked, request_id: str
) -> AsyncIterator[ServerSentEvent]:
    """Yield the events of an answer, and at the end where it is kept."""
    kept: list[str] = []

    def keep(answer: Answer) -> None:
        kept.append(_keep(parts, answer, asked))

    async for event in events.stream(prepared, keep, request_id):
        yield event
    for address in kept:
        yield events.server_event("kept", KeptAnswer(address=address))


def _ask_again(parts: Context, asked: Asked, error: WalkalongError) -> HTMLResponse:
    """Show the form again in the same place, with the question still in it and what is wrong with it."""
    form = ask_form(parts.assistant, asked, error.message)
    page: rendering.SitePage = (
        conversations.conversation_page(parts, asked.conversation, form)
        if asked.conversation
        else ask_page(parts, form)
    )
    return rendering.respond(page, http_errors.status_of(error))
