"""Lines of a column to paragraphs: where spacing, indents, marks and line ends say that a new one starts."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from ingest.layout.parts import BlockDraft, Placed, TextLine
from ingest.layout.regions import CHART, Region
from ingest.layout.shortcolumns import is_figure
from ingest.layout.text.glyphs import is_bullet
from ingest.layout.text.hyphens import is_torn
from ingest.layout.text.lines import share_type
from ingest.layout.text.marks import NUMBERED_LABEL, ends_sentence, is_contents, is_item

INSET = 8.0
"""Points by which set-in lines start further right; from 5.6 to 16 the ten reports read alike."""
DASHES = ("-", "–", "—", "‒")
"""Signs that mark items, and stand inside sentences."""
HANGING = 2.0
"""Points by which the edges or middles of lines may differ that stand under each other."""
LABEL_GAP = 2.0
"""Font sizes between a label and what is filled in below it."""
CLOSING_QUOTES = ("”", '"', "’", "'", "»")


@dataclass(frozen=True, slots=True)
class Type:
    """How the running text of a file is set."""

    body: float
    """Font size of most characters."""
    leading: dict[float, float]
    """For a font size, the usual distance of a line's bottom from the one above."""


def learn_type(columns: Iterable[Sequence[TextLine]]) -> Type:
    """What most lines say about size and distance."""
    sizes: Counter[float] = Counter()
    distances: dict[float, Counter[float]] = {}
    for lines in columns:
        for line in lines:
            sizes[line.size] += len(line.text)
        for above, below in pairwise(lines):
            step = below.box.bottom - above.box.bottom
            if above.size == below.size and 0.8 * below.size < step < 2.6 * below.size:
                distances.setdefault(below.size, Counter())[round(step * 2) / 2] += 1
    leading = {size: counts.most_common(1)[0][0] for size, counts in distances.items()}
    return Type(sizes.most_common(1)[0][0] if sizes else 10.0, leading)


def draft_region(region: Region, page: int, number: int, kind: Type) -> list[BlockDraft]:
    """The paragraphs of a region, all still in the role `paragraph`; a table row is one draft."""
    if region.is_row:
        cells = tuple(tuple(Placed(page, line) for line in cell) for cell in region.cells)
        return [BlockDraft(cells, "table_row", place=region.place, region=number, slots=region.slots)]
    lines = region.cells[0]
    if region.place == CHART:
        return [
            BlockDraft((tuple(Placed(page, line) for line in lines),), "chart", place=CHART, region=number)
        ]
    edges = find_right_edges(lines)
    right = max(edges.values())
    groups: list[list[TextLine]] = []
    for line in lines:
        if groups and (
            goes_on(groups[-1], line, edges[round(groups[-1][-1].box.left)], kind)
            or (region.celled and is_value(groups[-1], line, kind))
        ):
            groups[-1].append(line)
        else:
            groups.append([line])
    return [
        BlockDraft(
            (tuple(Placed(page, line) for line in group),),
            place=region.place,
            region=number,
            right=right,
            celled=region.celled,
            slots=region.slots,
        )
        for group in groups
    ]


def find_right_edges(lines: Sequence[TextLine]) -> dict[int, float]:
    """How far lines reach, by where they start: lines that are set in may end earlier than the others."""
    left, right = min(line.box.left for line in lines), max(line.box.right for line in lines)
    starts: dict[int, list[float]] = {}
    for line in lines:
        starts.setdefault(round(line.box.left), []).append(line.box.right)
    return {
        start: max(ends) if is_set_in(start, ends, left, right) else right for start, ends in starts.items()
    }


def is_set_in(start: float, ends: Sequence[float], left: float, right: float) -> bool:
    """Whether several lines start further right than others and still reach far."""
    return start > left + INSET and len(ends) > 1 and max(ends) > left + 0.7 * (right - left)


def goes_on(lines: Sequence[TextLine], line: TextLine, right: float, kind: Type) -> bool:
    """Whether a line belongs to the paragraph of the lines above it."""
    last = lines[-1]
    if (
        (is_item(line) and not is_dash_inside(lines, line, right))
        or is_contents(line)
        or is_contents(last)
        or do_tags_part(last, line)
    ):
        return False
    if is_over_caption(lines, line):
        return True
    if not share_type(last, line) or lies_far_below(lines, line, kind):
        return False
    if is_torn(last.words[-1].text, line.words[0].text) and not line.text[:1].isupper():
        return True
    if is_tagged_heading(last) or (
        is_title(last, kind) and last.bold == line.bold and are_aligned(last, line)
    ):
        return True
    if hangs(lines, line) or is_centred(last, line):
        return not (has_tab(last) and has_tab(line))
    if (has_tab(last) and has_tab(line)) or is_outdented(lines, line) or is_indented(lines, line):
        return False
    return not ends_early(last, line, right)


def is_dash_inside(lines: Sequence[TextLine], line: TextLine, right: float) -> bool:
    """Whether a dash at the start of a line stands inside a sentence: both lines fill the column, and it goes on."""
    last = lines[-1]
    return (
        line.words[0].text in DASHES
        and lines[0].words[0].text not in DASHES
        and starts_low(line.words[1].text)
        and not ends_sentence(last.text)
        and not last.text.endswith((":", ";"))
        and abs(last.box.left - line.box.left) < HANGING
        and right - min(last.box.right, line.box.right) < line.size
    )


