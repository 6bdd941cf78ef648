"""Commands about the library: taking reports in, and listing what it holds."""

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from service.cli.terminal import strip_controls

if TYPE_CHECKING:
    from collections.abc import Callable

    from ingest.progress import IngestResult
    from service.types import Filters

SAMPLES = Path(__file__).parents[2] / "corpus"
JSON = click.option("--json", "as_json", is_flag=True, help="Write JSON, for programs.")


def selection(command: "Callable[..., Any]") -> "Callable[..., Any]":
    """Add the options that select reports; `--from` and `--to` arrive as dates."""
    options = [
        click.option("--report", multiple=True, metavar="ID", help="Only this report (repeat for more)."),
        click.option(
            "--place", multiple=True, metavar="NAME", help="Only about this place (repeat for more)."
        ),
        click.option(
            "--kind", multiple=True, metavar="KIND", help="Only reports of this kind, as `case study`."
        ),
        click.option(
            "--from", "from_date", metavar="DATE", help="From this date on, as 2022-10-31, 2022-10 or 2022."
        ),
        click.option("--to", "to_date", metavar="DATE", help="Up to this date."),
    ]
    for option in reversed(options):
        command = option(command)
    return command


def filters_from(options: dict[str, object]) -> "Filters":
    """Give the filters of the options above; raises InvalidRequest for an invalid date or voice."""
    from pydantic import ValidationError

    from ingest.errors import InvalidRequest
    from service.wire.bodies import FiltersBody

    names = {"report": "reports", "place": "places", "kind": "kinds", "voice": "voices"}
    given = {names.get(name, name): value for name, value in options.items() if value}
    try:
        return FiltersBody.model_validate(given).filters()
    except ValidationError as error:
        first = error.errors()[0]
        option = str(first["loc"][0] if first["loc"] else "from").removesuffix("_date")
        message = f"--{option}: {first['msg'].removeprefix('Value error, ')}. Dates are written 2022-10-31."
        raise InvalidRequest(message) from error


@click.command()
@click.argument("paths", nargs=-1, type=click.Path(exists=True, path_type=Path))
@click.option("--samples", is_flag=True, help="Also the sample reports that come with Walkalong.")
@click.option(
    "--prune",
    is_flag=True,
    help="Remove reports that are no longer among PATHS; those added over HTTP stay.",
)
@JSON
def ingest(paths: tuple[Path, ...], samples: bool, prune: bool, as_json: bool) -> None:
    """Take in reports: files, or folders with all in them."""
    if samples:
        paths = (*paths, SAMPLES)
    if not paths:
        message = "Missing argument 'PATHS...'."
        raise click.UsageError(message)
    from ingest.build import ingest as take_in
    from service.cli.progress import show_progress
    from service.intake.uploads import Uploads
    from service.settings import load_settings
    from service.store.library.change import change_library, refuse_pruning

    settings = load_settings()
    if prune:
        refuse_pruning(settings)
    uploads = Uploads(settings.data_dir, settings.max_file_mb).folder
    if prune and uploads.is_dir():
        paths = (*paths, uploads)
    with show_progress() as progress:
        result = change_library(settings, lambda: take_in(paths, settings, prune=prune, progress=progress))
    if as_json:
        _write_json(_ingestion(result))
    else:
        _say_ingestion(result)
    if result.failures:
        raise click.exceptions.Exit(1)


@click.command()
@selection
@click.option("--programme", help="Only reports of this programme.")
@JSON
def reports(as_json: bool, programme: str | None, **options: object) -> None:
    """List the reports in the library."""
    from service.cli.render import print_reports

    library, entries = _select(programme, options)
    if as_json:
        from service.wire import views

        click.echo(views.ReportsModel(reports=views.details(entries)).model_dump_json(indent=2))
    else:
        print_reports(entries, {entry.details.id: entry.warnings for entry in library.manifest.entries})


@click.command()
@selection
@click.option("--theme", multiple=True, metavar="NAME", help="Only on this theme (repeat for more).")
@JSON
def questions(as_json: bool, theme: tuple[str, ...], **options: object) -> None:
    """List the reflective questions that the reports put to their readers."""
    from service.cli.render import print_questions
    from service.learning.registry import list_asked
    from service.wire.learning import QuestionsModel, view_questions

    library, entries = _select(None, options)
    themes = {name.casefold() for name in theme}
    found = [
        each for each in list_asked(library, entries) if not themes or each.entry.theme.casefold() in themes
    ]
    if as_json:
        click.echo(QuestionsModel(questions=view_questions(found)).model_dump_json(indent=2))
    else:
        print_questions([each.passage for each in found], entries)


@click.command()
@selection
@JSON
def glossary(as_json: bool, **options: object) -> None:
    """List the reports' acronyms and what they stand for."""
    from service.cli.render import print_terms
    from service.reports.glossary import list_meanings
    from service.wire import views

    library, entries = _select(None, options)
    found = list_meanings(library, entries)
    if as_json:
        terms = [views.term(item.term, item.passage) for item in found]
        click.echo(views.GlossaryModel(terms=terms).model_dump_json(indent=2))
    else:
        print_terms(found, entries)


def _select(programme: str | None, options: dict[str, object]) -> tuple[Any, list[Any]]:
    """Give the library and the selected entries of its catalogue."""
    from ingest.library.open import open_library
    from service.reports.records import select_matching
    from service.settings import load_settings

    filters = filters_from(options)
    library = open_library(load_settings())
    return library, select_matching(library.details, filters, programme)


def _write_json(value: object) -> None:
    import json

    click.echo(json.dumps(value, ensure_ascii=False, indent=2))


def _ingestion(result: "IngestResult") -> dict[str, Any]:
    from dataclasses import asdict

    failures = [
        {"file": str(f.path), "reason": f.reason, "explanation": f.explanation, "remedy": f.remedy}
        for f in result.failures
    ]
    skipped = [str(path) for path in result.skipped]
    plain_fields = {k: v for k, v in asdict(result).items() if k not in {"failures", "skipped"}}
    return {**plain_fields, "failures": failures, "skipped": skipped}


def _say_ingestion(result: "IngestResult") -> None:
    changes = {
        "added": result.added,
        "replaced": result.replaced,
        "unchanged": result.unchanged,
        "removed": result.removed,
        "failed": result.failures,
    }
    said = ", ".join(f"{len(items)} {word}" for word, items in changes.items() if items) or "nothing to do"
    click.echo(
        f"{said} in {result.seconds:.1f} s. The library holds {result.reports} reports, "
        f"{result.pages} pages, {result.chunks} chunks."
    )
    for report_id, warnings in result.warnings.items():
        for warning in warnings:
            click.echo(strip_controls(f"Warning: {report_id}: {warning}"), err=True)
    from ingest.library.sources import SUFFIXES

    for path in result.skipped:
        about_folder = "it describes its folder; name the file itself to ingest it"
        why = about_folder if path.suffix.lower() in SUFFIXES else "no format for reports"
        click.echo(strip_controls(f"Left out: {path.name} ({why})."), err=True)
    for failure in result.failures:
        click.echo(
            strip_controls(f"Failed: {failure.path} ({failure.reason}): {failure.explanation}"), err=True
        )
        click.echo(strip_controls(f"        {failure.remedy}"), err=True)
