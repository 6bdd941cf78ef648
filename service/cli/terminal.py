"""What may be written to a terminal: words, and nothing that controls the terminal."""

import re

_CONTROLS = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069]")
"""C0 and C1 controls but tab and line feed, and the characters that change the direction of writing."""


def strip_controls(text: str) -> str:
    """Take out what could control a terminal: control characters and changes of writing direction."""
    return _CONTROLS.sub("", text)
