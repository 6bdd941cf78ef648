"""The command that checks a draft."""

from pathlib import Path
from typing import TYPE_CHECKING, Literal, get_args

import click

from service.cli.library import JSON, filters_from, selection
from service.cli.terminal import strip_controls

if TYPE_CHECKING:
    from ingest.types import Details
    from service.draft.types import DraftCheck

OutputFormat = Literal["html", "docx", "json", "txt"]
FORMATS: tuple[OutputFormat, ...] = get_args(OutputFormat)


@click.command()
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path), metavar="FILE")
@selection
@JSON
@click.option(
    "-o",
    "--output",
    type=click.Path(dir_okay=False, path_type=Path),
    metavar="FILE",
    help="Write here: .docx has the draft with comments; .html, .json or .txt.",
)
def check(file: Path, as_json: bool, output: Path | None, **options: object) -> None:
    """Check a draft (text, Markdown, Word) against the reports, sentence by sentence."""
    from ingest.errors import InvalidRequest
    from service.assistant import Assistant
    from service.cli.progress import show_count
    from service.draft.check import check_draft
    from service.draft.read import read_draft_file
    from service.draft.support import ReportSearch
    from service.settings import load_settings

    form = _choose_format(output, as_json=as_json)
    filters, settings = filters_from(options), load_settings()
    draft = read_draft_file(file, settings)
    assistant = Assistant(settings)
    reports = ReportSearch(assistant.library, assistant.embedder, filters, assistant.opinion)
    with show_count("Checking sentences") as progress:
        checked = check_draft(draft, reports, progress)
    written = _write(checked, form, {entry.id: entry for entry in assistant.library.details})
    if output is None:
        click.echo(strip_controls(written.decode()))
        return
    try:
        output.write_bytes(written)
    except OSError as error:
        message = f"{output} can't be written: {error.strerror}."
        raise InvalidRequest(message) from error


def _choose_format(output: Path | None, *, as_json: bool) -> OutputFormat:
    """Give the format that the file's ending or `--json` stands for. Raises InvalidRequest."""
    from ingest.errors import InvalidRequest

    named = output.suffix[1:].lower() if output else "json" if as_json else "txt"
    for known in FORMATS:
        if named == known and not (as_json and known != "json"):
            return known
    message = f"{output}: end the file in {'.json' if as_json else '.docx, .html, .json or .txt'}."
    raise InvalidRequest(message)


def _write(checked: "DraftCheck", form: OutputFormat, entries: "dict[str, Details]") -> bytes:
    if form == "json":
        from service.wire.drafts import DraftCheckModel

        return DraftCheckModel.of(checked).model_dump_json(indent=2).encode()
    if form == "txt":
        from service.draft.sheet.lay_out import write_lines

        return "\n".join(write_lines(checked, entries)).encode()
    from service.draft.sheet.write import write_check

    return write_check(checked, entries, form)
