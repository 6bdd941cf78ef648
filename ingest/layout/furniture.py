"""Running heads and feet: what repeats at the edges of pages and says nothing that the pages don't say."""

import re
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from ingest.language.months import DATE
from ingest.layout.pagenumbers import Edge, find_page_numbers, label_of
from ingest.layout.parts import TextLine
from ingest.layout.tables.rows import stands_in_columns
from ingest.layout.text.lines import share_row

EDGE = 0.13
"""Part of the page's height, at the top and at the bottom, in which furniture is looked for. From 0.11 to 0.15
hardly a block of the ten reports changes; at 0.09 feet of two reports stay in the text (78 blocks)."""
NUMBER = re.compile(r"\d+")
"""Whatever may count pages in a line that repeats."""
MOST_EDGE_LINES = 5
"""Lines of a running head or foot, addresses included; from 2 to 10 the ten reports read alike."""
MOST_OUTSIDE = 1
"""Furniture has at most so many other lines between itself and the edge."""
SAME_HEIGHT = 24.0
"""Points by which the heights of a running head or foot may differ between pages; from 12 to 48 the ten reports
read alike."""
CLOSE_LINES = 1.7
"""Font sizes from one line of a paragraph to the next, at most; from 1.4 to 2 the ten reports read alike."""
LONGEST_NUMBER = 4
"""Digits of a page number."""
SHORT_FILE = 5
"""In a file of so few pages two pages with the same line suffice, in a longer one three."""
COUNTED = re.compile(
    r"^(?:recommendation|finding|lesson|conclusion|step|stage|item|case|figure|table|annex|appendix|chapter|section"
    r"|part|question|objective|outcome|output|deliverable|theme|module|session|week|activity|box|tool)s?\W{0,3}\d",
    re.IGNORECASE,
)
"""What numbers its own matter and not the pages, even where it stands first on page after page: without it the
heads of six recommendations on six pages running counted as running heads."""
STATUS = re.compile(
    r"\b(?:draft|version|revision|revised|final|confidential|embargo(?:ed)?|v\d+(?:\.\d+)*)\b", re.IGNORECASE
)
"""What a running head says of a report that its pages may not say."""


@dataclass(frozen=True, slots=True)
class Margin:
    """The lines of one page that aren't furniture, and the number printed on it."""

    lines: tuple[TextLine, ...]
    label: str | None
    running: tuple[TextLine, ...] = ()
    """Running heads and feet that stand here first and name a date, a version or a status."""
    dropped: tuple[TextLine, ...] = ()
    """Running heads and feet, and the page number."""


def strip_furniture(pages: Sequence[Sequence[TextLine]], heights: Sequence[float]) -> list[Margin]:
    """Each page without its running heads and feet, and with its printed number."""
    edges = [edge for page, lines in enumerate(pages) for edge in find_edge_lines(page, lines, heights[page])]
    moved = find_furniture(edges, pages)
    offsets = count_offsets(moved)
    seen: set[str] = set()
    return [make_margin(lines, moved[page], offsets, seen) for page, lines in enumerate(pages)]


def make_margin(
    lines: Sequence[TextLine], moved: Sequence[Edge], offsets: "Offsets", seen: set[str]
) -> Margin:
    """One page parted; what its furniture tells of the report is kept where it is not yet `seen`."""
    running = []
    for edge in moved:
        told = squeeze(edge.line.text)
        if (DATE.search(edge.line.text) or STATUS.search(edge.line.text)) and edge.key[1] not in seen:
            seen.update((told, edge.key[1]))
            running.append(edge.line)
    return Margin(
        tuple(line for line in lines if not any(line is edge.line for edge in moved)),
        find_label(moved, offsets),
        tuple(running),
        tuple(edge.line for edge in moved if not any(edge.line is line for line in running)),
    )


def find_furniture(edges: Sequence[Edge], pages: Sequence[Sequence[TextLine]]) -> dict[int, list[Edge]]:
    """For each page the lines that are furniture; outside them stand at most `MOST_OUTSIDE` others."""
    numbers = find_page_numbers(edges, len(pages))
    running = [
        *find_beside(edges, numbers, len(pages)),
        *(
            edge
            for edge in find_running(edges, len(pages), {edge.page for edge in numbers})
            if not goes_on_below(edge.line, pages[edge.page])
        ),
    ]
    titles = {squeeze(line.text): line.size for line in pages[0]} if pages else {}
    moved: dict[int, list[Edge]] = defaultdict(list)
    kept: Counter[tuple[int, str]] = Counter()
    for edge in edges:
        side = edge.page, edge.key[0]
        if not (any(edge is other for other in (*numbers, *running)) or repeats_title(edge, titles)):
            kept[side] += 1
        elif kept[side] <= MOST_OUTSIDE:
            moved[edge.page].append(edge)
    return moved


