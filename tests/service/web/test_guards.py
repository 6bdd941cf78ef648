import base64
from collections.abc import Iterator

import pytest
from fastapi.testclient import TestClient

from service.assistant import Assistant
from service.settings import Settings
from service.web.app import create_app

KEY, OTHER = "first-key-of-the-service", "other-key-of-the-service"


@pytest.fixture
def locked(sample_settings: Settings, sample_assistant: Assistant) -> Iterator[TestClient]:
    settings = Settings(**{**sample_settings.model_dump(), "api_keys": (KEY, OTHER)})
    with TestClient(create_app(settings, sample_assistant)) as client:
        yield client


def basic(password: str) -> str:
    return "Basic " + base64.b64encode(f"anyone:{password}".encode()).decode()


@pytest.mark.parametrize("header", [f"Bearer {KEY}", f"bearer {OTHER}", basic(KEY)])
def test_any_of_the_keys_opens(locked: TestClient, header: str) -> None:
    assert locked.get("/v1/reports", headers={"Authorization": header}).status_code == 200


@pytest.mark.parametrize(
    "header",
    [
        "",
        "Bearer",
        f"Bearer {KEY}x",
        f"Bearer {KEY[:-1]}",
        f"Token {KEY}",
        "Basic ???",
        basic("x"),
        "Bearer ü",
    ],
)
def test_anything_else_does_not(locked: TestClient, header: str) -> None:
    response = locked.get("/v1/reports", headers={b"Authorization": header.encode()})
    assert response.status_code == 401
    assert response.json()["error"]["code"] == "unauthorised"
    assert "Bearer" in response.headers["www-authenticate"]


def test_page_schema_and_files_need_the_key_and_probes_do_not(locked: TestClient) -> None:
    for path in ("/", "/docs", "/openapi.json", "/v1/reports/no-wrong-door/file", "/static/app.css"):
        assert locked.get(path).status_code == 401
    assert locked.get("/healthz").status_code == 200
    assert locked.get("/readyz").status_code != 401


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
