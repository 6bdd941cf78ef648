import io
import re
import shutil
import time
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest
from fastapi.testclient import TestClient

from ingest.disk.folder import DataFolder
from service.assistant import Assistant
from service.settings import Settings
from service.web.app import create_app
from service.web.routes import ingestions as uploads

HERE = "http://127.0.0.1:8765"
KEY = "a-key-of-the-service"
TEXT = b"# A visit to Bury\n\nThe Joint Action Team (JAT) met in Bury.\n"
PICTURE = b"\x89PNG\r\n\x1a\n123"
LONGEST_WAIT = 120


class Page(HTMLParser):
    """Tags, links and text of a page."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str]]] = []
        self.text = ""
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, {name: value or "" for name, value in attrs}))

    def handle_data(self, data: str) -> None:
        self.text += data

    def all(self, tag: str) -> list[dict[str, str]]:
        return [attributes for name, attributes in self.tags if name == tag]


@pytest.fixture
def settings(sample_settings: Settings, tmp_path: Path) -> Settings:
    """Settings with a library of their own, and small files only."""
    shutil.copytree(sample_settings.data_dir, tmp_path / "own")
    return sample_settings.model_copy(update={"data_dir": tmp_path / "own", "max_file_mb": 1})


@pytest.fixture
def here(settings: Settings) -> Iterator[TestClient]:
    """A client at the machine that the service runs on."""
    with TestClient(create_app(settings), base_url=HERE, raise_server_exceptions=False) as client:
        yield client


def sent(*files: tuple[str, bytes]) -> dict[str, Any]:
    return {"files": [("files", (name, io.BytesIO(data))) for name, data in files]}


def finished(client: TestClient, id_: str) -> dict[str, Any]:
    deadline = time.monotonic() + LONGEST_WAIT
    while (state := client.get(f"/v1/ingestions/{id_}").json())["stage"] not in ("done", "failed"):
        assert time.monotonic() < deadline, state
        time.sleep(0.05)
    found: dict[str, Any] = state
    return found


def test_files_become_reports_each_with_its_result(here: TestClient, settings: Settings) -> None:
    known = (Path(__file__).parents[4] / "corpus" / "no-wrong-door.pdf").read_bytes()
    response = here.post(
        "/v1/ingestions",
        **sent(
            ("../../bury.md", TEXT),
            ("again.md", TEXT),
            ("nwd.pdf", known),
            ("cut.pdf", b"%PDF-1.7 and no end"),
            ("picture.pdf", PICTURE),
        ),
    )
    assert response.status_code == 202
    assert response.headers["location"] == f"/v1/ingestions/{response.json()['id']}"
    state = finished(here, response.json()["id"])
    assert state["stage"] == "done"
    bury, again, nwd, cut, picture = state["files"]
    assert (bury["outcome"], bury["report_id"], bury["kept_as"]) == ("added", "bury", "bury.md")
    assert bury["findings"] == {"pages": 1, "headings": 1, "terms": 1, "questions": 0, "warnings": []}
    assert (again["outcome"], nwd["outcome"]) == ("unchanged", "unchanged")
    assert nwd["report_id"] == "no-wrong-door"
    assert (cut["outcome"], cut["reason"]) == ("failed", "corrupt")
    assert (picture["outcome"], picture["reason"]) == ("failed", "unknown_format")
    assert str(settings.data_dir) not in str(state)
    assert [path.name for path in (settings.data_dir / "uploads").iterdir()] == ["bury.md"]
    page = Page(here.get(f"/add/{state['id']}").text)
    assert "/reports/bury" in [link["href"] for link in page.all("a")]
    assert here.get("/v1/reports/bury").json()["title"] == "A visit to Bury"

    replaced = here.post(
        "/v1/ingestions",
        **sent(("bury.md", TEXT.replace(b"visit", b"second visit"))),
        data={"replace": "true"},
    )
    (file,) = finished(here, replaced.json()["id"])["files"]
    assert (file["outcome"], file["report_id"], file["title"]) == (
        "replaced",
        "bury",
        "A second visit to Bury",
    )


def test_the_form_works_without_scripts(here: TestClient) -> None:
    form = Page(here.get("/add").text)
    assert {"method": "post", "action": "/add", "enctype": "multipart/form-data"}.items() <= form.all("form")[
        0
    ].items()
    field = next(field for field in form.all("input") if field["type"] == "file")
    response = here.post("/add", **sent(("picture.png", PICTURE)), follow_redirects=False)
    assert response.status_code == 303
    assert field["name"] == "files"
    result = here.get(response.headers["location"])
    assert "It is a PNG picture" in Page(result.text).text
    assert "http-equiv" not in result.text  # nothing runs any more


def test_a_running_ingestion_is_looked_at_again_by_itself(here: TestClient) -> None:
    address = here.post("/add", **sent(("bury.md", TEXT)), follow_redirects=False).headers["location"]
    page = Page(here.get(address).text)
    assert {"http-equiv": "refresh", "content": "2"} in page.all("meta")
    assert page.all("progress")


@pytest.mark.parametrize("name", ["<script>alert(1).md", '"><img src=x onerror=alert(1)>.md'])
def test_names_and_contents_are_only_words(here: TestClient, name: str) -> None:
    address = here.post("/add", **sent((name, PICTURE)), follow_redirects=False).headers["location"]
    page = Page(here.get(address).text)
    assert "alert(1)" in page.text
    assert "img" not in [tag for tag, _ in page.tags]
    assert [script for script in page.all("script") if "src" not in script] == []


def test_a_form_without_files_is_refused_in_words(here: TestClient) -> None:
    response = here.post("/v1/ingestions", files=[("other", ("a.txt", b"a"))])
    assert (response.status_code, response.json()["error"]["code"]) == (422, "invalid_request")
    page = here.post("/add", files=[("files", ("", b""))])
    assert page.status_code == 422
    assert 'role="alert"' in page.text


def test_what_is_no_form_is_refused(here: TestClient) -> None:
    response = here.post("/v1/ingestions", json={"files": []})
    assert (response.status_code, response.json()["error"]["code"]) == (415, "unsupported_media_type")
    broken = here.post(
        "/v1/ingestions",
        content=b"--x\r\nnothing",
        headers={"Content-Type": "multipart/form-data; boundary=x"},
    )
    assert broken.status_code in (400, 422)


def test_too_many_files_are_refused(here: TestClient) -> None:
    many = [(f"{number}.txt", b"") for number in range(uploads.MOST_FILES + 1)]
    assert here.post("/v1/ingestions", **sent(*many)).status_code == 400


def test_only_these_addresses_take_large_bodies(here: TestClient) -> None:
    large = b"x" * 1_100_000
    (file,) = here.post("/v1/ingestions", **sent(("large.txt", large))).json()["files"]
    assert (file["outcome"], file["reason"]) == ("failed", "too_large")
    assert here.post("/v1/answers", **sent(("large.txt", large))).status_code == 413
    most = [(f"{number}.txt", large) for number in range(6)]
    assert here.post("/v1/ingestions", **sent(*most)).status_code == 413


def test_another_process_that_ingests_is_told_of(here: TestClient, settings: Settings) -> None:
    with DataFolder(settings.data_dir).lock():
        response = here.post("/v1/ingestions", **sent(("bury.md", TEXT)))
        assert (response.status_code, response.json()["error"]["code"]) == (503, "library_busy")
        assert response.json()["error"]["retryable"]
        page = here.post("/add", **sent(("bury.md", TEXT)))
    assert page.status_code == 503
    assert "Another ingestion" in page.text
    assert not (settings.data_dir / "uploads").exists()


@pytest.mark.parametrize(
    ("changes", "address", "allowed"),
    [
        ({}, HERE, True),
        ({}, "http://localhost:8765", True),
        ({}, "http://[::1]:8765", True),
        ({}, "http://walkalong.example", False),
        ({}, "http://127.0.0.1.evil.example", False),
        ({"uploads": "off"}, HERE, False),
        ({"host": "0.0.0.0", "api_keys": (KEY,)}, HERE, False),
        ({"host": "0.0.0.0", "api_keys": (KEY,), "uploads": "on"}, "http://walkalong.example", True),
    ],
)
def test_who_may_add_reports(
    settings: Settings, sample_assistant: Assistant, changes: dict[str, Any], address: str, allowed: bool
) -> None:
    changed = Settings(**{**settings.model_dump(), **changes})
    headers = {"Authorization": f"Bearer {KEY}"} if changed.api_keys else {}
    with TestClient(create_app(changed, sample_assistant), base_url=address, headers=headers) as client:
        response = client.post("/v1/ingestions", **sent(("picture.png", PICTURE)))
        page = client.get("/add")
    assert response.status_code == (202 if allowed else 403)
    assert page.status_code == (200 if allowed else 403)
    assert bool(Page(page.text).all("form")) == allowed


def test_a_report_is_removed(here: TestClient) -> None:
    assert here.delete("/v1/reports/no-wrong-door").status_code == 204
    assert here.get("/v1/reports/no-wrong-door").status_code == 404
    assert here.delete("/v1/reports/no-wrong-door").status_code == 404


def test_who_may_not_add_reports_may_not_remove_any(settings: Settings, sample_assistant: Assistant) -> None:
    off = settings.model_copy(update={"uploads": "off"})
    with TestClient(create_app(off, sample_assistant), base_url=HERE) as client:
        assert client.delete("/v1/reports/no-wrong-door").status_code == 403


def test_a_page_of_another_site_can_not_add_reports(here: TestClient) -> None:
    headers = {"Sec-Fetch-Site": "cross-site"}
    for path in uploads.PATHS:
        assert here.post(path, **sent(("bury.md", TEXT)), headers=headers).status_code == 403


def test_there_is_nothing_under_an_unknown_id(here: TestClient) -> None:
    for path in ("/v1/ingestions/nothing", "/add/nothing", "/add/..%2f..%2fcurrent"):
        assert here.get(path).status_code == 404


def test_the_first_reports_can_be_added_here(settings: Settings, tmp_path: Path) -> None:
    empty = settings.model_copy(update={"data_dir": tmp_path / "empty"})
    with TestClient(create_app(empty), base_url=HERE) as client:
        assert re.search(r'href="/add"', client.get("/library").text)
        response = client.post("/v1/ingestions", **sent(("picture.png", PICTURE)))
        assert response.json()["stage"] == "done"
