"""Pages are small, and ask nothing of any other host (which the fixtures watch on every page)."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from playwright.sync_api import Locator, Page, Response, expect

from service.assistant import Assistant
from service.web.app import create_app
from tests.serving import served

FIRST_LOAD, WITH_ANSWER = 100_000, 150_000
REQUESTS = 15


def loaded(page: Page, path: str) -> tuple[int, int]:
    """Bytes that were transferred for a page with everything that belongs to it, and in how many responses."""
    responses: list[Response] = []
    # Playwright marks its handlers, and a built-in method takes no marks.
    page.on("response", lambda response: responses.append(response))  # noqa: PLW0108
    page.goto(path)
    page.wait_for_load_state("networkidle")
    sizes = [response.request.sizes() for response in responses]
    return sum(size["responseBodySize"] + size["responseHeadersSize"] for size in sizes), len(responses)


def test_the_first_load_is_under_a_hundred_kilobytes(visitor: Any, site: str) -> None:
    transferred, requests = loaded(visitor.open(site, None), "/")
    assert 1000 < transferred < FIRST_LOAD
    assert 2 <= requests <= REQUESTS


@pytest.fixture(scope="module")
def corpus_site(corpus_assistant: Assistant) -> Iterator[str]:
    """The address of the service over all sample reports, more than a page of the library has."""
    with served(create_app(corpus_assistant.settings, corpus_assistant)) as address:
        yield address


@pytest.mark.parametrize("path", ["/", "/library", "/questions", "/first-days", "/glossary", "/docs"])
def test_pages_over_all_sample_reports_are_light_on_a_phone(
    visitor: Any, corpus_site: str, path: str
) -> None:
    transferred, _ = loaded(visitor.open(corpus_site, None, width=375, height=667), path)
    assert 1000 < transferred < FIRST_LOAD


def test_a_conversation_is_light_too(visitor: Any, site: str, ask: Callable[[Page, str], Locator]) -> None:
    page = visitor.open(site)
    ask(page, "What is the No Wrong Door approach?")
    ask(page, "And in Stockport?")
    transferred, requests = loaded(visitor.open(site, None), page.url)
    assert 1000 < transferred < WITH_ANSWER
    assert 2 <= requests <= REQUESTS


def test_what_is_folded_on_a_phone_is_not_shown_until_the_scripts_have_come(visitor: Any, site: str) -> None:
    visitor.forgiven = ("ERR_FAILED",)
    page = visitor.open(site, None, width=375)
    page.route("**/page.js", lambda route: route.abort())
    page.goto("/library")
    expect(page.locator("details.narrow > summary")).to_be_visible()
    expect(page.locator("details.narrow select").first).to_be_hidden()
