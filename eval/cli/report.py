"""Commands of `walkalong eval` for people who read and rate answers. They parse, call and print."""

from pathlib import Path

import click

from eval.options import EXISTING_FOLDER, NEW_FILE
from service.cli.terminal import strip_controls


@click.command()
@click.argument("run", type=EXISTING_FOLDER)
@click.option("--against", type=EXISTING_FOLDER, help="An earlier run to compare with, question by question.")
@click.option("-o", "--out", type=NEW_FILE, help="File to write; else report.html in the run's folder.")
def report(run: Path, against: Path | None, out: Path | None) -> None:
    """Write a run as one HTML file: a summary in plain words, all figures, every case; for the screen and for paper."""
    from eval.report.page import write_report
    from eval.runs.folder import load_run

    path = out or run / "report.html"
    write_report(load_run(run), load_run(against) if against else None, path)
    click.echo(f"Report written to {path}")


@click.command()
@click.argument("run", type=EXISTING_FOLDER, required=False)
@click.option(
    "--feedback", is_flag=True, help="Instead of a run, rate answers that readers gave feedback on."
)
@click.option(
    "--drafts", type=NEW_FILE, help="File for draft cases; else draft-cases.yaml in the data folder."
)
@click.option(
    "--against", type=EXISTING_FOLDER, help="Another run of the same set: choose between two answers, blind."
)
@click.option("--rater", default="", help="Your name, to be suggested by the page.")
@click.option("--port", type=click.IntRange(0, 65535), default=8790, show_default=True)
def rate(
    run: Path | None, feedback: bool, drafts: Path | None, against: Path | None, rater: str, port: int
) -> None:
    """Rate answers on a page, one at a time, without seeing the engine; shows where raters agree."""
    from eval.rating.app import app_for_feedback, app_for_run
    from eval.rating.sides_app import app_for_sides
    from service.cli.serve import listen
    from service.settings import load_settings

    if (run is None) != feedback:
        message = "Give either the folder of a run or --feedback."
        raise click.UsageError(message)
    if against and run is None:
        message = "--against needs the folder of a run to hold the other one against."
        raise click.UsageError(message)
    if run and against:
        app = app_for_sides(run, against, rater)
    else:
        app = app_for_run(run, rater) if run else app_for_feedback(load_settings(), drafts, rater)
    listen(app, "127.0.0.1", port)


@click.command()
@click.argument("run", type=EXISTING_FOLDER)
@click.option(
    "-o", "--out", type=NEW_FILE, help="Table to write, .csv or .xlsx: a row for each rating and choice."
)
def ratings(run: Path, out: Path | None) -> None:
    """Say how people rated a run and how far they agree, and write the ratings as a table."""
    from eval.rating.table import agreement_lines, lay_out_ratings
    from eval.runs.folder import load_run
    from eval.tables import write_table

    found = load_run(run)
    table = lay_out_ratings(found)
    for line in agreement_lines(found):
        click.echo(strip_controls(line))
    if out:
        write_table(out, [table])
        click.echo(f"{len(table.rows)} rows written to {out}", err=True)
