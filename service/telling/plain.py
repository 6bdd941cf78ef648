"""Text of reports as people read it: on one line, without Markdown's marks or with them escaped."""

import re

_EMPHASIS = re.compile(r"(?<!\w)[*_]{1,3}(?=\S)|(?<=\S)[*_]{1,3}(?!\w)")
"""Markdown's marks for bold and italics, where they touch a word on one side only."""

_SPECIAL = re.compile(r"([\\`*_\[\]<>|])")
"""Characters that mean something anywhere in Markdown."""
_LINE_START = re.compile(r"^(\d*)([#+.)-])(?=\s)")
"""What makes a heading or an item of a line that begins with it."""


def flatten_text(text: str) -> str:
    """Put a text on one line, without Markdown's emphasis marks; the cells of a table's row are kept apart."""
    cells = (" ".join(cell.split()) for cell in text.split("\t"))
    return _EMPHASIS.sub("", " · ".join(cell for cell in cells if cell))


def escape_markdown(text: str) -> str:
    """Escape words so that Markdown shows them as they are, and put them on one line."""
    return _LINE_START.sub(r"\1\\\2", _SPECIAL.sub(r"\\\1", " ".join(text.split())))
