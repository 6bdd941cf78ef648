"""No pattern of the readers and the layout takes long on any text: each is fed 50 kB of what such patterns fear."""

from collections import deque
from itertools import product

import pytest

import ingest.layout
import ingest.readers
from tests.patterns import at_most, patterns_by_module

LENGTH = 50_000
SECONDS = 2.0
"""Of processor time for one pattern and one string; the slowest takes a tenth of a second. Doubling time with each
letter, or squaring it with the length, takes minutes or years."""
SEEDS = (
    *(
        "A",
        "a",
        "1",
        " ",
        "\t",
        "\n",
        ".",
        "-",
        "–",
        "=",
        "#",
        "|",
        "<",
        "&",
        "\\",
        "[",
        "(",
        "“",
        "%",
        "…",
        "i",
        "é",
    ),
    *(
        "a ",
        "1.",
        ". ",
        "A1",
        "x. ",
        "1 2",
        "a-",
        "- ",
        "= ",
        "| a",
        " \n",
        "\r\n",
        "> ",
        "page ",
        "p. ",
        "i v ",
    ),
    *(
        "<!--",
        "-->",
        "<b ",
        "</b",
        "<sup>",
        "<table",
        "![",
        "data:image/png;base64,",
        "{#",
        "# {#",
        "&amp",
        "\\.",
    ),
    *(
        "Table 1 ",
        "Recommendation 2 ",
        "January ",
        "of ",
        "draft ",
        ".a{",
        "display:",
        "(a) ",
        "1.1. ",
        "[1]: ",
    ),
)
ENDS = ("!", "9")


PATTERNS = patterns_by_module(ingest.readers, ingest.layout)


@pytest.mark.parametrize("module", PATTERNS)
def test_a_pattern_is_quick_on_any_text(module: str) -> None:
    for pattern in PATTERNS[module]:
        for seed, end in product(SEEDS, ENDS):
            text = (seed * LENGTH)[:LENGTH] + end
            subject = text if isinstance(pattern.pattern, str) else text.encode()
            with at_most(SECONDS, f"{pattern.pattern!r} on {seed!r} and {end!r}"):
                deque(pattern.finditer(subject), maxlen=0)
                pattern.fullmatch(subject)


def test_the_patterns_of_all_rooms_are_among_them() -> None:
    rooms = {".".join(name.split(".")[:3]) for name in PATTERNS}
    assert {
        "ingest.readers.html",
        "ingest.readers.text",
        "ingest.layout.text",
        "ingest.layout.furniture",
    } <= rooms