def find_beside(edges: Sequence[Edge], numbers: Sequence[Edge], pages: int) -> list[Edge]:
    """What stands beside page numbers: titles of chapters, which change from page to page, are furniture there."""
    numbered = {edge.page: edge.line for edge in numbers}
    beside = [
        edge
        for edge in edges
        if (number := numbered.get(edge.page))
        and edge.line is not number
        and share_row(edge.line.box, number.box)
    ]
    rows = Counter((edge.key[0], edge.line.size, round(edge.line.box.bottom)) for edge in beside)
    return [
        edge
        for edge in beside
        if rows[edge.key[0], edge.line.size, round(edge.line.box.bottom)] >= count_fewest_pages(pages)
    ]


def goes_on_below(line: TextLine, lines: Sequence[TextLine]) -> bool:
    """Whether a line at the top is the first of a paragraph: a line below it, set alike, goes on in small letters."""
    return any(
        other.text[:1].islower()
        and other.size == line.size
        and abs(other.box.left - line.box.left) < other.size
        and 0 < other.box.bottom - line.box.bottom < CLOSE_LINES * line.size
        for other in lines
    )


def find_running(edges: Sequence[Edge], pages: int, numbered: set[int]) -> list[Edge]:
    """The lines that repeat on pages, word for word or but for a number that counts the pages.

    `numbered` are the pages whose number stands by itself: what counts there beside it counts something else.
    """
    repeated = find_repeated_keys(edges, pages)
    groups: dict[tuple[str, str], list[Edge]] = defaultdict(list)
    for edge in edges:
        if edge.key in repeated:
            groups[edge.key].append(edge)
    return [edge for group in groups.values() for edge in choose_running(group, pages, numbered)]


def choose_running(group: Sequence[Edge], pages: int, numbered: set[int]) -> list[Edge]:
    """Those of lines with one key that are furniture; of lines that only repeat a few times, the later ones."""
    offsets = count_offsets({edge.page: [edge] for edge in group})
    wordings = Counter(squeeze(edge.line.text) for edge in group)
    needed = count_fewest_pages(pages)
    first: set[str] = set()
    found = []
    for edge in group:
        wording = squeeze(edge.line.text)
        counts = edge.page not in numbered and not COUNTED.match(edge.line.text) and does_count(edge, offsets)
        if counts or wordings[wording] >= needed or wording in first:
            found.append(edge)
        first.add(wording)
    return found


def count_fewest_pages(pages: int) -> int:
    """On how many pages a line stands that is furniture."""
    return 2 if pages <= SHORT_FILE else 3


def find_edge_lines(page: int, lines: Sequence[TextLine], height: float) -> list[Edge]:
    """The outermost lines at both edges, outermost first, without rows of a table: its head may run on every page."""
    upper = sorted((line for line in lines if line.box.bottom < EDGE * height), key=lambda line: line.box.top)
    lower = sorted(
        (line for line in lines if line.box.top > (1 - EDGE) * height), key=lambda line: -line.box.bottom
    )
    return [
        Edge(page, line, (side, NUMBER.sub("#", squeeze(line.text))))
        for side, found in (("head", upper), ("foot", lower))
        for line in found[:MOST_EDGE_LINES]
        if not stands_in_columns([other for other in found if share_row(line.box, other.box)], lines)
    ]


def squeeze(text: str) -> str:
    """Text without spaces, in lower case."""
    return re.sub(r"\s+", "", text).lower()


def find_repeated_keys(edges: Sequence[Edge], pages: int) -> set[tuple[str, str]]:
    """Keys that stand at the same height on several pages (two suffice in a short file)."""
    places: dict[tuple[str, str], dict[int, Edge]] = defaultdict(dict)
    for edge in edges:
        places[edge.key].setdefault(edge.page, edge)
    needed = count_fewest_pages(pages)
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


def repeats_title(edge: Edge, titles: dict[str, float]) -> bool:
    """Whether a head repeats a larger line of the first page."""
    size = titles.get(squeeze(edge.line.text), 0.0)
    return edge.page > 0 and edge.key[0] == "head" and edge.line.size < size


Offsets = Counter[tuple[tuple[str, str], int, int]]
"""For each key and place of a number in it: how often the number is ahead of the position by how much."""


def count_offsets(moved: dict[int, list[Edge]]) -> Offsets:
    """By how much the numbers of lines are ahead of their pages' positions."""
    return Counter(
        (edge.key, slot, int(number) - page)
        for page, edges in moved.items()
        for edge in edges
        for slot, number in enumerate(NUMBER.findall(edge.line.text))
        if len(number) <= LONGEST_NUMBER
    )


def does_count(edge: Edge, offsets: Offsets) -> bool:
    """Whether a number of a line counts with the pages."""
    return read_counted_number(edge, offsets) is not None


def read_counted_number(edge: Edge, offsets: Offsets) -> str | None:
    """The number of a line that counts with the pages."""
    for slot, number in enumerate(NUMBER.findall(edge.line.text)):
        if len(number) <= LONGEST_NUMBER and offsets[edge.key, slot, int(number) - edge.page] > 1:
            return str(number)
    return None


def find_label(edges: Sequence[Edge], offsets: Offsets) -> str | None:
    """The printed number: a line that is nothing else, or the number in a line that counts with the pages."""
    lone = (label_of(edge) for edge in edges)
    counted = (read_counted_number(edge, offsets) for edge in edges)
    return next(filter(None, [*lone, *counted]), None)
