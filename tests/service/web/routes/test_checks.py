import io
from typing import Any

import pytest
from docx import Document
from fastapi.testclient import TestClient

DRAFT = "Stockport disbanded its Steering Group in July 2022. Is that right?"


def test_a_pasted_draft_is_checked(client: TestClient) -> None:
    answer = client.post("/v1/checks", json={"text": DRAFT})
    assert answer.status_code == 200
    body = answer.json()
    claim, question = body["sentences"]
    assert (claim["outcome"], claim["claims"], claim["paragraph"]) == ("supported", True, 1)
    assert (question["outcome"], question["claims"]) == (None, False)
    assert [passage["id"] for passage in body["passages"]] == claim["passage_ids"]
    assert body["passages"][0]["url"].startswith("/v1/reports/")


def test_a_file_is_checked(client: TestClient) -> None:
    document, kept = Document(), io.BytesIO()
    document.add_paragraph(DRAFT)
    document.save(kept)
    body = client.post("/v1/checks", files={"file": ("draft.docx", kept.getvalue())}).json()
    assert [each["outcome"] for each in body["sentences"]] == ["supported", None]


def test_a_checked_draft_is_given_as_a_file(client: TestClient) -> None:
    word = client.post("/v1/checks?format=docx", json={"text": DRAFT})
    assert len(list(Document(io.BytesIO(word.content)).comments)) == 1
    page = client.post("/v1/checks?format=html", json={"text": DRAFT})
    assert page.headers["content-type"].startswith("text/html")
    assert page.headers["content-disposition"].startswith("attachment")


@pytest.mark.parametrize(
    ("sent", "status", "names"),
    [
        ({"json": {"text": ""}}, 422, "no draft"),
        ({"json": {}}, 422, "text"),
        ({"json": {"text": "x", "other": 1}}, 422, "other"),
        ({"json": {"text": "A draft."} | {"filters": {"reports": ["nope"]}}}, 422, "nope"),
        ({"json": [1]}, 422, "object"),
        ({"content": b"{", "headers": {"content-type": "application/json"}}, 422, "JSON"),
        ({"json": {"text": "Teams met. " * 500}}, 422, "500 sentences"),
        ({"json": {"text": "x" * 100_001}}, 422, "100000"),
        ({"content": b"text", "headers": {"content-type": "text/plain"}}, 415, "application/json"),
        ({"files": {"file": ("draft.pdf", b"%PDF-1.4 broken")}}, 422, "draft.pdf"),
        ({"files": {"other": ("draft.txt", b"words")}}, 422, "no draft"),
    ],
)
def test_what_is_no_draft_is_refused(client: TestClient, sent: Any, status: int, names: str) -> None:
    refused = client.post("/v1/checks", **sent)
    assert refused.status_code == status
    assert names in refused.json()["error"]["message"]
