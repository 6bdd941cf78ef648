"""The whole site under a path: every address in every page leads somewhere, and none leaves the path."""

import re
from collections.abc import Iterator

import pytest
from bs4 import BeautifulSoup
from fastapi.testclient import TestClient

from service.settings import Settings
from service.web.app import create_app

ROOT = "/learning/walkalong"
ADDRESSES = {"a": "href", "link": "href", "img": "src", "script": "src", "form": "action", "iframe": "src"}


class Proxied(TestClient):
    """Asks as a proxy would."""

    takes_off: bool

    def proxied(self, address: str) -> str:
        """The path that reaches the service."""
        return address.removeprefix(ROOT) if self.takes_off else address


@pytest.fixture(scope="module", params=[True, False], ids=["taken off by the proxy", "left on by the proxy"])
def client(sample_settings: Settings, request: pytest.FixtureRequest) -> Iterator[Proxied]:
    """Ask as a proxy would that takes the path off, or leaves it on."""
    settings = sample_settings.model_copy(update={"root_path": ROOT, "database_url": None})
    with Proxied(create_app(settings), base_url="http://localhost") as client:
        client.takes_off = request.param
        yield client


def addresses_in(page: str) -> set[str]:
    found = {
        str(tag[attribute]).partition("#")[0]
        for name, attribute in ADDRESSES.items()
        for tag in BeautifulSoup(page, "lxml").find_all(name, attrs={attribute: True})
    }
    return {address for address in found if address and not address.startswith(("http", "data:", "mailto:"))}


def get(client: Proxied, address: str) -> str:
    response = client.get(client.proxied(address), headers={"Accept": "text/html"})
    assert response.status_code in {200, 405}, address
    return response.text if "html" in response.headers.get("content-type", "") else ""


def test_no_address_of_the_site_leaves_the_path(client: Proxied) -> None:
    answer = client.post(
        client.proxied(f"{ROOT}/ask"),
        data={"question": "What is No Wrong Door?"},
        follow_redirects=False,
    )
    assert answer.headers["location"].startswith(f"{ROOT}/conversations/")
    seen: set[str] = set()
    waiting = {f"{ROOT}/", answer.headers["location"].partition("#")[0]}
    while waiting and len(seen) < 60:
        address = waiting.pop()
        seen.add(address)
        found = addresses_in(get(client, address))
        assert [other for other in found if not other.startswith((ROOT, "?"))] == [], address
        kinds = {re.sub(r"[\w-]{8,}|\d+", "*", other.partition("?")[0]) for other in seen | waiting}
        waiting |= {
            other
            for other in sorted(found - seen)
            if other.startswith(ROOT) and re.sub(r"[\w-]{8,}|\d+", "*", other.partition("?")[0]) not in kinds
        }
    assert len(seen) > 8


def test_the_interface_gives_addresses_below_the_path(client: Proxied) -> None:
    answer = client.post(client.proxied(f"{ROOT}/v1/answers"), json={"question": "What is No Wrong Door?"})
    (first, *_) = answer.json()["passages"]
    assert first["url"].startswith(f"{ROOT}/v1/reports/")
    assert client.get(client.proxied(first["url"])).headers["content-type"] == "image/png"


def test_an_unknown_address_is_told_in_the_form_of_its_half(client: Proxied) -> None:
    missing = client.get(client.proxied(f"{ROOT}/v1/reports/nowhere"), headers={"Accept": "text/html"})
    assert missing.json()["error"]["code"] == "not_found"
