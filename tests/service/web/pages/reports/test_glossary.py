import re
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any

import pytest
from fastapi.testclient import TestClient

from ingest.build import ingest
from service.assistant import Assistant
from service.settings import Settings
from service.web.app import create_app

if TYPE_CHECKING:
    from pathlib import Path

Seen = Callable[[str], Any]
HOSTILE = '<script>alert(1)</script> "><img src=x onerror=alert(1)>'


@pytest.fixture(scope="module")
def differing(tmp_path_factory: pytest.TempPathFactory, sample_assistant: Assistant) -> Iterator[TestClient]:
    """A client of a service whose reports disagree, and leave one acronym unexplained."""
    folder: Path = tmp_path_factory.mktemp("differing")
    (folder / "one.md").write_text(
        "# One\n\nThe Joint Action Team (JAT) met. The JAT asked the XQZ. The XQZ helped. Thank you, XQZ.\n",
        "utf-8",
    )
    (folder / "two.md").write_text("# Two\n\nThe Junior Advice Trust (JAT) gave. The JAT left.\n", "utf-8")
    settings = Settings(data_dir=folder / "data", embedding_dtype="float32")
    assert not ingest([folder], settings, embedder=sample_assistant.embedder).failures
    with TestClient(create_app(settings)) as client:
        yield client


def test_every_term_leads_to_the_passage_that_explains_it(client: TestClient, seen: Seen) -> None:
    page = seen(client.get("/glossary").text)
    assert "No Wrong Door" in page.text
    passages = [link for link in page.links if "/passages?" in link]
    assert passages
    for address in passages[:: max(1, len(passages) // 6)]:
        assert client.get(address).status_code == 200
    assert "/reports/no-wrong-door" in page.links


def test_meanings_that_differ_stand_side_by_side(differing: TestClient) -> None:
    html = differing.get("/glossary").text
    assert "Reports differ" in html
    entry = re.search(r"<h3>JAT</h3>.*?<details", html, re.DOTALL)
    assert entry
    assert "Joint Action Team" in entry[0]
    assert "Junior Advice Trust" in entry[0]
    assert entry[0].count("/passages?") == 2


def test_what_no_report_spells_out_is_marked(differing: TestClient, seen: Seen) -> None:
    page = seen(differing.get("/glossary?undefined=1").text)
    assert "XQZ" in page.text
    assert "Spelled out nowhere" in page.text
    assert "JAT" not in page.text
    assert any("/reports/one/passages?" in link for link in page.links)


@pytest.mark.parametrize(
    ("q", "found"), [("nwd", "NWD"), ("no wrong", "NWD"), ("  NWD ", "NWD"), ("zzz", None), (HOSTILE, None)]
)
def test_terms_are_found_by_either_form(client: TestClient, seen: Seen, q: str, found: str | None) -> None:
    response = client.get("/glossary", params={"q": q})
    assert response.status_code == 200
    assert "<script>alert" not in response.text
    terms = re.findall(r"<h3>(.*?)</h3>", response.text)
    assert terms == ([found] if found else [])


def test_the_index_leads_to_every_letter(client: TestClient, seen: Seen) -> None:
    page = seen(client.get("/glossary").text)
    anchors = [link.removeprefix("#") for link in page.links if link.startswith("#letter")]
    assert anchors
    assert set(anchors) <= set(page.ids)
    one = client.get("/glossary?letter=n").text
    assert all(term.startswith("N") for term in re.findall(r"<h3>(.*?)</h3>", one))


def test_scripts_get_the_acronyms_and_are_told_when_nothing_changed(client: TestClient) -> None:
    response = client.get("/glossary.json")
    assert response.json()["NWD"] == ["No Wrong Door"]
    again = client.get("/glossary.json", headers={"If-None-Match": response.headers["etag"]})
    assert again.status_code == 304


def test_lists_come_in_parts_on_request(client: TestClient) -> None:
    for path, name in (("/v1/glossary", "terms"), ("/v1/questions", "questions")):
        everything = client.get(path).json()[name]
        assert len(everything) > 3
        parts = [client.get(path, params={"limit": 2, "offset": at}).json()[name] for at in (0, 2)]
        assert [*parts[0], *parts[1]] == everything[:4]
        assert client.get(path, params={"offset": 10_000}).json()[name] == []
        assert client.get(path, params={"limit": 0}).status_code == 422


def test_acronyms_of_an_answer_explain_themselves(client: TestClient) -> None:
    response = client.post("/ask", data={"question": "Where had NWD stood at the start?"})
    terms = re.findall(
        r'<button type="button" class="term" data-long="([^"]+)" aria-label="([^"]+)">([^<]+)</button>',
        response.text,
    )
    assert terms
    known = client.get("/glossary.json").json()
    for long, label, short in terms:
        assert label == f"{short}: {long}"
        assert long.split("; or: ")[0] in known[short]
