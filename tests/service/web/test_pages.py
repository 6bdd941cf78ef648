import re
from dataclasses import replace
from html.parser import HTMLParser
from urllib.parse import unquote_plus

from fastapi.testclient import TestClient

from service.assistant import Assistant
from service.types import Answer, Ask, Statement
from service.web import pages, rendering

QUESTION = "What is the No Wrong Door approach?"


class Page(HTMLParser):
    """What the tests look at: links, images, ids and text."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.links: list[str] = []
        self.images: list[str] = []
        self.ids: list[str] = []
        self.tags: list[str] = []
        self.text = ""
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        self.tags.append(tag)
        self.links += [given["href"]] if tag == "a" else []
        self.images += [given["src"]] if tag == "img" else []
        self.ids += [given["id"]] if "id" in given else []

    def handle_data(self, data: str) -> None:
        self.text += data


def test_every_number_of_an_answer_leads_to_its_passage(client: TestClient) -> None:
    page = Page(client.get("/", params={"q": QUESTION}).text)
    cited = [link.removeprefix("#") for link in page.links if link.startswith("#p")]
    assert cited
    assert set(cited) <= set(page.ids)


def test_every_passage_leads_to_its_page_and_to_the_report(client: TestClient) -> None:
    page = Page(client.get("/", params={"q": QUESTION}).text)
    assert page.images
    for address in page.images:
        assert client.get(address).headers["content-type"] == "image/png"
    files = [link for link in page.links if "/file" in link]
    assert any(re.search(r"/file#page=\d+$", link) for link in files)
    for link in files:
        assert client.get(link.partition("#")[0]).status_code == 200


def test_the_first_page_lists_reports_and_questions_to_try(client: TestClient) -> None:
    page = Page(client.get("/").text)
    assert sum(link.endswith("/file") for link in page.links) == 4
    tried = next(link for link in page.links if link.startswith("/?q="))
    assert unquote_plus(tried.removeprefix("/?q=")).endswith("?")
    assert "script" not in page.tags


def test_a_place_restricts_the_answer(client: TestClient) -> None:
    html = client.get("/", params={"q": "What helped?", "place": "Stockport"}).text
    assert "<option selected>Stockport</option>" in html


def test_what_cannot_be_asked_is_told_on_the_page(client: TestClient) -> None:
    response = client.get("/", params={"q": "x" * 5000})
    assert response.status_code == 422
    assert 'role="alert"' in response.text


def test_words_of_callers_and_models_are_only_words(client: TestClient, sample_assistant: Assistant) -> None:
    hostile = '<script>alert(1)</script> "><img src=x onerror=alert(1)>'
    assert "<script>alert" not in client.get("/", params={"q": hostile, "place": hostile}).text
    answer = sample_assistant.answer(Ask(QUESTION))
    hostile_answer: Answer = replace(answer, statements=(Statement(hostile, ("S1",), "quotation", hostile),))

    class Scripted(Assistant):
        def answer(self, ask: Ask) -> Answer:
            return hostile_answer

    scripted = Scripted(sample_assistant.settings)
    html = rendering.render(pages.page_for(scripted, QUESTION, "")[0])
    assert "<script>" not in html
    assert "<img src=x" not in html
