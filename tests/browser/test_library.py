"""The library, a report's own page, the glossary, and acronyms that explain themselves."""

import re
from collections.abc import Callable
from typing import Any

from playwright.sync_api import Locator, Page, expect

Asking = Callable[[Page, str], Locator]


def test_filters_narrow_the_list_and_are_in_the_address(any_page: Page) -> None:
    any_page.goto("/library")
    cards = any_page.locator(".shelf > li")
    expect(cards).to_have_count(4)
    place = any_page.get_by_label("Place")
    if not place.is_visible():
        any_page.get_by_text("Narrow down, put in order").click()
    place.select_option("Stockport")
    any_page.get_by_role("button", name="Find").click()
    expect(any_page.locator(".count")).to_contain_text("of 4 reports")
    expect(any_page).to_have_url(re.compile("place=Stockport"))
    few = cards.count()
    assert 0 < few < 4
    any_page.reload()
    expect(cards).to_have_count(few)


def test_first_pages_are_shown(page: Page) -> None:
    page.goto("/library")
    for picture in page.locator(".shelf img").all():
        picture.scroll_into_view_if_needed()
        picture.evaluate("image => image.decode()")
        assert picture.evaluate("image => image.naturalWidth") > 100


def test_a_report_has_contents_questions_and_terms_that_lead_to_their_place(any_page: Page) -> None:
    any_page.goto("/library")
    any_page.get_by_role("link", name=re.compile("No Wrong Door")).click()
    expect(any_page.get_by_role("heading", level=1)).to_contain_text("No Wrong Door")
    for part in ("Contents", "Its terms"):
        expect(any_page.get_by_role("heading", name=part)).to_be_visible()
    heading = any_page.locator(".outline a").nth(1)
    words = heading.inner_text()
    heading.click()
    expect(any_page.locator("#check mark").first).to_contain_text(words)
    any_page.get_by_role("link", name="To the report").click()
    expect(any_page.get_by_role("heading", level=1)).to_contain_text("No Wrong Door")


def test_only_this_report_is_asked(any_page: Page) -> None:
    any_page.goto("/reports/stockport-governance")
    title = any_page.get_by_role("heading", level=1).inner_text()
    any_page.get_by_label("Ask only this report").fill("What helped partners to work together?")
    any_page.get_by_role("button", name="Ask", exact=True).click()
    titles = any_page.locator("article.turn .sources cite")
    # On a small screen they are folded away.
    expect(titles.first).to_be_attached()
    assert {text.strip() for text in titles.all_text_contents()} == {title}


def test_a_reflective_question_of_a_report_is_asked_at_one_press(any_page: Page) -> None:
    any_page.goto("/library")
    addresses = [link.get_attribute("href") or "" for link in any_page.locator(".shelf h2 a").all()]
    buttons = any_page.locator("section[aria-labelledby=questions] button")
    for address in addresses:
        any_page.goto(address)
        if buttons.count():
            break
    question = buttons.first.inner_text()
    buttons.first.click()
    expect(any_page.locator("article.turn h2.asked")).to_have_text(question)


def test_a_term_is_found_with_who_defines_it(any_page: Page) -> None:
    any_page.goto("/glossary")
    any_page.get_by_label("Find a term").fill("NWD")
    any_page.get_by_role("button", name="Find").click()
    entry = any_page.locator(".glossary > li")
    expect(entry).to_have_count(1)
    expect(entry).to_contain_text("No Wrong Door")
    entry.locator(".meanings a").first.click()
    expect(any_page.locator("#check mark").first).to_contain_text("NWD")


def shown_beside(term: Locator) -> str:
    """What the style sheet shows beside an acronym; `none` while it shows nothing."""
    return term.evaluate(
        "term => { const s = getComputedStyle(term, '::after');"
        " return s.display === 'none' || s.visibility === 'hidden' || s.opacity === '0' ? 'none' : s.content; }"
    )


def test_an_acronym_explains_itself_to_mouse_keyboard_and_finger(
    visitor: Any, site: str, ask: Asking
) -> None:
    page = visitor.open(site)
    ask(page, "What did NWD change for young people?")
    term = page.locator("article.turn .term").first
    expect(term).to_have_accessible_name(re.compile(r"^[A-Z&]+: \w+"))
    long = term.get_attribute("data-long")
    assert shown_beside(term) == "none"
    term.hover()
    expect(term).to_have_css("position", "relative")
    assert long in shown_beside(term)
    page.keyboard.press("Escape")
    assert shown_beside(term) == "none"
    page.mouse.move(0, 0)
    term.focus()
    page.keyboard.press("Shift+Tab")
    page.keyboard.press("Tab")
    assert long in shown_beside(term)
    touched = visitor.open(site, page.url.removeprefix(site), width=375).locator("article.turn .term").first
    touched.tap()
    assert long in shown_beside(touched)


def test_acronyms_explain_themselves_without_scripts(visitor: Any, site: str, ask: Asking) -> None:
    page = visitor.open(site, scripts=False)
    ask(page, "What did NWD change for young people?")
    term = page.locator("article.turn .term").first
    term.hover()
    assert term.get_attribute("data-long") in shown_beside(term)
