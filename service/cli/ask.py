"""Commands that ask: one question, a conversation, or a search for passages."""

from contextlib import suppress
from importlib import import_module
from typing import TYPE_CHECKING

import click

from ingest.types import VOICES
from service.cli.library import JSON, filters_from, selection
from service.cli.terminal import strip_controls

if TYPE_CHECKING:
    from service.assistant import Assistant
    from service.store.contract import Store
    from service.types import Filters

VOICE = click.option(
    "--voice", multiple=True, type=click.Choice(VOICES), help="Only passages in this voice (repeat for more)."
)
ENGINE = click.option(
    "--engine",
    type=click.Choice(["extractive", "chat"]),
    help="Who writes the answer; default: as configured.",
)


@click.command()
@click.argument("query")
@selection
@VOICE
@click.option(
    "--budget",
    default=2400,
    show_default=True,
    type=click.IntRange(50, 20_000),
    help="How many characters of text.",
)
@JSON
def search(query: str, budget: int, as_json: bool, **options: object) -> None:
    """Find passages, best first, without writing an answer."""
    from service.cli.progress import show_waiting
    from service.cli.render import print_passages
    from service.wire import views

    filters = filters_from(options)
    with show_waiting("Searching"):
        assistant = _assistant()
        found = assistant.search(query, filters, budget)
    if as_json:
        click.echo(views.PassagesModel(passages=views.passages(found)).model_dump_json(indent=2))
    else:
        print_passages(found, assistant.library.details)


@click.command()
@click.argument("question")
@selection
@VOICE
@ENGINE
@JSON
def ask(question: str, engine: str | None, as_json: bool, **options: object) -> None:
    """Answer one question from the reports."""
    from service.cli.progress import show_waiting
    from service.cli.render import print_answer
    from service.types import Ask
    from service.wire import views

    filters = filters_from(options)
    with show_waiting("Reading the reports"):
        assistant = _assistant()
        answer = assistant.answer(Ask(question, filters=filters, engine=engine))
    if as_json:
        click.echo(views.AnswerModel.of(answer).model_dump_json(indent=2))
    else:
        print_answer(answer, assistant.library.details)


@click.command()
@selection
@VOICE
@ENGINE
@click.option("--conversation", metavar="ID", help="Continue a stored conversation.")
def chat(engine: str | None, conversation: str | None, **options: object) -> None:
    """Talk with the reports; follow-ups are understood. /quit or Ctrl-D ends it."""
    from service.settings import load_settings
    from service.store.sql import open_store

    filters = filters_from(options)
    settings = load_settings()
    assistant = _assistant()
    store = open_store(settings.database_url, settings.data_dir)
    try:
        _talk(assistant, store, filters, engine, conversation)
    finally:
        store.close()


def _talk(
    assistant: "Assistant", store: "Store", filters: "Filters", engine: str | None, conversation: str | None
) -> None:
    """Answer questions until there are no more; the conversation is stored with its first answer."""
    from ingest.errors import WalkalongError
    from service.cli.progress import show_waiting
    from service.cli.render import print_answer
    from service.types import Ask

    if conversation:
        store.conversation(conversation)
    with show_waiting("Opening the library"):
        assistant.warm()
    while (question := _next_question()) is not None:
        try:
            history = store.history(conversation) if conversation else ()
            with show_waiting("Reading the reports"):
                answer = assistant.answer(Ask(question, history, filters, engine))
            conversation = conversation or store.create_conversation().id
            store.save_answer(answer, conversation)
        except WalkalongError as error:
            click.echo(strip_controls(error.message), err=True)
            continue
        print_answer(answer, assistant.library.details)
    if conversation:
        click.echo(f"To continue: walkalong chat --conversation {conversation}", err=True)


def _next_question() -> str | None:
    """Read a line; None at /quit, Ctrl-D or Ctrl-C."""
    with suppress(ImportError):
        import_module("readline")  # importing this gives input() its history and editing
    with suppress(EOFError, KeyboardInterrupt):
        while True:
            line = input("> ").strip()
            if line:
                return None if line in {"/quit", "/exit"} else line
    click.echo(err=True)
    return None


def _assistant() -> "Assistant":
    from service.assistant import Assistant
    from service.settings import load_settings

    return Assistant(load_settings())
