import re

from fastapi.testclient import TestClient

QUESTION = "What helps partners to trust one another?"


def test_a_brief_is_made_on_the_page_and_listed(client: TestClient) -> None:
    page = client.post("/briefs", data={"question": QUESTION})
    assert page.status_code == 200
    assert QUESTION in page.text
    assert "By place" in page.text
    address = page.url.path
    assert client.get(address).text == page.text
    assert f'href="{address}"' in client.get("/briefs").text


def test_every_key_on_the_page_leads_to_a_passage_on_it(client: TestClient) -> None:
    text = client.post("/briefs", data={"question": QUESTION}).text
    targets = set(re.findall(r'href="#([EN]\d+)"', text))
    assert targets
    assert targets <= set(re.findall(r'<li id="([EN]\d+)">', text))
    source = re.search(r'href="(/reports/[^"]+/passages[^"]+)"', text)
    assert source
    assert client.get(source[1].replace("&amp;", "&")).status_code == 200


def test_the_registry_of_questions_leads_to_a_brief(client: TestClient) -> None:
    assert 'formaction="/briefs"' in client.get("/questions").text


def test_an_empty_question_is_refused_with_the_form(client: TestClient) -> None:
    page = client.post("/briefs", data={"question": " "})
    assert page.status_code == 422
    assert 'role="alert"' in page.text


def test_markup_in_a_question_stays_words(client: TestClient) -> None:
    page = client.post("/briefs", data={"question": "Does <script>alert(1)</script> help partners to trust?"})
    assert "<script>alert" not in page.text
    assert client.get("/briefs/none").status_code == 404
