from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from fastapi.testclient import TestClient

from service.assistant import Assistant
from service.settings import Settings
from service.store.sql import open_store
from service.types import Ask, Engine, Statement
from service.web.app import create_app
from service.web.pages import conversations

QUESTION = "What is the No Wrong Door approach?"
HOSTILE = '<script>alert(1)</script> "><img src=x onerror=alert(1)>'


def id_in(address: str) -> str:
    return address.removeprefix("/conversations/").partition("#")[0]


def test_conversations_are_listed_with_what_can_be_done(
    client: TestClient, asking: Callable[..., str], seen: Callable[[str], Any]
) -> None:
    here = f"/conversations/{id_in(asking(QUESTION))}"
    page = seen(client.get("/conversations").text)
    assert QUESTION in page.text
    assert {here, f"{here}/rename", f"{here}/delete", f"{here}.md"} <= set(page.links)


def test_a_long_list_is_turned_over(client: TestClient, seen: Callable[[str], Any]) -> None:
    for number in range(conversations.PER_PAGE + 1):
        client.post("/v1/conversations", json={"title": f"Talk {number}"})
    first = seen(client.get("/conversations").text)
    older = next(link for link in first.links if "offset=" in link)
    second = seen(client.get(older).text)
    assert "Talk 0" in second.text
    assert "Talk 0" not in first.text
    assert "/conversations" in second.links


def test_renaming_is_kept_and_an_empty_title_is_not(client: TestClient, asking: Callable[..., str]) -> None:
    here = f"/conversations/{id_in(asking(QUESTION))}"
    assert client.post(f"{here}/rename", data={"title": "  "}).status_code == 422
    done = client.post(f"{here}/rename", data={"title": "For Monday"})
    assert done.url.path == here
    assert "<h1>For Monday</h1>" in done.text


def test_deleting_asks_first(client: TestClient, asking: Callable[..., str]) -> None:
    here = f"/conversations/{id_in(asking(QUESTION))}"
    assert QUESTION in client.get(f"{here}/delete").text
    assert client.get(here).status_code == 200
    assert "Undo" in client.post(f"{here}/delete").text
    assert client.get(here, headers={"Accept": "text/html"}).status_code == 404


def test_a_conversation_can_be_taken_along(client: TestClient, asking: Callable[..., str]) -> None:
    address = asking("What was done in Stockport?")
    asking("Why?", conversation=id_in(address))
    response = client.get(f"/conversations/{id_in(address)}.md")
    assert response.headers["content-type"].startswith("text/markdown")
    assert "attachment" in response.headers["content-disposition"]
    assert response.text.startswith("# What was done in Stockport?")
    assert "[^1-1]: “" in response.text
    assert "Understood as: " in response.text


def test_an_answer_can_be_copied_with_its_passages(
    client: TestClient, asking: Callable[..., str], seen: Callable[[str], Any]
) -> None:
    page = seen(client.get(asking(QUESTION)).text)
    text = next(link for link in page.links if link.endswith(".txt"))
    assert "[1] “" in client.get(text).text
    assert "[^1]: “" in client.get(text.replace(".txt", ".md")).text


def test_feedback_is_kept_and_shown(
    client: TestClient, asking: Callable[..., str], seen: Callable[[str], Any]
) -> None:
    address = asking(QUESTION)
    action = next(f.action for f in seen(client.get(address).text).forms if f.action.endswith("/feedback"))
    said = client.post(action, data={"verdict": "missing", "text": "Who pays?"}, follow_redirects=False)
    assert said.headers["location"] == address
    assert "Something is missing: Who pays?" in client.get(address).text
    nothing_chosen = client.post(action, data={"text": "?"}, headers={"Accept": "text/html"})
    assert nothing_chosen.status_code == 422
    assert "Choose one" in nothing_chosen.text
    assert client.post("/answers/none/feedback", data={"verdict": "useful"}).status_code == 404


