"""The command that makes a brief, or tells a story on a page."""

from pathlib import Path
from typing import TYPE_CHECKING, Literal, get_args

import click

from service.cli.ask import VOICE
from service.cli.library import filters_from, selection

if TYPE_CHECKING:
    from service.assistant import Assistant
    from service.brief.types import Brief
    from service.settings import Settings
    from service.types import Filters

Form = Literal["md", "html", "docx", "pdf", "json"]
FORMS: tuple[Form, ...] = get_args(Form)
BINARY = frozenset({"docx", "pdf"})


@click.command()
@click.argument("question", required=False)
@click.option(
    "--story",
    metavar="NAME",
    help="Instead of a brief: a place, a theme, a term or a report (id or title) on a page.",
)
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
def brief(
    question: str | None, story: str | None, form: str | None, output: Path | None, **options: object
) -> None:
    """Make a brief on a question: the evidence for, against and on condition, by place, and what is not said."""
    from ingest.errors import InvalidRequest
    from service.assistant import Assistant
    from service.settings import load_settings

    if (question is None) == (story is None):
        message = "Give a question for a brief, or --story with a place, a theme or a report; not both."
        raise click.UsageError(message)
    chosen = _choose_form(form, output)
    if chosen in BINARY and output is None:
        message = f"A {chosen} file is not for the terminal: add -o brief.{chosen}."
        raise InvalidRequest(message)
    filters, settings = filters_from(options), load_settings()
    assistant = Assistant(settings)
    if story is not None:
        if any(options.values()):
            message = "--story takes no filters: it finds the reports that speak of what you name."
            raise click.UsageError(message)
        written, kept = _tell_story(assistant, story, chosen), ""
    else:
        made = _make_brief(assistant, settings, question or "", filters)
        written, kept = _write(assistant, made, chosen), f", kept as /briefs/{made.id}"
    if output is None:
        click.echo(written.decode())
        return
    try:
        output.write_bytes(written)
    except OSError as error:
        message = f"{output} can't be written: {error.strerror}."
        raise InvalidRequest(message) from error
    click.echo(f"{output}{kept}", err=True)


def _choose_form(form: str | None, output: Path | None) -> "Form":
    """Give the format that was named, or that the file's ending stands for. Raises InvalidRequest."""
    from ingest.errors import InvalidRequest

    named = form or (output.suffix[1:].lower() if output else "md")
    for known in FORMS:
        if named == known:
            return known
    message = f"A brief can't be written as {named!r}: end the file in .md, .html, .docx, .pdf or .json."
    raise InvalidRequest(message)


def _make_brief(assistant: "Assistant", settings: "Settings", question: str, filters: "Filters") -> "Brief":
    from service.brief.keep import keep_brief
    from service.brief.make import make_brief
    from service.cli.progress import show_waiting
    from service.store.sql import open_store

    with show_waiting("Reading the reports"):
        made = make_brief(assistant.library, assistant.embedder, question, filters)
    store = open_store(settings.database_url, settings.data_dir)
    try:
        return keep_brief(store, made)
    finally:
        store.close()


def _write(assistant: "Assistant", made: "Brief", form: "Form") -> bytes:
    if form == "json":
        from service.wire.briefs import BriefModel

        return BriefModel.of(made).write().encode()
    from service.brief.sheet.write import write_brief

    return write_brief(made, {entry.id: entry for entry in assistant.library.details}, form)


def _tell_story(assistant: "Assistant", about: str, form: "Form") -> bytes:
    from service.cli.progress import show_waiting
    from service.survey.story.make import make_story

    with show_waiting("Reading the reports"):
        story = make_story(assistant.library, assistant.embedder, about)
    if form == "json":
        from service.wire.surveys.stories import StoryModel

        return StoryModel.of(story).write().encode()
    from service.brief.sheet.write import write_document
    from service.survey.story.lay_out import lay_out_story

    return write_document(lay_out_story(story), form)
