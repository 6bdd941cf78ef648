import re

from fastapi.testclient import TestClient


def test_assumptions_are_shown_with_passages_that_open(client: TestClient) -> None:
    assert 'class="assumed"' not in client.get("/assumptions").text
    text = client.get("/assumptions", params={"theme": "Trust between partners"}).text
    assert 'class="assumed"' in text
    sources = re.findall(r'class="hint" href="([^"]+)"', text)
    assert sources
    assert client.get(sources[0].replace("&amp;", "&")).status_code == 200


def test_a_theme_that_can_not_be_searched_is_told_beside_the_form(client: TestClient) -> None:
    page = client.get("/assumptions", params={"theme": "\x07"})
    assert page.status_code == 422
    assert 'role="alert"' in page.text
