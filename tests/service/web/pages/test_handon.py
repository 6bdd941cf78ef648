from collections.abc import Callable
from io import BytesIO
from typing import Any

import pytest
from docx import Document
from fastapi.testclient import TestClient

QUESTION = "What is the No Wrong Door approach?"


@pytest.fixture
def answer(client: TestClient) -> str:
    """The address of an answer by itself."""
    return f"/answers/{client.post('/v1/answers', json={'question': QUESTION}).json()['id']}"


def test_a_sheet_has_the_answer_once_and_where_it_stands(
    client: TestClient, answer: str, seen: Callable[[str], Any]
) -> None:
    page = seen(client.get(f"{answer}/sheet").text)
    said = client.get(f"/v1{answer}").json()
    words = " ".join(page.text.split())
    assert QUESTION in words
    assert "Where this stands" in words
    for statement in said["statements"]:
        assert words.count(" ".join(statement["text"].split())) == 1
    assert answer in page.links


def test_a_word_file_is_sent_with_or_without_pictures_of_the_marks(client: TestClient, answer: str) -> None:
    plain = client.get(f"{answer}.docx")
    assert plain.headers["content-disposition"].endswith('.docx"')
    assert "content-encoding" not in plain.headers
    pictured = client.get(f"{answer}.docx", params={"pictures": "1"})
    assert not Document(BytesIO(plain.content)).inline_shapes
    assert 1 <= len(Document(BytesIO(pictured.content)).inline_shapes) <= 3


def test_every_way_to_hand_on_is_offered_and_works_without_scripts(
    client: TestClient, asking: Callable[..., str], seen: Callable[[str], Any]
) -> None:
    page = seen(client.get(asking(QUESTION)).text)
    offered = {link for link in page.links if link.startswith("/answers/") and "/passages/" not in link}
    assert {link.rpartition("/")[2].partition(".")[2] for link in offered} >= {"md", "txt", "docx", ""}
    assert all(client.get(link).status_code == 200 for link in offered)


def test_there_is_nothing_to_hand_on_of_an_answer_that_is_not_there(client: TestClient) -> None:
    for end in ("/sheet", ".docx", ".md", ".txt"):
        assert client.get(f"/answers/none{end}").status_code == 404
