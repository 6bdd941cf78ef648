"""The configured chat model, streamed from within its time limits, with its failures in plain words."""

import asyncio
import logging
import re
import threading
import time
from collections.abc import Awaitable, Callable, Generator
from dataclasses import dataclass
from queue import Empty, SimpleQueue
from typing import TYPE_CHECKING, TypeVar

from ingest.errors import ModelTimeout, ModelUnavailable
from ingest.lazy import Once
from service.answer.model.breaker import Breaker
from service.answer.model.providers import make_chat_model
from service.answer.model.spending import estimate_usage, find_spending
from service.settings import Settings
from service.types import Usage

if TYPE_CHECKING:
    from langchain_core.language_models import BaseChatModel
    from langchain_core.messages import AIMessageChunk

_STATUSES = {
    400: "refused the request",
    401: "does not accept the key (WALKALONG_CHAT_API_KEY)",
    403: "does not accept the key (WALKALONG_CHAT_API_KEY)",
    404: "does not know the model or the address (WALKALONG_CHAT_MODEL, WALKALONG_CHAT_BASE_URL)",
    429: "takes no more requests for now, or its account is used up",
    503: "is not ready",
}
GRACE = 1.0
"""Seconds after a limit in which the loop's thread must have given up. Limits are kept by cancelling what waits; a
client that swallows that would wait for ever, which was seen once in a full run of the tests. By judgement."""
_log = logging.getLogger(__name__)
Made = TypeVar("Made")


@dataclass(frozen=True, slots=True)
class StreamedPiece:
    """A run of the model's text as it arrived."""

    text: str
    stopped_by: str | None
    """Why the model stopped, in its provider's word; None before it did."""
    usage: Usage | None = None
    """What the request took, from servers that count; those that count in several pieces tell parts to be added up."""


class ChatModel:
    """The chat model that the settings name."""

    def __init__(self, settings: Settings, clock: Callable[[], float] = time.monotonic) -> None:
        """Make the model ready without calling it. Raises SettingsError."""
        self._model = make_chat_model(settings)
        self._seconds, self._first_seconds = settings.chat_timeout_seconds, settings.chat_first_seconds
        self._breaker, self._spending = Breaker(clock), find_spending(settings)
        self._secret = settings.chat_api_key.get_secret_value() if settings.chat_api_key else ""

    @property
    def known_context(self) -> int | None:
        """Tokens that the model can be given, as its provider's package lists them; None for a model that it lacks."""
        listed = (getattr(self._model, "profile", None) or {}).get("max_input_tokens")
        return listed if isinstance(listed, int) else None

    def stream(
        self, messages: list[tuple[str, str]], seconds: float | None = None
    ) -> Generator[StreamedPiece, None, None]:
        """Yield the answer to (role, text) messages as it arrives.

        Raises ModelUnavailable, or ModelTimeout when the whole takes longer than `seconds`, which is
        `chat_timeout_seconds` unless given, or the first piece longer than `chat_first_seconds`. Raises
        ModelUnavailable at once where the model has just failed several times or the day's tokens are used up.
        """
        self._breaker.check()
        self._spending.check()
        pieces: SimpleQueue[StreamedPiece | ModelUnavailable | None] = SimpleQueue()
        # In the loop's thread the time limit, or a caller who leaves, ends a silent or trickling stream too.
        limit = self._seconds if seconds is None else min(seconds, self._seconds)
        receiving = asyncio.run_coroutine_threadsafe(self._receive(messages, pieces, limit), _LOOP.get())
        last = time.monotonic() + limit + GRACE
        counted: Usage | None = None
        written = 0
        try:
            while (piece := self._wait_for(pieces, last)) is not None:
                if isinstance(piece, ModelUnavailable):
                    self._breaker.fail(piece)
                    raise piece
                counted, written = _add_usage(counted, piece.usage), written + len(piece.text)
                yield piece
            self._breaker.succeed()
        finally:
            receiving.cancel()
            read = sum(len(text) for _, text in messages)
            self._spending.add(counted or estimate_usage(read, written))

    def _wait_for(
        self, pieces: "SimpleQueue[StreamedPiece | ModelUnavailable | None]", last: float
    ) -> StreamedPiece | ModelUnavailable | None:
        """The next piece, or that there was none until the last moment, whatever became of the one who receives."""
        try:
            return pieces.get(timeout=max(last - time.monotonic(), 0))
        except Empty:
            return _explain_problem(TimeoutError(), self._seconds)

    def lend(self, work: "Callable[[BaseChatModel], Awaitable[Made]]") -> Made:
        """Wait for work that needs LangChain's model itself. Raises as `stream` does, whatever the work raised."""
        working = asyncio.run_coroutine_threadsafe(self._lend_model(work), _LOOP.get())
        try:
            return working.result(self._seconds + GRACE)
        except TimeoutError as problem:
            raise self._tell_problem(problem) from None
        finally:
            working.cancel()

    async def _lend_model(self, work: "Callable[[BaseChatModel], Awaitable[Made]]") -> Made:
        try:
            async with asyncio.timeout(self._seconds):
                return await work(self._model)
        except Exception as problem:  # noqa: BLE001 - each provider package raises its own kinds
            raise self._tell_problem(problem) from None

    async def _receive(
        self,
        messages: list[tuple[str, str]],
        pieces: "SimpleQueue[StreamedPiece | ModelUnavailable | None]",
        seconds: float,
    ) -> None:
        first: asyncio.Timeout | None = None
        try:
            async with asyncio.timeout(seconds), asyncio.timeout(self._first_seconds) as first:
                async for chunk in self._model.astream(messages):
                    first.reschedule(None)
                    pieces.put(StreamedPiece(str(chunk.text), _stop_reason(chunk), _usage(chunk)))
            pieces.put(None)
        except Exception as problem:  # noqa: BLE001 - each provider package raises its own kinds
            told = self._tell_problem(problem)
            if first is not None and first.expired():
                told = ModelTimeout(f"The chat model said nothing for {self._first_seconds:g} seconds.")
            pieces.put(told)

    def _tell_problem(self, problem: Exception) -> ModelUnavailable:
        _log.warning("chat model: %s: %s", type(problem).__name__, self._without_key(str(problem)))
        return _explain_problem(problem, self._seconds)

    def _without_key(self, text: str) -> str:
        return text.replace(self._secret, "***") if self._secret else text


