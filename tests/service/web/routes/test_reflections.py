import threading
from typing import Any

import pytest
from fastapi.testclient import TestClient

MARKUP = "<script>alert(1)</script> **bold** =1+1"


@pytest.fixture
def question(client: TestClient) -> str:
    return str(client.get("/v1/questions").json()["questions"][0]["entry_id"])


def add(client: TestClient, question: str, text: str = "We meet weekly now.", **more: object) -> Any:
    return client.post("/v1/reflections", json={"text": text, "question_id": question, **more})


def decide(client: TestClient, id_: str, state: str, **more: str) -> Any:
    return client.post(f"/v1/reflections/{id_}/decision", json={"state": state, **more})


def test_a_reflection_is_added_accepted_listed_and_deleted(client: TestClient, question: str) -> None:
    made = add(client, question, role="team\nleader", place="Bury", date="2026-05")
    assert made.status_code == 201
    item = made.json()
    assert (item["kind"], item["state"], item["role"]) == ("reflection", "waiting", "team leader")
    assert decide(client, item["id"], "accepted").json()["state"] == "accepted"
    listed = client.get("/v1/reflections", params={"question": question}).json()["reflections"]
    assert [each["id"] for each in listed] == [item["id"]]
    assert client.get("/v1/reflections", params={"q": "meeting weekly"}).json()["reflections"]
    assert not client.get("/v1/reflections", params={"q": "zebra"}).json()["reflections"]
    assert not client.get("/v1/reflections", params={"report": "other"}).json()["reflections"]
    assert client.delete(f"/v1/reflections/{item['id']}").status_code == 204
    assert client.get(f"/v1/reflections/{item['id']}").status_code == 404


def test_a_passage_can_be_reflected_on(client: TestClient) -> None:
    passage = client.get("/v1/questions").json()["questions"][-1]
    target = {name: passage[name] for name in ("report_id", "start", "end")}
    item = client.post("/v1/reflections", json={"text": "So it is here.", **target}).json()
    assert item["about"] == " ".join(passage["text"].split())
    listed = client.get("/v1/reflections", params={"report": passage["report_id"]}).json()["reflections"]
    assert [each["id"] for each in listed] == [item["id"]]


def test_of_two_curators_at_once_one_decides_and_the_other_is_told(client: TestClient, question: str) -> None:
    id_ = add(client, question).json()["id"]
    answers: list[Any] = []
    states = ("accepted", "declined")
    threads = [
        threading.Thread(target=lambda state=state: answers.append(decide(client, id_, state)))
        for state in states
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(each.status_code for each in answers) == [200, 409]
    (refused,) = [each.json()["error"] for each in answers if each.status_code == 409]
    (done,) = [each.json() for each in answers if each.status_code == 200]
    assert refused["code"] == "conflict"
    assert done["state"] in refused["message"]
    # Who has seen how it stands can change it.
    assert decide(client, id_, "waiting", seen=done["state"]).json()["decided_at"] is None


@pytest.mark.parametrize(
    ("body", "says"),
    [
        ({"text": "x" * 50_000, "question_id": "q"}, "text"),
        ({"text": " \n ", "question_id": "q"}, "text"),
        ({"text": "a\0b", "question_id": "q"}, "text"),
        ({"text": "a", "role": "r" * 101, "question_id": "q"}, "role"),
        ({"text": "a", "date": "soon", "question_id": "q"}, "date"),
        ({"text": "a"}, "either"),
        ({"text": "a", "report_id": "r", "start": 1}, "either"),
        ({"text": "a", "question_id": "q", "report_id": "r", "start": 1, "end": 2}, "either"),
    ],
)
def test_what_can_not_be_taken_is_named(client: TestClient, body: dict[str, object], says: str) -> None:
    refused = client.post("/v1/reflections", json=body)
    assert refused.status_code == 422
    assert says in refused.json()["error"]["message"]


def test_unknown_questions_and_reflections_are_not_found(client: TestClient) -> None:
    assert add(client, "nothing").status_code == 404
    assert decide(client, "nothing", "accepted").status_code == 404
    assert client.delete("/v1/reflections/nothing").status_code == 404


def test_the_table_has_them_and_no_cell_is_a_formula(client: TestClient, question: str) -> None:
    add(client, question, "=1+1", role="@team")
    table = client.get("/v1/reflections.csv")
    assert table.headers["content-type"].startswith("text/csv")
    assert table.text.startswith("\ufeffkind,id,created_at,text,role")
    assert ",=1+1" not in table.text
    assert ",@team" not in table.text


def test_a_search_gives_accepted_reflections_only_when_asked_and_never_as_passages(
    client: TestClient, question: str
) -> None:
    text = "Quokkas guard our steering group."
    id_ = add(client, question, text).json()["id"]
    asked = {"query": "quokkas", "reflections": True}
    assert client.post("/v1/search", json=asked).json()["reflections"] == []
    decide(client, id_, "accepted")
    found = client.post("/v1/search", json=asked).json()
    assert [each["text"] for each in found["reflections"]] == [text]
    assert not any("Quokkas" in passage["text"] for passage in found["passages"])
    assert client.post("/v1/search", json={"query": "quokkas"}).json()["reflections"] == []
    answer = client.post("/v1/answers", json={"question": "Who guards our steering group?"}).json()
    assert "Quokkas" not in str(answer)
