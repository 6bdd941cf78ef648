from collections.abc import Callable
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from fastapi.testclient import TestClient

Seen = Callable[[str], Any]
HOSTILE = '<script>alert(1)</script> "><img src=x onerror=alert(1)>'


def test_a_report_has_a_page_of_its_own(client: TestClient, seen: Seen) -> None:
    page = seen(client.get("/reports/no-wrong-door").text)
    assert "No Wrong Door: bringing an established model into Greater Manchester" in page.text
    assert "4 pages" in page.text
    assert "/v1/reports/no-wrong-door/file" in page.links
    known = client.get("/v1/reports/no-wrong-door").json()
    assert len(known["outline"]) > 10
    for heading in known["outline"][1:]:
        assert heading["text"] in page.text
    for term in known["terms"]:
        assert term["short"] in page.text


def test_every_heading_term_and_question_leads_to_its_words(client: TestClient, seen: Seen) -> None:
    page = seen(client.get("/reports/stockport-governance").text)
    spans = [link for link in page.links if "/passages?" in link]
    report = client.get("/v1/reports/stockport-governance").json()
    assert len(spans) >= len(report["terms"]) + len(report["questions"]) + 5
    for address in spans[:: max(1, len(spans) // 8)]:
        assert {"start", "end"} <= parse_qs(urlsplit(address).query).keys()
        assert client.get(address).status_code == 200


def test_its_questions_can_be_asked_and_only_it_can_be_asked(client: TestClient, seen: Seen) -> None:
    page = seen(client.get("/reports/no-wrong-door").text)
    only, questions = (form for form in page.forms if form.action == "/ask")
    assert (only.method, only.fields["report"]) == ("post", "no-wrong-door")
    known = client.get("/v1/reports/no-wrong-door").json()["questions"]
    assert questions.buttons == [" ".join(question["text"].split()) for question in known]
    answer = client.post("/ask", data={**only.fields, "question": "What helped?"}, follow_redirects=False)
    turn = client.get(f"/v1{answer.headers['location'].partition('#')[0]}").json()["turns"][-1]["answer"]
    assert {p["report_id"] for p in (*turn["passages"], *turn["nearest"])} == {"no-wrong-door"}


@pytest.mark.parametrize("report", ["nothing", HOSTILE, "..%2f..%2fetc"])
def test_a_report_that_is_not_there_is_told_so(client: TestClient, report: str) -> None:
    response = client.get(f"/reports/{report}", headers={"Accept": "text/html"})
    assert response.status_code == 404
    assert "<script>alert" not in response.text
