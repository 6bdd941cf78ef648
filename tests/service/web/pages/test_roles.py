"""Walks all pages as each role: nothing is shown that leads to a refusal."""

from collections import Counter
from collections.abc import Callable, Iterator
from typing import Any
from urllib.parse import urljoin, urlsplit

import pytest
from fastapi.testclient import TestClient
from starlette.routing import compile_path

from service.access.keyring import mint_key
from service.access.roles import Role
from service.access.routes import ROUTES, role_needed
from service.assistant import Assistant
from service.settings import Settings
from service.store.sql import open_store
from service.web.app import create_app

MOST_OF_A_KIND = 3
"""Pages of one route that are opened: more show the same links."""
ROUTE_PATTERNS = [(row, compile_path(row.partition(" ")[2])[0]) for row in ROUTES if row.startswith("GET ")]


@pytest.fixture(params=list(Role), ids=lambda role: role.word)
def visitor(
    request: pytest.FixtureRequest, own_settings: Settings, sample_assistant: Assistant
) -> Iterator[tuple[Role, TestClient]]:
    role: Role = request.param
    store = open_store(own_settings.database_url, own_settings.data_dir)
    key, _ = mint_key(store, role.word, role)
    store.close()
    headers = {"Authorization": f"Bearer {key}"}
    with TestClient(create_app(own_settings, sample_assistant), headers=headers) as client:
        yield role, client


def test_what_a_role_may_not_do_is_not_shown(
    visitor: tuple[Role, TestClient], seen: Callable[[str], Any]
) -> None:
    role, client = visitor
    client.post("/ask", data={"question": "What is NWD?"})
    client.post("/briefs", data={"question": "What helps trust?"})
    waiting, known, opened = ["/"], {"/"}, Counter[str]()
    refused: set[str] = set()
    while waiting:
        address = waiting.pop()
        opened[_route_of(address)] += 1
        response = client.get(address)
        assert response.status_code < 400, address
        if not response.headers["content-type"].startswith("text/html"):
            continue
        page = seen(response.text)
        shown = [("GET", link) for link in (*page.links, *page.images)]
        shown += [(form.method.upper(), form.action) for form in page.forms]
        for method, link in shown:
            target = urlsplit(urljoin(f"http://testserver{address}", link))
            if target.netloc != "testserver":
                continue
            needed = role_needed(method, target.path)
            if needed and needed > role:
                refused.add(f"{address}: {method} {target.path} needs {needed.word}")
            elif method == "GET" and link not in known and opened[_route_of(target.path)] < MOST_OF_A_KIND:
                known.add(link)
                waiting.append(urljoin(address, link).partition("#")[0])
    assert not refused
    assert opened["GET /reports/{report_id}"]
    assert ("GET /add" in opened) == (role >= Role.CURATOR)
    assert ("GET /runs" in opened) == (role >= Role.EVALUATOR)


def _route_of(address: str) -> str:
    path = urlsplit(address).path
    return next((row for row, pattern in ROUTE_PATTERNS if pattern.fullmatch(path)), path)
