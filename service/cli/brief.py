"""The command that makes a brief."""

from pathlib import Path
from typing import TYPE_CHECKING, Literal, get_args

import click

from service.cli.ask import VOICE
from service.cli.library import filters_from, selection

if TYPE_CHECKING:
    from ingest.types import Details
    from service.brief.types import Brief

Form = Literal["md", "html", "docx", "pdf", "json"]
FORMS: tuple[Form, ...] = get_args(Form)
BINARY = frozenset({"docx", "pdf"})


@click.command()
@click.argument("question")
@selection
@VOICE
@click.option(
    "--format",
    "form",
    type=click.Choice(FORMS),
    help="Default: by the ending of FILE, or md.",
)
@click.option(
    "-o", "--output", type=click.Path(dir_okay=False, path_type=Path), metavar="FILE", help="Write here."
)
def brief(question: str, form: str | None, output: Path | None, **options: object) -> None:
    """Make a brief on a question: the evidence for, against and on condition, by place, and what is not said."""
    from ingest.errors import InvalidRequest
    from service.assistant import Assistant
    from service.brief.keep import keep_brief
    from service.brief.make import make_brief
    from service.cli.progress import show_waiting
    from service.settings import load_settings
    from service.store.sql import open_store

    chosen = _choose_form(form, output)
    if chosen in BINARY and output is None:
        message = f"A {chosen} file is not for the terminal: add -o brief.{chosen}."
        raise InvalidRequest(message)
    filters, settings = filters_from(options), load_settings()
    assistant = Assistant(settings)
    with show_waiting("Reading the reports"):
        made = make_brief(assistant.library, assistant.embedder, question, filters)
    store = open_store(settings.database_url, settings.data_dir)
    try:
        made = keep_brief(store, made)
    finally:
        store.close()
    written = _write(made, chosen, {entry.id: entry for entry in assistant.library.details})
    if output is None:
        click.echo(written.decode())
        return
    try:
        output.write_bytes(written)
    except OSError as error:
        message = f"{output} can't be written: {error.strerror}."
        raise InvalidRequest(message) from error
    click.echo(f"{output}, kept as /briefs/{made.id}", err=True)


def _choose_form(form: str | None, output: Path | None) -> "Form":
    """Give the format that was named, or that the file's ending stands for. Raises InvalidRequest."""
    from ingest.errors import InvalidRequest

    named = form or (output.suffix[1:].lower() if output else "md")
    for known in FORMS:
        if named == known:
            return known
    message = f"A brief can't be written as {named!r}: end the file in .md, .html, .docx, .pdf or .json."
    raise InvalidRequest(message)


def _write(made: "Brief", form: "Form", entries: "dict[str, Details]") -> bytes:
    if form == "json":
        from service.wire.briefs import BriefModel

        return BriefModel.of(made).write().encode()
    from service.brief.sheet.write import write_brief

    return write_brief(made, entries, form)
