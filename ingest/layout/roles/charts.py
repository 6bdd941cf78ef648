"""Charts: the figures, labels and legends of a drawing, told by its tag, its axis or its shares of a whole."""

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median

from ingest.layout.parts import Box, DrawnPage, TextLine, bound_boxes, do_overlap
from ingest.layout.text.marks import is_caption

VALUE = re.compile(
    r"[<>~≈]?[-−–]?[£$€]?(?P<number>\d[\d,]*(?:\.\d+)?)\s?(?P<share>%)?(?:k|K|m|M|bn|million)?"
)
"""What stands at a tick, on a bar or in a slice."""
FEWEST_VALUES = 0.3
"""Share of the lines of a tagged figure that are values: 0.5 and 0.73 for the two charts at hand, 0.04 for a timeline,
none in six diagrams."""
FEWEST_TICKS = 4
"""Ticks of an axis. Three numbers in equal steps stand in many a table."""
ALIGNED = 3.0
"""Points by which the ticks of an axis may miss their common edge or middle."""
EVEN = 0.2
"""Part of the usual distance by which the distances of ticks may differ: labels on gridlines are set by hand."""
WHOLE = 1.5
"""Per cent by which rounded shares of a pie may miss a hundred."""
REACH = 18.0
"""Points from what is known of a chart to what belongs to it: titles of axes, labels, legend."""
LONGEST_LABEL = 6
"""Words of a label; a longer line is text."""
USUAL_LABEL = 4
"""Words of half the lines of a figure that is all labels, at most: 1 to 3 for the six such figures at hand."""
LARGEST_LABEL = 1.35
"""How many times larger than its values a label is set, at most; headings are larger."""
MOST_SHAPES = 400
"""Shapes that a chart grows by; each is compared with every line of text. Bars, ticks and gridlines are fewer."""
LABEL_LINES = 0.5
"""Font sizes between the lines of one label, at most."""
LARGEST_SHAPE = 0.35
"""Part of its page above which a shape is a background."""


@dataclass(frozen=True, slots=True)
class Chart:
    """A drawing with the lines of text that belong to it, in the order of the page."""

    box: Box
    lines: tuple[TextLine, ...]


def find_charts(sheet: DrawnPage, lines: Sequence[TextLine]) -> list[Chart]:
    """The charts of a page; no line is in two."""
    left = list(lines)
    charts = []
    for seed in [*find_tagged(lines), *find_axes(lines), *find_pies(sheet, lines)]:
        if any(line not in left for line in seed):
            continue
        box = grow_box(
            bound_boxes(line.box for line in seed), sheet, left, median(line.size for line in seed)
        )
        held = [line for line in left if line in seed or (box.holds(line.box) and is_label(line))]
        charts.append(Chart(box, order_labels(held)))
        left = [line for line in left if line not in held]
    return charts


def order_labels(lines: Sequence[TextLine]) -> tuple[TextLine, ...]:
    """Lines label by label, as labels of several lines stand side by side; labels from top to bottom, left to right."""
    labels: list[list[TextLine]] = []
    for line in sorted(lines, key=lambda line: (line.box.top, line.box.left)):
        above = next((label for label in labels if continues_label(label[-1], line)), None)
        if above is None:
            labels.append([line])
        else:
            above.append(line)
    labels.sort(key=lambda label: (round(label[0].box.top), label[0].box.left))
    return tuple(line for label in labels for line in label)


def continues_label(last: TextLine, line: TextLine) -> bool:
    """Whether a line is the next one of a label; values are labels of their own."""
    across = min(last.box.right, line.box.right) - max(last.box.left, line.box.left)
    near = -LABEL_LINES * line.size < line.box.top - last.box.bottom < LABEL_LINES * line.size
    overlaps = across > 0.5 * min(last.box.width, line.box.width)
    return near and overlaps and abs(last.size - line.size) < 1 and not (is_value(last) or is_value(line))


