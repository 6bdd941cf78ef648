"""A reader of pages: links, forms, images, ids and text."""

from collections.abc import Callable
from dataclasses import dataclass, field
from html.parser import HTMLParser

import pytest
from fastapi.testclient import TestClient


@dataclass
class Form:
    """A form with the fields that it would send as it is."""

    action: str
    method: str
    fields: dict[str, str] = field(default_factory=dict)
    buttons: list[str] = field(default_factory=list)


class Seen(HTMLParser):
    """What the tests look at in a page."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.links: list[str] = []
        self.images: list[str] = []
        self.ids: list[str] = []
        self.tags: list[str] = []
        self.forms: list[Form] = []
        self.text = ""
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        self.tags.append(tag)
        self.links += [given["href"]] if tag == "a" else []
        self.images += [given["src"]] if tag == "img" else []
        self.ids += [given["id"]] if "id" in given else []
        if tag == "form":
            self.forms.append(Form(given["action"], given.get("method", "get")))
        elif tag == "input" and self.forms and given.get("type") not in ("radio", "checkbox"):
            self.forms[-1].fields[given["name"]] = given.get("value", "")
        elif tag == "button" and self.forms and "value" in given:
            self.forms[-1].buttons.append(given["value"])

    def handle_data(self, data: str) -> None:
        self.text += data


@pytest.fixture
def seen() -> type[Seen]:
    """What a page shows, of its HTML."""
    return Seen


@pytest.fixture
def asking(client: TestClient) -> Callable[..., str]:
    """Ask by the plain form; gives the address of the answer."""

    def ask(question: str, **more: str | list[str]) -> str:
        response = client.post("/ask", data={"question": question, **more}, follow_redirects=False)
        assert response.status_code == 303, response.text
        return response.headers["location"]

    return ask
