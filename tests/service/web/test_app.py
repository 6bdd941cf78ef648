import json
import socket
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import uvicorn
from fastapi.testclient import TestClient

from ingest.errors import ModelTimeout, SettingsError
from service.assistant import Assistant
from service.prepared import Prepared
from service.search.retrieve import Found, search
from service.settings import Settings
from service.types import Answer, Ask, Statement
from service.web.app import create_app

QUESTION = "What is the No Wrong Door approach?"
KEY = "a-key-of-enough-characters"


def ask(client: TestClient, question: str = QUESTION, **fields: Any) -> Any:
    return client.post("/v1/answers", json={"question": question, **fields})


def events_of(body: str) -> list[tuple[str, Any]]:
    blocks = [block.split("\n") for block in body.strip().split("\n\n")]
    return [(name.removeprefix("event: "), json.loads(data.removeprefix("data: "))) for name, data in blocks]


def test_every_statement_of_an_answer_cites_words_of_a_report(
    client: TestClient, sample_assistant: Assistant
) -> None:
    answer = ask(client).json()
    assert answer["status"] == "answered"
    passages = {passage["id"]: passage for passage in answer["passages"]}
    assert answer["statements"]
    for statement in answer["statements"]:
        assert statement["passage_ids"]
        assert set(statement["passage_ids"]) <= set(passages)
    for passage in passages.values():
        report = sample_assistant.library.report(passage["report_id"])
        assert report.text[passage["start"] : passage["end"]] == passage["text"]


def test_an_answer_can_be_read_again_and_judged(client: TestClient) -> None:
    answer = ask(client).json()
    assert client.get(f"/v1/answers/{answer['id']}").json() == answer
    path = f"/v1/answers/{answer['id']}/feedback"
    kept = client.post(path, json={"verdict": "wrong_passage", "text": "See page 2."})
    assert kept.status_code == 201
    assert kept.json()["verdict"] == "wrong_passage"
    assert client.post(path, json={"verdict": "meh"}).status_code == 422


def test_events_give_passages_then_statements_then_the_same_answer(client: TestClient) -> None:
    response = client.post(
        "/v1/answers", json={"question": QUESTION}, headers={"Accept": "text/event-stream"}
    )
    assert response.headers["content-type"].startswith("text/event-stream")
    events = events_of(response.text)
    names = [name for name, _ in events]
    assert names[0] == "passages"
    assert names[-1] == "answer"
    answer = events[-1][1]
    assert [data for name, data in events if name == "statement"] == answer["statements"]
    assert client.get(f"/v1/answers/{answer['id']}").json() == answer


def test_what_is_wrong_is_told_before_the_first_event(client: TestClient) -> None:
    response = client.post("/v1/answers", json={"question": " "}, headers={"Accept": "text/event-stream"})
    assert response.status_code == 422
    assert response.json()["error"]["code"] == "invalid_question"


class Failing(Assistant):
    """Gives one statement of the real answer, then its model times out."""

    def prepare(self, ask: Ask) -> Prepared:
        whole = super().prepare(ask)

        class Broken:
            passages = whole.passages
            wide = whole.wide
            refusal = whole.refusal

            def events(self) -> Iterator[Statement | Answer]:
                yield next(iter(whole.events()))
                message = "The model took too long."
                raise ModelTimeout(message)

        return Broken()  # type: ignore[return-value]


def test_a_failure_after_the_first_event_is_an_event_in_the_one_shape(sample_settings: Settings) -> None:
    with TestClient(
        create_app(sample_settings, Failing(sample_settings)), raise_server_exceptions=False
    ) as client:
        streamed = client.post(
            "/v1/answers", json={"question": QUESTION}, headers={"Accept": "text/event-stream"}
        )
        name, data = events_of(streamed.text)[-1]
        assert name == "error"
        assert data["error"]["code"] == "model_timeout"
        assert data["error"]["retryable"]
        whole = ask(client)
        assert whole.status_code == 504
        assert whole.json()["error"].keys() == data["error"].keys()


def test_a_stored_conversation_is_the_history_of_its_next_question(client: TestClient) -> None:
    id_ = client.post("/v1/conversations").json()["id"]
    ask(client, "What is the role of a project lead?", conversation_id=id_)
    second = ask(client, "And in Stockport?", conversation_id=id_).json()
    assert second["standalone_question"] != "And in Stockport?"
    conversation = client.get(f"/v1/conversations/{id_}").json()
    assert conversation["title"] == "What is the role of a project lead?"
    assert [turn["role"] for turn in conversation["turns"]] == ["user", "assistant"] * 2
    assert conversation["turns"][3]["answer"] == second


