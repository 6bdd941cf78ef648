"""axe-core finds nothing, in any state, light and dark, wide and narrow; and pages do without sight, mouse or motion.

README's section "Accessibility" says what this covers and what it does not.
"""

from collections.abc import Callable
from typing import Any

import pytest
from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import Browser, Locator, Page, expect

QUESTION = "What is the No Wrong Door approach?"
STANDARDS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
Asking = Callable[[Page, str], Locator]
PLACES = {
    "start": "/",
    "filters": "/?question=Why%3F&place=Stockport",
    "answer": "{conversation}",
    "refusal": "{refusal}",
    "passage": "{passage}",
    "passage-enlarged": "{passage}?zoom=2.5&page=1",
    "passage-without-pages": "/reports/team-around-the-school/passages?start=200&end=260",
    "library": "/library",
    "library-filtered": "/library?place=Stockport",
    "library-empty": "/library?to=1999",
    "report": "/reports/no-wrong-door",
    "check": "/check",
    "theme": "/theme?theme=Trust&since=2000",
    "theme-empty": "/theme",
    "story": "/story?about=Stockport",
    "story-empty": "/story",
    "news": "/reports/stockport-governance/news",
    "compare": "/compare?theme=Trust",
    "assumptions": "/assumptions?theme=Trust",
    "glossary": "/glossary",
    "glossary-undefined": "/glossary?undefined=1",
    "conversations": "/conversations",
    "conversations-none-found": "/conversations?q=zzqx",
    "runs": "/runs",
    "rename": "{conversation}/rename",
    "delete": "{conversation}/delete",
    "add": "/add",
    "interface": "/docs",
    "questions": "/questions",
    "question": "{question}",
    "reflections": "/reflections",
    "reflect": "/reflections/add?question={question_id}",
    "first-days": "/first-days",
    "nothing": "/nowhere",
}
each_place = pytest.mark.parametrize("place", PLACES.values(), ids=PLACES)


@pytest.fixture(scope="module")
def made(browser: Browser, site: str) -> dict[str, str]:
    """Addresses of a conversation with two answers, of a refusal, and of a passage."""
    with browser.new_context(base_url=site, java_script_enabled=False) as context:
        page = context.new_page()
        addresses = {}
        for name, question in (
            ("refusal", "How many penguins live in the zoo of Chester?"),
            ("conversation", QUESTION),
        ):
            page.goto("/")
            page.locator("#question").fill(question)
            page.get_by_role("button", name="Ask", exact=True).click()
            addresses[name] = page.url.removeprefix(site).partition("#")[0]
        page.locator("#question").fill("And in Stockport?")
        page.get_by_role("button", name="Ask", exact=True).click()
        questions = page.request.get("/v1/questions").json()["questions"]
        addresses["question_id"] = questions[0]["entry_id"]
        addresses["question"] = f"/questions/{addresses['question_id']}"
        addresses["passage"] = page.locator(".prose .cite").first.get_attribute("href") or ""
    return addresses


def violations(page: Page) -> list[str]:
    """What axe-core finds on the page as it is now; the script comes by the debugger, so that no policy is loosened."""
    page.evaluate(AXE_SCRIPT)
    # Where a passage covers a small screen, what it covers is not there: neither its landmark nor its heading.
    covered = page.locator("main").is_hidden()
    rules = {name: {"enabled": not covered} for name in ("landmark-one-main", "page-has-heading-one")}
    options = {"runOnly": STANDARDS, "resultTypes": ["violations"], "rules": rules}
    found: dict[str, Any] = page.evaluate("options => axe.run(options)", options)
    return [
        f"{violation['id']}: {node['target']} {node['failureSummary']}"
        for violation in found["violations"]
        for node in violation["nodes"]
    ]


def assert_accessible(page: Page) -> None:
    """axe-core finds nothing, wide and narrow, light and dark."""
    for width in (1280, 375):
        page.set_viewport_size({"width": width, "height": 800})
        for scheme in ("light", "dark"):
            page.emulate_media(color_scheme=scheme)
            assert violations(page) == [], f"{page.url}, {width} px, {scheme}"


@each_place
def test_axe_finds_nothing(visitor: Any, site: str, made: dict[str, str], place: str) -> None:
    visitor.forgiven = ("status of 404",) if place == "/nowhere" else ()
    # Colours are judged as they are, not on their way from light to dark.
    assert_accessible(visitor.open(site, place.format(**made), reduced_motion="reduce"))


def test_axe_finds_nothing_while_one_asks_and_checks(visitor: Any, stage: Any, stage_site: str) -> None:
    stage.waits = True
    page = visitor.open(stage_site, reduced_motion="reduce")
    page.locator("#question").fill(QUESTION)
    page.get_by_role("button", name="Ask", exact=True).click()
    stage.let_go()
    expect(page.locator("article.turn .prose .cite").first).to_be_visible()
    assert_accessible(page)
    stage.let_go(1000)
    expect(page.locator("article.turn .tools")).to_be_visible()
    page.get_by_text("Say what you think of this answer").click()
    assert_accessible(page)
    page.locator("article.turn .prose .cite").first.click()
    expect(page.locator("#check mark").first).to_be_visible()
    assert_accessible(page)


