"""Commands about runs: ask, show, export.

They parse, call and print. All work is done elsewhere.
"""

import shlex
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

import click

from eval.cli.sets import SET, open_assistant, open_set, write_json
from eval.options import EXISTING_FOLDER, NEW_FILE, NEW_FOLDER
from service.cli.library import JSON
from service.cli.terminal import strip_controls

if TYPE_CHECKING:
    from collections.abc import Sequence

    from eval.figures.metrics import By
    from eval.runs.ask import Failure, PreparedRun
    from eval.runs.export import Format


class EngineList(click.ParamType[tuple[str, ...]]):
    """One engine, or several separated by commas."""

    name = "engines"

    def convert(
        self, value: str, param: click.Parameter | None, ctx: click.Context | None
    ) -> tuple[str, ...]:
        """Give each engine once. Fails for one that there is not."""
        known = click.Choice(["extractive", "chat"])
        return tuple(dict.fromkeys(str(known.convert(part.strip(), param, ctx)) for part in value.split(",")))


ENGINES = click.option(
    "--engine",
    "engines",
    type=EngineList(),
    metavar="ENGINE[,ENGINE]",
    help="Who writes the answers: `extractive`, `chat`, or `extractive,chat` for a run of each and one report of both; "
    "default: as configured.",
)
RUN = click.argument("folder", metavar="RUN", type=EXISTING_FOLDER)
NAMED = 5
"""Cases that a message names."""


@click.command()
@SET
@ENGINES
@click.option(
    "--repeat", default=1, show_default=True, type=click.IntRange(1, 100), help="Ask each case so often."
)
@click.option(
    "--cases", help="Only these: ids, patterns of ids, kind:..., persona:..., tag:..., separated by commas."
)
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
    engines: tuple[str, ...] | None,
    repeat: int,
    cases: str | None,
    out: Path | None,
    workers: int | None,
    judge: bool,
    judge_repeats: int,
) -> None:
    """Ask a set of questions, score the answers, and keep both in the folder of a run."""
    from eval.runs.ask import Order, order_engines, prepare_run
    from service.cli.progress import show_waiting

    with show_waiting("Opening the library"):
        order = Order(None, repeat, cases, out, workers, judge_repeats if judge else 0)
        chosen, assistant = open_set(questions), open_assistant(questions)
        orders = order_engines(order, engines or (), assistant.settings, chosen.name)
        prepared = [prepare_run(chosen, assistant, each) for each in orders]
    failed = [_ask(each, among=len(orders)) for each in prepared]
    if len(prepared) > 1:
        _show_engines(*(each.run.folder for each in prepared))
    if any(failed):
        raise click.exceptions.Exit(1)
    for each in prepared:
        if each.bench.judge:
            each.bench.judge.require_verdict()


@click.command()
@RUN
@click.option("--model", help="The judge, in place of WALKALONG_JUDGE_MODEL.")
@click.option(
    "--repeats", default=1, show_default=True, type=click.IntRange(1, 20), help="Judge each answer so often."
)
@click.option("--workers", default=4, show_default=True, type=click.IntRange(1, 64), help="Answers at once.")
def judge(folder: Path, model: str | None, repeats: int, workers: int) -> None:
    """Let a chat model judge the answers of a finished run; continues where it was stopped."""
    from eval.runs.judging import judge_run
    from eval.scorers.judge import Judge
    from ingest.errors import ModelUnavailable
    from service.cli.progress import show_count
    from service.settings import load_settings

    settings = load_settings()
    chosen = settings.model_copy(update={"judge_model": model}) if model else settings
    try:
        with show_count("Judging") as progress:
            judge_run(folder, Judge(chosen, repeats), progress, workers)
    except ModelUnavailable as error:
        click.echo(strip_controls(f"Stopped: {error.message}"), err=True)
        click.echo("What was judged before is kept; the same command goes on.", err=True)
        raise click.exceptions.Exit(1) from None
    _show(folder, "kind")


@click.command()
@RUN
@click.option(
    "--by",
    type=click.Choice(["kind", "persona", "place", "tag"]),
    default="kind",
    show_default=True,
    help="Groups.",
)
@JSON
def show(folder: Path, by: "By", as_json: bool) -> None:
    """Show the figures of a run."""
    if not as_json:
        _show(folder, by)
        return
    from eval.figures.floors import measure_floors
    from eval.figures.metrics import summarise
    from eval.runs.folder import load_run

    found = load_run(folder)
    about = asdict(found.about) | {"finished": found.finished, "results": len(found.results)}
    metrics = [asdict(metric) for metric in summarise(found.results)]
    click.echo(
        write_json(
            {
                "run": about,
                "metrics": metrics,
                "floors": {} if found.is_sealed else measure_floors(found.results),
            }
        )
    )


