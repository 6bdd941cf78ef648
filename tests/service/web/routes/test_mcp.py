from fastapi.testclient import TestClient

from service.assistant import Assistant
from service.settings import Settings
from service.web.app import create_app

PING = {"jsonrpc": "2.0", "id": 1, "method": "ping"}
HEADERS = {"Accept": "application/json, text/event-stream"}
KEY = "a-key-of-enough-characters"


def test_a_bare_request_is_answered(client: TestClient) -> None:
    assert client.post("/mcp", json=PING, headers=HEADERS).json()["result"] == {}


def test_the_page_of_another_site_is_refused(client: TestClient) -> None:
    refused = client.post("/mcp", json=PING, headers={**HEADERS, "Origin": "https://elsewhere.example"})
    assert refused.status_code == 403


def test_it_needs_a_key_where_there_are_keys(sample_settings: Settings, sample_assistant: Assistant) -> None:
    settings = sample_settings.model_copy(update={"api_keys": (KEY,)})
    settings = Settings.model_validate({**settings.model_dump(), "api_keys": (KEY,)})
    with TestClient(create_app(settings, sample_assistant)) as client:
        assert client.post("/mcp", json=PING, headers=HEADERS).status_code == 401
        with_key = {**HEADERS, "Authorization": f"Bearer {KEY}"}
        assert client.post("/mcp", json=PING, headers=with_key).json()["result"] == {}


def test_larger_bodies_than_elsewhere_are_refused(client: TestClient) -> None:
    assert client.post("/mcp", json={**PING, "params": "x" * 300_000}, headers=HEADERS).status_code == 413


def test_there_is_no_stream_to_listen_to(client: TestClient) -> None:
    assert client.get("/mcp", headers={"Accept": "text/event-stream"}).status_code == 405
