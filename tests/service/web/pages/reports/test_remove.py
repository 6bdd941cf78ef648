from collections.abc import Callable
from typing import Any

from fastapi.testclient import TestClient

Ended = Callable[[str], dict[str, Any]]
TEXT = b"# A visit to Bury\n\nThe Joint Action Team (JAT) met in Bury and agreed on four rules.\n"
NEWER = b"# A visit to Bury\n\nThe Joint Action Team (JAT) met in Bury and agreed on nine rules.\n"


def add(curator: TestClient, ended: Ended, name: str, content: bytes, **more: str) -> dict[str, Any]:
    response = curator.post("/v1/ingestions", files=[("files", (name, content))], data=more)
    assert response.status_code == 202, response.text
    return ended(response.headers["location"])


def test_a_report_is_removed_and_put_back_in_a_few_clicks(
    curator: TestClient, ended: Ended, seen: Callable[[str], Any]
) -> None:
    add(curator, ended, "bury.md", TEXT)
    answer = curator.post("/ask", data={"question": "What did the Joint Action Team agree on?"}).text
    assert "four rules" in answer
    (cited, *_) = [link for link in seen(answer).links if "/passages/S" in link]
    assert "/reports/bury/remove" in seen(curator.get("/reports/bury").text).links
    gone = curator.post("/reports/bury/remove")
    assert "“A visit to Bury” is in no answer any more." in gone.text
    assert curator.get("/reports/bury").status_code == 404
    assert "four rules" not in curator.post("/v1/search", json={"query": "Joint Action Team"}).text
    assert "The library has this report no more" in curator.get(cited).text
    assert "Removed since" in curator.get("/add").text
    (back,) = [form.action for form in seen(gone.text).forms]
    ended(curator.post(back, follow_redirects=False).headers["location"])
    assert curator.get("/reports/bury").status_code == 200
    assert curator.get(back.removesuffix("/back")).status_code == 404


def test_another_file_takes_a_report_s_place(curator: TestClient, ended: Ended) -> None:
    add(curator, ended, "bury.md", TEXT)
    assert 'name="report" value="bury"' in curator.get("/reports/bury/remove").text
    state = add(curator, ended, "bury-second-version.md", NEWER, report="bury")
    assert [file["outcome"] for file in state["files"]] == ["replaced"]
    found = curator.post("/v1/search", json={"query": "Joint Action Team"}).text
    assert "nine rules" in found
    assert "four rules" not in found


def test_only_a_file_of_the_same_kind_takes_the_place_of_one_that_was_added_here(
    curator: TestClient, ended: Ended
) -> None:
    add(curator, ended, "bury.md", TEXT)
    for report, name in (("bury", "bury.pdf"), ("stockport-governance", "new.pdf"), ("none", "new.md")):
        sent = curator.post("/v1/ingestions", files=[("files", (name, NEWER))], data={"report": report})
        assert sent.status_code == 422
    assert "It was taken in from a folder" in curator.get("/reports/stockport-governance/remove").text


def test_nothing_outside_can_be_put_back(curator: TestClient) -> None:
    assert curator.get("/removed/..%2f..").status_code == 404
    assert curator.get("/removed/none").status_code == 404
