import pytest
from fastapi.testclient import TestClient

QUESTION = "What helps partners to trust one another?"


def test_a_brief_is_made_kept_and_given_again(client: TestClient) -> None:
    made = client.post("/v1/briefs", json={"question": QUESTION})
    assert made.status_code == 201
    brief = made.json()
    assert brief["question"] == QUESTION
    assert brief["answer"]["statements"][0]["passage_ids"][0].startswith("E")
    assert brief["evidence"][0]["stance"] in {"for", "against", "on_condition", "context"}
    assert "for" in brief["matrix"][0]
    assert client.get(f"/v1/briefs/{brief['id']}").json() == brief


@pytest.mark.parametrize(
    ("form", "kind"),
    [("md", "text/markdown"), ("html", "text/html"), ("pdf", "application/pdf"), ("docx", "application/vnd")],
)
def test_a_brief_is_given_as_a_file(client: TestClient, form: str, kind: str) -> None:
    id_ = client.post("/v1/briefs", json={"question": QUESTION}).json()["id"]
    file = client.get(f"/v1/briefs/{id_}.{form}")
    assert file.status_code == 200
    assert file.headers["content-type"].startswith(kind)
    assert file.headers["content-disposition"].startswith("attachment")


def test_a_reflective_question_is_asked_by_its_key(client: TestClient) -> None:
    asked = client.get("/v1/questions").json()["questions"][0]
    brief = client.post("/v1/briefs", json={"question_id": asked["id"]}).json()
    assert brief["question_id"] == asked["id"]
    assert brief["question"]


@pytest.mark.parametrize(
    ("body", "status", "names"),
    [
        ({}, 422, "question"),
        ({"question": QUESTION, "question_id": "Q1"}, 422, "either"),
        ({"question": ""}, 422, "question"),
        ({"question": "x" * 5000}, 422, "4"),
        ({"question_id": "Q99999"}, 404, "Q99999"),
        ({"question": QUESTION, "filters": {"reports": ["nowhere"]}}, 422, "nowhere"),
    ],
)
def test_bad_input_is_named(client: TestClient, body: dict[str, object], status: int, names: str) -> None:
    answer = client.post("/v1/briefs", json=body)
    assert answer.status_code == status
    assert names in answer.json()["error"]["message"]


def test_there_is_no_brief_under_a_strange_address(client: TestClient) -> None:
    assert client.get("/v1/briefs/nothing").status_code == 404
    assert client.get("/v1/briefs/nothing.pdf").status_code == 404
    assert client.get("/v1/briefs/nothing.exe").status_code == 422
