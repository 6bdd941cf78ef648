"""Commands about question sets and runs: check, import, ask, show, export, and what a set is about.

They parse, call and print; nothing is worked out here.
"""

import json
import shlex
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

import click

from eval.options import EXISTING, EXISTING_FILE, EXISTING_FOLDER, NEW_FILE, NEW_FOLDER
from service.cli.ask import ENGINE
from service.cli.library import JSON
from service.cli.terminal import strip_controls

if TYPE_CHECKING:
    from collections.abc import Sequence

    from eval.figures.metrics import By
    from eval.runs.ask import Failure
    from eval.runs.export import Format
    from eval.sets.form import QuestionSet
    from eval.types import Case
    from ingest.library.open import Library
    from service.assistant import Assistant

SET = click.argument("questions", metavar="[SET]...", nargs=-1, type=EXISTING)
RUN = click.argument("folder", metavar="RUN", type=EXISTING_FOLDER)
NAMED = 5
"""Cases that a message names."""


@click.command()
@SET
@JSON
def check(questions: tuple[Path, ...], as_json: bool) -> None:
    """Find what is wrong with a question set: quotes that are gone, cases that contradict themselves."""
    from eval.sets.problems import describe_set, find_problems

    found = _set(questions)
    wrong = find_problems(found, _assistant(questions).library)
    if as_json:
        click.echo(_json([asdict(problem) for problem in wrong]))
    else:
        click.echo("\n".join(strip_controls(str(problem)) for problem in wrong) or describe_set(found))
    if wrong:
        broken = len({(problem.file, problem.case) for problem in wrong})
        click.echo(f"{broken} of {len(found.entries)} cases need attention.", err=True)
        raise click.exceptions.Exit(1)


@click.command()
def schema() -> None:
    """Write the JSON Schema of a question set, for editors that check as one writes."""
    from eval.sets.form import write_schema

    click.echo(write_schema(), nl=False)


@click.command(name="import")
@click.argument("source", metavar="FILE", type=EXISTING_FILE)
@click.option("-o", "--out", required=True, type=NEW_FILE, help="File to write, YAML.")
def import_(source: Path, out: Path) -> None:
    """Make a question set of a JSONL file with question, kind, persona, answerable and evidence on each line."""
    from eval.sets.form import write_set
    from eval.sets.importing import read_jsonl

    count = write_set(out, read_jsonl(source))
    click.echo(
        f"{count} cases written to {out}. `walkalong eval check {shlex.quote(str(out))}` looks them over."
    )


@click.command()
@SET
@ENGINE
@click.option(
    "--repeat", default=1, show_default=True, type=click.IntRange(1, 100), help="Ask each case so often."
)
@click.option("--cases", help="Only these: ids, patterns of ids, kind:..., persona:..., separated by commas.")
@click.option("--out", type=NEW_FOLDER, help="Folder of the run; one that was cut off goes on.")
@click.option(
    "--workers", type=click.IntRange(1, 64), help="Questions at once; default: 1, with a chat model 4."
)
@click.option("--judge", is_flag=True, help="Let the chat model judge the answers as well.")
@click.option(
    "--judge-repeats",
    default=1,
    show_default=True,
    type=click.IntRange(1, 20),
    help="Let it judge each answer so often.",
)
def run(
    questions: tuple[Path, ...],
    engine: str | None,
    repeat: int,
    cases: str | None,
    out: Path | None,
    workers: int | None,
    judge: bool,
    judge_repeats: int,
) -> None:
    """Ask a set of questions, score the answers, and keep both in the folder of a run."""
    from eval.runs.ask import Order, ask_all, prepare_run
    from service.cli.progress import counting, waiting

    with waiting("Opening the library"):
        order = Order(engine, repeat, cases, out, workers, judge_repeats if judge else 0)
        prepared = prepare_run(_set(questions), _assistant(questions), order)
    for case in prepared.broken:
        click.echo(f"{case.id}: a gold quote is in no report; `walkalong eval check` says which.", err=True)
    folder = prepared.run.folder
    try:
        with counting("Asking") as progress:
            failures = ask_all(prepared, progress)
    except KeyboardInterrupt:
        click.echo(f"Stopped. The same command with --out {shlex.quote(str(folder))} goes on.", err=True)
        raise click.exceptions.Exit(1) from None
    _show(folder, "kind")
    click.echo(f"For people: walkalong eval report {shlex.quote(str(folder))}", err=True)
    if failures:
        _say_failures(failures, folder)
        raise click.exceptions.Exit(1)


