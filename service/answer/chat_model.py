"""The only home of LangChain's chat models: makes the configured one, streams from it, explains its failures.

LangChain is imported when a model is made and not before: that takes a second or two.
"""

import asyncio
import logging
import re
import threading
import time
from collections.abc import Awaitable, Callable, Iterator
from dataclasses import dataclass
from queue import Empty, SimpleQueue
from typing import TYPE_CHECKING, Any, TypeVar

from ingest.errors import ModelTimeout, ModelUnavailable, SettingsError
from ingest.lazy import Once
from service.answer.breaker import Breaker
from service.answer.spending import estimate_usage, find_spending
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
    """What the request took, told once by servers that count."""


class ChatModel:
    """The chat model that the settings name."""

    def __init__(self, settings: Settings, clock: Callable[[], float] = time.monotonic) -> None:
        """Make the model ready without calling it. Raises SettingsError."""
        self._model = _chat_model(settings)
        self._seconds, self._first_seconds = settings.chat_timeout_seconds, settings.chat_first_seconds
        self._breaker, self._spending = Breaker(clock), find_spending(settings)
        self._secret = settings.chat_api_key.get_secret_value() if settings.chat_api_key else ""

    def stream(
        self, messages: list[tuple[str, str]], seconds: float | None = None
    ) -> Iterator[StreamedPiece]:
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
        counted, written = None, 0
        try:
            while (piece := self._wait_for(pieces, last)) is not None:
                if isinstance(piece, ModelUnavailable):
                    self._breaker.fail(piece)
                    raise piece
                counted, written = piece.usage or counted, written + len(piece.text)
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


def _explain_problem(problem: Exception, seconds: float) -> ModelUnavailable:
    """Say in plain words what went wrong; what a server wrote stays in the log, as it may hold a key."""
    kinds = " ".join(kind.__name__ for kind in type(problem).__mro__)
    status = getattr(problem, "status_code", None)
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


def _chat_model(settings: Settings) -> "BaseChatModel":
    """Make the configured model. An OpenAI-compatible server needs no provider in the model's name."""
    name = settings.chat_model or ""
    provider, _, rest = name.partition(":")
    choices = [(provider, rest)] if rest else []
    if name and settings.chat_base_url:
        choices.append(("openai", name))
    for choice in choices:
        model = _make_model(*choice, settings)
        if model is not None:
            return model
    message = (
        f"WALKALONG_CHAT_MODEL is {name!r}; write provider:model, for example openai:gpt-4.1-mini, "
        "or with WALKALONG_CHAT_BASE_URL the name that the server has for it."
    )
    raise SettingsError(message)


def _make_model(provider: str, name: str, settings: Settings) -> "BaseChatModel | None":
    """The provider's model, None if LangChain knows no such provider. Raises SettingsError."""
    from langchain.chat_models import init_chat_model  # takes most of a second, with the provider's package

    try:
        model: BaseChatModel = init_chat_model(name, model_provider=provider, **_options(settings))
    except ValueError as problem:
        if str(problem).startswith("Unsupported provider"):
            return None
        raise _unusable(settings, problem) from None
    except Exception as problem:  # noqa: BLE001 - each provider package raises its own kinds
        raise _unusable(settings, problem) from None
    changes: dict[str, object] = {}
    if not (getattr(model, "profile", None) or {}).get("temperature", True):
        changes["temperature"] = None
    if "stream_usage" in type(model).model_fields:
        # LangChain leaves it out for servers at an address of their own; those in use count too or ignore it.
        changes["stream_usage"] = True
    return model.model_copy(update=changes) if changes else model


def _options(settings: Settings) -> dict[str, Any]:
    key = settings.chat_api_key.get_secret_value() if settings.chat_api_key else None
    if settings.chat_base_url:
        key = (
            key or "none"
        )  # a server of one's own; never the key that the environment holds for the provider
    options = {
        "temperature": 0,
        "timeout": settings.chat_timeout_seconds,
        "max_tokens": settings.chat_max_tokens,
        "max_retries": 2,
        "base_url": settings.chat_base_url,
        "api_key": key,
    }
    return {option: value for option, value in options.items() if value is not None}


def _unusable(settings: Settings, problem: Exception) -> SettingsError:
    """Keep the provider's own words: they name the package to install or the key to set."""
    words = str(problem)
    if settings.chat_api_key:
        words = words.replace(settings.chat_api_key.get_secret_value(), "***")
    return SettingsError(f"The chat model {settings.chat_model!r} can't be used: {words}")


def _start_loop() -> asyncio.AbstractEventLoop:
    loop = asyncio.new_event_loop()
    threading.Thread(target=loop.run_forever, name="chat-model", daemon=True).start()
    return loop


_LOOP = Once(_start_loop)
"""One loop for the process: clients keep connections that belong to the loop that opened them."""
