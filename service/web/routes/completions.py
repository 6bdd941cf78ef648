"""OpenAI's routes, so that any program for chatting with a language model can ask the reports."""

import json
from collections.abc import AsyncIterator
from contextlib import aclosing
from typing import Any

from fastapi import APIRouter, Request, Response
from sse_starlette import ServerSentEvent
from starlette.concurrency import run_in_threadpool

from ingest.errors import NotFound
from ingest.types import Details
from service.prepared import Prepared
from service.telling.pieces import Pieces
from service.types import Answer
from service.web import events
from service.web.context import Context, Parts
from service.web.http_errors import body_of, request_id
from service.web.render import addresses
from service.wire import completions, views

router = APIRouter(prefix="/v1", responses=views.ERRORS, tags=["OpenAI's shape"])

OPENED = 1_764_115_200
"""Clients ask when a model was made: when this route was, in Unix seconds (26 November 2025)."""
_BOTH_FORMS: dict[int | str, dict[str, Any]] = {
    200: {
        "model": completions.Completion,
        "description": "The completion; with `stream` as events of the type `chat.completion.chunk`, the last one "
        "with `annotations` and `answer`, then `[DONE]`.",
        "content": {"text/event-stream": {"schema": {"type": "string"}}},
    }
}


@router.post("/chat/completions", response_model=completions.Completion, responses=_BOTH_FORMS)
async def create_completion(
    body: completions.CompletionBody, request: Request, parts: Parts
) -> Response | completions.Completion:
    """Answer the last message from the reports, with the earlier ones as its history, in OpenAI's shape."""
    prepared = await run_in_threadpool(parts.assistant.prepare, body.ask())
    pieces = Pieces((*prepared.passages, *prepared.wide), prepared.headline)
    entries = {entry.id: entry for entry in parts.assistant.library.details}
    if body.stream:
        return events.respond_with(_stream(body.model, prepared, pieces, entries, request, parts))
    answer = await events.whole_answer(prepared.events(), request)
    if answer is None:
        return Response(status_code=499)
    await run_in_threadpool(parts.keep_answer, answer)
    text = pieces.open(answer.question, answer.standalone_question)
    text += "".join(pieces.add(statement) for statement in answer.statements)
    text += pieces.close(answer, entries)
    notes = completions.annotations(pieces.marks, _urls(pieces, request))
    return completions.completion(body.model, text, notes, views.AnswerModel.of(answer))


@router.get("/models")
def list_models(parts: Parts) -> completions.ModelCards:
    """List the models that a chat program can name: one for each way to be answered."""
    return completions.ModelCards(
        data=[completions.ModelCard(id=name, created=OPENED) for name in _models(parts)]
    )


@router.get("/models/{model}")
def read_model(model: str, parts: Parts) -> completions.ModelCard:
    """Give one of the models."""
    if model not in _models(parts):
        message = f"There is no model {model!r}."
        raise NotFound(message)
    return completions.ModelCard(id=model, created=OPENED)


def _models(parts: Context) -> list[str]:
    has_chat = bool(parts.settings.chat_model or parts.settings.chat_base_url)
    return [name for name, engine in completions.ENGINES.items() if has_chat or engine != "chat"]


async def _stream(
    model: str,
    prepared: Prepared,
    pieces: Pieces,
    entries: dict[str, Details],
    request: Request,
    parts: Context,
) -> AsyncIterator[ServerSentEvent]:
    """Yield the text as it is written, then the marks and the whole answer; or an error, in the usual shape."""
    chunks = completions.Chunks(model)
    try:
        yield _event(chunks.first())
        opening = pieces.open(prepared.question, prepared.standalone_question)
        if opening:
            yield _event(chunks.text(opening))
        async with aclosing(events.step_events(prepared.events())) as steps:
            async for step in steps:
                if not isinstance(step, Answer):
                    yield _event(chunks.text(pieces.add(step)))
                    continue
                await run_in_threadpool(parts.keep_answer, step)
                yield _event(chunks.text(pieces.close(step, entries)))
                yield _event(chunks.last(pieces.marks, _urls(pieces, request), views.AnswerModel.of(step)))
        yield ServerSentEvent("[DONE]", sep="\n")
    except Exception as error:  # noqa: BLE001 - the response has begun: no handler can help now
        yield _event(body_of(error, request_id(request)))


def _urls(pieces: Pieces, request: Request) -> list[str]:
    """Give the full address of each mark's passage, because chat programs run elsewhere."""
    site = f"{request.url.scheme}://{request.url.netloc}"
    return [
        site + addresses.span(mark.passage.report_id, mark.passage.start, mark.passage.end)
        for mark in pieces.marks
    ]


def _event(data: dict[str, Any]) -> ServerSentEvent:
    return ServerSentEvent(json.dumps(data, ensure_ascii=False), sep="\n")
