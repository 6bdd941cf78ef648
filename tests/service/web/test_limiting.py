import socket
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path

import httpx
import pytest
import uvicorn
from fastapi.testclient import TestClient

from service.assistant import Assistant
from service.prepared import Prepared
from service.settings import Settings
from service.types import Ask
from service.web.app import create_app

ASKED = {"question": "What is No Wrong Door?"}


class Held(Assistant):
    """An assistant that prepares no answer until it is let go."""

    def __init__(self, settings: Settings, assistant: Assistant) -> None:
        super().__init__(settings, embedder=assistant.embedder)
        self.begun, self.go = threading.Semaphore(0), threading.Event()

    def prepare(self, ask: Ask) -> Prepared:
        if ask.history:
            self.begun.release()
            self.go.wait(60)
        return super().prepare(ask)


HELD = {**ASKED, "history": [{"role": "user", "content": "What is it?"}]}
Changed = Callable[..., Settings]


@pytest.fixture
def changed(sample_settings: Settings, tmp_path: Path) -> Changed:
    def change(**settings: object) -> Settings:
        own = {"database_url": f"sqlite:///{tmp_path}/conversations.sqlite"}
        return sample_settings.model_copy(update={**own, **settings})

    return change


def test_beyond_the_limit_the_answer_is_429_and_says_when_to_come_again(
    changed: Changed, sample_assistant: Assistant
) -> None:
    with TestClient(create_app(changed(limit_answers="2/day"), sample_assistant)) as client:
        first = client.post("/v1/answers", json=ASKED)
        assert (first.status_code, first.headers["ratelimit-remaining"]) == (200, "1")
        client.post("/v1/answers", json=ASKED)
        third = client.post("/v1/answers", json=ASKED)
        assert third.status_code == 429
        assert third.json()["error"]["code"] == "too_many_requests"
        assert int(third.headers["retry-after"]) >= 1
        assert client.get("/v1/reports").status_code == 200
        page = client.post("/ask", data=ASKED, headers={"Accept": "text/html"})
        assert page.status_code == 429
        assert "Try again in" in page.text


def test_probes_and_static_files_are_never_counted(changed: Changed, sample_assistant: Assistant) -> None:
    with TestClient(create_app(changed(limit_requests="1/day"), sample_assistant)) as client:
        for _ in range(3):
            assert client.get("/healthz").status_code == 200
            assert client.get("/static/app.css").status_code == 200
        assert [client.get("/v1/reports").status_code for _ in range(2)] == [200, 429]


def test_wrong_keys_are_limited_by_address(changed: Changed, sample_assistant: Assistant) -> None:
    with TestClient(create_app(changed(proxy_user_header="X-User"), sample_assistant)) as client:
        found = [client.post("/sign-in", data={"key": f"wrong-{number}"}).status_code for number in range(21)]
        assert found == [401] * 20 + [429]
        tried = [
            client.get("/v1/reports", headers={"Authorization": f"Bearer wrong-{number}"}).status_code
            for number in range(2)
        ]
        assert tried == [429, 429]


@contextmanager
def served(settings: Settings, assistant: Assistant) -> Iterator[int]:
    """Serve on a real socket, as several requests must be under way at once; gives the port."""
    config = uvicorn.Config(create_app(settings, assistant), log_level="error", proxy_headers=False)
    server = uvicorn.Server(config)
    with socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        listening.listen()  # what comes before the server is up waits
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listening]})
        thread.start()
        try:
            yield listening.getsockname()[1]
        finally:
            server.should_exit = True
            thread.join()


def test_beyond_the_queue_the_answer_is_503_and_health_does_not_wait(
    changed: Changed, sample_assistant: Assistant
) -> None:
    settings = changed(answers_at_once=1, answers_waiting=0)
    held = Held(settings, sample_assistant)
    with served(settings, held) as port, ThreadPoolExecutor(1) as pool:
        address = f"http://127.0.0.1:{port}"
        first = pool.submit(httpx.post, f"{address}/v1/answers", json=HELD, timeout=60)
        assert held.begun.acquire(timeout=60)
        second = httpx.post(f"{address}/v1/answers", json=ASKED, timeout=60)
        assert second.status_code == 503
        assert second.json()["error"]["code"] == "busy"
        assert second.json()["error"]["retryable"]
        assert int(second.headers["retry-after"]) >= 1
        assert httpx.get(f"{address}/healthz", timeout=60).status_code == 200
        assert httpx.get(f"{address}/v1/reports", timeout=60).status_code == 200
        held.go.set()
        assert first.result().status_code == 200
        assert httpx.post(f"{address}/v1/answers", json=ASKED, timeout=60).status_code == 200


def test_a_body_of_unknown_length_is_counted_before_it_takes_a_place(
    changed: Changed, sample_assistant: Assistant
) -> None:
    with TestClient(create_app(changed(), sample_assistant)) as client:
        pieces = (b"x" * 1024 for _ in range(300))
        headers = {"Content-Type": "application/json"}
        assert client.post("/v1/answers", content=pieces, headers=headers).status_code == 413