def is_over_caption(lines: Sequence[TextLine], line: TextLine) -> bool:
    """Whether a large figure stands directly over what it counts."""
    near = line.box.top - lines[-1].box.bottom < line.size
    return len(lines) == 1 and near and is_figure(lines[-1], line) and starts_low(line.text)


def is_tagged_heading(line: TextLine) -> bool:
    """Whether the file calls a line a heading, or a part of one."""
    return line.tag is not None and line.tag.kind == "heading"


def do_tags_part(last: TextLine, line: TextLine) -> bool:
    """Whether the file calls one of two lines a heading, and not the other, or another; or the weight changes there.

    Some elements of headings take in the paragraph below.
    """
    tagged = is_tagged_heading(last) or is_tagged_heading(line)
    return tagged and (last.tag != line.tag or last.bold != line.bold)


def is_title(line: TextLine, kind: Type) -> bool:
    """Whether a line is set much larger than running text."""
    return line.size > 1.15 * kind.body


def are_aligned(last: TextLine, line: TextLine) -> bool:
    """Whether two lines share their left edge or their middle."""
    middles = (last.box.left + last.box.right) / 2, (line.box.left + line.box.right) / 2
    return abs(last.box.left - line.box.left) < 3 * line.size or abs(middles[0] - middles[1]) < line.size


def has_tab(line: TextLine) -> bool:
    """Whether a line has a gap as between a label and its value."""
    return any(b.box.left - a.box.right > 2 * b.size for a, b in pairwise(line.words))


def is_value(lines: Sequence[TextLine], line: TextLine, kind: Type) -> bool:
    """Whether a line in a cell goes on after a bold label."""
    label = len(lines) == 1 and lines[0].bold and not NUMBERED_LABEL.match(lines[0].text)
    return (
        label
        and not line.bold
        and share_type(lines[0], line)
        and not is_item(line)
        and not lies_far_below(lines, line, kind)
    )


def lies_far_below(lines: Sequence[TextLine], line: TextLine, kind: Type) -> bool:
    """Whether more than usual white lies above a line; after the end of a sentence a little more tells."""
    step = line.box.bottom - lines[-1].box.bottom
    if len(lines) == 1:
        return step > 1.3 * kind.leading.get(line.size, 1.4 * line.size) + 0.5
    usual = lines[-1].box.bottom - lines[-2].box.bottom
    return step > (1.12 if ends_sentence(lines[-1].text) else 1.25) * usual + 0.5


def is_outdented(lines: Sequence[TextLine], line: TextLine) -> bool:
    """Whether a line starts further left than its paragraph does (a first line's indent apart)."""
    if len(lines) == 1 and not is_item(lines[0]):
        return lines[0].box.left - line.box.left > 4 * line.size
    return line.box.left < min(other.box.left for other in lines) - 0.8 * line.size


def hangs(lines: Sequence[TextLine], line: TextLine) -> bool:
    """Whether a line starts under the first word of an item, behind its mark."""
    return is_item(lines[0]) and abs(line.box.left - lines[0].words[1].box.left) < HANGING


def is_centred(last: TextLine, line: TextLine) -> bool:
    """Whether a line goes on in small letters, with its middle under that of the line above and its edge not."""
    middles = (last.box.left + last.box.right) / 2, (line.box.left + line.box.right) / 2
    return (
        starts_low(line.text)
        and abs(middles[0] - middles[1]) < HANGING
        and abs(last.box.left - line.box.left) > line.size
    )


def is_indented(lines: Sequence[TextLine], line: TextLine) -> bool:
    """Whether a line starts further right than the one above, as first lines of paragraphs do."""
    start = lines[-1].box.left
    if len(lines) == 1 and is_item(lines[0]):
        start = lines[0].words[1].box.left
    return line.box.left > start + 0.8 * line.size and (
        ends_sentence(lines[-1].text) or line.box.left > start + 4 * line.size
    )


def ends_early(last: TextLine, line: TextLine, right: float) -> bool:
    """Whether the next line's first word would have fitted on a line, so that its end was meant."""
    word = line.words[0]
    room = right - last.box.right - word.box.width - 0.3 * line.size
    if room < 0.7 * line.size:
        return False
    if (last.bold and not word.bold) or (word.bold and not last.words[-1].bold):
        return True
    if word.text.startswith("(") and last.text.endswith(CLOSING_QUOTES):
        return False
    if starts_low(word.text):
        return last.text.endswith((":", ";"))
    return ends_sentence(last.text) or room > 0.08 * right


def starts_low(text: str) -> bool:
    """Whether a word can't start a sentence."""
    return text[:1].islower() and not is_bullet(text)


def join_values(drafts: Sequence[BlockDraft]) -> list[BlockDraft]:
    """Drafts with what is filled into a form's fields behind the labels of these: `Families helped: 148`."""
    joined: list[BlockDraft] = []
    for draft in drafts:
        if joined and is_filled_in(joined[-1], draft):
            joined[-1] = replace(joined[-1], cells=((*joined[-1].lines, *draft.lines),))
        else:
            joined.append(draft)
    return joined


def is_filled_in(label: BlockDraft, value: BlockDraft) -> bool:
    """Whether a draft is the value of a field, and stands directly under a label in one line."""
    tag = value.first.tag
    if len(label.lines) > 1 or tag is None or tag.kind != "value" or label.last.tag == tag:
        return False
    above, below = label.last.box, value.first.box
    near = 0 < below.top - above.bottom < LABEL_GAP * label.last.size
    same_page = label.start.page == value.start.page
    return same_page and near and abs(above.left - below.left) < 2 * INSET
