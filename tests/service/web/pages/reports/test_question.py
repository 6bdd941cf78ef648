from collections.abc import Callable
from typing import Any

from fastapi.testclient import TestClient

PLAINLY = "steering group ended tomorrow"


def own_page(client: TestClient, seen: Callable[[str], Any]) -> str:
    listed = seen(client.get("/questions", params={"q": PLAINLY}).text)
    (address,) = [link for link in listed.links if link.startswith("/questions/")]
    return str(address)


def test_a_question_has_a_page_that_leads_to_its_report_and_evidence(
    client: TestClient, seen: Callable[[str], Any]
) -> None:
    page = seen(client.get(own_page(client, seen)).text)
    assert PLAINLY in page.text
    assert "Where it is asked" in page.text
    (place,) = [link for link in page.links if "/passages?" in link]
    assert PLAINLY in " ".join(seen(client.get(place).text).text.split())
    (form,) = [form for form in page.forms if form.buttons]
    answer = client.post("/ask", data={"question": form.buttons[0]})
    assert answer.status_code == 200


def test_the_page_lists_briefs_that_were_made(client: TestClient, seen: Callable[[str], Any]) -> None:
    address = own_page(client, seen)
    id_ = address.rpartition("/")[2]
    brief = client.post("/v1/briefs", json={"question_id": id_}).json()
    assert f"/briefs/{brief['id']}" in seen(client.get(address).text).links


def test_an_unknown_question_is_said_in_plain_words(client: TestClient) -> None:
    page = client.get("/questions/none")
    assert page.status_code == 404
    assert "no reflective question" in page.text.replace("&#39;", "'")


def test_the_list_is_narrowed_by_theme_report_and_place(
    client: TestClient, seen: Callable[[str], Any]
) -> None:
    page = seen(client.get("/questions", params={"report": "stockport-governance"}).text)
    assert "4 questions of" in page.text
    assert "No question has these words there." in client.get("/questions", params={"place": "Nowhere"}).text
    theme = client.get("/v1/questions").json()["questions"][0]["theme"]
    text = client.get("/questions", params={"theme": theme}).text
    assert "of" in text
    assert f">{theme}" in text
