"""Providers other than OpenAI, with their own packages and clients, over HTTP to a server of the test."""

import importlib.abc
import json
import sys
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, ClassVar

import pytest
from pydantic import SecretStr

from ingest.errors import ModelUnavailable, SettingsError
from service.answer.model.chat_model import ChatModel, StreamedPiece, find_status
from service.answer.model.providers import EXTRAS
from service.settings import Settings
from tests.serving import QuietHandler, served_handler

KEY = "a-very-secret-key"
PROMPT = [("system", "Be brief."), ("human", "What takes time?")]
ANTHROPIC = (
    {
        "type": "message_start",
        "message": {
            "id": "m1",
            "type": "message",
            "role": "assistant",
            "model": "claude-test",
            "content": [],
            "stop_reason": None,
            "stop_sequence": None,
            "usage": {"input_tokens": 7, "output_tokens": 1},
        },
    },
    {"type": "content_block_start", "index": 0, "content_block": {"type": "text", "text": ""}},
    {"type": "content_block_delta", "index": 0, "delta": {"type": "text_delta", "text": "Trust takes "}},
    {"type": "content_block_delta", "index": 0, "delta": {"type": "text_delta", "text": "time [S1]."}},
    {"type": "content_block_stop", "index": 0},
    {
        "type": "message_delta",
        "delta": {"stop_reason": "end_turn", "stop_sequence": None},
        "usage": {"input_tokens": 7, "output_tokens": 9},
    },
    {"type": "message_stop"},
)
AZURE = (
    {"index": 0, "delta": {"content": "Trust takes time [S1]."}, "finish_reason": None},
    {"index": 0, "delta": {}, "finish_reason": "stop"},
)


@dataclass
class Heard:
    """What a server was sent."""

    url: str = ""
    status: int = 200
    paths: list[str] = field(default_factory=list)
    headers: list[dict[str, str]] = field(default_factory=list)
    bodies: list[dict[str, Any]] = field(default_factory=list)


class ProviderHandler(QuietHandler):
    """Answers as Anthropic's interface does at `/v1/messages`, elsewhere as Azure's."""

    heard: Heard

    def do_POST(self) -> None:
        self.heard.paths.append(self.path)
        self.heard.headers.append({name.lower(): value for name, value in self.headers.items()})
        self.heard.bodies.append(json.loads(self.rfile.read(int(self.headers["Content-Length"]))))
        self.send_response(self.heard.status)
        self.send_header(
            "Content-Type", "text/event-stream" if self.heard.status == 200 else "application/json"
        )
        self.end_headers()
        if self.heard.status != 200:
            self.wfile.write(json.dumps({"error": {"type": "error", "message": "no"}}).encode())
        elif self.path.startswith("/v1/messages"):
            for event in ANTHROPIC:
                self.wfile.write(f"event: {event['type']}\ndata: {json.dumps(event)}\n\n".encode())
        else:
            head = {"id": "1", "object": "chat.completion.chunk", "created": 0, "model": "m"}
            for choice in AZURE:
                self.wfile.write(f"data: {json.dumps(head | {'choices': [choice]})}\n\n".encode())
            for read, wrote in ((7, 0), (0, 9)):
                usage = {"prompt_tokens": read, "completion_tokens": wrote, "total_tokens": read + wrote}
                self.wfile.write(f"data: {json.dumps(head | {'choices': [], 'usage': usage})}\n\n".encode())
            self.wfile.write(b"data: [DONE]\n\n")


@pytest.fixture
def heard() -> Iterator[Heard]:
    heard = Heard()
    with served_handler(type("Provider", (ProviderHandler,), {"heard": heard})) as heard.url:
        yield heard


def settings(heard: Heard, **changed: Any) -> Settings:
    given: dict[str, Any] = {
        "chat_base_url": heard.url,
        "chat_api_key": SecretStr(KEY),
        "chat_timeout_seconds": 20,
    }
    return Settings(**(given | changed))


def stream(configured: Settings) -> list[StreamedPiece]:
    return list(ChatModel(configured).stream(PROMPT))


