"""The command that sets places, reports or years side by side on a theme."""

from pathlib import Path
from typing import TYPE_CHECKING, Literal, get_args

import click

from service.cli.library import JSON
from service.cli.terminal import strip_controls

if TYPE_CHECKING:
    from service.survey.compare import ThemeComparison

Side = Literal["place", "report", "year"]
SIDES: tuple[Side, ...] = get_args(Side)
SHOWN = 2
"""Passages of a cell that a terminal shows."""
WIDTH = 160
"""Characters of each: two lines of a terminal."""


@click.command()
@click.argument("theme")
@click.option("--by", type=click.Choice(SIDES), default="place", show_default=True, help="What is compared.")
@click.option(
    "--only", multiple=True, metavar="NAME", help="Only this place, report id or year (repeat for more)."
)
@click.option(
    "-o",
    "--output",
    type=click.Path(dir_okay=False, path_type=Path),
    metavar="FILE",
    help="Write a table here, as CSV.",
)
@JSON
def compare(theme: str, by: Side, only: tuple[str, ...], output: Path | None, as_json: bool) -> None:
    """Set places, reports or years side by side on a theme, each with what it says for, against and on condition."""
    from service.assistant import Assistant
    from service.cli.progress import show_waiting
    from service.settings import load_settings
    from service.survey.compare import compare as set_side_by_side
    from service.survey.look import look_through
    from service.types import Filters
    from service.wire.surveys.models import ComparisonModel

    assistant = Assistant(load_settings())
    filters = Filters(reports=only) if by == "report" else Filters()
    with show_waiting("Reading the reports"):
        survey = look_through(assistant.library, assistant.embedder, theme, filters)
    found = set_side_by_side(survey, by, only)
    if output:
        _write_table(found, output)
    elif as_json:
        click.echo(ComparisonModel.of(found).write(), nl=False)
    else:
        _show(found)


def _write_table(found: "ThemeComparison", output: Path) -> None:
    from ingest.errors import InvalidRequest
    from service.wire.sheets import sheet_of
    from service.wire.surveys.models import CellEntryModel, list_cells

    if output.suffix.lower() != ".csv":
        message = f"A comparison can't be written as {output.suffix!r}: end the file in .csv."
        raise InvalidRequest(message)
    try:
        output.write_text(sheet_of(list_cells(found), CellEntryModel), "utf-8", newline="")
    except OSError as error:
        message = f"{output} can't be written: {error.strerror}."
        raise InvalidRequest(message) from error
    click.echo(f"{output}", err=True)


def _show(found: "ThemeComparison") -> None:
    from textwrap import shorten

    by_key = {passage.id: passage for passage in found.survey.passages}
    for row in found.rows:
        click.echo(strip_controls(row.name))
        for stance, keys in row.cells.items():
            click.echo(f"  {stance.replace('_', ' ')}: {len(keys) or 'nothing found'}")
            for key in keys[:SHOWN]:
                passage = by_key[key]
                words = shorten(passage.text, WIDTH, placeholder=" …")
                click.echo(strip_controls(f"    “{words}” {passage.report_title}, p. {passage.page}"))
