"""The command that sets places, reports or years side by side on a theme, or a report beside those before it."""

from pathlib import Path
from typing import TYPE_CHECKING, Literal, get_args

import click

from service.cli.library import JSON
from service.cli.terminal import strip_controls

if TYPE_CHECKING:
    from service.assistant import Assistant
    from service.survey.compare import ThemeComparison

Side = Literal["place", "report", "year"]
SIDES: tuple[Side, ...] = get_args(Side)
SHOWN = 2
"""Passages of a cell that a terminal shows."""
WIDTH = 160
"""Characters of each: two lines of a terminal."""


@click.command()
@click.argument("theme", required=False)
@click.option("--new-in", metavar="ID", help="Instead of a theme: what a report has that none before it has.")
@click.option("--by", type=click.Choice(SIDES), default="place", show_default=True, help="What is compared.")
@click.option(
    "--only", multiple=True, metavar="NAME", help="Only this place, report id or year (repeat for more)."
)
@click.option(
    "-o",
    "--output",
    type=click.Path(dir_okay=False, path_type=Path),
    metavar="FILE",
    help="Write a table here, .csv or .xlsx.",
)
@JSON
def compare(
    theme: str | None,
    new_in: str | None,
    by: Side,
    only: tuple[str, ...],
    output: Path | None,
    as_json: bool,
) -> None:
    """Set places, reports or years side by side on a theme, each with what it says for, against and on condition."""
    from service.assistant import Assistant
    from service.cli.progress import show_waiting
    from service.settings import load_settings
    from service.survey.compare import compare as set_side_by_side
    from service.survey.look import look_through
    from service.types import Filters
    from service.wire.surveys.models import ComparisonModel

    if (theme is None) == (new_in is None):
        message = "Give a theme, or --new-in with a report's id; not both."
        raise click.UsageError(message)
    assistant = Assistant(load_settings())
    if theme is None:
        if output or only:
            message = "--new-in takes neither --only nor -o."
            raise click.UsageError(message)
        _tell_news(assistant, new_in or "", as_json)
        return
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
    from service.wire.sheets import book_of, sheet_of
    from service.wire.surveys.models import CellEntryModel, list_cells

    ending = output.suffix.lower()
    if ending not in (".csv", ".xlsx"):
        message = f"A comparison can't be written as {output.suffix!r}: end the file in .csv or .xlsx."
        raise InvalidRequest(message)
    cells = list_cells(found)
    is_book = ending == ".xlsx"
    written = (
        book_of(cells, CellEntryModel, "Comparison") if is_book else sheet_of(cells, CellEntryModel).encode()
    )
    try:
        output.write_bytes(written)
    except OSError as error:
        message = f"{output} can't be written: {error.strerror}."
        raise InvalidRequest(message) from error
    click.echo(f"{output}", err=True)


def _tell_news(assistant: "Assistant", report_id: str, as_json: bool) -> None:
    from textwrap import shorten

    from service.survey.report_news import find_report_news
    from service.telling import wording
    from service.wire.surveys.models import ReportNewsModel

    news = find_report_news(assistant.library, report_id)
    if as_json:
        click.echo(ReportNewsModel.of(news).write(), nl=False)
        return
    day = wording.name_day(news.report.date or "")
    click.echo(strip_controls(f"{news.report.title}, {day}, beside {len(news.before)} earlier reports"))
    click.echo(strip_controls(f"  places: {', '.join(news.places) or 'none new'}"))
    click.echo(strip_controls(f"  terms: {', '.join(news.terms) or 'none new'}"))
    click.echo(f"  findings: {news.new} of {news.looked_at} are like nothing earlier")
    for each in news.findings:
        words = shorten(each.text, 2 * WIDTH, placeholder=" …")
        click.echo(strip_controls(f"    “{words}” p. {each.page}"))


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
