"""How pages become HTML: one environment, one base class of pages, the addresses of static files.

jinja2's home for pages. What a page shows is decided in service/web/pages.
"""

import hashlib
import re
from dataclasses import dataclass, fields
from pathlib import Path
from typing import ClassVar

from fastapi.responses import HTMLResponse
from jinja2 import Environment, FileSystemLoader, StrictUndefined
from starlette.responses import Response
from starlette.staticfiles import StaticFiles
from starlette.types import Scope

from service.access.callers import CALLER, SIGNED_IN
from service.access.routes import role_needed
from service.telling.plain import flatten_text
from service.web.render.acronyms import Longs, pieces
from service.wire.addresses import below_root

STATIC = Path(__file__).parents[1] / "static"
NAVIGATION = (
    ("ask", "Ask", "/"),
    ("questions", "Questions", "/questions"),
    ("briefs", "Briefs", "/briefs"),
    ("library", "Library", "/library"),
    ("conversations", "Conversations", "/conversations"),
    ("theme", "Themes", "/theme"),
    ("compare", "Compare", "/compare"),
    ("glossary", "Glossary", "/glossary"),
    ("draft", "Check a draft", "/check"),
    ("add", "Add reports", "/add"),
    ("runs", "Runs", "/runs"),
)
"""Key (a template says `{% set here = "library" %}`), words and address of each part of the site."""
FIRST_ENTRIES = 4
"""Menu entries that are always visible: as many as fit side by side at 320 px. The others are under "More"."""


@dataclass(frozen=True)
class SitePage:
    """Base of what templates are given: a frozen dataclass whose fields are exactly the template's variables."""

    template: ClassVar[str]


def version_of(folder: Path) -> str:
    """Give a word that changes when any file of the folder changes."""
    digest = hashlib.sha256()
    for path in sorted(folder.iterdir()):
        digest.update(path.name.encode() + path.read_bytes())
    return digest.hexdigest()[:12]


_BARS = re.compile(r"\s*\|\s*")
"""What parts the cells of a row of Markdown."""
_BARS_AT_ENDS = re.compile(r"^\s*\|\s*|\s*\|\s*$")
"""What stands before the first cell of a row of Markdown and behind its last."""
VERSION = version_of(STATIC)


def asset(name: str) -> str:
    """Give the address of a static file; it changes with the files, so browsers keep what they have.

    Modules that import one another by relative address stay within one version.
    """
    return below_root(f"/static/{VERSION}/{name}")


def render(page: SitePage) -> str:
    """Write a page as HTML."""
    known = {field.name: getattr(page, field.name) for field in fields(page)}
    return environment.get_template(page.template).render(known)


def respond(page: SitePage, status: int = 200) -> HTMLResponse:
    """Write a page as a response."""
    return HTMLResponse(render(page), status)


def inline(text: str) -> str:
    """Give a run of a report's text for one line: without Markdown's emphasis, and with table cells kept apart.

    Unlike `flatten_text`, this keeps a space at either end, because runs are put beside one another.
    """
    edges = (" " if text[:1].isspace() else "", " " if text[-1:].isspace() else "")
    return f"{edges[0]}{flatten_text(text)}{edges[1]}"


def explain_acronyms(text: str, longs: Longs) -> str:
    """Give a text with its acronyms explaining themselves, as safe HTML."""
    written: str = environment.get_template("term.html").module.explained(text, longs)  # type: ignore[attr-defined]
    return written


def cells(text: str) -> str:
    """Give a run of a table's row for one line, without the bars that Markdown puts between cells."""
    bare = _BARS_AT_ENDS.sub(" ", text)
    return inline(_BARS.sub("\t", bare)) if "|" in text else inline(text)


def capitalise(text: str) -> str:
    """Begin with a capital, and leave the rest as it is."""
    return text[:1].upper() + text[1:]


def may(method: str, path: str) -> bool:
    """Whether the caller may do this: pages show only that. A caller who needs a key and sent none may do nothing."""
    needed, caller = role_needed(method, path), CALLER.get()
    return needed is None or (caller is not None and caller.role >= needed)


class KeptFiles(StaticFiles):
    """Static files under an address that names their version, so a browser need never ask again."""

    async def get_response(self, path: str, scope: Scope) -> Response:
        """Serve one file."""
        response = await super().get_response(path, scope)
        if response.status_code in {200, 304}:
            response.headers["Cache-Control"] = "private, max-age=31536000, immutable"
        return response


environment = Environment(
    loader=FileSystemLoader(Path(__file__).parents[1] / "templates"),
    autoescape=True,
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
)
environment.globals.update(
    asset=asset,
    at=below_root,
    may=may,
    first_entries=NAVIGATION[:FIRST_ENTRIES],
    more_entries=NAVIGATION[FIRST_ENTRIES:],
    caller=CALLER.get,
    is_signed_in=SIGNED_IN.get,
)
environment.filters.update(
    inline=inline, cells=cells, capitalise=capitalise, explained=explain_acronyms, pieces=pieces
)
