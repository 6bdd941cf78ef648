"""Running heads and feet: what repeats at the edges of pages, and the page number that is printed there."""

import re
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from ingest.layout.parts import TextLine

EDGE = 0.13
"""Part of the page's height, at the top and at the bottom, in which furniture is looked for."""
NUMBER = re.compile(r"\d+")
ROMAN = re.compile(r"^[ivxlc]{1,7}$", re.IGNORECASE)
LONE_NUMBER = re.compile(
    r"""^\W*(?:page|pg\.?|p\.|seite|página|pagina)?\W*(?P<label>\d{1,4}|[ivxlc]{1,7})\W*
    (?:(?:of|/|sur|de|von|out\sof)\s*\d{1,4}\W*)?(?:\|\s*p\s?a\s?g\s?e\W*)?$""",
    re.IGNORECASE | re.VERBOSE,
)
MOST_EDGE_LINES = 5
MOST_OUTSIDE = 1
"""Furniture has at most so many other lines between itself and the edge."""
SAME_HEIGHT = 24.0
"""Points by which the heights of a running head or foot may differ between pages."""


@dataclass(frozen=True, slots=True)
class Margin:
    """The lines of one page that aren't furniture, and the number printed on it."""

    lines: tuple[TextLine, ...]
    label: str | None


@dataclass(frozen=True, slots=True)
class Edge:
    """A line near the top or the bottom of a page."""

    page: int
    line: TextLine
    key: tuple[str, str]
    """Which edge, and its text with digits abstracted."""


def strip_furniture(pages: Sequence[Sequence[TextLine]], heights: Sequence[float]) -> list[Margin]:
    """Each page without its running heads and feet, and with its printed number."""
    edges = [edge for page, lines in enumerate(pages) for edge in find_edge_lines(page, lines, heights[page])]
    repeated = find_repeated_keys(edges, len(pages))
    titles = {squeeze(line.text): line.size for line in pages[0]} if pages else {}
    moved: dict[int, list[Edge]] = defaultdict(list)
    kept: Counter[tuple[int, str]] = Counter()
    for edge in edges:
        side = edge.page, edge.key[0]
        if edge.key not in repeated and not is_lone_number(edge, edges) and not repeats_title(edge, titles):
            kept[side] += 1
        elif kept[side] <= MOST_OUTSIDE:
            moved[edge.page].append(edge)
    offsets = count_offsets(moved)
    return [
        Margin(
            tuple(line for line in lines if not any(line is edge.line for edge in moved[page])),
            find_label(moved[page], offsets),
        )
        for page, lines in enumerate(pages)
    ]


def find_edge_lines(page: int, lines: Sequence[TextLine], height: float) -> list[Edge]:
    """The outermost lines at both edges, outermost first."""
    upper = sorted((line for line in lines if line.box.bottom < EDGE * height), key=lambda line: line.box.top)
    lower = sorted(
        (line for line in lines if line.box.top > (1 - EDGE) * height), key=lambda line: -line.box.bottom
    )
    return [
        Edge(page, line, (side, NUMBER.sub("#", squeeze(line.text))))
        for side, found in (("head", upper), ("foot", lower))
        for line in found[:MOST_EDGE_LINES]
    ]


def squeeze(text: str) -> str:
    """Text without spaces, in lower case."""
    return re.sub(r"\s+", "", text).lower()


def find_repeated_keys(edges: Sequence[Edge], pages: int) -> set[tuple[str, str]]:
    """Keys that stand at the same height on several pages (two suffice in a short file)."""
    places: dict[tuple[str, str], dict[int, Edge]] = defaultdict(dict)
    for edge in edges:
        places[edge.key].setdefault(edge.page, edge)
    needed = 2 if pages <= 5 else 3
    return {
        key
        for key, found in places.items()
        if len(found) >= needed and stand_level(list(found.values()), needed)
    }


def stand_level(edges: Sequence[Edge], needed: int) -> bool:
    """Whether enough of the lines have the same height on their pages and the same size."""
    places = [(edge.line.box.bottom, edge.line.size) for edge in edges]
    return any(
        sum(abs(bottom - other) <= SAME_HEIGHT and size == same for other, same in places) >= needed
        for bottom, size in places
    )


def is_lone_number(edge: Edge, edges: Sequence[Edge]) -> bool:
    """Whether a line is a page number by itself, outermost at its edge but for other such lines."""
    found = LONE_NUMBER.match(edge.line.text)
    if not found:
        return False
    if not edge.line.text.strip().isalpha():
        return True
    return any(other.page != edge.page and LONE_NUMBER.match(other.line.text) for other in edges)


def repeats_title(edge: Edge, titles: dict[str, float]) -> bool:
    """Whether a head repeats a larger line of the first page."""
    size = titles.get(squeeze(edge.line.text), 0.0)
    return edge.page > 0 and edge.key[0] == "head" and edge.line.size < size


def count_offsets(moved: dict[int, list[Edge]]) -> Counter[tuple[tuple[str, str], int, int]]:
    """For each key and place of a number in it: how often the number is ahead of the position by how much."""
    return Counter(
        (edge.key, slot, int(number) - page)
        for page, edges in moved.items()
        for edge in edges
        for slot, number in enumerate(NUMBER.findall(edge.line.text))
        if len(number) < 5
    )


def find_label(edges: Sequence[Edge], offsets: Counter[tuple[tuple[str, str], int, int]]) -> str | None:
    """The printed number: a line that is nothing else, or the number in a line that counts with the pages."""
    for edge in edges:
        if found := LONE_NUMBER.match(edge.line.text):
            return str(found["label"])
    for edge in edges:
        for slot, number in enumerate(NUMBER.findall(edge.line.text)):
            if len(number) < 5 and offsets[edge.key, slot, int(number) - edge.page] >= 2:
                return str(number)
    return None
