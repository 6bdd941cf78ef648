from collections.abc import Callable
from typing import Any

import pytest
from fastapi.testclient import TestClient

from ingest.build import ingest
from service.settings import Settings
from tests.conftest import CORPUS

REPORT = "stockport-governance"
FIELDS = {"title": "How Stockport decides", "date": "2021-05", "places": "Stockport, Bury", "kind": "review"}
Ended = Callable[[str], dict[str, Any]]


def test_what_a_curator_corrects_holds_also_when_the_file_is_read_again(
    curator: TestClient, ended: Ended, own_settings: Settings
) -> None:
    form = curator.get(f"/reports/{REPORT}/correct").text
    assert 'value="Governance in Stockport' in form
    response = curator.post(f"/reports/{REPORT}/correct", data=FIELDS, follow_redirects=False)
    state = ended(response.headers["location"])
    assert state["stage"] == "done"
    assert [file["title"] for file in state["files"]] == ["How Stockport decides"]
    assert state["files"][0]["outcome"] == "replaced"
    entry = curator.get(f"/v1/reports/{REPORT}").json()
    assert (entry["title"], entry["date"], entry["kind"]) == ("How Stockport decides", "2021-05", "review")
    assert entry["places"] == ["Stockport", "Bury"]
    result = ingest([CORPUS / "stockport-governance.pdf"], own_settings)
    assert result.unchanged == (REPORT,)
    assert "How Stockport decides" in curator.get("/library").text


def test_a_wrong_date_is_told_beside_what_was_written(curator: TestClient) -> None:
    response = curator.post(f"/reports/{REPORT}/correct", data={**FIELDS, "date": "May"})
    assert response.status_code == 422
    assert "date: write a date as" in response.text
    assert 'value="How Stockport decides"' in response.text


def test_who_may_not_add_may_not_correct(client: TestClient) -> None:
    for method, path in (("GET", "correct"), ("POST", "correct"), ("GET", "remove"), ("POST", "remove")):
        assert client.request(method, f"/reports/{REPORT}/{path}", data={}).status_code == 403
    assert "/correct" not in client.get(f"/reports/{REPORT}").text


def test_a_misreading_lands_in_a_list_and_goes_when_it_is_done(
    curator: TestClient, seen: Callable[[str], Any]
) -> None:
    address = f"/reports/{REPORT}/passages?start=0&end=40"
    (form,) = [form for form in seen(curator.get(address).text).forms if form.action == "/misreadings"]
    said = curator.post("/misreadings", data={**form.fields, "fault": "words", "note": "<b>not this</b>"})
    assert "Kept, thank you" in said.text
    html = curator.get("/misreadings").text
    assert "&lt;b&gt;not this&lt;/b&gt;" in html
    assert "The words are not what the page says." in html
    page = seen(html)
    assert curator.get(next(link for link in page.links if "/passages?" in link)).status_code == 200
    (done,) = [form.action for form in page.forms if form.action.endswith("/done")]
    assert "Nothing has been reported." in curator.post(done).text


@pytest.mark.parametrize(
    "wrong",
    [{"fault": ""}, {"fault": "rude"}, {"start": "9", "end": "3"}, {"end": "99999999"}, {"report": "x"}],
)
def test_a_misreading_of_nothing_is_refused(curator: TestClient, wrong: dict[str, str]) -> None:
    sent = {"report": REPORT, "start": "0", "end": "40", "fault": "mark", "note": "", **wrong}
    assert curator.post("/misreadings", data=sent).status_code in {404, 422}
    assert "Nothing has been reported." in curator.get("/misreadings").text
