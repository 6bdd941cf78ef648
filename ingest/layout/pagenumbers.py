"""The numbers printed on pages: which lone figures at a page's edge count the pages, and which say something."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from ingest.layout.parts import TextLine

WORD = r"page|pg\.?|p\.|seite|página|pagina"
FRILLS = r"[\s\-–—.·|()\[\]~*•_]*"
"""What typesetters put around a page number; not %, £ or +, which make it a figure."""
TOTAL = r"(?:(?:of|/|sur|de|von|out\sof)\s*+\d{1,4}\W*+)?"
TRAILING_WORD = r"(?:\|\s*p\s?a\s?g\s?e\W*+)?"
LONE_NUMBER = re.compile(
    rf"^{FRILLS}+(?:(?P<word>{WORD}){FRILLS}+)?(?P<label>\d{{1,4}}|[ivxlc]{{1,7}}){FRILLS}{TOTAL}{TRAILING_WORD}$",
    re.IGNORECASE,
)
"""A line that is a page number and nothing else, with what is set around it: `– 4 –`, `Page 4 of 9`, `iv`."""
SAME_FOOT = 6.0
"""Points by which the height of page numbers differs within a run: 0 to 1 on nine of the ten reports, 21 where a
report turns its pages."""
SAME_PLACE = 3.0
"""Points within which a number stands where the counting ones do."""
ROMAN = {"i": 1, "v": 5, "x": 10, "l": 50, "c": 100}
"""Numerals of front matter; no report has five hundred pages of it."""


@dataclass(frozen=True, slots=True)
class Edge:
    """A line near the top or the bottom of a page."""

    page: int
    """0-based position in the file."""
    line: TextLine
    key: tuple[str, str]
    """Which edge, and its text with digits abstracted."""


def find_page_numbers(edges: Sequence[Edge], pages: int) -> list[Edge]:
    """The lines that are nothing but a page's number.

    A lone number is one when a second page counts on from it at the same height and size, when it stands where
    such numbers stand, or when it says "page" by itself.
    """
    lone = [edge for edge in edges if LONE_NUMBER.match(edge.line.text)]
    counting = [edge for edge in lone if any(do_count(edge, other) for other in lone)]
    return [
        edge
        for edge in lone
        if edge in counting
        or any(share_place(edge, other) for other in counting)
        or says_page(edge)
        or (pages == 1 and read_value(edge) == 1 and edge.key[0] == "foot")
    ]


def do_count(edge: Edge, other: Edge) -> bool:
    """Whether two lone numbers are as far apart as their pages, and set alike."""
    return (
        edge.page != other.page
        and read_value(edge) - read_value(other) == edge.page - other.page
        and edge.key[0] == other.key[0]
        and edge.line.size == other.line.size
        and abs(edge.line.box.bottom - other.line.box.bottom) <= SAME_FOOT
    )


def share_place(edge: Edge, other: Edge) -> bool:
    """Whether two lone numbers stand at one place of their pages: on the left, on the right or in the middle."""
    one, two = edge.line.box, other.line.box
    middles = (one.left + one.right - two.left - two.right) / 2
    across = min(abs(one.left - two.left), abs(one.right - two.right), abs(middles))
    return (
        across <= SAME_PLACE
        and abs(one.bottom - two.bottom) <= SAME_PLACE
        and edge.line.size == other.line.size
    )


def says_page(edge: Edge) -> bool:
    """Whether a lone number says that it is a page's: `Page 3`, `3 of 12`, `113 | P a g e`, `- 4 -`."""
    found = LONE_NUMBER.match(edge.line.text)
    rest = re.sub(r"\s", "", edge.line.text)
    return found is not None and (found["word"] is not None or rest != found["label"]) and len(rest) > 1


def label_of(edge: Edge) -> str:
    """The number as printed."""
    found = LONE_NUMBER.match(edge.line.text)
    return found["label"] if found else ""


def read_value(edge: Edge) -> int:
    """The number; Roman numerals count from 1000 000 on, so that no page counts on from a figure to a numeral."""
    label = label_of(edge).lower()
    if label.isdigit():
        return int(label)
    values = [ROMAN[letter] for letter in label]
    signed = [-a if a < b else a for a, b in zip(values, [*values[1:], 0], strict=True)]
    return 1_000_000 + sum(signed)