@click.command()
@RUN
@click.option(
    "--by", type=click.Choice(["kind", "persona", "place"]), default="kind", show_default=True, help="Groups."
)
@JSON
def show(folder: Path, by: "By", as_json: bool) -> None:
    """Show the figures of a run."""
    if not as_json:
        _show(folder, by)
        return
    from eval.figures.metrics import summarise
    from eval.runs.folder import load_run

    found = load_run(folder)
    about = asdict(found.about) | {"finished": found.finished, "results": len(found.results)}
    click.echo(_json({"run": about, "metrics": [asdict(metric) for metric in summarise(found.results)]}))


@click.command()
@RUN
@click.option(
    "--format",
    "form",
    required=True,
    type=click.Choice(["csv", "jsonl", "ragas"]),
    help="A spreadsheet, lines of JSON, or ragas's data set (JSONL).",
)
@click.option("-o", "--out", type=NEW_FILE, help="File to write; default: stdout.")
def export(folder: Path, form: "Format", out: Path | None) -> None:
    """Write the results of a run for another program."""
    from eval.runs.export import export_run
    from eval.runs.folder import load_run
    from ingest.disk.folder import write_atomically

    found = load_run(folder)
    text = export_run(found, form)
    if found.cut_off:
        click.echo(f"The run was {found.cut_off}.", err=True)
    if out is None:
        click.echo(text, nl=False)
        return
    # Spreadsheet programs take a CSV file for another encoding unless it begins with this mark.
    encoded = text.encode("utf-8-sig" if form == "csv" else "utf-8")
    write_atomically(out, lambda file: file.write(encoded))
    click.echo(f"{len(found.results)} results written to {out}", err=True)


@click.command()
@SET
@click.option(
    "--run",
    "folder",
    type=EXISTING_FOLDER,
    help="A run; its cases, and the chunks that none of its searches found.",
)
@JSON
def coverage(questions: tuple[Path, ...], folder: Path | None, as_json: bool) -> None:
    """Tell which reports, kinds, places and sections have questions, and which have none."""
    from eval.report.terminal import coverage_lines
    from eval.runs.coverage import measure_coverage as covered
    from eval.runs.coverage import of_run
    from eval.runs.folder import load_run

    library = _assistant(questions).library
    if folder is None:
        found = covered(library, _cases(questions, library))
    else:
        found = of_run(library, load_run(folder), _cases(questions, library) if questions else None)
    click.echo(_json(asdict(found)) if as_json else strip_controls("\n".join(coverage_lines(found))))


def _set(paths: "Sequence[Path]") -> "QuestionSet":
    """The files that are named, or the curated set."""
    from eval.sets.form import CURATED, read_set

    return read_set(paths or (CURATED,))


def _cases(paths: "Sequence[Path]", library: "Library") -> "tuple[Case, ...]":
    from eval.sets.cases import resolve_set
    from eval.sets.problems import about_this_library

    questions = _set(paths)
    about_this_library(questions, library)
    return resolve_set(questions, library)


def _assistant(questions: "Sequence[Path]") -> "Assistant":
    """The assistant over the library; where there is none, say what the set needs."""
    from ingest.errors import LibraryMissing
    from service.assistant import Assistant
    from service.settings import load_settings

    assistant = Assistant(load_settings())
    try:
        _ = assistant.library
    except LibraryMissing as error:
        curated = (
            "" if questions else " The curated set is about the sample reports: `walkalong ingest corpus`."
        )
        raise LibraryMissing(error.message + curated) from error
    return assistant


def _show(folder: Path, by: "By") -> None:
    from eval.figures.metrics import summarise
    from eval.rating.ratings import RATINGS, read_ratings
    from eval.rating.trust import measure_trust
    from eval.report.lines import trust_lines
    from eval.report.terminal import grouped_lines, headline_lines, overall_lines
    from eval.runs.folder import load_run

    found = load_run(folder)
    metrics = summarise(found.results)
    judged = trust_lines(measure_trust(found.results, read_ratings(folder / RATINGS)))
    lines = [*headline_lines(found), "", *overall_lines(metrics), *judged, "", *grouped_lines(metrics, by)]
    click.echo(strip_controls("\n".join(lines)))


def _say_failures(failures: "Sequence[Failure]", folder: Path) -> None:
    """Name what could not be asked, under each reason once."""
    reasons: dict[str, list[str]] = {}
    for failure in failures:
        reasons.setdefault(failure.why, []).append(failure.case)
    for why, cases in reasons.items():
        named = ", ".join(cases[:NAMED]) + (", ..." if len(cases) > NAMED else "")
        click.echo(strip_controls(f"{len(cases)} could not be asked ({named}): {why}"), err=True)
    click.echo(f"The same command with --out {shlex.quote(str(folder))} asks only these again.", err=True)


def _json(content: object) -> str:
    return json.dumps(content, indent=2, ensure_ascii=False)
