"""Commands for learning from the library: the path of the first days, and the reflections that readers added."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

import click

from service.cli.library import JSON, filters_from, selection
from service.cli.terminal import strip_controls

if TYPE_CHECKING:
    from ingest.types import Details
    from service.learning.firstdays import FirstDays
    from service.store.reflection_contract import ReflectionState
    from service.types import Passage

MOST_EXPORTED = 1_000_000
"""More reflections than any database of them has."""


@click.command("first-days")
@selection
@JSON
def first_days(as_json: bool, **options: object) -> None:
    """Tell somebody new what the programme is, its timeline, who is who, what is assumed, and the lingo."""
    from ingest.library.open import open_library
    from service.learning.firstdays import make_first_days
    from service.reports.records import select_matching
    from service.settings import load_settings
    from service.wire.learning import FirstDaysModel

    filters = filters_from(options)
    library = open_library(load_settings())
    path = make_first_days(library, select_matching(library.details, filters))
    if as_json:
        click.echo(FirstDaysModel.of(path).model_dump_json(indent=2))
        return
    for title, lines in _list_stops(path):
        if lines:
            click.secho(title, bold=True)
            click.echo("\n".join(f"  {strip_controls(line)}" for line in lines) + "\n")
    if not path:
        click.echo("The reports name no programme, dates, roles or terms to begin with.")


@click.command()
@click.option(
    "--state", type=click.Choice(["waiting", "accepted", "declined"]), help="Only those in this state."
)
@click.option("--csv", "as_csv", is_flag=True, help="Write a table, for spreadsheets.")
@JSON
def reflections(state: "ReflectionState | None", as_csv: bool, as_json: bool) -> None:
    """List the reflections that readers added, for a table or a program."""
    from service.settings import load_settings
    from service.store.sql import open_store
    from service.wire.learning import ReflectionModel, ReflectionsModel, view_reflections
    from service.wire.sheets import sheet_of

    settings = load_settings()
    store = open_store(settings.database_url, settings.data_dir)
    try:
        found = view_reflections(store.reflections(MOST_EXPORTED, every=True, state=state))
    finally:
        store.close()
    if as_json:
        click.echo(ReflectionsModel(reflections=found).model_dump_json(indent=2))
    elif as_csv:
        click.echo(sheet_of(found, ReflectionModel), nl=False)
    else:
        for each in found:
            facts = ", ".join(fact for fact in (each.state, each.role, each.place, each.date) if fact)
            click.echo(strip_controls(f"{each.text}\n  ({facts}) On: {each.about}\n"))


def _list_stops(path: "FirstDays") -> Iterator[tuple[str, list[str]]]:
    """Give the stops with their lines."""
    yield "What it is", [_cite(passage) for start in path.programmes for passage in start.passages]
    yield (
        "Timeline",
        [
            f"{event.date}  {_cite(event.passage) if event.passage else _list_titles(event.reports)}"
            for event in path.timeline
        ],
    )
    yield "Who is who, by role", [f"{role.name}: {_cite(role.passage)}" for role in path.people]
    yield "What everyone assumes", [_cite(passage) for passage in path.ideas]
    yield "The lingo", [f"{entry.short}: {entry.meanings[0].long}" for entry in path.lingo]


def _cite(passage: "Passage") -> str:
    from service.telling.plain import flatten_text
    from service.telling.wording import abbreviate_page

    return f"{flatten_text(passage.text)} [{passage.report_title}, {abbreviate_page(passage)}]"


def _list_titles(reports: "tuple[Details, ...]") -> str:
    return f"came out: {'; '.join(each.title for each in reports)}"
