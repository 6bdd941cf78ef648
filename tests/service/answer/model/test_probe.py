"""What the doctor sees of chat models: a real one, and servers that tell of themselves in each of the known ways."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest

from ingest.errors import ModelUnavailable
from service.answer.model.probe import Probe, probe_model, read_context, suggest_pool
from service.settings import Settings
from tests.serving import QuietHandler, served_handler


@contextmanager
def server_that_tells(pages: dict[str, Any]) -> Iterator[str]:
    """A server whose only answers are these pages, as JSON."""

    class Telling(QuietHandler):
        def do_GET(self) -> None:
            found = self.path in pages
            self.send_response(200 if found else 404)
            self.end_headers()
            self.wfile.write(json.dumps(pages.get(self.path, {"error": "none"})).encode())

    with served_handler(Telling) as address:
        yield f"{address}/v1"


def test_a_real_model_is_asked_and_tells_its_context(endpoint: str) -> None:
    found = probe_model(Settings(chat_model="smollm2", chat_base_url=endpoint))
    assert found.context == 2048
    assert found.words > 0
    assert found.first_seconds > 0


@pytest.mark.parametrize(
    ("pages", "context"),
    [
        (
            {"/v1/models": {"data": [{"id": "m", "max_model_len": 8192}, {"id": "n", "max_model_len": 9}]}},
            8192,
        ),
        ({"/v1/models": {"data": [{"id": "the only one", "meta": {"n_ctx_train": 4096}}]}}, 4096),
        (
            {
                "/props": {"default_generation_settings": {"n_ctx": 2048}},
                "/v1/models": {"data": [{"id": "m", "meta": {"n_ctx_train": 8192}}]},
            },
            2048,
        ),
        ({"/v1/models": {"data": [{"id": "m"}]}}, None),
        ({"/v1/models": ["odd"], "/props": [1]}, None),
        ({"/v1/models": {"data": [{"id": "m", "max_model_len": "8192"}]}}, None),
        ({}, None),
    ],
)
def test_the_context_is_read_wherever_a_server_tells_it(pages: dict[str, Any], context: int | None) -> None:
    with server_that_tells(pages) as url:
        assert read_context(Settings(chat_model="openai:m", chat_base_url=url)) == context


def test_a_server_that_is_not_there_is_no_answer() -> None:
    dead = Settings(chat_model="m", chat_base_url="http://127.0.0.1:9/v1")
    assert read_context(dead) is None
    with pytest.raises(ModelUnavailable, match="can't be reached"):
        probe_model(dead)


def test_a_context_that_is_too_small_names_the_pool_that_fits() -> None:
    settings = Settings(chat_model="m", chat_pool_chars=9_000, chat_max_tokens=700)
    assert suggest_pool(Probe(1, 30, 9, 2048), settings) == 1_000
    assert suggest_pool(Probe(1, 30, 9, 4000), settings) == 7_000
    assert suggest_pool(Probe(1, 30, 9, 8192), settings) is None
    assert suggest_pool(Probe(1, 30, 9, None), settings) is None