def test_an_answer_leads_to_its_conversation_or_stands_alone(
    client: TestClient, asking: Callable[..., str]
) -> None:
    address = asking(QUESTION)
    alone = client.post("/v1/answers", json={"question": QUESTION}).json()["id"]
    assert QUESTION in client.get(f"/answers/{alone}").text
    turns = client.get(f"/v1/conversations/{id_in(address)}").json()["turns"]
    response = client.get(f"/answers/{turns[1]['answer']['id']}", follow_redirects=False)
    assert response.headers["location"] == address


def test_a_refusal_says_so_with_what_is_missing_and_what_is_near(
    client: TestClient, asking: Callable[..., str], seen: Callable[[str], Any]
) -> None:
    page = seen(client.get(asking("Who paid for the bicycles in Leeds?")).text)
    assert "The reports do not say." in page.text
    assert "Leeds" in page.text
    assert "The nearest passages" in page.text
    near = next(link for link in page.links if "/passages/N" in link)
    assert client.get(near).status_code == 200


def test_words_of_models_are_only_words(
    client: TestClient, sample_assistant: Assistant, tmp_path: Path
) -> None:
    answer = sample_assistant.answer(Ask(QUESTION))
    hostile = replace(
        answer,
        statements=(Statement(HOSTILE, (answer.passages[0].id,), "quotation", HOSTILE),),
        notes=(HOSTILE,),
        suggestions=(HOSTILE,),
        missing=(HOSTILE,),
        engine=Engine("chat", HOSTILE),
    )
    store = open_store(f"sqlite:///{tmp_path}/conversations.sqlite", tmp_path)
    store.save_answer(hostile)
    store.close()
    html = client.get(f"/answers/{answer.id}").text
    assert html.count("&lt;script&gt;") >= 5
    assert "<script>alert" not in html
    assert "<img src=x" not in html


def test_conversations_can_be_read_without_a_library(
    client: TestClient, asking: Callable[..., str], tmp_path: Path
) -> None:
    address = asking(QUESTION)
    url = f"sqlite:///{tmp_path}/conversations.sqlite"
    with TestClient(create_app(Settings(data_dir=tmp_path / "empty", database_url=url))) as other:
        html = other.get(address).text
    assert QUESTION in html
    assert "walkalong ingest" in html


@pytest.mark.parametrize(
    "path", ["/conversations/none", "/conversations/none/rename", "/answers/none", "/nowhere"]
)
def test_what_is_not_there_is_told_on_a_page_and_to_programs_as_ever(client: TestClient, path: str) -> None:
    page = client.get(path, headers={"Accept": "text/html"})
    assert page.status_code == 404
    assert "<h1>There is nothing here</h1>" in page.text
    assert client.get(path).json()["error"]["code"] == "not_found"


def test_a_headline_is_told_apart_where_its_words_are_no_report_s(
    client: TestClient, asking: Callable[..., str]
) -> None:
    html = client.get(asking("What does NWD stand for?")).text
    assert '<p class="headline ours">' in html
    assert "The reports’ own sentences. From " in html


def test_conversations_are_found_by_their_words(
    client: TestClient, asking: Callable[..., str], seen: Callable[[str], Any]
) -> None:
    asking("What is NWD?")
    here = asking("How did Salford begin?").partition("?")[0].partition("#")[0]
    page = seen(client.get("/conversations", params={"q": "salford begin"}).text)
    assert here in page.links
    assert "What is NWD?" not in page.text
    nothing = seen(client.get("/conversations", params={"q": "zzqx"}).text)
    assert "No conversation has this word." in nothing.text
    assert "/conversations" in nothing.links


@pytest.mark.parametrize(
    ("form", "starts"), [("md", b"# What is NWD?"), ("docx", b"PK"), ("json", b'{\n  "id"')]
)
def test_a_conversation_is_taken_along_in_three_forms(
    client: TestClient, asking: Callable[..., str], form: str, starts: bytes
) -> None:
    id_ = id_in(asking("What is NWD?"))
    response = client.get(f"/conversations/{id_}.{form}")
    assert response.status_code == 200
    assert response.headers["content-disposition"].endswith(f'-{id_[:8]}.{form}"'[1:])
    assert response.content.startswith(starts)
