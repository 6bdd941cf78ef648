"""How pages of the evaluation become HTML: one environment, one base class of pages. jinja2's home in eval.

Each room that has pages keeps its templates in a folder of its own.
"""

from dataclasses import dataclass, fields
from pathlib import Path
from typing import ClassVar

from jinja2 import Environment, FileSystemLoader, StrictUndefined

_ROOMS = ("rating", "report")

environment = Environment(
    loader=FileSystemLoader([Path(__file__).parent / room / "templates" for room in _ROOMS]),
    autoescape=True,
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
)


@dataclass(frozen=True)
class HtmlPage:
    """Base of what a template is given: a frozen dataclass whose fields are exactly the template's variables."""

    template: ClassVar[str]
    """The template's file name, which is unique among the rooms."""


def render(page: HtmlPage) -> str:
    """Write a page as HTML."""
    known = {field.name: getattr(page, field.name) for field in fields(page)}
    return environment.get_template(page.template).render(known)
