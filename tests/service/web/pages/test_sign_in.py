from collections.abc import Iterator
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from service.access.keyring import mint_key
from service.access.roles import Role
from service.assistant import Assistant
from service.settings import Settings
from service.store.sql import open_store
from service.web.app import create_app

PAGE = {"Accept": "text/html,*/*"}


@pytest.fixture
def settings(sample_settings: Settings, tmp_path: Path) -> Settings:
    return sample_settings.model_copy(update={"database_url": f"sqlite:///{tmp_path}/conversations.sqlite"})


@pytest.fixture
def key(settings: Settings) -> str:
    store = open_store(settings.database_url, settings.data_dir)
    key, _ = mint_key(store, "Ada", Role.READER)
    store.close()
    return key


@pytest.fixture
def browser(settings: Settings, key: str, sample_assistant: Assistant) -> Iterator[TestClient]:
    assert key
    app = create_app(settings, sample_assistant)
    with TestClient(app, follow_redirects=False, headers=PAGE) as browser:
        yield browser


def test_signing_in_leads_on_and_lasts_until_signing_out(browser: TestClient, key: str) -> None:
    assert browser.get("/library").status_code == 303
    response = browser.post("/sign-in", data={"key": key, "to": "/library?place=Salford"})
    assert (response.status_code, response.headers["location"]) == (303, "/library?place=Salford")
    page = browser.get("/library")
    assert page.status_code == 200
    assert "Signed in as Ada" in page.text
    cookie = dict(browser.cookies)
    assert browser.post("/sign-out").headers["location"] == "/sign-in"
    assert browser.get("/library").status_code == 303
    assert browser.get("/library", headers={"Cookie": f"walkalong={cookie['walkalong']}"}).status_code == 303


def test_the_cookie_is_for_this_site_alone_and_holds_no_key(browser: TestClient, key: str) -> None:
    set_ = browser.post("/sign-in", data={"key": key}).headers["set-cookie"]
    assert {"HttpOnly", "SameSite=lax", "Path=/"} <= set(set_.split("; "))
    assert key not in set_
    assert "Secure" not in set_
    proxied = {"X-Forwarded-Proto": "https"}
    app = browser.app
    secure = TestClient(app, client=("127.0.0.1", 1), follow_redirects=False)
    assert "Secure" in secure.post("/sign-in", data={"key": key}, headers=proxied).headers["set-cookie"]


def test_a_wrong_key_is_told_of_and_not_repeated(browser: TestClient) -> None:
    response = browser.post("/sign-in", data={"key": "wrong-key", "to": "/library"})
    assert response.status_code == 401
    assert "No key that works" in response.text
    assert "wrong-key" not in response.text
    assert 'value="/library"' in response.text


@pytest.mark.parametrize("to", ["//evil.example", "https://evil.example", "/\\evil.example", "", "/\nx"])
def test_signing_in_never_leads_to_another_site(browser: TestClient, key: str, to: str) -> None:
    assert browser.post("/sign-in", data={"key": key, "to": to}).headers["location"] == "/"


def test_another_site_can_sign_nobody_in(browser: TestClient, key: str) -> None:
    headers = {"Sec-Fetch-Site": "cross-site"}
    assert browser.post("/sign-in", data={"key": key}, headers=headers).status_code == 403
