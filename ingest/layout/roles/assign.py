"""What a paragraph is on its page: heading, item of a list, quotation, caption, footnote or contents line."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from ingest.language.titles import is_contents_title
from ingest.layout.paragraphs import Type
from ingest.layout.parts import BlockDraft, Placed, make_line
from ingest.layout.roles.footnotes import mark_footnotes
from ingest.layout.roles.headings import NO_HEADINGS, find_tagged, is_heading, level_headings
from ingest.layout.roles.nesting import nest_headings
from ingest.layout.text.glyphs import is_bullet
from ingest.layout.text.marks import (
    NUMBER_TAIL,
    is_caption,
    is_contents,
    is_item,
)

LONGEST_ENTRY = 150
"""Characters of an entry of a list of contents."""
FEWEST_ENTRIES, CONTENTS_PAGE = 4, 0.5
"""With more entries, and with more than this share of its blocks, a page is a list of contents as a whole: 0.52 to 1 of
the blocks of the pages at hand that are, 0.38 of the fullest other."""
MOST_ITALIC = 0.7
"""Share of a quotation that is italic: 0.87 to 1 for the inset ones of the twelve reports at hand, 0 for other inset
text."""
QUOTE_MARKS = "“\"«‘'"


def assign_roles(drafts: Sequence[BlockDraft], kind: Type, heights: dict[int, float]) -> list[BlockDraft]:
    """Every draft in its role; levels of headings and depths of bullets agree through the file."""
    margins = find_margins(drafts)
    tagged = find_tagged(drafts, kind)
    named = [
        draft.to("heading", 1) if row in tagged else name_role(draft, kind, margins.get(draft.region, 0.0))
        for row, draft in enumerate(mark_footnotes(drafts, kind, heights))
    ]
    return nest_headings(level_headings(nest_bullets(mark_contents(named)), tagged))


def find_margins(drafts: Sequence[BlockDraft]) -> dict[int, float]:
    """For each region, the left edge of the running text that it stands in.

    That is the edge that most upright characters of its page's body share, of those edges that aren't right of it.
    On a page of long quotations most characters are theirs, and italic.
    """
    edges: dict[int, Counter[int]] = {}
    for draft in drafts:
        if draft.place == "body" and measure_italic(draft) < MOST_ITALIC:
            for placed in draft.lines:
                edges.setdefault(placed.page, Counter())[round(placed.line.box.left)] += len(placed.line.text)
    margins: dict[int, float] = {}
    for draft in drafts:
        left = draft.first.box.left
        found = edges.get(draft.start.page, Counter())
        near = {edge: count for edge, count in found.items() if left - 60 < edge <= left + 2}
        margins[draft.region] = float(max(near, key=lambda edge: near[edge])) if near else left
    return margins


def name_role(draft: BlockDraft, kind: Type, margin: float) -> BlockDraft:
    """The role that a paragraph's own looks give it."""
    if draft.role != "paragraph":
        return draft
    if is_contents(draft.last):
        return draft.to("contents")
    if is_item(draft.first) and not is_numbered_heading(draft, kind):
        return as_bullet(draft)
    if is_caption(draft.text):
        return draft.to("caption")
    if is_quotation(draft, kind, margin):
        return draft.to("quotation")
    if is_heading(draft, kind):
        return draft.to("heading", 1)
    return draft


def as_bullet(draft: BlockDraft) -> BlockDraft:
    """An item without its glyph; a number stays."""
    (first, *rest) = draft.cells[0]
    if not is_bullet(first.line.words[0].text):
        return draft.to("bullet", 1)
    bare = Placed(first.page, make_line(first.line.words[1:]))
    return replace(draft, cells=((bare, *rest),), role="bullet", level=1)


def is_numbered_heading(draft: BlockDraft, kind: Type) -> bool:
    """Whether what starts like a numbered item is set as a heading."""
    return not is_bullet(draft.first.words[0].text) and is_heading(draft, kind)


def is_quotation(draft: BlockDraft, kind: Type, margin: float) -> bool:
    """Whether a paragraph is set off as somebody's words."""
    lines = [placed.line for placed in draft.lines]
    words = sum(len(line.words) for line in lines)
    inset = min(line.box.left for line in lines) > margin + 0.7 * kind.body
    if words < 5 or draft.place.startswith("cell"):
        return False
    quoted = draft.text[:1] in QUOTE_MARKS
    italic = measure_italic(draft) >= MOST_ITALIC
    larger = all(line.size > 1.12 * kind.body for line in lines)
    return (inset and (italic or quoted)) or (quoted and (italic or larger))


def measure_italic(draft: BlockDraft) -> float:
    """The share of a paragraph's characters that are italic; who is quoted is often not."""
    words = [word for placed in draft.lines for word in placed.line.words]
    return sum(len(word.text) for word in words if word.italic) / sum(len(word.text) for word in words)


def mark_contents(drafts: Sequence[BlockDraft]) -> list[BlockDraft]:
    """After a heading `Contents`, short lines that end in a number are its list, as are others on a page of them."""
    marked = mark_numbered(drafts)
    pages = Counter(draft.start.page for draft in marked if draft.role == "contents")
    sizes = Counter(draft.start.page for draft in marked)
    listed = False
    for row, draft in enumerate(marked):
        page = draft.start.page
        is_list = pages[page] > max(FEWEST_ENTRIES, CONTENTS_PAGE * sizes[page])
        listed = is_list and (listed or draft.role == "contents" or is_contents_title(draft.text))
        if listed and may_be_entry(draft):
            marked[row] = draft.to("contents")
    return marked


def may_be_entry(draft: BlockDraft) -> bool:
    """Whether a block on a page of contents is an entry without a number: short, and no sentence or title."""
    short = len(draft.text) < LONGEST_ENTRY and not draft.text.endswith(".")
    fits = draft.role in ("paragraph", "bullet", "heading") and not draft.place.startswith(NO_HEADINGS)
    return fits and short and not is_contents_title(draft.text)


def mark_numbered(drafts: Sequence[BlockDraft]) -> list[BlockDraft]:
    """After a heading `Contents`, short lines that end in a number are its list."""
    marked: list[BlockDraft] = []
    listing = False
    for draft in drafts:
        if is_contents_title(draft.text):
            listing = True
        elif listing and draft.role != "contents":
            listing = bool(NUMBER_TAIL.search(draft.text)) and len(draft.text) < LONGEST_ENTRY
            marked.append(draft.to("contents") if listing else draft)
            continue
        marked.append(draft)
    return marked


def nest_bullets(drafts: Sequence[BlockDraft]) -> list[BlockDraft]:
    """Depth of each item: by how far its mark is indented among the items around it."""
    nested: list[BlockDraft] = []
    stacks: dict[str, list[float]] = {}
    for draft in drafts:
        stack = stacks.setdefault(draft.place, [])
        if draft.role != "bullet":
            stack.clear()
            nested.append(draft)
            continue
        left = draft.first.box.left
        while stack and left < stack[-1] - 3:
            stack.pop()
        if not stack or left > stack[-1] + 6:
            stack.append(left)
        nested.append(replace(draft, level=len(stack)))
    return nested
