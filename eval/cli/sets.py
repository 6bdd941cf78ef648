"""Commands about question sets: check, import, template, seal, schema, coverage.

They parse, call and print. All work is done elsewhere.
"""

import json
import shlex
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

import click

from eval.options import EXISTING, EXISTING_FILE, EXISTING_FOLDER, NEW_FILE
from service.cli.library import JSON
from service.cli.terminal import strip_controls

if TYPE_CHECKING:
    from eval.sets.files import QuestionSet
    from eval.sets.form import SetProblem
    from eval.types import Case
    from ingest.library.open import Library
    from service.assistant import Assistant

SET = click.argument("questions", metavar="[SET]...", nargs=-1, type=EXISTING)


@click.command()
@SET
@JSON
def check(questions: tuple[Path, ...], as_json: bool) -> None:
    """Find what is wrong with a question set: lost quotes, contradictions, gold that can't score 1."""
    from eval.sets.problems import describe_set, find_problems, list_unchecked

    found, library = open_set(questions), open_assistant(questions).library
    wrong, weak = _check_gold(found, library)
    wrong = [*find_problems(found, library), *wrong]
    if as_json:
        click.echo(write_json([asdict(problem) for problem in wrong]))
    else:
        lines = [str(problem) for problem in wrong] or [describe_set(found)]
        click.echo(strip_controls("\n".join([*lines, *_weak_lines(weak), *list_unchecked(found)])))
    if wrong:
        click.echo(_count_broken(wrong, found), err=True)
        raise click.exceptions.Exit(1)


@click.command()
def schema() -> None:
    """Write the JSON Schema of a question set, for editors that check while you write."""
    from eval.sets.form import write_schema

    click.echo(write_schema(), nl=False)


@click.command()
@click.argument("path", metavar="SET", type=EXISTING)
def seal(path: Path) -> None:
    """Seal a set, so that only its figures are shown and each run is counted; if it is sealed, list the openings."""
    from eval.report.terminal import list_openings
    from eval.sets.files import read_set
    from eval.sets.seal import find_seal, is_unchanged, read_seal, seal_set

    found = read_set([path])
    if found.problems:
        click.echo(_count_broken(found.problems, found), err=True)
        raise click.exceptions.Exit(1)
    known = find_seal(path)
    if known.exists() and is_unchanged(known, found.files):
        click.echo(strip_controls("\n".join(list_openings(read_seal(known).openings))))
        return
    seal_set(path, found.files)
    click.echo(
        f"{len(found.entries)} cases are sealed; {known} counts how often they are opened. Keep it with the set."
    )


@click.command(name="import")
@click.argument("source", metavar="FILE", type=EXISTING_FILE)
@click.option(
    "-o", "--out", required=True, type=NEW_FILE, help="File to write: .csv or .xlsx for a table, else YAML."
)
def import_(source: Path, out: Path) -> None:
    """Turn another file into a question set: a table (CSV, XLSX) or JSON lines into YAML, or YAML into a table."""
    from eval.sets.files import write_set
    from eval.sets.importing import read_questions

    count = write_set(out, read_questions(source))
    click.echo(
        f"{count} cases written to {out}. `walkalong eval check {shlex.quote(str(out))}` looks them over."
    )


@click.command()
@click.argument("out", metavar="FILE", type=NEW_FILE)
def template(out: Path) -> None:
    """Write an empty table for your own questions (.xlsx or .csv), with an explanation of each column."""
    from eval.sets.files import is_table, write_set

    if not is_table(out):
        message = f"{out.name}: give it a name that ends in .xlsx or .csv."
        raise click.UsageError(message)
    write_set(out, [])
    click.echo(
        f"{out} is ready to be filled in; `walkalong eval check {shlex.quote(str(out))}` looks it over."
    )


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
    """Say which reports, kinds, places and sections have questions, and which have none."""
    from eval.report.terminal import coverage_lines
    from eval.runs.coverage import measure_coverage, of_run
    from eval.runs.folder import load_run

    library = open_assistant(questions).library
    if folder is None:
        found = measure_coverage(library, _cases(questions, library))
    else:
        found = of_run(library, load_run(folder), _cases(questions, library) if questions else None)
    click.echo(write_json(asdict(found)) if as_json else strip_controls("\n".join(coverage_lines(found))))


def open_set(paths: Sequence[Path]) -> "QuestionSet":
    """The files that are named, or the curated set."""
    from eval.sets.files import CURATED, read_set

    return read_set(paths or (CURATED,))


def open_assistant(questions: Sequence[Path]) -> "Assistant":
    """Open the library. If there is none, LibraryMissing says which reports the set needs."""
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


def write_json(content: object) -> str:
    """Print problems in the form that all commands of the evaluation use."""
    return json.dumps(content, indent=2, ensure_ascii=False)


def _cases(paths: Sequence[Path], library: "Library") -> "tuple[Case, ...]":
    from eval.sets.cases import resolve_set
    from eval.sets.problems import about_this_library

    questions = open_set(paths)
    about_this_library(questions, library)
    return resolve_set(questions, library)


def _check_gold(
    questions: "QuestionSet", library: "Library"
) -> "tuple[list[SetProblem], dict[str, tuple[str, ...]]]":
    """Find cases that can't score 1, and weak ones; cases with missing quotes are left out."""
    from eval.scorers.gold_check import check_gold
    from eval.sets.cases import Resolver
    from eval.sets.form import SetProblem

    resolver, wrong, weak = Resolver(library), [], {}
    for entry in questions.entries:
        case = resolver.case(entry.form)
        if case.unresolved:
            continue
        found = check_gold(case, library)
        wrong += [SetProblem(entry.file, case.id, clause) for clause in found.wrong]
        if found.weak:
            weak[case.id] = found.weak
    return wrong, weak


def _weak_lines(weak: Mapping[str, Sequence[str]]) -> list[str]:
    if not weak:
        return []
    cases = "1 case" if len(weak) == 1 else f"{len(weak)} cases"
    return [
        f"{cases} could be answered as allowed and score less than 1:",
        *(f"  {case}: {'; '.join(clauses)}" for case, clauses in weak.items()),
    ]


def _count_broken(wrong: "Sequence[SetProblem]", questions: "QuestionSet") -> str:
    """Say how many cases need attention, and how many files can't be read at all."""
    cases = {(problem.file, problem.case) for problem in wrong if problem.case}
    files = {problem.file for problem in wrong if not problem.case}
    total = cases | {(entry.file, entry.form.id) for entry in questions.entries}
    told = [f"{len(cases)} of {len(total)} cases need attention."] if total else []
    told += ["1 file can't be read."] if len(files) == 1 else []
    return " ".join([*told, *([f"{len(files)} files can't be read."] if len(files) > 1 else [])])
