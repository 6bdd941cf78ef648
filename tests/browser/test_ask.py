"""Asking: answers, follow-ups, refusals, streams that run, stop, fail and break off; with scripts and without."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Locator, Page, expect

QUESTION = "What is the No Wrong Door approach?"
Asking = Callable[[Page, str], Locator]


def test_every_sentence_of_an_answer_leads_to_its_passage(any_page: Page, ask: Asking) -> None:
    turn = ask(any_page, QUESTION)
    expect(turn.locator("h2.asked")).to_have_text(QUESTION)
    assert "No Wrong Door" in turn.locator(".prose").inner_text()
    # On a small screen they are folded away, and what is not shown has no inner text.
    listed = [text.strip() for text in turn.locator(".sources .cite").all_text_contents()]
    cited = turn.locator(".prose .cite").all_inner_texts()
    assert cited
    assert set(cited) == set(listed)
    for line in turn.locator(".prose li:visible, .prose blockquote:visible").all():
        expect(line.locator(".cite").first).to_be_visible()
    expect(any_page.locator("#question")).to_have_value("")


def test_a_follow_up_is_shown_as_it_was_understood(any_page: Page, ask: Asking) -> None:
    ask(any_page, "What is the role of a project lead?")
    turn = ask(any_page, "And in Stockport?")
    expect(turn.locator(".understood")).to_contain_text("project lead")
    expect(any_page.locator("article.turn")).to_have_count(2)
    any_page.reload()
    expect(any_page.locator("article.turn .understood")).to_contain_text("project lead")


def test_what_the_reports_do_not_say_is_said_with_what_came_nearest(any_page: Page, ask: Asking) -> None:
    turn = ask(any_page, "How many penguins live in the zoo of Chester?")
    expect(turn.locator(".outcome")).to_contain_text("The reports do not say")
    expect(turn).to_contain_text("penguins")
    expect(turn.locator(".prose .cite")).to_have_count(0)
    expect(turn.get_by_role("heading", name="The nearest passages")).to_be_visible()
    turn.locator(".sources .cite").first.click()
    expect(any_page.locator("#check mark").first).to_be_visible()


def test_a_question_to_begin_with_is_answered_at_one_press(any_page: Page) -> None:
    starter = any_page.locator(".starters button").first
    question = starter.inner_text()
    starter.click()
    expect(any_page.locator("article.turn h2.asked")).to_have_text(question)
    expect(any_page.locator("article.turn .prose .cite").first).to_be_visible()


def test_a_place_restricts_the_answer(any_page: Page, ask: Asking) -> None:
    any_page.get_by_text("Ask only some reports").click()
    any_page.get_by_label("Place").select_option("Stockport")
    turn = ask(any_page, "What helped partners to work together?")
    titles = {title.strip() for title in turn.locator(".sources cite").all_text_contents()}
    assert titles
    any_page.goto("/library?place=Stockport")
    assert titles <= set(any_page.locator(".shelf h2").all_inner_texts())


def test_a_question_of_blanks_is_refused_and_stays(any_page: Page, visitor: Any) -> None:
    visitor.forgiven = ("status of 422",)
    any_page.locator("#question").fill("   ")
    any_page.get_by_role("button", name="Ask", exact=True).click()
    expect(any_page.get_by_role("alert")).to_contain_text("question")
    expect(any_page.locator("article.turn")).to_have_count(0)


def test_feedback_is_kept_and_changed_where_it_was_given(any_page: Page, ask: Asking) -> None:
    turn = ask(any_page, QUESTION)
    turn.get_by_text("Say what you think of this answer").click()
    turn.get_by_label("Something is missing").check()
    turn.get_by_label("What is wrong or missing?").fill("Who pays for it <b>now</b>")
    turn.get_by_role("button", name="Send").click()
    said = any_page.locator("article.turn .feedback .said")
    expect(said).to_have_text("You said: Something is missing: Who pays for it <b>now</b>")
    any_page.reload()
    said.click()
    expect(turn.get_by_label("Something is missing")).to_be_checked()
    turn.get_by_label("Useful").check()
    turn.get_by_label("What is wrong or missing?").fill("")
    turn.get_by_role("button", name="Change").click()
    expect(said).to_have_text("You said: Useful")
    any_page.goto("/conversations")
    entry = any_page.locator(".conversations > li").first
    entry.get_by_text("You said: Useful").click()
    entry.get_by_label("Wrong", exact=True).check()
    entry.get_by_role("button", name="Change").click()
    expect(any_page.get_by_text("You said: Wrong")).to_be_visible()


def test_feedback_leaves_the_reader_where_he_is(visitor: Any, site: str, ask: Asking) -> None:
    page = visitor.open(site)
    turn = ask(page, QUESTION)
    page.locator("#question").fill("Half a question")
    turn.get_by_text("Say what you think of this answer").click()
    turn.get_by_label("Useful").check()
    turn.get_by_role("button", name="Send").click()
    expect(turn.locator(".feedback .said")).to_have_text("You said: Useful")
    expect(turn.locator(".feedback summary")).to_be_focused()
    expect(page.locator("#question")).to_have_value("Half a question")


@pytest.mark.parametrize(("width", "height"), [(1280, 800), (375, 667)])
def test_the_box_for_a_follow_up_is_in_reach_wherever_one_reads(
    visitor: Any, site: str, ask: Asking, width: int, height: int
) -> None:
    page = visitor.open(site, width=width, height=height)
    ask(page, "How did partners build trust?")
    for place in ("0", "document.body.scrollHeight / 3"):
        page.evaluate(f"window.scrollTo(0, {place})")
        expect(page.locator("#question")).to_be_in_viewport(ratio=1)


def test_in_a_low_window_the_box_covers_nothing_and_its_parts_lie_apart(
    visitor: Any, site: str, ask: Asking
) -> None:
    page = visitor.open(site, width=320, height=256)
    button = page.get_by_role("button", name="Ask", exact=True).bounding_box()
    filters = page.get_by_text("Ask only some reports").bounding_box()
    assert button
    assert filters
    assert filters["y"] >= button["y"] + button["height"]
    ask(page, "How did partners build trust?")
    page.evaluate("window.scrollTo(0, 0)")
    expect(page.locator("#question")).not_to_be_in_viewport()


def test_an_answer_is_copied_with_its_passages(visitor: Any, site: str, ask: Asking) -> None:
    page = visitor.open(site, permissions=["clipboard-read", "clipboard-write"])
    turn = ask(page, QUESTION)
    turn.get_by_role("link", name="Copy with passages").click()
    expect(turn.locator(".copied")).not_to_be_empty()
    copied = page.evaluate("navigator.clipboard.readText()")
    assert "[1]" in copied
    assert turn.locator(".prose bdi").first.inner_text() in " ".join(copied.split())
    expect(page).to_have_url(re.compile("/conversations/"))


def test_without_scripts_the_copy_is_a_text(visitor: Any, site: str, ask: Asking) -> None:
    visitor.forgiven = ("/favicon.ico",)
    page = visitor.open(site, scripts=False)
    ask(page, QUESTION).get_by_role("link", name="Copy with passages").click()
    expect(page.locator("body")).to_contain_text("[1]")


def test_print_has_the_answer_and_its_passages_and_no_controls(visitor: Any, site: str, ask: Asking) -> None:
    page = visitor.open(site)
    turn = ask(page, QUESTION)
    page.emulate_media(media="print")
    expect(turn.locator(".prose")).to_be_visible()
    expect(turn.locator(".source-report").first).to_be_visible()
    for control in ("nav", "form.ask", ".tools", ".feedback", "footer.site"):
        expect(page.locator(control).first).to_be_hidden()


def test_the_first_sentence_is_there_before_the_last(visitor: Any, stage: Any, stage_site: str) -> None:
    stage.waits = True
    page = visitor.open(stage_site)
    begin(page)
    stage.let_go()
    sentences = page.locator("article.turn .prose .cite")
    expect(sentences.first).to_be_visible()
    expect(page.get_by_role("button", name="Stop")).to_be_visible()
    expect(page.locator("article.turn .tools")).to_have_count(0)
    so_far = sentences.count()
    stage.let_go(1000)
    expect(page.locator("article.turn .tools")).to_be_visible()
    expect(page.get_by_role("button", name="Stop")).to_be_hidden()
    assert sentences.count() > so_far


def test_what_is_streamed_looks_as_what_is_loaded(page: Page, ask: Asking) -> None:
    turn = ask(page, QUESTION)
    streamed = turn.inner_text()
    page.reload()
    assert page.locator("article.turn").inner_text().split() == streamed.split()


def test_a_stopped_answer_can_be_asked_for_again(visitor: Any, stage: Any, stage_site: str) -> None:
    stage.waits = True
    page = visitor.open(stage_site)
    begin(page)
    stage.let_go()
    expect(page.locator("article.turn .prose .cite").first).to_be_visible()
    page.get_by_role("button", name="Stop").click()
    stage.let_go(1000)
    page.get_by_role("button", name="Ask again").click()
    assert_whole(page)


def test_a_connection_that_breaks_loses_no_question(visitor: Any, stage: Any, stage_site: str) -> None:
    visitor.forgiven = ("ERR_INCOMPLETE_CHUNKED_ENCODING",)
    stage.cut_after = 1
    page = visitor.open(stage_site)
    begin(page)
    expect(page.get_by_role("alert").filter(visible=True)).to_contain_text("The connection was lost")
    expect(page.locator("#question")).to_have_value(QUESTION)
    stage.cut_after = None
    page.get_by_role("button", name="Try again").click()
    assert_whole(page)


def test_a_failure_in_mid_stream_is_told_and_loses_no_question(
    visitor: Any, stage: Any, stage_site: str
) -> None:
    stage.fails_after = 1
    page = visitor.open(stage_site)
    begin(page)
    expect(page.get_by_role("alert").first).to_contain_text("The disk is full.")
    stage.fails_after = None
    again(page)


def test_a_service_out_of_reach_loses_no_question(visitor: Any, site: str) -> None:
    visitor.forgiven = ("ERR_INTERNET_DISCONNECTED",)
    page = visitor.open(site)
    page.context.set_offline(True)
    begin(page)
    expect(page.get_by_role("alert").first).to_be_visible()
    page.context.set_offline(False)
    again(page)


def test_a_slow_network_only_takes_longer(visitor: Any, site: str, ask: Asking) -> None:
    page = visitor.open(site, None, width=375)
    network = page.context.new_cdp_session(page)
    slow = {"offline": False, "latency": 300, "downloadThroughput": 50_000, "uploadThroughput": 20_000}
    network.send("Network.emulateNetworkConditions", slow)
    page.goto("/")
    expect(ask(page, QUESTION).locator(".prose .cite").first).to_be_visible()


def test_two_tabs_ask_on_in_one_conversation(visitor: Any, site: str, ask: Asking) -> None:
    first = visitor.open(site)
    ask(first, QUESTION)
    second = first.context.new_page()
    second.goto(first.url)
    ask(second, "Who started it?")
    ask(first, "What is the role of a project lead?")
    second.reload()
    questions = second.locator("article.turn h2.asked")
    expect(questions).to_have_text([QUESTION, "Who started it?", "What is the role of a project lead?"])


def test_back_and_forward_lead_through_what_was_seen(any_page: Page, ask: Asking) -> None:
    ask(any_page, QUESTION)
    any_page.locator("article.turn .prose .cite").first.click()
    expect(any_page.locator("#check mark").first).to_be_visible()
    any_page.go_back()
    expect(any_page.locator("#check")).to_have_count(0)
    expect(any_page.locator("article.turn h2.asked")).to_have_text(QUESTION)
    any_page.go_back()
    expect(any_page.get_by_role("heading", level=1)).to_have_text("Ask the learning reports")
    any_page.go_forward()
    expect(any_page.locator("article.turn h2.asked")).to_have_text(QUESTION)


def begin(page: Page) -> None:
    page.locator("#question").fill(QUESTION)
    page.get_by_role("button", name="Ask", exact=True).click()


def again(page: Page) -> None:
    """Ask again what is still in the box."""
    expect(page.locator("#question")).to_have_value(QUESTION)
    page.get_by_role("button", name="Ask", exact=True).click()
    assert_whole(page)


def assert_whole(page: Page) -> None:
    """The answer is there once, whole and kept, and nothing complains any more."""
    expect(page.locator("article.turn .tools")).to_be_visible()
    expect(page.locator("article.turn")).to_have_count(1)
    expect(page).to_have_url(re.compile("/conversations/"))
    expect(page.get_by_role("alert").filter(visible=True)).to_have_count(0)
