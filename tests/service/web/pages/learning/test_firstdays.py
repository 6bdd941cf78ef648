from collections.abc import Callable
from typing import Any

from fastapi.testclient import TestClient


def test_the_first_screen_leads_to_the_first_days(client: TestClient, seen: Callable[[str], Any]) -> None:
    assert "/first-days" in seen(client.get("/").text).links
    page = seen(client.get("/first-days").text)
    assert "Your first days" in page.text
    assert "Who is who, by role" in page.text
    places = [link for link in page.links if "/passages?" in link]
    assert places
    assert client.get(places[0]).status_code == 200


def test_what_the_page_cites_is_what_the_interface_gives(
    client: TestClient, seen: Callable[[str], Any]
) -> None:
    text = " ".join(seen(client.get("/first-days").text).text.split())
    for role in client.get("/v1/first-days").json()["people"]:
        assert role["name"] in text