def find_tagged(lines: Sequence[TextLine]) -> Iterator[list[TextLine]]:
    """The lines of each figure by the file's tags, if it is a chart and no diagram with sentences."""
    figures: dict[int, list[TextLine]] = defaultdict(list)
    for line in lines:
        if line.tag is not None and line.tag.kind == "figure" and not is_caption(line.text):
            figures[line.tag.element].append(line)
    for held in figures.values():
        lengths = [len(line.words) for line in held]
        is_labelled = max(lengths) <= LONGEST_LABEL and median(lengths) <= USUAL_LABEL
        if is_labelled or sum(is_value(line) for line in held) >= FEWEST_VALUES * len(held):
            yield held


def find_axes(lines: Sequence[TextLine]) -> Iterator[list[TextLine]]:
    """The ticks of upright axes: numbers under each other that fall in equal steps at equal distances to nothing."""
    values = sorted((line for line in lines if is_value(line)), key=lambda line: line.box.top)
    taken: list[TextLine] = []
    for at, top in enumerate(values):
        if top not in taken:
            column = [top, *(line for line in values[at + 1 :] if are_aligned(top, line))]
            if is_axis(column):
                taken += column
                yield column


def are_aligned(one: TextLine, other: TextLine) -> bool:
    """Whether two lines share their left edge, their right edge or their middle."""
    left, right = one.box.left - other.box.left, one.box.right - other.box.right
    return min(abs(left), abs(right), abs(left + right) / 2) < ALIGNED


def is_axis(column: Sequence[TextLine]) -> bool:
    """Whether lines from top to bottom are ticks."""
    if len(column) < FEWEST_TICKS:
        return False
    numbers = [read_value(line) for line in column]
    steps = [above - below for above, below in pairwise(numbers)]
    distances = [below.box.bottom - above.box.bottom for above, below in pairwise(column)]
    usual = median(distances)
    falls = min(steps) > 0 and max(steps) - min(steps) < 0.01 * max(steps) and numbers[-1] < steps[-1]
    return falls and all(abs(distance - usual) < EVEN * usual for distance in distances)


def find_pies(sheet: DrawnPage, lines: Sequence[TextLine]) -> Iterator[list[TextLine]]:
    """Shares on coloured ground that make a whole."""
    shares = [line for line in lines if (found := VALUE.fullmatch(line.text)) and found["share"]]
    drawn = [area for area in sheet.areas if not is_background(area, sheet)]
    on_colour = [line for line in shares if any(do_overlap(area, line.box) for area in drawn)]
    if len(on_colour) > 1 and abs(sum(map(read_value, on_colour)) - 100) < WHOLE:
        yield on_colour


def grow_box(box: Box, sheet: DrawnPage, lines: Sequence[TextLine], size: float) -> Box:
    """The box around what is drawn and labelled near a chart's values, until nothing more is near."""
    shapes = [each for each in (*sheet.areas, *sheet.rules) if not is_background(each, sheet)][:MOST_SHAPES]
    labels = [line.box for line in lines if is_label(line) and line.size <= LARGEST_LABEL * size]
    walls = [line.box for line in lines if not is_label(line)]
    pending = [*shapes, *labels]
    while True:
        near = Box(box.left - REACH, box.top - REACH, box.right + REACH, box.bottom + REACH)
        fitting = (
            (at, larger)
            for at, part in enumerate(pending)
            for larger in [bound_boxes([box, part])]
            if do_overlap(near, part) and not any(do_overlap(larger, wall) for wall in walls)
        )
        found = next(fitting, None)
        if found is None:
            return box
        at, box = found
        del pending[at]


def is_background(shape: Box, sheet: DrawnPage) -> bool:
    """Whether a shape is the ground of a good part of its page."""
    return shape.width * shape.height > LARGEST_SHAPE * sheet.width * sheet.height


def is_label(line: TextLine) -> bool:
    """Whether a line can be a value, a label or part of a legend, and is no text or caption."""
    return len(line.words) <= LONGEST_LABEL and not line.text.endswith(".") and not is_caption(line.text)


def is_value(line: TextLine) -> bool:
    """Whether a line is one number."""
    return VALUE.fullmatch(line.text) is not None


def read_value(line: TextLine) -> float:
    """The number of a line that is one."""
    found = VALUE.fullmatch(line.text)
    number = float(found["number"].replace(",", "")) if found else 0.0
    return -number if line.text.lstrip("<>~≈")[:1] in "-−–" else number
