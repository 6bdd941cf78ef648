"""Commands about finished runs: compare two, list them, and hold one against a baseline.

They parse, call and print. All work is done elsewhere.
"""

import json
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

import click

from eval.options import EXISTING_FOLDER, NEW_FILE
from service.cli.library import JSON
from service.cli.terminal import strip_controls

if TYPE_CHECKING:
    from eval.figures.baseline import Baseline
    from eval.figures.gate import Checked
    from eval.runs.folder import Run

BASELINE = Path(__file__).parents[1] / "baseline.json"


@click.command()
@click.argument("first", metavar="A", type=EXISTING_FOLDER)
@click.argument("second", metavar="B", type=EXISTING_FOLDER)
@click.option("--cases", default=10, show_default=True, help="Tell so many changed cases with both answers.")
@JSON
def compare(first: Path, second: Path, cases: int, as_json: bool) -> None:
    """Compare two runs case by case: how far each figure moved, and which answers to look at."""
    from eval.figures import compare as module
    from eval.report.lines import comparison_lines
    from eval.runs.folder import load_run

    found = module.compare_runs(load_run(first), load_run(second))
    if as_json:
        click.echo(json.dumps(module.as_json(found), indent=2, ensure_ascii=False))
    else:
        click.echo(strip_controls("\n".join(comparison_lines(found, cases))))


@click.command()
@click.argument("folder", metavar="[FOLDER]", required=False, type=EXISTING_FOLDER)
@click.option("--set", "questions", metavar="NAME", help="Only runs of this set.")
@JSON
def runs(folder: Path | None, questions: str | None, as_json: bool) -> None:
    """List runs (default: those of the data folder) with their figures, and what moved since the run before."""
    from eval.figures.trend import list_runs
    from eval.report.terminal import trend_lines
    from service.settings import load_settings

    found = list_runs(folder or load_settings().data_dir / "runs", questions)
    if as_json:
        listed = [asdict(each) | {"folder": str(each.folder)} for each in found]
        click.echo(json.dumps(listed, indent=2, ensure_ascii=False))
    else:
        click.echo(strip_controls("\n".join(trend_lines(found))))


@click.command()
@click.argument("folder", metavar="RUN", type=EXISTING_FOLDER)
@click.option(
    "--baseline",
    "path",
    default=BASELINE,
    type=NEW_FILE,
    help="File with the figures to hold; default: the curated set's.",
)
@click.option("--write-baseline", "write", is_flag=True, help="Make this run's figures the baseline.")
@JSON
def gate(folder: Path, path: Path, write: bool, as_json: bool) -> None:
    """Compare a run's figures with a baseline; exit with 1 if one moved beyond its band, up or down."""
    from eval.figures.baseline import read_baseline
    from eval.figures.gate import check_run
    from eval.runs.folder import load_run

    run = load_run(folder)
    if write:
        before = read_baseline(path) if path.exists() else None
        _write(path, run, before)
        return
    baseline = read_baseline(path)
    found = check_run(run, baseline)
    _tell(found, run, baseline, as_json)
    if not all(each.passed for each in found):
        raise click.exceptions.Exit(1)


def _write(path: Path, run: "Run", before: "Baseline | None") -> None:
    from eval.figures.baseline import make_baseline, write_baseline

    baseline = make_baseline(run, before)
    write_baseline(path, baseline)
    click.echo(f"{len(baseline.metrics)} figures of {len(baseline.cases)} cases written to {path}.")


def _tell(found: "tuple[Checked, ...]", run: "Run", baseline: "Baseline", as_json: bool) -> None:
    from eval.figures.gate import compare_speed, find_changes
    from eval.report.lines import change_lines, gate_lines

    changes, speed = find_changes(run, baseline), compare_speed(run, baseline)
    if as_json:
        told: list[dict[str, object]] = [asdict(each) | {"passed": each.passed} for each in found]
        told.append({"name": "answers", "changed": [asdict(each) for each in changes], "passed": True})
        told.append({"name": "speed", "changed": speed, "passed": True})
        click.echo(json.dumps(told, indent=2, ensure_ascii=False))
    else:
        click.echo(strip_controls("\n".join([*gate_lines(found), *change_lines(changes, speed)])))
