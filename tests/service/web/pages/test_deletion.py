import re

from fastapi.testclient import TestClient

QUESTION = "What is the No Wrong Door approach?"


def begin(client: TestClient) -> str:
    """Ask and say what one thinks of the answer; gives the conversation's id."""
    answer = client.post("/ask", data={"question": QUESTION}, follow_redirects=False)
    id_ = re.findall(r"/conversations/([^?#]+)", answer.headers["location"])[0]
    answer_id = client.get(f"/v1/conversations/{id_}").json()["turns"][1]["answer"]["id"]
    client.post(f"/answers/{answer_id}/feedback", data={"verdict": "useful", "text": "Just so."})
    return str(id_)


def key_of(page: str) -> str:
    return re.findall(r'name="key" value="([^"]+)"', page)[0]


def test_a_deletion_is_undone_with_answers_and_feedback(client: TestClient) -> None:
    id_ = begin(client)
    before = client.get(f"/v1/conversations/{id_}").json()
    key = key_of(client.post(f"/conversations/{id_}/delete").text)
    assert client.get(f"/v1/conversations/{id_}").status_code == 404
    page = client.post("/conversations/back", data={"key": key})
    assert page.url.path == f"/conversations/{id_}"
    assert "Just so." in page.text
    after = client.get(f"/v1/conversations/{id_}").json()
    assert after["turns"] == before["turns"]
    assert after["title"] == before["title"]


def test_it_is_undone_once_and_only_with_its_key(client: TestClient) -> None:
    id_ = begin(client)
    key = key_of(client.post(f"/conversations/{id_}/delete").text)
    assert client.post("/conversations/back", data={"key": "another"}).status_code == 404
    assert client.post("/conversations/back", data={"key": key}).status_code == 200
    assert client.post("/conversations/back", data={"key": key}).status_code == 404
