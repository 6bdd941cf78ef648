"""The picture of a story as SVG that needs nothing else: a timeline, or the matrix of places and stances."""

from collections.abc import Iterator, Sequence
from xml.etree.ElementTree import Element, SubElement, tostring

from service.survey.picture import Picture
from service.survey.story.types import StoryEvent, StoryPicture
from service.telling import wording

WIDEST, EACH, EDGE = 640, 110, 60
"""Units of a timeline's greatest width, what it grows by for each mark up to that, and what is left at either end for
the words of the first and the last one. Two marks fit a telephone."""
LINE, LABEL, CLEAR = 24, 18, 96
"""Units: where the line is, the height of a row of words, and the width that the words of a mark need."""
SIZE = 13
"""Units of a letter's height."""
FONT = "DejaVu Serif, Georgia, serif"
"""The first is the font that comes with the service, which sets the PDF."""


def draw_timeline(name: str, events: Sequence[StoryEvent]) -> StoryPicture:
    """Draw dates along a line, as far apart as they are in time: a dot for what happened, a square for reports."""
    marks = list(_merge(events))
    first, last = _read_years(marks[0][0]), _read_years(marks[-1][0])
    width = min(WIDEST, 2 * EDGE + EACH * len(marks))
    scale = (width - 2 * EDGE) / max(last - first, 1 / 12)
    ends: list[float] = []
    title = f"Timeline: {name}"
    svg, words = _start(title), []
    rows = 0
    SubElement(svg, "line", _give(x1=EDGE / 2, y1=LINE, x2=width - EDGE / 2, y2=LINE, stroke="currentColor"))
    for date, keys, reports in marks:
        x = EDGE + scale * (_read_years(date) - first)
        row = next((at for at, end in enumerate(ends) if end <= x - CLEAR / 2), len(ends))
        ends[row:] = [x + CLEAR / 2, *ends[row + 1 :]]
        rows = max(rows, row + 1)
        _mark(svg, x, bool(keys))
        y = LINE + 26 + LABEL * 2 * row
        if row:
            SubElement(svg, "line", _give(x1=x, y1=LINE + 6, x2=x, y2=y - 13, stroke="#888888"))
        _write(svg, x, y, _abbreviate(date))
        _write(svg, x, y + 15, _tell_mark(keys, reports), 11)
        words.append(f"{wording.name_day(date)}: {_tell_mark(keys, reports)}")
    height = LINE + 30 + LABEL * 2 * rows
    return _finish(svg, title, "; ".join(words) + ".", width, height)


def draw_grid(name: str, grid: Picture) -> StoryPicture:
    """Draw the matrix: a row for each place, a circle for the passages of each stance."""
    title = f"Places and what is said: {name}"
    svg = _start(title)
    for label in grid.labels:
        _write(svg, label.x, label.y + 5, label.words, anchor="middle" if label.x else "start")
    for mark in grid.marks:
        SubElement(svg, "circle", _give(cx=mark.x, cy=mark.y, r=mark.size, fill="#2f6f8f"))
        _write(svg, mark.x + mark.size + 4, mark.y + 5, str(mark.count), anchor="start")
    return _finish(svg, title, "; ".join(mark.words for mark in grid.marks) + ".", grid.width, grid.height)


def _merge(events: Sequence[StoryEvent]) -> Iterator[tuple[str, tuple[str, ...], int]]:
    """Give each date once, in order, with the keys of what happened and the number of reports that came out."""
    for date in sorted({event.date for event in events}):
        own = [event for event in events if event.date == date]
        keys = tuple(event.passage_id for event in own if event.passage_id)
        yield date, keys, sum(len(event.reports) for event in own if not event.passage_id)


def _read_years(date: str) -> float:
    """A date in years; a year alone is its middle."""
    year, _, month = date[:7].partition("-")
    return int(year) + ((int(month) - 0.5) / 12 if month else 0.5)


def _abbreviate(date: str) -> str:
    """`Oct 2022`, as it fits below a mark."""
    month, _, year = wording.name_day(date[:7]).rpartition(" ")
    return f"{month[:3]} {year}".strip()


def _tell_mark(keys: Sequence[str], reports: int) -> str:
    came_out = [] if not reports else ["report" if reports == 1 else f"{reports} reports"]
    return ", ".join([*keys, *came_out])


def _mark(svg: Element, x: float, happened: bool) -> None:
    if happened:
        SubElement(svg, "circle", _give(cx=x, cy=LINE, r=6, fill="#2f6f8f"))
    else:
        SubElement(svg, "rect", _give(x=x - 5, y=LINE - 5, width=10, height=10, fill="#8a5a00"))


def _start(title: str) -> Element:
    """Begin a drawing; `_finish` says in words what it shows, when that is known."""
    svg = Element("svg", {"xmlns": "http://www.w3.org/2000/svg", "role": "img", "font-family": FONT})
    SubElement(svg, "title").text = title
    return svg


def _write(svg: Element, x: float, y: float, words: str, size: int = SIZE, anchor: str = "middle") -> None:
    look = _give(x=x, y=y, fill="currentColor")
    SubElement(svg, "text", {**look, "font-size": str(size), "text-anchor": anchor}).text = words


def _finish(svg: Element, title: str, words: str, width: int, height: int) -> StoryPicture:
    described = Element("desc")
    described.text = words
    svg.insert(1, described)
    svg.set("viewBox", f"0 0 {width} {height}")
    svg.set("width", str(width))
    svg.set("height", str(height))
    return StoryPicture(title, words, tostring(svg, encoding="unicode"), width, height)


def _give(**values: float | str) -> dict[str, str]:
    return {
        name: f"{value:.5g}" if isinstance(value, int | float) else value for name, value in values.items()
    }
