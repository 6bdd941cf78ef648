import re

from fastapi.testclient import TestClient

THEME = "Trust between partners"


def test_without_a_theme_some_are_suggested(client: TestClient) -> None:
    text = client.get("/theme").text
    assert '<svg class="picture"' not in text
    address = re.search(r'class="chip" href="([^"]+)"', text)
    assert address
    assert client.get(address[1].replace("&amp;", "&")).status_code == 200


def test_each_mark_opens_its_passages(client: TestClient) -> None:
    text = client.get("/theme", params={"theme": THEME}).text
    marks = re.findall(r'<a href="([^"]+)" aria-label="([^"]+: (\d+) passages?)"', text)
    assert marks
    address, anchor = marks[0][0].replace("&amp;", "&").split("#")
    opened = client.get(address).text
    cell = opened.partition(f'id="{anchor}"')[2].partition("</td>")[0]
    assert cell.count("<li>") == int(marks[0][2])


def test_what_is_new_is_told_and_a_wrong_date_is_refused(client: TestClient) -> None:
    assert "New since 1990" in client.get("/theme", params={"theme": THEME, "since": "1990"}).text
    assert (
        "No report in the library is of this date"
        in client.get("/theme", params={"theme": THEME, "since": "2999"}).text
    )
    wrong = client.get("/theme", params={"theme": THEME, "since": "May"})
    assert wrong.status_code == 422
    assert 'role="alert"' in wrong.text


def test_markup_in_a_theme_stays_words(client: TestClient) -> None:
    assert (
        "<script>alert" not in client.get("/theme", params={"theme": "<script>alert(1)</script> trust"}).text
    )
