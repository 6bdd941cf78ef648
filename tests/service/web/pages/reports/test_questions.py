from collections.abc import Callable
from typing import Any

from fastapi.testclient import TestClient

WHOLE = "Which of our groups, names or forms tell people"
ENDED = "Which could go this year?"


def test_every_question_is_shown_whole_and_can_be_asked(
    client: TestClient, seen: Callable[[str], Any]
) -> None:
    page = seen(client.get("/questions").text)
    # Each can be asked, and a brief be made of it.
    asked = list(dict.fromkeys(question for form in page.forms for question in form.buttons))
    assert f"{len(asked)} questions" in page.text
    assert [q for q in asked if q.startswith(WHOLE) and q.endswith(ENDED)], asked
    assert not any(question.startswith(("1)", "-", "Which could go")) for question in asked)
    answer = client.post("/ask", data={"question": asked[0]})
    assert answer.status_code == 200
    assert asked[0] in seen(answer.text).text


def test_each_question_leads_to_where_it_is_asked(client: TestClient, seen: Callable[[str], Any]) -> None:
    html = client.get("/questions", params={"q": "names or forms"}).text
    page = seen(html)
    (place,) = [link for link in page.links if "/passages?" in link]
    passage = seen(client.get(place).text)
    assert ENDED in " ".join(passage.text.split())


def test_questions_are_found_by_their_words_and_put_in_order_by_report(
    client: TestClient, seen: Callable[[str], Any]
) -> None:
    page = seen(client.get("/questions", params={"q": "STEERING group", "by": "report"}).text)
    assert "1 question of" in page.text
    assert "Governance in Stockport" in page.text
    assert "No question has these words." in client.get("/questions", params={"q": "xyzzy"}).text


def test_the_page_is_in_the_menu(client: TestClient, seen: Callable[[str], Any]) -> None:
    assert "/questions" in seen(client.get("/").text).links
