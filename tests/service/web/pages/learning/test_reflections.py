from collections.abc import Callable
from typing import Any

from fastapi.testclient import TestClient

MARKUP = "<script>alert(1)</script> & <b>bold</b>"


def entry_id(client: TestClient) -> str:
    return str(client.get("/v1/questions").json()["questions"][0]["entry_id"])


def test_a_reader_adds_a_reflection_and_a_curator_accepts_it(
    client: TestClient, seen: Callable[[str], Any]
) -> None:
    id_ = entry_id(client)
    form = seen(client.get("/reflections/add", params={"question": id_}).text)
    assert "Add a reflection" in form.text
    sent = {"question_id": id_, "text": MARKUP, "role": "Team leader", "place": "", "date": ""}
    kept = client.post("/reflections", data=sent)
    assert "Kept, thank you" in kept.text
    assert "<script>alert" not in kept.text
    assert MARKUP in seen(kept.text).text
    item = client.get("/v1/reflections").json()["reflections"][0]
    assert MARKUP not in client.get(f"/questions/{id_}").text
    assert "Waits for" in seen(kept.text).text
    done = client.post(f"/reflections/{item['id']}/decision", data={"state": "accepted", "seen": "waiting"})
    assert "Waits for" not in seen(done.text).text
    page = client.get(f"/questions/{id_}").text
    assert "<script>alert" not in page
    assert MARKUP in seen(page).text
    assert "Team leader" in seen(page).text


def test_a_second_decision_is_refused_in_plain_words(client: TestClient, seen: Callable[[str], Any]) -> None:
    made = client.post("/v1/reflections", json={"text": "So.", "question_id": entry_id(client)}).json()
    sent = {"state": "declined", "seen": "waiting"}
    client.post(f"/reflections/{made['id']}/decision", data=sent)
    late = client.post(
        f"/reflections/{made['id']}/decision",
        data=sent | {"state": "accepted"},
        headers={"Accept": "text/html"},
    )
    assert late.status_code == 409
    assert "Somebody else was quicker" in seen(late.text).text


def test_a_text_that_is_too_long_stays_in_the_form(client: TestClient, seen: Callable[[str], Any]) -> None:
    text = "long " * 10_000
    page = client.post("/reflections", data={"question_id": entry_id(client), "text": text})
    assert page.status_code == 422
    assert "4000" in page.text
    assert text.strip() in page.text


def test_the_form_needs_something_to_be_on(client: TestClient) -> None:
    assert client.get("/reflections/add").status_code == 422
    assert client.get("/reflections/add", params={"question": "nothing"}).status_code == 404
    report = client.get("/v1/reports").json()["reports"][0]["id"]
    assert (
        client.get("/reflections/add", params={"report": report, "start": "0", "end": "40"}).status_code
        == 200
    )


def test_reflections_are_found_by_words_and_deleted(client: TestClient, seen: Callable[[str], Any]) -> None:
    id_ = client.post("/v1/reflections", json={"text": "Zebras.", "question_id": entry_id(client)}).json()[
        "id"
    ]
    assert "Zebras." in seen(client.get("/reflections", params={"q": "zebra"}).text).text
    assert "Zebras." not in seen(client.get("/reflections", params={"q": "lion"}).text).text
    assert "Zebras." not in client.post(f"/reflections/{id_}/delete").text