def test_two_answers_at_once_lose_no_turn(client: TestClient) -> None:
    id_ = client.post("/v1/conversations", json={"title": "Both"}).json()["id"]
    threads = [
        threading.Thread(target=ask, args=(client, QUESTION), kwargs={"conversation_id": id_})
        for _ in range(4)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(client.get(f"/v1/conversations/{id_}").json()["turns"]) == 8


def test_conversations_are_listed_renamed_and_deleted(client: TestClient) -> None:
    id_ = client.post("/v1/conversations", json={"title": "One"}).json()["id"]
    assert client.patch(f"/v1/conversations/{id_}", json={"title": " Two "}).json()["title"] == "Two"
    assert [row["title"] for row in client.get("/v1/conversations").json()["conversations"]] == ["Two"]
    assert client.delete(f"/v1/conversations/{id_}").status_code == 204
    assert client.get(f"/v1/conversations/{id_}").status_code == 404


@pytest.mark.parametrize(
    ("fields", "status", "said"),
    [
        ({"conversation_id": "nowhere"}, 404, "nowhere"),
        ({"conversation_id": "x", "history": [{"role": "user", "content": "y"}]}, 422, "not both"),
        ({"question": "x" * 4001}, 422, "4"),
        ({"filters": {"from": "last year"}}, 422, "filters.from"),
        ({"filters": {"from": "2023", "to": "2022-05"}}, 422, "later"),
        ({"filters": {"reports": ["nowhere"]}}, 422, "nowhere"),
        ({"filters": {"colour": ["red"]}}, 422, "filters.colour"),
        ({"engine": "oracle"}, 422, "engine"),
        ({"temperature": 2}, 422, "temperature"),
    ],
)
def test_a_wrong_field_is_named(client: TestClient, fields: dict[str, Any], status: int, said: str) -> None:
    response = client.post("/v1/answers", json={"question": QUESTION, **fields})
    assert response.status_code == status
    assert said in response.json()["error"]["message"]


def test_filters_restrict_an_answer(client: TestClient) -> None:
    answer = ask(client, "What helped?", filters={"reports": ["stockport-governance"]}).json()
    shown = answer["passages"] + answer["nearest"]
    assert {passage["report_id"] for passage in shown} == {"stockport-governance"}


def test_search_gives_passages_within_the_budget(client: TestClient) -> None:
    passages = client.post("/v1/search", json={"query": "governance", "budget": 500}).json()["passages"]
    assert passages
    assert all(
        passage["url"].startswith(f"/v1/reports/{passage['report_id']}/pages/") for passage in passages
    )


def test_the_catalogue_filters_by_place_kind_programme_and_date(client: TestClient) -> None:
    def ids(**params: str) -> set[str]:
        return {entry["id"] for entry in client.get("/v1/reports", params=params).json()["reports"]}

    assert len(ids()) == 4
    assert "stockport-governance" in ids(place="stockport")
    assert "no-wrong-door" not in ids(place="stockport")
    assert ids(programme="GM Moving Local Pilot") == {"stockport-governance"}
    assert "stockport-governance" not in ids(to="2021")
    assert "stockport-governance" in ids(**{"from": "2022", "to": "2022-10"})
    assert ids(kind="nonsense") == set()


def test_a_report_tells_its_outline_terms_and_questions(client: TestClient) -> None:
    report = client.get("/v1/reports/no-wrong-door").json()
    assert report["format"] == "pdf"
    assert report["outline"]
    assert all(1 <= heading["page"] <= report["pages"] for heading in report["outline"])
    assert any(term["short"] == "NWD" for term in report["terms"])


def test_questions_and_glossary_come_with_their_passages(client: TestClient) -> None:
    questions = client.get("/v1/questions").json()["questions"]
    assert questions
    assert all(question["voice"] == "question" for question in questions)
    assert len({question["id"] for question in questions}) == len(questions)
    term = next(t for t in client.get("/v1/glossary").json()["terms"] if t["short"] == "NWD")
    assert term["long"] == "No Wrong Door"
    assert "NWD" in term["passage"]["text"]


def test_the_page_image_of_every_cited_passage_can_be_fetched(client: TestClient) -> None:
    for passage in ask(client).json()["passages"]:
        response = client.get(passage["url"])
        assert response.headers["content-type"] == "image/png"
        assert response.content.startswith(b"\x89PNG")


def test_a_page_image_is_not_drawn_again_for_who_has_it(client: TestClient) -> None:
    first = client.get("/v1/reports/no-wrong-door/pages/1.png?start=0&end=9")
    again = client.get(str(first.url), headers={"If-None-Match": first.headers["etag"]})
    assert again.status_code == 304
    assert client.get("/v1/reports/no-wrong-door/pages/1.png").headers["etag"] != first.headers["etag"]


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("no-wrong-door/pages/0.png", 404),
        ("no-wrong-door/pages/999.png", 404),
        ("nowhere/pages/1.png", 404),
        ("no-wrong-door/pages/one.png", 422),
        ("no-wrong-door/pages/1.png?start=5", 422),
        ("no-wrong-door/pages/1.png?start=5&end=5", 422),
        ("no-wrong-door/pages/1.png?cells=5-5", 422),
        ("no-wrong-door/pages/1.png?cells=5-9,7", 422),
        ("no-wrong-door/pages/1.png?start=0&end=99999999", 422),
        ("no-wrong-door/pages/1.png?scale=50", 422),
        ("nowhere/file", 404),
        ("nowhere", 404),
    ],
)
def test_what_is_not_there_is_told(client: TestClient, path: str, status: int) -> None:
    assert client.get(f"/v1/reports/{path}").status_code == status