@click.command()
@RUN
@click.option(
    "--format",
    "form",
    required=True,
    type=click.Choice(["csv", "xlsx", "jsonl", "ragas", "promptfoo", "inspect"]),
    help="A table, a workbook with the figures as well, lines of JSON, or the data set of ragas, promptfoo or "
    "inspect_ai (JSONL).",
)
@click.option("-o", "--out", type=NEW_FILE, help="File to write; default: stdout.")
def export(folder: Path, form: "Format", out: Path | None) -> None:
    """Write the results of a run for another program."""
    from eval.report.workbook import lay_out_run
    from eval.runs.export import export_run
    from eval.runs.folder import load_run
    from ingest.disk.folder import write_atomically
    from service.telling.workbook import write_workbook

    found = load_run(folder)
    if found.cut_off:
        click.echo(f"The run was {found.cut_off}.", err=True)
    if form == "xlsx":
        content = write_workbook(lay_out_run(found))
    else:
        text = export_run(found, form)
        # Spreadsheet programs take a CSV file for another encoding unless it begins with this mark.
        content = text.encode("utf-8-sig" if form == "csv" and out else "utf-8")
    if out is None:
        click.echo(content, nl=False)
        return
    write_atomically(out, lambda file: file.write(content))
    click.echo(f"{len(found.results)} results written to {out}", err=True)


def _ask(prepared: "PreparedRun", among: int) -> bool:
    """Ask what is missing of a run and show its figures; tells whether any case could not be asked.

    `among` is how many runs the command makes: of several, --out names what their folders have in common.
    """
    from eval.runs.ask import ask_all
    from service.cli.progress import show_count

    folder = prepared.run.folder
    out = folder if among == 1 else folder.with_name(folder.name.removesuffix(f"-{prepared.bench.engine}"))
    same = shlex.quote(str(out))
    for case in prepared.broken:
        click.echo(f"{case.id}: a gold quote is in no report; `walkalong eval check` says which.", err=True)
    try:
        with show_count("Asking") as progress:
            failures = ask_all(prepared, progress)
    except KeyboardInterrupt:
        click.echo(f"Stopped. The same command with --out {same} goes on.", err=True)
        raise click.exceptions.Exit(1) from None
    _keep_figures(folder, prepared.seal)
    _show(folder, "kind")
    click.echo(f"For people: walkalong eval report {shlex.quote(str(folder))}", err=True)
    if failures:
        _say_failures(failures, same, is_sealed=prepared.seal is not None)
    return bool(failures)


def _show_engines(extractive: Path, chat: Path) -> None:
    """Compare the runs of both engines, and write the report of both into the chat model's."""
    from eval.figures.compare import compare_runs
    from eval.report.engines import compare_engines, list_engine_lines
    from eval.report.lines import comparison_lines
    from eval.report.page import write_report
    from eval.runs.folder import load_run

    first, second = load_run(extractive), load_run(chat)
    lines = ["", *comparison_lines(compare_runs(first, second), cases=0)]
    if found := compare_engines(first, second):
        lines += ["", *list_engine_lines(found)]
    click.echo(strip_controls("\n".join(lines)))
    write_report(second, first, chat / "report.html")
    click.echo(f"Both in one report: {chat / 'report.html'}", err=True)


def _show(folder: Path, by: "By") -> None:
    from eval.figures.floors import measure_floors
    from eval.figures.metrics import summarise
    from eval.rating.ratings import RATINGS, read_ratings
    from eval.rating.trust import measure_trust
    from eval.report.lines import trust_lines
    from eval.report.terminal import floor_lines, headline_lines, list_groups, overall_lines
    from eval.runs.folder import load_run

    found = load_run(folder)
    metrics = summarise(found.results)
    judged = trust_lines(measure_trust(found.results, read_ratings(folder / RATINGS)))
    floors = floor_lines(measure_floors(found.results), is_sealed=found.is_sealed)
    lines = [
        *headline_lines(found),
        "",
        *overall_lines(metrics),
        *judged,
        *floors,
        "",
        *list_groups(metrics, by),
    ]
    click.echo(strip_controls("\n".join(lines)))


def _keep_figures(folder: Path, seal: Path | None) -> None:
    """Keep the figures of a whole run of a sealed set beside the set."""
    from eval.figures.metrics import summarise
    from eval.runs.folder import load_run
    from eval.sets.seal import record_figures

    found = load_run(folder)
    if seal and found.finished:
        overall = [metric for metric in summarise(found.results) if metric.by == "all"]
        values = {m.name: round(m.estimate.value, 4) for m in overall if m.estimate.value is not None}
        record_figures(seal, folder, values)


def _say_failures(failures: "Sequence[Failure]", out: str, *, is_sealed: bool) -> None:
    """Name what could not be asked, under each reason once; of a sealed set only how many."""
    reasons: dict[str, list[str]] = {}
    for failure in failures:
        reasons.setdefault(failure.why, []).append(failure.case)
    for why, cases in reasons.items():
        named = ", ".join(cases[:NAMED]) + (", ..." if len(cases) > NAMED else "")
        named = "the set is sealed" if is_sealed else named
        click.echo(strip_controls(f"{len(cases)} could not be asked ({named}): {why}"), err=True)
    click.echo(f"The same command with --out {out} asks only these again.", err=True)
