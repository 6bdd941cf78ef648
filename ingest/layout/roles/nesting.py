"""Headings that look like those above them but stand below: numbered points under a title, parts of a counted item."""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from ingest.layout.parts import BlockDraft
from ingest.layout.text.marks import NUMBERED_LABEL

DEEPEST = 6
"""Levels of headings, as in HTML."""
POINT = re.compile(r"(?P<number>\d{1,2})[.):]\s")
"""What a numbered point begins with."""
USUAL = 2
"""A heading that stands under so many counted items is a part of each."""


def nest_headings(drafts: Sequence[BlockDraft]) -> list[BlockDraft]:
    """The drafts, with headings that belong to the one before them a level deeper, as are those below them."""
    rows = [row for row, draft in enumerate(drafts) if draft.role == "heading"]
    deeper: Counter[int] = Counter()
    for first, end in [*find_points(drafts, rows), *find_repeated(drafts, rows)]:
        deeper.update(rows[first:end])
    return [
        replace(draft, level=min(draft.level + deeper[row], DEEPEST)) if deeper[row] else draft
        for row, draft in enumerate(drafts)
    ]


def find_points(drafts: Sequence[BlockDraft], rows: Sequence[int]) -> list[tuple[int, int]]:
    """Ranges of headings counted from 1 that start right under an uncounted heading of their level.

    What goes on counting where the sections before left off is a section again, and ends them.
    """
    found = []
    for at in range(1, len(rows)):
        over, point = drafts[rows[at - 1]], drafts[rows[at]]
        right_under = rows[at] == rows[at - 1] + 1 and over.level == point.level
        if right_under and read_point(point) == 1 and read_point(over) is None:
            found.append((at, end_points(drafts, rows, at)))
    return found


def end_points(drafts: Sequence[BlockDraft], rows: Sequence[int], at: int) -> int:
    """The first heading behind a run of points that does not go on counting, nor stands below one of them."""
    level, wanted = drafts[rows[at]].level, 1
    for end in range(at, len(rows)):
        heading = drafts[rows[end]]
        if heading.level > level:
            continue
        if heading.level < level or read_point(heading) != wanted:
            return end
        wanted += 1
    return len(rows)


def find_repeated(drafts: Sequence[BlockDraft], rows: Sequence[int]) -> list[tuple[int, int]]:
    """Ranges of headings from one that stands under several counted items of its level to the next such item."""

    def under(at: int) -> bool:
        over, heading = drafts[rows[at - 1]], drafts[rows[at]]
        return over.level == heading.level and is_counted(over) and not is_counted(heading)

    parts = [at for at in range(1, len(rows)) if under(at)]
    uses = Counter(drafts[rows[at]].text.casefold() for at in parts)
    usual = [at for at in parts if uses[drafts[rows[at]].text.casefold()] >= USUAL]
    return [(at, end_part(drafts, rows, at)) for at in usual]


def end_part(drafts: Sequence[BlockDraft], rows: Sequence[int], at: int) -> int:
    """The first heading after a part that is no lower than it, or is the next item."""
    level = drafts[rows[at]].level
    for end in range(at + 1, len(rows)):
        heading = drafts[rows[end]]
        if heading.level <= level or is_counted(heading):
            return end
    return len(rows)


def is_counted(heading: BlockDraft) -> bool:
    """Whether a heading is a label with a number alone, as `Recommendation 3`."""
    return bool(NUMBERED_LABEL.match(heading.text))


def read_point(heading: BlockDraft) -> int | None:
    """The number of a numbered point."""
    found = POINT.match(heading.text)
    return int(found["number"]) if found else None
