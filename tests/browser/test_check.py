"""Checking a passage: the words marked in their context and on the page itself, beside the answer."""

import re
from collections.abc import Callable
from typing import Any
from urllib.parse import urljoin

import pytest
from playwright.sync_api import Locator, Page, expect

QUESTION = "How was Stockport's work governed?"
Asking = Callable[[Page, str], Locator]


def assert_drawn(picture: Locator) -> None:
    """The picture has been loaded and has a size."""
    expect(picture).to_be_visible()
    picture.evaluate("image => image.decode()")
    assert picture.evaluate("image => image.naturalWidth") > 200


def open_first(page: Page, ask: Asking) -> Locator:
    """Ask, and open the first passage."""
    ask(page, QUESTION).locator(".prose .cite").first.click()
    check = page.locator("#check")
    expect(check.get_by_role("heading", name="Passage 1 of")).to_be_visible()
    return check


def test_a_passage_opens_with_its_words_marked(any_page: Page, ask: Asking) -> None:
    check = open_first(any_page, ask)
    words = any_page.locator("article.turn .prose bdi").first.text_content() or ""
    marked = " ".join(check.locator("mark").all_inner_texts())
    assert marked.split() == words.split()
    expect(check.locator(".facts")).to_contain_text("page")
    expect(check.locator(".worth")).to_contain_text("The report")
    assert_drawn(check.locator(".sheet img"))


def test_one_can_leaf_and_enlarge_and_open_the_file(any_page: Page, ask: Asking) -> None:
    check = open_first(any_page, ask)
    name = check.locator("#sheet-title")
    first = name.inner_text()
    there, back = ("Next page", "Previous page")
    if not check.get_by_role("link", name=there).count():
        there, back = back, there
    check.get_by_role("link", name=there).click()
    expect(name).not_to_have_text(first)
    expect(check).to_contain_text("nothing on this page belongs to it")
    check.get_by_role("link", name=back).click()
    expect(name).to_have_text(first)
    narrow = check.locator(".sheet img").bounding_box()
    check.get_by_role("link", name="Largest").click()
    expect(check.locator("[aria-current]")).to_have_text("Largest")
    wide = check.locator(".sheet img").bounding_box()
    assert narrow
    assert wide
    assert wide["width"] > 1.5 * narrow["width"]
    number = re.findall(r"\d+", first)[0]
    file = check.get_by_role("link", name="Open the file")
    expect(file).to_have_attribute("href", re.compile(rf"^/v1/reports/[^/]+/file#page={number}$"))
    answer = any_page.request.get(urljoin(any_page.url, (file.get_attribute("href") or "").partition("#")[0]))
    assert answer.headers["content-type"] == "application/pdf"


def test_closing_leads_back_to_the_answer(any_page: Page, ask: Asking) -> None:
    open_first(any_page, ask)
    any_page.get_by_role("link", name="Back to the answer").click()
    expect(any_page.locator("#check")).to_have_count(0)
    expect(any_page).to_have_url(re.compile(r"/conversations/[^/]+#a1$"))
    expect(any_page.locator("article.turn .prose")).to_be_visible()


def test_an_opened_passage_has_an_address_that_others_can_open(
    any_page: Page, ask: Asking, visitor: Any, site: str
) -> None:
    check = open_first(any_page, ask)
    marked = check.locator("mark").all_inner_texts()
    any_page.reload()
    assert check.locator("mark").all_inner_texts() == marked
    other = visitor.open(site, any_page.url.removeprefix(site))
    assert other.locator("#check mark").all_inner_texts() == marked
    expect(other.locator("article.turn h2.asked")).to_have_text(QUESTION)
    assert_drawn(other.locator("#check .sheet img"))


def test_passages_follow_one_another(any_page: Page, ask: Asking) -> None:
    check = open_first(any_page, ask)
    check.get_by_role("link", name="Next passage").click()
    expect(check.get_by_role("heading", name="Passage 2 of")).to_be_visible()
    check.get_by_role("link", name="Previous passage").click()
    expect(check.get_by_role("heading", name="Passage 1 of")).to_be_visible()


def test_the_passage_stands_beside_the_answer_or_over_it(visitor: Any, site: str, ask: Asking) -> None:
    wide = visitor.open(site)
    check = open_first(wide, ask).bounding_box()
    answer = wide.locator("article.turn .answer").bounding_box()
    assert check
    assert answer
    assert answer["x"] + answer["width"] <= check["x"] + 1
    narrow = visitor.open(site, wide.url.removeprefix(site), width=375)
    box = narrow.locator("#check").bounding_box()
    assert box["width"] > 340


@pytest.mark.parametrize("report", ["team-around-the-school", "roles-and-who-does-what"])
def test_a_report_without_pages_says_so_and_shows_its_words(visitor: Any, site: str, report: str) -> None:
    page = visitor.open(site, f"/reports/{report}/passages?start=200&end=260", width=375)
    expect(page.locator("#check mark").first).to_be_visible()
    expect(page.locator("#check")).to_contain_text("This format has no pages.")
    assert_drawn(page.locator("#check .sheet img"))
