import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from fastapi.testclient import TestClient

from ingest.errors import LibraryMismatch
from service.assistant import Assistant
from service.settings import Settings
from service.types import Ask
from service.web.app import create_app

QUESTION = "What is the No Wrong Door approach?"
HOSTILE = '<script>alert(1)</script> "><img src=x onerror=alert(1)>'


def events(text: str) -> list[tuple[str, dict[str, Any]]]:
    blocks = [block.split("\n") for block in text.strip().split("\n\n")]
    return [(b[0].removeprefix("event: "), json.loads(b[1].removeprefix("data: "))) for b in blocks]


def test_the_first_page_offers_questions_that_the_library_answers(
    client: TestClient, seen: Callable[[str], Any], sample_assistant: Assistant
) -> None:
    client.get("/")
    application: Any = client.app
    application.state.context.shelf.wait()
    page = seen(client.get("/").text)
    offered = [question for form in page.forms for question in form.buttons]
    assert len(offered) >= 4
    assert any(question.startswith("What is ") for question in offered)
    for question in offered:
        assert sample_assistant.prepare(Ask(question)).refusal is None


def test_an_address_fills_the_form_in(client: TestClient) -> None:
    html = client.get("/", params={"question": "What helped?", "place": "Stockport"}).text
    assert ">What helped?</textarea>" in html
    assert "<option selected>Stockport</option>" in html


def test_a_plain_form_leads_to_the_answer_in_a_conversation(
    client: TestClient, asking: Callable[..., str], seen: Callable[[str], Any]
) -> None:
    address = asking(QUESTION)
    assert address.endswith("#a1")
    page = seen(client.get(address).text)
    assert QUESTION in page.text
    cited = [link for link in page.links if "/passages/S" in link]
    assert cited
    assert all(client.get(link).status_code == 200 for link in cited)


def test_a_follow_up_stays_in_its_conversation(client: TestClient, asking: Callable[..., str]) -> None:
    first = asking("What was done in Stockport?")
    conversation = first.removeprefix("/conversations/").partition("#")[0]
    second = asking("Why?", conversation=conversation)
    assert second == f"/conversations/{conversation}#a2"
    assert "Understood as" in client.get(second).text


def test_a_script_gets_the_same_answer_as_events_and_where_it_is_kept(client: TestClient) -> None:
    response = client.post("/ask", data={"question": QUESTION}, headers={"Accept": "text/event-stream"})
    assert response.headers["content-type"].startswith("text/event-stream")
    told = events(response.text)
    assert [name for name, _ in told][:2] == ["passages", "statement"]
    assert [name for name, _ in told][-2:] == ["answer", "kept"]
    assert told[-2][1]["statements"][0]["text"][:20] in client.get(told[-1][1]["address"]).text


def test_filters_of_the_form_restrict_the_answer(client: TestClient, asking: Callable[..., str]) -> None:
    address = asking("What helped?", report="stockport-governance")
    html = client.get(address).text
    assert "<cite>Governance in Stockport" in html
    assert "<cite>No Wrong Door" not in html
    assert 'value="stockport-governance" checked' in html, "a follow-up asks of the same"


@pytest.mark.parametrize(
    ("sent", "said"),
    [
        ({"question": ""}, "question"),
        ({"question": "x" * 5000}, "characters"),
        ({"question": "What helped?", "from": "last year"}, "from: write a date as 2021"),
        ({"question": "What helped?", "from": "2022", "to": "2021"}, "later than"),
        ({"question": "What helped?", "report": "nowhere"}, "nowhere"),
    ],
)
def test_what_cannot_be_asked_is_told_in_the_form_and_nothing_is_lost(
    client: TestClient, seen: Callable[[str], Any], sent: dict[str, str], said: str
) -> None:
    response = client.post("/ask", data=sent)
    assert response.status_code == 422
    assert 'role="alert"' in response.text
    assert said in seen(response.text).text
    assert f">{sent['question']}</textarea>" in response.text
    programs = client.post("/ask", data=sent, headers={"Accept": "text/event-stream"})
    assert programs.json()["error"]["code"] in {"invalid_question", "invalid_request"}


def test_a_question_to_a_conversation_that_is_gone_is_told(client: TestClient) -> None:
    response = client.post(
        "/ask", data={"question": QUESTION, "conversation": "gone"}, headers={"Accept": "text/html"}
    )
    assert response.status_code == 404
    assert "<h1>There is nothing here</h1>" in response.text


def test_words_of_askers_are_only_words(client: TestClient, asking: Callable[..., str]) -> None:
    address = asking(HOSTILE)
    for html in (
        client.get(address).text,
        client.get("/", params={"question": HOSTILE, "place": HOSTILE}).text,
    ):
        assert "<script>alert" not in html
        assert "<img src=x" not in html


def test_other_types_than_a_forms_are_refused(client: TestClient) -> None:
    assert client.post("/ask", json={"question": QUESTION}).status_code == 415
    broken = client.post(
        "/ask", content=b"question=%FF%FE", headers={"Content-Type": "application/x-www-form-urlencoded"}
    )
    assert broken.status_code == 422


def test_without_a_library_the_page_says_what_to_do(tmp_path: Path) -> None:
    with TestClient(create_app(Settings(data_dir=tmp_path / "empty"))) as client:
        response = client.get("/")
        assert response.status_code == 503
        assert "walkalong ingest" in response.text
        assert client.post("/ask", data={"question": QUESTION}).status_code == 503


def test_a_library_that_cannot_be_used_is_not_told_as_empty(
    client: TestClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(_: Assistant) -> None:
        message = "The library was made by another version. Run `walkalong ingest` again."
        raise LibraryMismatch(message)

    monkeypatch.setattr(Assistant, "library", property(fail))
    html = client.get("/").text
    assert "made by another version" in html
    assert "There are no reports here yet" not in html
