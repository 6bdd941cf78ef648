import re
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from fastapi.testclient import TestClient

from ingest.index.packing import PlacedNote
from service.assistant import Assistant
from service.store.sql import open_store
from service.types import Ask

QUESTION = "What is the No Wrong Door approach?"


@pytest.fixture
def cited(client: TestClient, asking: Callable[..., str], seen: Callable[[str], Any]) -> str:
    """The address of the first passage of an answer that is in a PDF."""
    page = seen(client.get(asking(QUESTION)).text)
    links = [link for link in page.links if "/passages/S" in link]
    return next(link for link in links if "Open the file at page" in client.get(link).text)


def test_a_passage_stands_beside_its_answer_with_all_that_is_known_of_it(
    client: TestClient, cited: str, seen: Callable[[str], Any]
) -> None:
    html = client.get(cited).text
    page = seen(html)
    for known in (QUESTION, "Whose words", "August 2021", "Page\u00a0", "The text of this page"):
        assert known in page.text
    assert "<mark>" in html
    assert any(link.partition("#")[0].startswith("/conversations/") for link in page.links)
    assert client.get(page.images[0]).headers["content-type"] == "image/png"
    file = next(link for link in page.links if "/file#page=" in link)
    assert client.get(file.partition("#")[0]).status_code == 200


def test_pages_can_be_turned_and_enlarged_by_links(
    client: TestClient, cited: str, seen: Callable[[str], Any]
) -> None:
    links = [link for link in seen(client.get(cited).text).links if link.startswith(cited) and "?" in link]
    assert any("page=" in link for link in links)
    assert any("zoom=" in link for link in links)
    for link in links:
        other = seen(client.get(link).text)
        assert client.get(other.images[0]).status_code == 200
    turned = client.get(next(link for link in links if "page=" in link)).text
    assert "nothing on this page belongs to it" in turned


def test_any_words_of_a_report_can_be_looked_up(client: TestClient, sample_assistant: Assistant) -> None:
    report = sample_assistant.library.report("no-wrong-door")
    sentence = report.sentences[12]
    address = f"/reports/no-wrong-door/passages?start={sentence.start}&end={sentence.end}"
    html = client.get(address).text
    assert f"<mark>{report.text[sentence.start : sentence.end]}</mark>" in html
    assert "nothing is marked" not in html


@pytest.mark.parametrize(
    "query", ["start=5&end=5", "start=-1&end=5", "start=0&end=99999999", "start=a&end=b"]
)
def test_words_that_can_not_be_are_refused(client: TestClient, query: str) -> None:
    response = client.get(f"/reports/no-wrong-door/passages?{query}", headers={"Accept": "text/html"})
    assert response.status_code == 422
    assert "<h1>" in response.text


def test_a_format_without_pages_is_drawn(client: TestClient, seen: Callable[[str], Any]) -> None:
    page = seen(client.get("/reports/team-around-the-school/passages?start=100&end=160").text)
    assert "This format has no pages" in page.text
    assert client.get(page.images[0]).status_code == 200


def test_an_unknown_passage_is_told(client: TestClient, cited: str) -> None:
    response = client.get(cited.rpartition("/")[0] + "/S99", headers={"Accept": "text/html"})
    assert response.status_code == 404
    assert "S99" in response.text


def test_words_that_the_library_has_no_more_are_shown_and_not_marked(
    sample_assistant: Assistant, tmp_path: Path, client: TestClient
) -> None:
    answer = sample_assistant.answer(Ask(QUESTION))
    moved = replace(answer.passages[0], text="These words stood here once.", id="S1")
    store = open_store(f"sqlite:///{tmp_path}/conversations.sqlite", tmp_path)
    store.save_answer(replace(answer, passages=(moved, *answer.passages[1:])))
    store.close()
    html = client.get(f"/answers/{answer.id}/passages/S1").text
    assert "These words stood here once." in html
    assert "has another version of it" in html
    assert "<mark>" not in html
    assert "start=" not in "".join(re.findall(r"<img[^>]*>", html))


def test_notes_and_scans_are_told_of_beside_the_passage(
    sample_assistant: Assistant, tmp_path: Path, client: TestClient
) -> None:
    answer = sample_assistant.answer(Ask(QUESTION))
    noted = replace(
        answer.passages[0], id="S1", from_scan=True, footnotes=(PlacedNote("7 In two places.", 2, 0, 9),)
    )
    store = open_store(f"sqlite:///{tmp_path}/conversations.sqlite", tmp_path)
    store.save_answer(replace(answer, passages=(noted, *answer.passages[1:])))
    store.close()
    html = client.get(f"/answers/{answer.id}/passages/S1").text
    assert "7 In two places." in html
    assert "Read from a scan" in html


def test_the_lines_around_the_mark_come_first_and_the_whole_page_is_one_press_away(
    client: TestClient, asking: Callable[..., str], seen: type[Any]
) -> None:
    address = asking(QUESTION)
    cited = next(link for link in seen(client.get(address).text).links if "/passages/" in link)
    lines = seen(client.get(cited).text)
    assert lines.text.index("The lines") < lines.text.index("Whose words")
    [picture] = [image for image in lines.images if "lines=true" in image]
    whole = next(link for link in lines.links if "zoom=1.0" in link or "zoom=1#" in link)
    [page] = [image for image in seen(client.get(whole).text).images if "start=" in image]
    assert "lines" not in page
    assert client.get(picture).content != client.get(page).content
