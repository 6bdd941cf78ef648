"""The list of conversations: renaming, taking along, deleting; with scripts and without."""

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

from playwright.sync_api import Locator, Page, expect

QUESTION = "What is the role of a project lead?"
Asking = Callable[[Page, str], Locator]


def test_a_conversation_is_renamed_taken_along_and_deleted(any_page: Page, ask: Asking) -> None:
    ask(any_page, QUESTION)
    address = any_page.url.partition("#")[0]
    any_page.get_by_text("This conversation").click()
    any_page.get_by_role("link", name="Rename").click()
    any_page.get_by_label("Title").fill("Leads, <i>in short</i>")
    any_page.get_by_role("button", name="Rename").click()
    expect(any_page.get_by_role("heading", level=1)).to_have_text("Leads, <i>in short</i>")

    any_page.get_by_text("More", exact=True).click()
    any_page.get_by_role("link", name="Conversations", exact=True).click()
    entry = any_page.locator(".conversations > li").filter(
        has=any_page.locator(f"a[href='{path_of(address)}']")
    )
    expect(entry.locator(".title")).to_have_text("Leads, <i>in short</i>")
    entry.get_by_text("Options").click()
    with any_page.expect_download() as download:
        entry.get_by_role("link", name="Markdown").click()
    text = Path(download.value.path()).read_text("utf-8")
    assert QUESTION in text
    assert "[^1-1]" in text

    if not entry.locator("details.menu[open]").count():
        entry.get_by_text("Options").click()
    entry.get_by_role("link", name="Delete").click()
    expect(any_page.get_by_role("main")).to_contain_text(QUESTION)
    any_page.get_by_role("button", name="Delete it").click()
    any_page.get_by_role("button", name="Undo").click()
    expect(any_page.get_by_role("heading", level=1)).to_have_text("Leads, <i>in short</i>")
    expect(any_page.locator("article.turn h2.asked")).to_have_text(QUESTION)

    any_page.goto(f"{address}/delete")
    any_page.get_by_role("button", name="Delete it").click()
    any_page.get_by_role("link", name="To the conversations").click()
    expect(any_page).to_have_url(re.compile("/conversations$"))
    expect(entry).to_have_count(0)


def test_a_menu_closes_by_escape_and_by_turning_to_something_else(page: Page) -> None:
    page.goto("/")
    more, entry = page.get_by_text("More", exact=True), page.get_by_role("link", name="Glossary")
    more.click()
    expect(entry).to_be_visible()
    page.keyboard.press("Escape")
    expect(entry).to_be_hidden()
    expect(more).to_be_focused()
    more.click()
    page.locator("#question").click()
    expect(entry).to_be_hidden()


def test_the_menu_stays_where_it_is_while_a_passage_is_open(visitor: Any, site: str, ask: Asking) -> None:
    page = visitor.open(site)
    turn = ask(page, QUESTION)
    question = turn.locator("h2.asked")
    before = top_of(question)
    turn.locator(".prose .cite").first.click()
    expect(page.locator("#check mark").first).to_be_visible()
    assert top_of(question) == before


def test_a_conversation_that_is_gone_says_so(any_page: Page) -> None:
    answer = any_page.request.get("/conversations/none", headers={"Accept": "text/html"})
    assert answer.status == 404
    assert "<h1>" in answer.text()


def path_of(address: str) -> str:
    return re.sub(r"^https?://[^/]+", "", address)


def top_of(locator: Locator) -> float:
    top: float = locator.evaluate("element => element.getBoundingClientRect().top")
    return top