@pytest.mark.parametrize(
    ("model", "provider"),
    [("anthropic:claude-test", None), ("claude-test", "anthropic"), ("anthropic:claude-test", "anthropic")],
)
def test_anthropics_own_client_is_spoken_through(heard: Heard, model: str, provider: str | None) -> None:
    pieces = stream(settings(heard, chat_model=model, chat_provider=provider, chat_max_tokens=321))
    assert "".join(piece.text for piece in pieces) == "Trust takes time [S1]."
    assert [piece.stopped_by for piece in pieces if piece.stopped_by] == ["end_turn"]
    assert sum(piece.usage.output_tokens for piece in pieces if piece.usage) == 9
    assert heard.headers[0]["x-api-key"] == KEY
    assert heard.bodies[0]["model"] == "claude-test"
    assert heard.bodies[0]["max_tokens"] == 321
    assert heard.bodies[0]["system"] == "Be brief."


def test_azure_is_asked_by_deployment(heard: Heard, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OPENAI_API_VERSION", "2025-01-01-preview")
    pieces = stream(settings(heard, chat_model="our-gpt", chat_provider="azure"))
    assert "".join(piece.text for piece in pieces) == "Trust takes time [S1]."
    assert heard.paths == ["/openai/deployments/our-gpt/chat/completions?api-version=2025-01-01-preview"]
    assert heard.headers[0]["api-key"] == KEY


def test_a_providers_refusal_is_told_in_plain_words_and_without_the_key(heard: Heard) -> None:
    heard.status = 401
    with pytest.raises(ModelUnavailable, match="does not accept the key") as refused:
        stream(settings(heard, chat_model="claude-test", chat_provider="anthropic"))
    assert KEY not in refused.value.message


def test_the_environments_key_is_not_sent_to_a_server_of_ones_own(
    heard: Heard, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ANTHROPIC_API_KEY", "the-companys")
    stream(settings(heard, chat_model="claude-test", chat_provider="anthropic", chat_api_key=None))
    assert heard.headers[0]["x-api-key"] == "none"


class Absent(importlib.abc.MetaPathFinder):
    """Makes the packages of providers as if they were not installed."""

    def find_spec(self, name: str, path: object, target: object = None) -> None:
        if name in ("langchain_aws", "langchain_google_genai", "langchain_groq"):
            raise ModuleNotFoundError(name)


@pytest.mark.parametrize(
    ("provider", "named"),
    [
        ("bedrock", r"pip install 'walkalong\[bedrock\]'"),
        ("google", r"pip install 'walkalong\[google\]'"),
        ("google_genai", r"pip install 'walkalong\[google\]'"),
        ("groq", "pip install langchain-groq"),
    ],
)
def test_a_missing_package_is_named_with_what_brings_it(
    monkeypatch: pytest.MonkeyPatch, provider: str, named: str
) -> None:
    monkeypatch.setattr(sys, "meta_path", [Absent(), *sys.meta_path])
    with pytest.raises(SettingsError, match=named):
        ChatModel(Settings(chat_model="some", chat_provider=provider))


def test_every_extra_of_a_provider_is_there_to_be_installed() -> None:
    project = tomllib.loads((Path(__file__).parents[4] / "pyproject.toml").read_text("utf-8"))["project"]
    for extra in EXTRAS.values():
        (brought,) = project["optional-dependencies"][extra]
        assert brought.startswith("langchain-")


@pytest.mark.parametrize(
    "given",
    [
        {"chat_model": "some", "chat_provider": "oracle"},
        {"chat_model": "some"},
        {"chat_provider": "anthropic", "chat_base_url": "http://127.0.0.1:9"},
    ],
)
def test_what_names_no_model_is_refused_with_what_to_set(given: dict[str, Any]) -> None:
    with pytest.raises(SettingsError, match="WALKALONG_CHAT_PROVIDER"):
        ChatModel(Settings(**given))


def test_parts_of_a_count_are_added_up_for_the_days_budget(heard: Heard) -> None:
    """The server tells what was read and what was written apart: 7 and 9 tokens."""
    configured = settings(heard, chat_model="our-gpt", chat_provider="openai", chat_day_tokens=16)
    stream(configured)
    with pytest.raises(ModelUnavailable, match="tokens"):
        stream(configured)


class FailureOfAws(Exception):
    """Keeps the status where botocore's does."""

    response: ClassVar = {"ResponseMetadata": {"HTTPStatusCode": 429}}


class FailureOfGoogle(Exception):
    """Keeps the status where google-genai's does."""

    code = 403


def test_a_status_is_found_wherever_a_package_keeps_it() -> None:
    wrapped = ValueError("wrapped by LangChain")
    wrapped.__cause__ = FailureOfGoogle()
    assert find_status(wrapped) == 403
    assert find_status(FailureOfAws()) == 429
    assert find_status(ValueError("none")) is None
