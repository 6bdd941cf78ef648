"""A brief as Markdown."""

import re
from collections.abc import Iterator

from service.brief.sheet.parts import BriefSheet, Paragraph, Part, Points, Quoted, SheetHeading, SheetTable

_SPECIAL = re.compile(r"([\\`*_{}\[\]<>#|~!])")
"""Characters that mean something in Markdown."""
_KEYS = re.compile(r"\\\[((?:[ENS]\d+(?:, )?)+)\\\]")
"""Keys of passages in brackets, after escaping: these stay as they are."""


def write_markdown(sheet: BriefSheet) -> str:
    """Write a document; what reports say is escaped, so that none of it is read as Markdown."""
    lines = [f"# {_escape(sheet.title)}", _escape(sheet.about)]
    lines += [text for part in sheet.parts for text in _write(part)]
    return "\n\n".join(lines) + "\n"


def _write(part: Part) -> Iterator[str]:
    if isinstance(part, SheetHeading):
        yield f"## {_escape(part.text)}"
    elif isinstance(part, Paragraph):
        yield _escape(part.text)
    elif isinstance(part, Points):
        yield "\n".join(f"- {_escape(item)}" for item in part.items)
    elif isinstance(part, Quoted):
        remark = f"  \n{_escape(part.remark)}" if part.remark else ""
        yield f"**{part.key}** “{_escape(part.text)}”  \n— {_escape(part.source)}{remark}"
    elif isinstance(part, SheetTable):
        yield "\n".join(_write_rows(part))
    else:
        # A picture in a Markdown file would be a second file; its words say the same.
        yield f"*{_escape(part.title)}.* {_escape(part.words)}"


def _write_rows(grid: SheetTable) -> Iterator[str]:
    yield f"| {' | '.join(map(_escape, grid.heads))} |"
    yield "|" + " --- |" * len(grid.heads)
    for row in grid.rows:
        yield f"| {' | '.join(map(_escape, row))} |"


def _escape(text: str) -> str:
    return _KEYS.sub(r"[\1]", _SPECIAL.sub(r"\\\1", " ".join(text.split())))
