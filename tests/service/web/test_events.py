import threading
from collections.abc import AsyncIterator, Iterator
from concurrent.futures import ThreadPoolExecutor

import anyio
import pytest
from fastapi.testclient import TestClient
from sse_starlette import ServerSentEvent
from starlette.types import Message

from service.assistant import Assistant
from service.prepared import Prepared
from service.settings import Settings
from service.types import Answer, Ask, Statement
from service.web import events
from service.web.app import create_app
from tests.loops import run_apart


class Waiting(Assistant):
    """An assistant whose answers wait until they are let go."""

    def __init__(self, settings: Settings) -> None:
        super().__init__(settings)
        self.begun = threading.Semaphore(0)
        self.go = threading.Event()

    def prepare(self, ask: Ask) -> Prepared:
        whole = super().prepare(ask)
        waiting = self

        class Slow:
            passages = whole.passages
            refusal = whole.refusal

            def events(self) -> Iterator[Statement | Answer]:
                waiting.begun.release()
                waiting.go.wait()
                yield from whole.events()

        return Slow()  # type: ignore[return-value]


def test_probes_and_other_routes_do_not_wait_behind_answers(sample_settings: Settings) -> None:
    settings = sample_settings.model_copy(update={"answers_wait_seconds": 600})
    assistant = Waiting(settings)
    app = create_app(settings, assistant)
    with TestClient(app) as client, ThreadPoolExecutor(60) as pool:
        assert app.state.warm.wait(timeout=60)
        try:
            asked = [
                pool.submit(client.post, "/v1/answers", json={"question": "What is No Wrong Door?"})
                for _ in range(settings.answers_at_once + 5)
            ]
            for _ in range(settings.answers_at_once):
                assert assistant.begun.acquire(timeout=60)
            assert pool.submit(client.get, "/healthz").result(timeout=60).status_code == 200
            assert pool.submit(client.get, "/readyz").result(timeout=60).status_code == 200
            assert pool.submit(client.get, "/v1/reports").result(timeout=60).status_code == 200
        finally:
            assistant.go.set()
        assert {future.result().status_code for future in asked} == {200}


def test_a_silent_stream_is_kept_open_by_comments(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(events, "PING_SECONDS", 0.01)
    sent: list[bytes] = []

    async def exchange() -> None:
        pinged, gone = anyio.Event(), anyio.Event()

        async def silent() -> AsyncIterator[ServerSentEvent]:
            await pinged.wait()
            yield ServerSentEvent("{}", event="answer", sep="\n")

        async def send(message: Message) -> None:
            sent.append(message.get("body", b""))
            if sent[-1].startswith(b": ping"):
                pinged.set()

        async def receive() -> Message:
            await gone.wait()
            return {"type": "http.disconnect"}

        response = events.respond_with(silent())
        await response({"type": "http", "method": "GET", "path": "/", "headers": []}, receive, send)

    run_apart(exchange)
    assert b"event: answer\ndata: {}\n\n" in sent
