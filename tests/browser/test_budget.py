"""The first load is small, and asks nothing of any other host (which the fixtures watch on every page)."""

from typing import Any

from playwright.sync_api import Response

KILOBYTES = 100
REQUESTS = 12


def test_the_first_load_is_under_a_hundred_kilobytes(visitor: Any, site: str) -> None:
    page = visitor.open(site, None)
    responses: list[Response] = []
    page.on("response", lambda response: responses.append(response))
    page.goto("/")
    page.wait_for_load_state("networkidle")
    sizes = [response.request.sizes() for response in responses]
    total = sum(size["responseBodySize"] + size["responseHeadersSize"] for size in sizes)
    assert 1000 < total < KILOBYTES * 1000
    assert 2 <= len(responses) <= REQUESTS
