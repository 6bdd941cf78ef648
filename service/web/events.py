"""Running an answer for a client that may go away, and its form as server-sent events."""

from collections.abc import AsyncGenerator, AsyncIterator, Callable, Iterator
from contextlib import aclosing

from fastapi import Request
from pydantic import BaseModel
from starlette.concurrency import iterate_in_threadpool, run_in_threadpool

from service.assistant import Prepared
from service.types import Answer, Statement
from service.web.http_errors import body_of
from service.wire import views

Events = Iterator[Statement | Answer]


async def whole_answer(events: Events, request: Request) -> Answer | None:
    """Give the answer when it is complete; None, with the work stopped, when the client has left."""
    async with aclosing(_stepped(events)) as steps:
        async for event in steps:
            if isinstance(event, Answer):
                return event
            if await request.is_disconnected():
                return None
    message = "an answerer ended without an answer"
    raise RuntimeError(message)


async def stream(prepared: Prepared, save: Callable[[Answer], None], request_id: str) -> AsyncIterator[str]:
    """Yield `passages`, `statement`..., then `answer` once it is saved; or `error`, in the one shape."""
    try:
        yield server_event("passages", views.PassagesModel(passages=views.passages(prepared.passages)))
        async with aclosing(_stepped(prepared.events())) as steps:
            async for event in steps:
                if isinstance(event, Answer):
                    await run_in_threadpool(save, event)
                    yield server_event("answer", views.AnswerModel.of(event))
                else:
                    yield server_event("statement", views.StatementModel.of(event))
    except Exception as error:  # noqa: BLE001 - the response has begun: no handler can help now
        yield server_event("error", views.ErrorModel.model_validate(body_of(error, request_id)))


def server_event(name: str, data: BaseModel) -> str:
    """Write one event; JSON holds no line break, so one `data` line is enough."""
    return f"event: {name}\ndata: {data.model_dump_json()}\n\n"


async def _stepped(events: Events) -> AsyncGenerator[Statement | Answer]:
    """Take events one by one outside the event loop; when nobody wants more, close their source."""
    try:
        async for event in iterate_in_threadpool(events):
            yield event
    finally:
        close = getattr(events, "close", None)
        if close:
            close()