def test_axe_finds_nothing_in_open_menus(visitor: Any, site: str, made: dict[str, str]) -> None:
    page = visitor.open(site, made["conversation"], reduced_motion="reduce")
    for menu in ("More", "This conversation"):
        page.get_by_text(menu, exact=True).click()
        assert_accessible(page)
        page.keyboard.press("Escape")


def test_axe_finds_nothing_when_asking_fails(visitor: Any, stage: Any, stage_site: str) -> None:
    stage.fails_after = 1
    page = visitor.open(stage_site, reduced_motion="reduce")
    page.locator("#question").fill(QUESTION)
    page.get_by_role("button", name="Ask", exact=True).click()
    expect(page.get_by_role("alert").first).to_be_visible()
    assert_accessible(page)


@each_place
def test_a_page_at_four_hundred_per_cent_scrolls_one_way_only(
    visitor: Any, site: str, made: dict[str, str], place: str
) -> None:
    visitor.forgiven = ("status of 404",) if place == "/nowhere" else ()
    page = visitor.open(site, place.format(**made), width=320, height=256)
    wide, shown = page.evaluate("[document.documentElement.scrollWidth, innerWidth]")
    assert wide <= shown


def go_to_the_top(page: Page) -> None:
    """The question box has the focus when the page opens; the body in its place begins at the top again."""
    page.evaluate(
        "document.body.tabIndex = -1; document.body.focus(); document.body.removeAttribute('tabindex')"
    )


def test_the_first_key_offers_to_skip_to_the_content(any_page: Page) -> None:
    go_to_the_top(any_page)
    any_page.keyboard.press("Tab")
    skip = any_page.get_by_role("link", name="Skip to the content")
    expect(skip).to_be_focused()
    expect(skip).to_be_in_viewport()
    any_page.keyboard.press("Enter")
    any_page.keyboard.press("Tab")
    expect(any_page.locator("#question")).to_be_focused()


def test_the_order_of_focus_is_the_order_of_reading(page: Page) -> None:
    expected = page.locator("a, button, textarea, input:not([type=hidden]), select, summary").filter(
        visible=True
    )
    go_to_the_top(page)
    for control in expected.all():
        page.keyboard.press("Tab")
        expect(control).to_be_focused()


def test_asking_and_checking_need_only_keys(page: Page) -> None:
    page.locator("#question").focus()
    page.keyboard.type(QUESTION)
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.locator("article.turn .tools")).to_be_visible()
    cite = page.locator("article.turn .prose .cite").first
    tab_to(page, cite)
    page.keyboard.press("Enter")
    expect(page.locator("#check-title")).to_be_focused()
    tab_to(page, page.locator("#check .sheet"))
    page.keyboard.press("Escape")
    expect(page.locator("#check")).to_have_count(0)
    expect(cite).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator("#check-title")).to_be_focused()
    tab_to(page, page.get_by_role("link", name="Back to the answer"))
    page.keyboard.press("Enter")
    expect(cite).to_be_focused()


def tab_to(page: Page, wanted: Locator) -> None:
    """Press Tab until it is there; a page has fewer than a hundred places to stop at."""
    for _ in range(100):
        if wanted.evaluate("element => element === document.activeElement"):
            return
        page.keyboard.press("Tab")
    expect(wanted).to_be_focused()


def test_what_happens_is_said_to_those_who_do_not_see_it(visitor: Any, stage: Any, stage_site: str) -> None:
    stage.waits = True
    page = visitor.open(stage_site)
    said = page.locator("#progress")
    expect(said).to_have_role("status")
    expect(said).to_be_empty()
    page.locator("#question").fill(QUESTION)
    page.get_by_role("button", name="Ask", exact=True).click()
    expect(said).not_to_be_empty()
    running = said.inner_text()
    stage.let_go(1000)
    expect(page.locator("article.turn .tools")).to_be_visible()
    expect(said).not_to_have_text(running)
    expect(said).not_to_be_empty()


def test_nothing_moves_for_those_who_ask_for_it(visitor: Any, site: str, ask: Asking) -> None:
    page = visitor.open(site, reduced_motion="reduce")
    turn = ask(page, QUESTION)
    turn.locator(".prose .cite").first.click()
    expect(page.locator("#check mark").first).to_be_visible()
    moving = page.evaluate(
        "[...document.querySelectorAll('*')].map(e => getComputedStyle(e)).filter(s => s.scrollBehavior === 'smooth'"
        " || parseFloat(s.transitionDuration) > 0.001 || parseFloat(s.animationDuration) > 0.001).length"
    )
    assert moving == 0


def test_forced_colours_keep_marks_and_edges(visitor: Any, site: str, made: dict[str, str]) -> None:
    page = visitor.open(site, made["passage"], forced_colors="active")
    mark = page.locator("#check mark").first
    ground = "element => getComputedStyle(element).backgroundColor"
    assert mark.evaluate(ground) != page.locator("body").evaluate(ground)
    assert (
        page.get_by_role("button", name="Ask", exact=True).evaluate(
            "button => getComputedStyle(button).borderTopStyle"
        )
        == "solid"
    )