def _stop_reason(chunk: "AIMessageChunk") -> str | None:
    names = ("finish_reason", "stop_reason", "stopReason", "done_reason")
    return next((str(chunk.response_metadata[n]) for n in names if chunk.response_metadata.get(n)), None)


def _usage(chunk: "AIMessageChunk") -> Usage | None:
    told = chunk.usage_metadata
    return Usage(told["input_tokens"], told["output_tokens"]) if told else None


def _add_usage(before: Usage | None, more: Usage | None) -> Usage | None:
    if before is None or more is None:
        return before or more
    return Usage(before.input_tokens + more.input_tokens, before.output_tokens + more.output_tokens)


def find_status(problem: BaseException | None) -> int | None:
    """The HTTP status behind a failure, wherever a provider's package keeps it; None where there was no answer."""
    while problem is not None:
        response = getattr(problem, "response", None)
        aws = response.get("ResponseMetadata", {}) if isinstance(response, dict) else {}
        kept = (
            getattr(problem, "status_code", None),
            getattr(problem, "code", None),
            aws.get("HTTPStatusCode"),
        )
        for status in kept:
            if isinstance(status, int):
                return status
        problem = problem.__cause__
    return None


def _explain_problem(problem: Exception, seconds: float) -> ModelUnavailable:
    """Say in plain words what went wrong; what a server wrote stays in the log, as it may hold a key."""
    kinds = " ".join(kind.__name__ for kind in type(problem).__mro__)
    status = find_status(problem)
    if "Timeout" in kinds:
        return ModelTimeout(f"The chat model took longer than {seconds:g} seconds.")
    if "LengthFinishReason" in kinds:
        return ModelUnavailable("The chat model's answer is longer than WALKALONG_CHAT_MAX_TOKENS allows.")
    if "context" in str(problem).lower() and status in (None, 400, 413):
        return ModelUnavailable("The chat model can't take so much text at once (its context is too small).")
    if status is not None:
        what = _STATUSES.get(status, "failed")
        return ModelUnavailable(f"The chat model {what} (status {status}).")
    if re.search(r"Connect|Network|Transport|Protocol", kinds):
        return ModelUnavailable("The chat model can't be reached, or broke the connection off.")
    return ModelUnavailable(f"The chat model sent what can't be understood ({type(problem).__name__}).")


def _start_loop() -> asyncio.AbstractEventLoop:
    loop = asyncio.new_event_loop()
    threading.Thread(target=loop.run_forever, name="chat-model", daemon=True).start()
    return loop


_LOOP = Once(_start_loop)
"""One loop for the process: clients keep connections that belong to the loop that opened them."""
