from collections.abc import Callable
from typing import Any

import pytest
from fastapi.testclient import TestClient


@pytest.fixture
def tried(client: TestClient) -> TestClient:
    """A client of a service that has tried out its questions to begin with."""
    parts = client.app.state.context  # type: ignore[attr-defined]
    parts.shelf.look(parts.assistant.library)
    parts.shelf.wait()
    return client


def test_questions_to_begin_with_respect_what_is_chosen(
    tried: TestClient, seen: Callable[[str], Any]
) -> None:
    page = seen(tried.get("/", params={"place": "Stockport"}).text)
    (starters,) = [form for form in page.forms if form.buttons and "conversation" not in form.fields]
    assert starters.fields == {"place": "Stockport"}
    assert not any("Salford" in question for question in starters.buttons)


def test_the_first_page_tells_whose_reports_these_are(client: TestClient, seen: Callable[[str], Any]) -> None:
    page = seen(client.get("/").text)
    assert " reports by Walkalong" in " ".join(page.text.split())
    assert [image for image in page.images if "/pages/1.png" in image]
    assert "Everybody who may use this page sees what is asked." in page.text
