"""Looks at the configured chat model, for `walkalong doctor`: does it answer, how fast, how large is its context?"""

import json
import time
import urllib.request
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass

from ingest.errors import ModelTimeout
from service.answer.model.chat_model import ChatModel
from service.settings import Settings

_PROMPT = [("human", "Count from one to thirty in words, and write nothing else.")]
_ENOUGH_WORDS = 30
"""So many words tell a pace: more would cost tokens and the time of who waits."""
_MOST_SECONDS = 30.0
"""By judgement: a person waits. A model on a slow processor has said a few words by then."""
_ASK_SECONDS = 5.0
"""Longest wait for what a server tells of itself: it has it at hand."""
_MOST_BYTES = 4_000_000
"""A list of models is read so far; those of servers with hundreds of models stay below it."""
_CONTEXT_FIELDS = (
    "max_model_len",
    "max_context_length",
    "context_length",
    "context_window",
    "max_input_tokens",
)
"""What vLLM, LM Studio and Mistral, OpenRouter, Groq, and Anthropic call it in their lists of models."""

_CHARS_A_TOKEN = 3
"""English has four on average, tables and names fewer; by judgement."""
_PROMPT_TOKENS = 700
"""What the instructions and the question take, counted generously: the prompts have some 2,000 characters."""


@dataclass(frozen=True, slots=True)
class Probe:
    """What the chat model did when it was asked."""

    first_seconds: float
    """Until its first word."""
    words: int
    """That were waited for; 0 where it said nothing that is shown, as when it only thinks."""
    words_a_second: float | None
    """After the first word; None for fewer than two words."""
    context: int | None
    """Tokens; None where nothing tells it."""


def probe_model(settings: Settings) -> Probe:
    """Ask the configured chat model a short question. Raises SettingsError, ModelUnavailable or ModelTimeout."""
    model = ChatModel(settings)
    begun = time.monotonic()
    first, last, text = begun, begun, ""
    with closing(model.stream(_PROMPT, _MOST_SECONDS)) as pieces:
        try:
            for piece in pieces:
                last = time.monotonic()
                first = first if text.strip() else last
                text += piece.text
                if len(text.split()) >= _ENOUGH_WORDS:
                    break
        except ModelTimeout:  # a slow model has told its pace by then
            if not text.strip():
                raise
    words = len(text.split())
    pace = (words - 1) / (last - first) if words > 1 and last > first else None
    return Probe(first - begun, words, pace, read_context(settings) or model.known_context)


def suggest_pool(found: Probe, settings: Settings) -> int | None:
    """Characters of passages that the model's context has room for, where the settings want more; else None."""
    if found.context is None:
        return None
    room = max(
        1_000, (found.context - settings.chat_max_tokens - _PROMPT_TOKENS) * _CHARS_A_TOKEN // 1_000 * 1_000
    )
    return room if room < settings.chat_pool_chars else None


def read_context(settings: Settings) -> int | None:
    """The context in tokens that a server of one's own tells, of the slot that it gives a request where it says so."""
    if not settings.chat_base_url:
        return None
    base = settings.chat_base_url.rstrip("/")
    return next(_list_contexts(base, settings), None)


def _list_contexts(base: str, settings: Settings) -> Iterator[int]:
    props = _fetch(
        f"{base.removesuffix('/v1')}/props", settings
    )  # llama.cpp's: the context that it was started with
    yield from _find_number(_get(props, "default_generation_settings"), ("n_ctx",))
    listed = _get(_fetch(f"{base}/models", settings), "data")
    models = listed if isinstance(listed, list) else []
    name = (settings.chat_model or "").removeprefix("openai:")
    own = [each for each in models if _get(each, "id") == name] or (models if len(models) == 1 else [])
    for each in own:
        yield from _find_number(each, _CONTEXT_FIELDS)
        yield from _find_number(_get(each, "meta"), ("n_ctx", "n_ctx_train"))


def _find_number(found: object, names: tuple[str, ...]) -> Iterator[int]:
    for name in names:
        value = _get(found, name)
        if isinstance(value, int) and value > 0:
            yield value


def _get(found: object, name: str) -> object:
    return found.get(name) if isinstance(found, dict) else None


def _fetch(url: str, settings: Settings) -> object:
    """What a server says at an address, as JSON; None where it says nothing of use."""
    key = settings.chat_api_key.get_secret_value() if settings.chat_api_key else ""
    try:
        request = urllib.request.Request(url, headers={"Authorization": f"Bearer {key}"} if key else {})
        with urllib.request.urlopen(request, timeout=_ASK_SECONDS) as answer:
            found: object = json.loads(answer.read(_MOST_BYTES))
            return found
    except (OSError, ValueError):
        return None