@pytest.mark.parametrize(
    ("report", "kind"),
    [
        ("no-wrong-door", "application/pdf"),
        ("team-around-the-school", "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
        ("roles-and-who-does-what", "text/html"),
    ],
)
def test_a_file_is_shown_as_what_it_is(client: TestClient, report: str, kind: str) -> None:
    response = client.get(f"/v1/reports/{report}/file")
    assert response.headers["content-type"].partition(";")[0] == kind
    assert response.headers["content-disposition"].startswith("inline")
    assert response.headers["x-content-type-options"] == "nosniff"
    assert ("sandbox" in response.headers["content-security-policy"]) == (kind == "text/html")


def test_the_service_is_ready_when_library_and_model_are(client: TestClient) -> None:
    assert client.get("/healthz").json() == {"status": "ok"}
    while client.get("/readyz").status_code == 503:
        pass
    assert client.get("/readyz").json() == {"status": "ok"}


def test_asking_whether_the_service_is_ready_searches_nothing(
    client: TestClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    while client.get("/readyz").status_code == 503:
        pass
    searching: list[str] = []

    def count(*asked: Any) -> Found:
        searching.append(threading.current_thread().name)
        return search(*asked)

    monkeypatch.setattr("service.assistant.search", count)
    assert [client.get("/readyz").status_code for _ in range(3)] == [200, 200, 200]
    # Questions to start with may still be asked, in a thread of their own.
    assert set(searching) <= {"starters"}


def test_a_service_without_a_library_lives_and_says_what_to_do(tmp_path: Path) -> None:
    with TestClient(create_app(Settings(data_dir=tmp_path))) as client:
        assert client.get("/healthz").status_code == 200
        for response in (client.get("/readyz"), ask(client), client.get("/v1/reports")):
            assert response.status_code == 503
            assert response.json()["error"].keys() == {"code", "message", "retryable", "request_id"}
        assert "walkalong ingest" in ask(client).json()["error"]["message"]
        assert "walkalong ingest" in client.get("/").text


def test_an_open_address_without_keys_does_not_start(tmp_path: Path) -> None:
    with pytest.raises(SettingsError):
        create_app(Settings(host="0.0.0.0", data_dir=tmp_path))


def test_every_route_says_in_the_schema_what_it_does(client: TestClient) -> None:
    paths = client.get("/openapi.json").json()["paths"]
    operations = [operation for path in paths.values() for operation in path.values()]
    assert len(operations) > 15
    assert all(operation["description"] for operation in operations)


def test_the_documentation_needs_no_other_site(client: TestClient) -> None:
    page = client.get("/docs").text
    assert "https://" not in page
    assert "<script" not in page.partition("</head>")[2]


class Endless(Assistant):
    """Writes statements until nobody wants them any more."""

    def __init__(self, settings: Settings) -> None:
        super().__init__(settings)
        self.begun, self.stopped = threading.Event(), threading.Event()

    def prepare(self, ask: Ask) -> Prepared:
        begun, stopped = self.begun, self.stopped

        class Writing:
            passages = wide = ()

            def events(self) -> Iterator[Statement | Answer]:
                try:
                    while True:
                        yield Statement("More.", ())
                        begun.set()
                finally:
                    stopped.set()

        return Writing()  # type: ignore[return-value]


@pytest.mark.parametrize("accept", ["application/json", "text/event-stream"])
def test_work_stops_when_the_client_has_gone(tmp_path: Path, accept: str) -> None:
    settings = Settings(data_dir=tmp_path)
    assistant = Endless(settings)
    server = uvicorn.Server(uvicorn.Config(create_app(settings, assistant), port=0, log_level="error"))
    thread = threading.Thread(target=server.run)
    thread.start()
    try:
        while not server.started:
            time.sleep(0.01)
        address = server.servers[0].sockets[0].getsockname()
        body = b'{"question": "Why?"}'
        head = f"POST /v1/answers HTTP/1.1\r\nHost: localhost\r\nAccept: {accept}\r\nContent-Type: application/json\r\n"
        with socket.create_connection(address) as connection:
            connection.sendall(head.encode() + f"Content-Length: {len(body)}\r\n\r\n".encode() + body)
            assert assistant.begun.wait(120)
        assert assistant.stopped.wait(120)
    finally:
        server.should_exit = True
        thread.join()
