"""A brief as one HTML file that needs nothing else."""

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from service.brief.sheet.parts import BriefSheet
from service.brief.sheet.templates import FOLDER

_environment = Environment(
    loader=FileSystemLoader(FOLDER),
    autoescape=True,
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
)


def write_html(sheet: BriefSheet) -> str:
    """Write a document; what reports say is text in it, never HTML."""
    return _environment.get_template("brief.html").render(sheet=sheet)
