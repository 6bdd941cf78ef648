"""Running an answer for a client that may leave, and sending it as server-sent events. The home of sse-starlette."""

from collections.abc import AsyncGenerator, AsyncIterator, Callable, Iterator
from contextlib import aclosing
from functools import cache

from anyio import CapacityLimiter, to_thread
from fastapi import Request
from pydantic import BaseModel
from sse_starlette import EventSourceResponse, ServerSentEvent
from starlette.concurrency import run_in_threadpool

from service.prepared import Prepared
from service.types import Answer, Statement
from service.web.http_errors import body_of
from service.wire import views

Events = Iterator[Statement | Answer]

ANSWERS_AT_ONCE = 40
"""Threads in which answers wait for their models. They are not the ones that all other routes run in: an answer may
wait for a minute, and a probe must not wait behind it."""
PING_SECONDS = 15
"""After so long a silence a comment is sent: proxies cut what is silent, usually after 60 seconds."""
SLOWEST_CLIENT = 60
"""Seconds after which a client that takes nothing is left."""


async def whole_answer(events: Events, request: Request) -> Answer | None:
    """Give the answer when it is complete. When the client leaves, stop the work and give None."""
    async with aclosing(step_events(events)) as steps:
        async for event in steps:
            if isinstance(event, Answer):
                return event
            if await request.is_disconnected():
                return None
    message = "an answerer ended without an answer"
    raise RuntimeError(message)


def respond_with(stream: AsyncIterator[ServerSentEvent]) -> EventSourceResponse:
    """Send events as they come, with pings in between; close the stream when the client leaves."""
    return EventSourceResponse(stream, ping=PING_SECONDS, send_timeout=SLOWEST_CLIENT, sep="\n")


async def stream(
    prepared: Prepared, save: Callable[[Answer], None], request_id: str
) -> AsyncIterator[ServerSentEvent]:
    """Yield `passages`, `statement`..., then `answer` once it is saved; or `error`, in the shape of every error."""
    try:
        yield server_event(
            "passages", views.PassagesModel(passages=views.passages((*prepared.passages, *prepared.wide)))
        )
        async with aclosing(step_events(prepared.events())) as steps:
            async for event in steps:
                if isinstance(event, Answer):
                    await run_in_threadpool(save, event)
                    yield server_event("answer", views.AnswerModel.of(event))
                else:
                    yield server_event("statement", views.StatementModel.of(event))
    except Exception as error:  # noqa: BLE001 - the response has begun: no handler can help now
        yield server_event("error", views.ErrorModel.model_validate(body_of(error, request_id)))


def server_event(name: str, data: BaseModel) -> ServerSentEvent:
    """Name an event and write its data as JSON."""
    return ServerSentEvent(data.model_dump_json(), event=name, sep="\n")


async def step_events(events: Events) -> AsyncGenerator[Statement | Answer]:
    """Take events one by one outside the event loop; close their source when nobody wants more."""
    limiter = _answer_threads()
    try:
        while event := await to_thread.run_sync(next, events, None, limiter=limiter):
            yield event
    finally:
        close = getattr(events, "close", None)
        if close:
            close()


@cache
def _answer_threads() -> CapacityLimiter:
    return CapacityLimiter(ANSWERS_AT_ONCE)
