"""The pages at /runs: the runs of this data folder, one as a report, two compared, and draft cases from answers.

The service finds this router through the entry point `walkalong.pages`, because it must not import eval.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, ClassVar
from urllib.parse import quote

from fastapi import APIRouter, Query
from fastapi.responses import HTMLResponse, RedirectResponse, Response
from starlette.concurrency import run_in_threadpool

from eval.html import render
from eval.report.page import report_page
from eval.runs.folder import Run, load_run
from eval.sets.drafts import Drafts
from eval.sets.files import read_set
from ingest.errors import InvalidRequest, NotFound, WalkalongError
from service.store.contract import AnswerWithFeedback
from service.telling import wording
from service.web.context import Context, Parts
from service.web.render import rendering
from service.wire.addresses import below_root

router = APIRouter(include_in_schema=False)
MOST_LISTED = 50
"""Runs, the latest first; each is read for the list."""
Name = Annotated[str, Query(max_length=200)]


@dataclass(frozen=True, slots=True)
class ListedRun:
    """A run in the list."""

    name: str
    questions: str
    started: str
    writer: str
    cases: int
    cut_off: str | None
    commit: str | None
    address: str


@dataclass(frozen=True)
class RunsPage(rendering.SitePage):
    """The runs of this data folder, and the draft cases."""

    template: ClassVar[str] = "runs.html"
    runs: tuple[ListedRun, ...]
    broken: tuple[str, ...]
    """What was wrong with runs that could not be read."""
    drafts: tuple[str, ...]
    """Questions of the draft cases."""
    drafts_file: str


@router.get("/runs", response_class=HTMLResponse)
def list_runs(parts: Parts) -> HTMLResponse:
    """List the runs, the latest first, and the draft cases."""
    runs, broken = [], []
    for folder in sorted(_folders(parts), key=lambda path: path.stat().st_mtime, reverse=True)[:MOST_LISTED]:
        try:
            runs.append(_list(load_run(folder)))
        except WalkalongError as error:
            broken.append(error.message)
    file = _drafts_file(parts)
    drafts = tuple(entry.form.question for entry in read_set([file]).entries) if file.exists() else ()
    runs.sort(key=lambda run: run.started, reverse=True)
    return rendering.respond(RunsPage(tuple(runs), tuple(broken), drafts, file.name))


@router.get("/runs/compared", response_class=HTMLResponse)
def compare_two(parts: Parts, first: Name = "", second: Name = "") -> Response:
    """Show the second run as a report that says what changed since the first; if one is missing, the list of runs."""
    if not first and not second:
        return RedirectResponse(below_root("/runs"), 303)
    if not first or not second or first == second:
        message = "Choose two runs that differ: the one before, and the one after."
        raise InvalidRequest(message)
    return _report(load_run(_folder(parts, second)), load_run(_folder(parts, first)))


@router.get("/runs/{name}", response_class=HTMLResponse)
def show_run(name: str, parts: Parts) -> HTMLResponse:
    """Show one run as a report."""
    return _report(load_run(_folder(parts, name)), None)


@router.post("/answers/{answer_id}/case")
async def draft_case(answer_id: str, parts: Parts) -> Response:
    """Add the question of an answer to the draft cases, its cited passages as proposed gold."""
    await run_in_threadpool(_draft, parts, answer_id)
    return RedirectResponse(below_root("/runs") + "#drafts", 303)


def _draft(parts: Context, answer_id: str) -> None:
    """The kind is a guess, as the case's note says: an evaluator looks at each draft before it counts."""
    answer = parts.store.answer(answer_id)
    known = AnswerWithFeedback(answer, parts.store.feedback(answer_id))
    drafts = Drafts(_drafts_file(parts), (known,))
    answered = answer.status in {"answered", "partial"}
    if not drafts.has(answer_id):
        drafts.add(answer_id, "factual" if answered else "unanswerable", "new_staff", answered)


def _list(run: Run) -> ListedRun:
    made = run.provenance
    return ListedRun(
        name=run.folder.name,
        questions=made.questions,
        started=wording.name_moment(run.about.started),
        writer=made.model or "the reports’ own sentences",
        cases=len(made.cases),
        cut_off=run.cut_off,
        commit=made.commit,
        address=below_root(f"/runs/{quote(run.folder.name)}"),
    )


def _report(run: Run, against: Run | None) -> HTMLResponse:
    page = report_page(run, against)
    # The report is one file with its own styles and script, which the site's pages may not have.
    policy = (
        "default-src 'none'; style-src 'unsafe-inline'; "
        f"script-src '{page.script_hash}'; base-uri 'none'; frame-ancestors 'none'"
    )
    return HTMLResponse(render(page), headers={"Content-Security-Policy": policy})


def _folders(parts: Context) -> Iterator[Path]:
    folder = parts.settings.data_dir / "runs"
    return (path for path in folder.iterdir() if path.is_dir()) if folder.is_dir() else iter(())


def _folder(parts: Context, name: str) -> Path:
    """The folder of a run by its name; only those that are listed have one. Raises NotFound."""
    for folder in _folders(parts):
        if folder.name == name:
            return folder
    message = f"There is no run {name!r} here."
    raise NotFound(message)


def _drafts_file(parts: Context) -> Path:
    return parts.settings.data_dir / "draft-cases.yaml"
