import re

import pytest
from fastapi.testclient import TestClient

THEME = "Trust between partners"


def test_without_a_theme_there_is_the_form_alone(client: TestClient) -> None:
    page = client.get("/compare")
    assert page.status_code == 200
    assert 'name="theme"' in page.text
    assert "<table" not in page.text


@pytest.mark.parametrize("by", ["place", "report", "year"])
def test_cells_have_passages_that_open(client: TestClient, by: str) -> None:
    text = client.get("/compare", params={"theme": THEME, "by": by}).text
    source = re.search(r'<td[^>]*><ul>\s*<li>.*?href="([^"]+)"', text, re.DOTALL)
    assert source
    assert client.get(source[1].replace("&amp;", "&")).status_code == 200
    table = re.search(r'href="([^"]+comparisons\.csv[^"]+)"', text)
    assert table
    assert client.get(table[1].replace("&amp;", "&")).status_code == 200


def test_an_empty_cell_says_so(client: TestClient) -> None:
    text = client.get("/compare", params={"theme": THEME, "only": "Atlantis, Mu"}).text
    assert text.count("Nothing found") == 8


def test_a_report_that_is_not_there_is_told_beside_the_form(client: TestClient) -> None:
    page = client.get("/compare", params={"theme": THEME, "by": "report", "only": "none"})
    assert page.status_code == 422
    assert 'role="alert"' in page.text


def test_markup_in_a_theme_stays_words(client: TestClient) -> None:
    assert (
        "<script>alert"
        not in client.get("/compare", params={"theme": "<script>alert(1)</script> trust"}).text
    )
