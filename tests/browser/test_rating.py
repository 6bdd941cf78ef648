"""The page for rating answers and the report, in a real browser: single keys, no scripts, no complaints."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect
from starlette.applications import Starlette
from starlette.responses import HTMLResponse, Response
from starlette.routing import Route
from starlette.types import ASGIApp

from eval.rating import ratings
from eval.rating.app import create_app
from eval.rating.desk import Desk, items_of_run
from eval.report.page import write_report
from eval.runs.folder import About, Run
from eval.runs.provenance import Provenance
from eval.types import Case, Gold, Outcome, Result, Score, TextSpan
from service.assistant import Assistant
from service.types import Ask

QUESTIONS = (
    "What is the No Wrong Door approach?",
    "Who chairs the steering group in Stockport?",
    "What is Team Around the School?",
)


@pytest.fixture(scope="module")
def results(sample_assistant: Assistant) -> list[Result]:
    """Real answers to three questions, with a score that no rater may see."""
    found = []
    for number, question in enumerate(QUESTIONS):
        answer = sample_assistant.answer(Ask(question))
        gold = tuple(
            Gold((TextSpan(each.report_id, each.start, each.end),), quotes=(each.text,))
            for each in answer.passages
        )
        case = Case(f"case-{number}", "definition", "new_staff", question, True, gold=gold)
        outcome = Outcome(case, answer, answer.passages)
        found.append(Result(outcome, (Score("cited_gold", 0.123), Score("right_answer", 1.0))))
    return found


@pytest.fixture
def desk(results: list[Result], tmp_path: Path) -> Desk:
    return Desk("A set", items_of_run(results), tmp_path / "ratings.jsonl")


Serve = Callable[[ASGIApp], AbstractContextManager[str]]


@pytest.fixture(name="serve")
def until_the_pages_are_closed(serve: Serve, visitor: Any) -> Serve:
    """Stop a service only when no page asks it for anything any more."""

    @contextmanager
    def serving(app: ASGIApp) -> Iterator[str]:
        with serve(app) as address:
            yield address
            visitor.leave()

    return serving


def begin(page: Page, name: str) -> None:
    page.locator("#rater").fill(name)
    page.keyboard.press("Enter")
    expect(page.locator("#progress")).to_contain_text("answer 1 of 3")


def listening(page: Page) -> None:
    """Wait for the script: it shows which question the next key answers."""
    expect(page.locator("fieldset.now")).to_have_count(1)


def test_single_keys_are_enough(serve: Serve, visitor: Any, desk: Desk) -> None:
    with serve(create_app(desk)) as address:
        page = visitor.open(address)
        begin(page, "Ann")
        for done, keys in enumerate(("1111", "1234", "4321"), start=1):
            listening(page)
            page.keyboard.press("o")
            assert page.locator(".passage:not([open])").count() == 0
            for key in keys:
                page.keyboard.press(key)
            page.keyboard.press("Enter")
            if done < 3:
                expect(page.locator("#progress")).to_contain_text(f"answer {done + 1} of 3, {done} rated")
        expect(page.locator("#finished")).to_be_visible()
        marks = sorted([each.mark(aspect) for aspect in ratings.ASPECTS] for each in desk.ratings())
    assert marks == [
        ["cannot_tell", "no", "partly", "yes"],
        ["yes", "partly", "no", "cannot_tell"],
        ["yes", "yes", "yes", "yes"],
    ]


@pytest.mark.parametrize("scripts", [True, False])
def test_tab_space_arrows_and_enter_are_enough(serve: Serve, visitor: Any, desk: Desk, scripts: bool) -> None:
    with serve(create_app(desk)) as address:
        page = visitor.open(address, scripts=scripts, width=375)
        begin(page, "Bea")
        page.locator("#correct-yes").focus()
        for aspect in ratings.ASPECTS:
            assert page.evaluate("document.activeElement.name") == aspect
            page.keyboard.press("Space")
            page.keyboard.press("ArrowRight")
            page.keyboard.press("Tab")
        page.keyboard.type("It says 1 of 4.")
        page.keyboard.press("Enter")
        expect(page.locator("#progress")).to_contain_text("answer 2 of 3, 1 rated")
        (rating,) = desk.ratings()
    assert {rating.mark(aspect) for aspect in ratings.ASPECTS} == {"partly"}
    assert rating.note == "It says 1 of 4."


def test_an_unfinished_form_is_not_sent(serve: Serve, visitor: Any, desk: Desk) -> None:
    with serve(create_app(desk)) as address:
        page = visitor.open(address)
        begin(page, "Cleo")
        listening(page)
        page.keyboard.press("2")
        page.keyboard.press("Enter")
        expect(page.locator("#complete-yes")).to_be_focused()
        assert desk.ratings() == ()


def reported(results: list[Result], folder: Path) -> Starlette:
    """An application that has a report of these results as its only page."""
    made = Provenance(
        questions="set", files={}, cases=tuple(each.outcome.case.id for each in results), repeats=1,
        engine="extractive", model=None, settings={}, library="0", reports={}, embedding_model="m", prompts={},
        code="0", packages={}, commit=None, workers=1, machine="here",
    )  # fmt: skip
    write_report(
        Run(folder, About(made, "2026-01-02T03:04:05+00:00"), tuple(results)), None, folder / "report.html"
    )
    html = (folder / "report.html").read_text("utf-8")
    icon = Route("/favicon.ico", lambda _: Response(status_code=204))
    return Starlette(routes=[Route("/", lambda _: HTMLResponse(html)), icon])


@pytest.mark.parametrize("width", [1280, 375])
def test_a_report_is_whole_without_scripts_and_narrows_its_cases_with_them(
    serve: Serve, visitor: Any, results: list[Result], tmp_path: Path, width: int
) -> None:
    changed = replace(results[0].outcome.case, kind="factual")
    mixed = [replace(results[0], outcome=replace(results[0].outcome, case=changed)), *results[1:]]
    with serve(reported(mixed, tmp_path)) as address:
        plain = visitor.open(address, scripts=False, width=width)
        assert plain.locator("article.case:visible").count() == 3
        page = visitor.open(address, width=width)
        page.get_by_label("Kind", exact=True).select_option("factual")
        expect(page.locator("article.case:visible")).to_have_count(1)
        assert page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth")
