"""A checked draft as one HTML file that needs nothing else."""

from collections.abc import Sequence
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from service.draft.sheet.lay_out import LIMITS, ParagraphFindings

_environment = Environment(
    loader=FileSystemLoader(Path(__file__).parent),
    autoescape=True,
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
)


def write_html(paragraphs: Sequence[ParagraphFindings], summary: str, notes: Sequence[str]) -> str:
    """Write a document; words of the draft and the reports become text in it, never HTML."""
    template = _environment.get_template("draft.html")
    return template.render(paragraphs=paragraphs, summary=summary, notes=notes, limits=LIMITS)
