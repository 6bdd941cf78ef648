"""Words of reports, readers and models are only ever words, and other sites can make nothing happen here."""

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any

import pytest
from playwright.sync_api import Locator, Page, expect
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import HTMLResponse
from starlette.routing import Route

from ingest.build import ingest
from service.assistant import Assistant
from service.settings import Settings
from service.web.app import create_app

if TYPE_CHECKING:
    from pathlib import Path

STRIKE = "window.struck=true"
HOSTILE = f"<script>{STRIKE}</script><img src=x onerror={STRIKE}>"
LINK = f"[read more](javascript:{STRIKE})"
TURNED = "\u202eecurt\u202c"
REPORT = f"""\
Trust {HOSTILE} in {TURNED} places

Partners built trust {HOSTILE} by meeting every week, and wrote it down {LINK} for the next lead.

The Near Door Service (NDS) <svg onload={STRIKE}> brought {TURNED} teams together. The NDS kept one record of
each family. Trust between partners {HOSTILE} takes time, as every lead of the NDS said.

How might we build trust {HOSTILE} between partners who have never met?
"""
DESCRIPTION = f"""\
[[report]]
file = "hostile.txt"
id = "hostile"
title = '''Trust {HOSTILE} and care'''
publisher = '''"><b onmouseover={STRIKE}>Publisher'''
programme = '''{LINK}'''
places = ['''Salford</option><script>{STRIKE}</script>''']
kind = '''case study" onfocus="{STRIKE}'''
date = "2022-10"
"""
Asking = Callable[[Page, str], Locator]
QUESTION = f"How did partners build trust {HOSTILE} {LINK} {TURNED}?"


@pytest.fixture(scope="module")
def hostile_site(
    tmp_path_factory: pytest.TempPathFactory, sample_assistant: Assistant, serve: Callable[..., Any]
) -> Iterator[str]:
    """The address of a service whose only report is written against it."""
    folder: Path = tmp_path_factory.mktemp("hostile")
    (folder / "hostile.txt").write_text(REPORT, encoding="utf-8")
    (folder / "reports.toml").write_text(DESCRIPTION, encoding="utf-8")
    settings = Settings(data_dir=tmp_path_factory.mktemp("data"), embedding_dtype="float32")
    assert not ingest([folder], settings).failures
    assistant = Assistant(settings, embedder=sample_assistant.embedder)
    with serve(create_app(settings, assistant)) as address:
        yield address


@pytest.mark.parametrize("path", ["/", "/library", "/reports/hostile", "/glossary", "/conversations", "/add"])
@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "plain"])
def test_a_hostile_report_is_only_words(visitor: Any, hostile_site: str, path: str, scripts: bool) -> None:
    page = visitor.open(hostile_site, path, scripts=scripts)
    assert_harmless(page)
    if path in {"/library", "/reports/hostile"}:
        expect(page.get_by_role("main")).to_contain_text(f"Trust {HOSTILE} and care")


@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "plain"])
def test_a_hostile_question_and_its_passages_are_only_words(
    visitor: Any, hostile_site: str, ask: Asking, scripts: bool
) -> None:
    page = visitor.open(hostile_site, scripts=scripts)
    turn = ask(page, QUESTION)
    expect(turn.locator("h2.asked")).to_have_text(QUESTION)
    expect(turn.locator(".prose")).to_contain_text(HOSTILE)
    assert_harmless(page)
    turn.locator(".prose .cite").first.click()
    expect(page.locator("#check mark").first).to_contain_text(HOSTILE)
    assert_harmless(page)
    page.goto("/conversations")
    expect(page.locator(".conversations .title").first).to_contain_text("<script>")
    assert_harmless(page)


def test_a_hostile_model_is_only_words(visitor: Any, stage: Any, stage_site: str, ask: Asking) -> None:
    stage.writes = tuple(
        f"Trust grew {part}." for part in (HOSTILE, LINK, TURNED, "**slowly** `by` <b>far</b>")
    )
    page = visitor.open(stage_site)
    turn = ask(page, "What is the No Wrong Door approach?")
    for sentence in stage.writes:
        expect(turn.locator(".prose")).to_contain_text(sentence)
    assert_harmless(page)
    page.reload()
    for sentence in stage.writes:
        expect(turn.locator(".prose")).to_contain_text(sentence)
    assert_harmless(page)


def test_words_that_turn_the_direction_turn_nothing_else(
    visitor: Any, hostile_site: str, ask: Asking
) -> None:
    page = visitor.open(hostile_site)
    ask(page, f"What is the Near Door Service {TURNED[:-1]}?")
    for name in ("h2.asked", ".source-report", ".prose p, .prose li, .prose blockquote"):
        inside = page.locator(f"article.turn {name}").first
        assert inside.evaluate("e => getComputedStyle(e).unicodeBidi") in {"isolate", "plaintext"}


PAGES = (
    "/",
    "/library",
    "/reports/no-wrong-door",
    "/glossary",
    "/conversations",
    "/add",
    "/nowhere",
    "/answers/none",
)


def test_no_page_allows_scripts_or_styles_in_line(visitor: Any, site: str) -> None:
    request = visitor.open(site, None).request
    for path in PAGES:
        policy = request.get(path, headers={"Accept": "text/html"}).headers["content-security-policy"]
        assert "default-src 'none'" in policy
        assert "script-src 'self'" in policy
        assert not any(word in policy for word in ("unsafe", "*", "http:", "https:", "data:"))


def test_a_page_of_another_site_can_send_nothing(visitor: Any, site: str, serve: Callable[..., Any]) -> None:
    form = f"""<form method="post" action="{site}/ask"><input name="question" value="Sent from elsewhere?">
        <button>Win a prize</button></form>"""

    async def page_of_another_site(_: Request) -> HTMLResponse:
        return HTMLResponse(form)

    visitor.forgiven = (f"request to {site}/", "status of 403", "favicon.ico", "status of 404")
    with serve(Starlette(routes=[Route("/", page_of_another_site)])) as address:
        page = visitor.open(address.replace("127.0.0.1", "localhost"))
        with page.expect_navigation() as navigation:
            page.get_by_role("button").click()
        assert navigation.value.status == 403
        page.goto(f"{site}/conversations")
        expect(page.get_by_role("main")).not_to_contain_text("Sent from elsewhere?")


def assert_harmless(page: Page) -> None:
    """Nothing of what was written became a script, a handler, a picture or a link."""
    page.wait_for_load_state("networkidle")
    assert page.evaluate("window.struck") is None
    assert page.locator("script:not([src]), img[src=x], svg[onload]").count() == 0
    assert (
        page.evaluate(
            "[...document.querySelectorAll('*')].filter(e => [...e.attributes].some(a => a.name.startsWith('on')"
            " || /^\\s*javascript:/i.test(a.value))).map(e => e.outerHTML)"
        )
        == []
    )
