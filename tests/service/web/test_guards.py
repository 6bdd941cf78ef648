from collections.abc import Iterator

import pytest
from fastapi.testclient import TestClient


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
