"""The page for rating answers and the report, in a real browser: single keys, no scripts, no complaints."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import replace
from io import BytesIO
from pathlib import Path
from typing import Any, get_args

import pytest
from playwright.sync_api import Page, expect
from pypdf import PdfReader
from starlette.applications import Starlette
from starlette.responses import HTMLResponse, Response
from starlette.routing import Route
from starlette.types import ASGIApp

from eval.bench.scale import repeat_results, write_repeated
from eval.figures.measures import MEASURES
from eval.rating import ratings
from eval.rating.app import create_app
from eval.rating.desk import Desk, items_of_run
from eval.rating.preferences import PREFERENCES, read_preferences
from eval.rating.sides import SideDesk
from eval.rating.sides_app import app_for_sides
from eval.report.page import write_report
from eval.runs.folder import About, Run, load_run
from eval.runs.provenance import Provenance
from eval.types import Case, Gold, Kind, Outcome, Persona, Result, Score, TextSpan
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


def provenance_of(results: list[Result]) -> Provenance:
    return Provenance(
        questions="set", files={}, cases=tuple(each.outcome.case.id for each in results), repeats=1,
        engine="extractive", model=None, settings={}, library="0", reports={}, embedding_model="m", prompts={},
        code="0", packages={}, commit=None, workers=1, machine="here",
    )  # fmt: skip


def reported(results: list[Result], folder: Path) -> Starlette:
    """An application that has a report of these results as its only page."""
    write_report(
        Run(folder, About(provenance_of(results), "2026-01-02T03:04:05+00:00"), tuple(results)),
        None,
        folder / "report.html",
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


def many(results: list[Result], count: int) -> list[Result]:
    """So many results of all kinds and personas, with figures that vary."""
    kinds, personas = get_args(Kind), get_args(Persona)
    found = []
    for row, each in enumerate(repeat_results(results, count)):
        case = replace(
            each.outcome.case,
            kind=kinds[row % len(kinds)],
            persona=personas[row % 3],
            tags=(f"tag {row % 6}",),
        )
        scores = tuple(Score(name, row % 5 / 4) for name in MEASURES if not name.endswith("_ms"))
        found.append(Result(replace(each.outcome, case=case), scores))
    return found


def count_sheets(page: Page) -> int:
    return len(PdfReader(BytesIO(page.pdf(prefer_css_page_size=True))).pages)


def test_a_report_of_260_cases_prints_on_twelve_pages_and_its_cases_when_wanted(
    serve: Serve, visitor: Any, results: list[Result], tmp_path: Path
) -> None:
    with serve(reported(many(results, 260), tmp_path)) as address:
        page = visitor.open(address)
        assert 4 <= count_sheets(page) <= 12
        page.get_by_label("Print every case as well").check()
        assert count_sheets(page) > 60


def test_cases_that_are_not_in_view_wait_to_be_laid_out(
    serve: Serve, visitor: Any, results: list[Result], tmp_path: Path
) -> None:
    with serve(reported(many(results, 60), tmp_path)) as address:
        page = visitor.open(address)
        last = page.locator("article.case").last
        heading = last.locator("h3")
        is_skipped = "each => !each.checkVisibility({contentVisibilityAuto: true})"
        assert heading.evaluate(is_skipped)
        last.scroll_into_view_if_needed()
        expect(heading).to_be_in_viewport()
        page.wait_for_function(
            "each => each.checkVisibility({contentVisibilityAuto: true})", arg=heading.element_handle()
        )


@pytest.fixture
def two_runs(results: list[Result], tmp_path: Path) -> tuple[Path, Path]:
    """The answers as they are, and cut to their first statement."""
    cut = [
        replace(
            each,
            outcome=replace(
                each.outcome,
                answer=replace(each.outcome.answer, statements=each.outcome.answer.statements[:1]),
            ),
        )
        for each in results
    ]
    return write_run(results, tmp_path / "whole"), write_run(cut, tmp_path / "cut")


def write_run(results: list[Result], folder: Path) -> Path:
    return write_repeated(
        Run(folder, About(provenance_of(results), ""), tuple(results)), len(results), folder
    )


def test_two_runs_are_compared_side_by_side_by_single_keys(
    serve: Serve, visitor: Any, two_runs: tuple[Path, Path]
) -> None:
    apart = len(SideDesk(*map(load_run, two_runs)).items)
    with serve(app_for_sides(*two_runs)) as address:
        page = visitor.open(address)
        page.locator("#rater").fill("Ann")
        page.keyboard.press("Enter")
        for place in range(1, apart + 1):
            expect(page.locator("#progress")).to_contain_text(f"question {place} of {apart}")
            listening(page)
            left, right = (page.locator(side).bounding_box() for side in ("#left", "#right"))
            assert left["x"] + left["width"] <= right["x"]
            page.keyboard.press("o")
            page.keyboard.press("3")
            page.keyboard.press("Enter")
        expect(page.locator("#outcome")).to_contain_text("Raters: Ann")
    assert [each.better for each in read_preferences(two_runs[0] / PREFERENCES)] == ["same"] * apart
