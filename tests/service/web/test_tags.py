from fastapi.testclient import TestClient


def test_a_page_that_a_browser_has_is_not_sent_again(client: TestClient) -> None:
    first = client.get("/glossary")
    assert first.headers["cache-control"] == "private, no-cache"
    again = client.get("/glossary", headers={"If-None-Match": first.headers["etag"]})
    assert (again.status_code, again.content) == (304, b"")
    assert again.headers["etag"] == first.headers["etag"]
    weak = client.get("/glossary", headers={"If-None-Match": f'"x", W/{first.headers["etag"]}'})
    assert weak.status_code == 304
    other = client.get("/glossary?q=nwd", headers={"If-None-Match": first.headers["etag"]})
    assert other.status_code == 200


def test_refusals_and_files_keep_their_own_rules(client: TestClient) -> None:
    assert "etag" not in client.get("/nowhere", headers={"Accept": "text/html"}).headers
    file = client.get("/v1/reports/roles-and-who-does-what/file")
    assert "sandbox" in file.headers["content-security-policy"]


def test_pages_are_compressed_and_streams_and_pictures_are_not(client: TestClient) -> None:
    assert client.get("/glossary").headers["content-encoding"] == "gzip"
    stream = client.post("/ask", data={"question": "What is NWD?"}, headers={"Accept": "text/event-stream"})
    assert "content-encoding" not in stream.headers
    assert "event: kept" in stream.text
    picture = client.get("/v1/reports/no-wrong-door/pages/1.png")
    assert "content-encoding" not in picture.headers
