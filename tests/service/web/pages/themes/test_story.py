import html
import re

from fastapi.testclient import TestClient


def test_without_a_name_places_are_offered(client: TestClient) -> None:
    text = client.get("/story").text
    address = re.search(r'class="chip" href="([^"]+)"', text)
    assert address
    assert client.get(html.unescape(address[1])).status_code == 200


def test_each_sentence_opens_where_it_stands(client: TestClient) -> None:
    text = client.get("/story", params={"about": "Stockport"}).text
    assert "<h2>What helped</h2>" in text
    addresses = re.findall(r'<a class="hint" href="([^"]+)">S\d+:', text)
    assert addresses
    assert client.get(html.unescape(addresses[0])).status_code == 200


def test_the_picture_is_described_and_the_files_are_offered(client: TestClient) -> None:
    text = client.get("/story", params={"about": "Stockport"}).text
    assert "<title>Timeline: Stockport</title><desc>" in text
    for form in ("docx", "pdf", "html", "md"):
        assert f"/v1/stories.{form}?about=Stockport" in text


def test_a_report_and_a_theme_lead_to_their_story(client: TestClient) -> None:
    assert "/story?about=stockport-governance" in client.get("/reports/stockport-governance").text
    assert "/story?about=Building+trust" in client.get("/theme", params={"theme": "Building trust"}).text


def test_what_can_not_be_told_is_said_with_the_form(client: TestClient) -> None:
    response = client.get("/story", params={"about": "zebra <b>husbandry</b>"})
    assert response.status_code == 404
    assert "zebra &lt;b&gt;husbandry" in response.text
    assert 'name="about"' in response.text
