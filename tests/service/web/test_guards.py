from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import anyio
import pytest
from fastapi.testclient import TestClient
from starlette.types import ASGIApp, Message

from service.assistant import Assistant
from service.settings import Settings
from service.web import guards
from service.web.app import create_app


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({}, 201),
        ({"Sec-Fetch-Site": "same-origin"}, 201),
        ({"Sec-Fetch-Site": "none"}, 201),
        ({"Sec-Fetch-Site": "cross-site"}, 403),
        ({"Sec-Fetch-Site": "same-site"}, 403),
        ({"Origin": "http://testserver"}, 201),
        ({"Origin": "http://testserver.evil.example"}, 403),
        ({"Origin": "null"}, 403),
    ],
)
def test_a_page_of_another_site_can_not_post(
    client: TestClient, headers: dict[str, str], status: int
) -> None:
    assert client.post("/v1/conversations", json={}, headers=headers).status_code == status


def test_a_link_from_another_site_works(client: TestClient) -> None:
    assert client.get("/", headers={"Sec-Fetch-Site": "cross-site"}).status_code == 200


def test_a_body_of_unknown_length_is_counted(client: TestClient) -> None:
    def pieces() -> Iterator[bytes]:
        yield b'{"title": "'
        for _ in range(300):
            yield b"x" * 1024
        yield b'"}'

    response = client.post(
        "/v1/conversations", content=pieces(), headers={"Content-Type": "application/json"}
    )
    assert response.status_code == 413


@pytest.mark.parametrize("sent", ["abc-1.2_3", "x" * 64])
def test_a_sane_request_id_is_kept(client: TestClient, sent: str) -> None:
    assert client.get("/healthz", headers={"X-Request-ID": sent}).headers["x-request-id"] == sent


@pytest.mark.parametrize("sent", ["", "x" * 65, "a b", "<script>"])
def test_any_other_is_replaced(client: TestClient, sent: str) -> None:
    given = client.get("/healthz", headers={"X-Request-ID": sent}).headers["x-request-id"]
    assert given != sent
    assert len(given) == 32


def test_every_response_carries_the_protective_headers(client: TestClient) -> None:
    for path in ("/", "/healthz", "/nowhere", "/v1/reports", "/static/app.css", "/docs"):
        headers = client.get(path).headers
        assert headers["x-content-type-options"] == "nosniff"
        assert headers["referrer-policy"] == "same-origin"
        assert "frame-ancestors 'none'" in headers["content-security-policy"]
    policy = client.get("/").headers["content-security-policy"]
    assert "script-src 'self';" in policy
    assert "unsafe" not in policy


@pytest.mark.parametrize("path", ["/", "/v1/reports", "/healthz"])
def test_a_request_under_a_foreign_name_is_refused(client: TestClient, path: str) -> None:
    response = client.get(path, headers={"Host": "evil.example:8765"})
    assert response.status_code == 400
    assert response.json()["error"]["code"] == "bad_request"
    assert client.get(path, headers={"Host": "localhost:8765"}).status_code == 200


def test_other_origins_are_answered_only_where_a_setting_allows_them(
    client: TestClient, sample_settings: Settings, sample_assistant: Assistant
) -> None:
    origin = "https://intranet.example"
    asking = {"Origin": origin, "Access-Control-Request-Method": "POST"}
    posting = {"Origin": origin, "Sec-Fetch-Site": "cross-site"}
    assert "access-control-allow-origin" not in client.options("/v1/search", headers=asking).headers
    assert client.post("/v1/search", json={"query": "trust"}, headers=posting).status_code == 403
    settings = sample_settings.model_copy(update={"allowed_origins": (origin,)})
    with TestClient(create_app(settings, sample_assistant)) as allowing:
        told = allowing.options("/v1/search", headers=asking).headers
        assert told["access-control-allow-origin"] == origin
        assert "access-control-allow-credentials" not in told
        found = allowing.post("/v1/search", json={"query": "trust"}, headers=posting)
        assert (found.status_code, found.headers["access-control-allow-origin"]) == (200, origin)
        other = {**posting, "Origin": "https://evil.example"}
        assert allowing.post("/v1/search", json={"query": "trust"}, headers=other).status_code == 403


def test_a_client_that_stops_sending_is_left(client: TestClient, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(guards, "SLOWEST_BODY", 0.05)
    with ThreadPoolExecutor(1) as pool:
        assert pool.submit(anyio.run, send_half, client.app).result() == 408


async def send_half(app: ASGIApp) -> int:
    """Send the beginning of a body and then nothing; gives the status."""
    found: list[Message] = []
    pieces = [{"type": "http.request", "body": b'{"title": ', "more_body": True}]
    scope = {
        "type": "http",
        "method": "POST",
        "path": "/v1/conversations",
        "raw_path": b"/v1/conversations",
        "root_path": "",
        "query_string": b"",
        "headers": [(b"host", b"localhost"), (b"content-type", b"application/json")],
        "server": ("127.0.0.1", 80),
        "client": ("127.0.0.1", 1),
        "scheme": "http",
        "http_version": "1.1",
    }

    async def receive() -> Message:
        if not pieces:
            await anyio.sleep_forever()
        return pieces.pop()

    async def send(message: Message) -> None:
        found.append(message)

    await app(scope, receive, send)
    return int(found[0]["status"])
