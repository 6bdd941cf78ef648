from pathlib import Path
from typing import Any

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient

from ingest import errors
from service.web import http_errors
from service.web.guards import Envelope, Guard


def every_error() -> list[errors.WalkalongError]:
    kinds = [value for value in vars(errors).values() if isinstance(value, type)]
    family = [kind for kind in kinds if issubclass(kind, errors.WalkalongError)]
    return [
        kind(Path("a.pdf"), "scanned", "It has no text.", "Run OCR.")
        if kind is errors.UnreadableFile
        else kind("What.")
        for kind in family
    ]


def client_of(error: Exception) -> TestClient:
    app = FastAPI()
    http_errors.install(app)

    @app.get("/")
    def fail() -> None:
        raise error

    app.add_middleware(Guard)
    app.add_middleware(Envelope)
    return TestClient(app, raise_server_exceptions=False)


def checked(body: dict[str, Any]) -> dict[str, Any]:
    assert body.keys() == {"error"}
    error: dict[str, Any] = body["error"]
    assert error.keys() == {"code", "message", "retryable", "request_id"}
    assert error["request_id"]
    return error


@pytest.mark.parametrize("error", every_error(), ids=lambda error: type(error).__name__)
def test_every_error_of_ours_has_a_status_and_the_one_shape(error: errors.WalkalongError) -> None:
    assert type(error) in http_errors.STATUS
    response = client_of(error).get("/")
    assert response.status_code == http_errors.STATUS[type(error)]
    body = checked(response.json())
    assert (body["code"], body["message"], body["retryable"]) == (error.code, error.message, error.retryable)
    assert response.headers["x-request-id"] == body["request_id"]


def test_an_error_that_nobody_foresaw_does_not_tell_its_text() -> None:
    response = client_of(KeyError("/home/secret")).get("/")
    assert response.status_code == 500
    assert checked(response.json())["code"] == "internal"
    assert "secret" not in response.text
    assert response.headers["x-content-type-options"] == "nosniff"


@pytest.mark.parametrize(
    ("method", "path", "body", "status", "code"),
    [
        ("GET", "/nowhere", None, 404, "not_found"),
        ("GET", "/v1/{x}", None, 404, "not_found"),
        ("DELETE", "/v1/answers", None, 405, "method_not_allowed"),
        ("POST", "/v1/answers", "{", 422, "invalid_request"),
        ("POST", "/v1/answers", "[]", 422, "invalid_request"),
        ("POST", "/v1/answers", "", 422, "invalid_request"),
        ("POST", "/v1/answers", '{"question": 5}', 422, "invalid_request"),
        ("POST", "/v1/answers", '{"question": ""}', 422, "invalid_question"),
        ("POST", "/v1/answers", '{"question": "\\ud800"}', 422, "invalid_request"),
        ("POST", "/v1/answers", '{"question": "' + "x" * 300_000 + '"}', 413, "too_large"),
        ("GET", "/v1/answers/nowhere", None, 404, "not_found"),
        ("GET", "/static/nowhere.css", None, 404, "not_found"),
        ("GET", "/v1/reports?from=soon", None, 422, "invalid_request"),
    ],
)
def test_every_kind_of_failure_has_the_one_shape(
    client: TestClient, method: str, path: str, body: str | None, status: int, code: str
) -> None:
    headers = {"Content-Type": "application/json"} if body is not None else {}
    response = client.request(method, path, content=body, headers=headers)
    assert response.status_code == status
    assert checked(response.json())["code"] == code


def test_a_field_is_named_without_repeating_what_was_sent(client: TestClient) -> None:
    response = client.post("/v1/answers", json={"question": "q", "filters": {"voices": ["<script>"]}})
    assert "filters.voices.0" in response.json()["error"]["message"]
    assert "<script>" not in response.text


@pytest.mark.parametrize("kind", ["text/plain", "application/x-www-form-urlencoded"])
def test_a_body_that_is_not_sent_as_json_is_415(client: TestClient, kind: str) -> None:
    body = '{"question": "What is a hub?"}'
    response = client.post("/v1/answers", content=body, headers={"Content-Type": kind})
    assert (response.status_code, response.json()["error"]["code"]) == (415, "unsupported_media_type")
    assert "application/json" in response.json()["error"]["message"]


def test_head_gives_what_get_gives_without_its_body(client: TestClient) -> None:
    for path in ("/", "/library", "/v1/reports", "/healthz", "/v1/reports/none", "/docs"):
        asked, given = client.head(path), client.get(path)
        assert (asked.status_code, asked.content) == (given.status_code, b"")
        assert asked.headers["content-length"] == given.headers["content-length"]
        assert asked.headers["content-type"] == given.headers["content-type"]
    assert client.head("/v1/search").status_code == 405
