"""Footnotes: which small print is one, and at which word its mark stands."""

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace

from ingest.layout.compose import Composed, NoteMark
from ingest.layout.paragraphs import Type
from ingest.layout.parts import BlockDraft
from ingest.layout.text.marks import NOTE_MARK
from ingest.types import Block, Footnote

LAST_PART = 0.91
"""Small print below this part of the page's height is no running text, with or without a mark."""
LONGEST_NOTE_MARK = 6
"""Characters: three figures in brackets, and what follows."""


def mark_footnotes(drafts: Sequence[BlockDraft], kind: Type, heights: dict[int, float]) -> list[BlockDraft]:
    """Small print at the end of a page's column is a footnote from its first mark on; an imprint too."""
    marked = list(drafts)
    for page, at in find_last_drafts(drafts):
        start = None
        for index in range(at, -1, -1):
            draft = marked[index]
            if draft.start.page != page or not may_be_note(draft, kind, heights[page]):
                break
            if NOTE_MARK.match(draft.text) or draft.first.box.top > LAST_PART * heights[page]:
                start = index
        if start is not None:
            marked[start : at + 1] = [
                replace(d, role="footnote", place="note") for d in marked[start : at + 1]
            ]
    return marked


def may_be_note(draft: BlockDraft, kind: Type, height: float) -> bool:
    """Whether a paragraph is small print of the running text in the lower half of its page."""
    body = draft.role == "paragraph" and draft.place == "body" and not draft.celled
    return body and is_small(draft, kind) and draft.first.box.top > height / 2


def find_last_drafts(drafts: Sequence[BlockDraft]) -> list[tuple[int, int]]:
    """For each region, its page and the index of its last draft."""
    last = {draft.region: (draft.start.page, index) for index, draft in enumerate(drafts)}
    return list(last.values())


def is_small(draft: BlockDraft, kind: Type) -> bool:
    """Whether a paragraph is set smaller than running text."""
    return all(placed.line.size <= 0.93 * kind.body for placed in draft.lines)


def join_footnotes(composed: Composed) -> tuple[Footnote, ...]:
    """Each note with the word that carries its mark: on its own page, else before it, as notes at the end are.

    A mark that no note begins with, and a note that no mark points to, stay as they are.
    """
    notes: dict[str, list[tuple[int, Block]]] = defaultdict(list)
    for block in composed.blocks:
        if block.role in ("footnote", "bullet", "paragraph") and (mark := find_mark(composed.text, block)):
            notes[mark].append((find_page(composed, block.start), block))
    joined = ((mark, choose_note(mark, notes[mark.mark])) for mark in composed.marks)
    return tuple(Footnote(mark.at, note.start, note.end) for mark, note in joined if note)


def find_mark(text: str, block: Block) -> str:
    """The mark that a note begins with, empty for none."""
    found = NOTE_MARK.match(text[block.start : min(block.end, block.start + LONGEST_NOTE_MARK)])
    return found[0].strip("[]. ") if found else ""


def find_page(composed: Composed, offset: int) -> int:
    """The page of the word at an offset."""
    row = bisect_right(composed.words.start, offset) - 1
    return int(composed.words.page[max(row, 0)])


def choose_note(mark: NoteMark, notes: Sequence[tuple[int, Block]]) -> Block | None:
    """The note that a mark points to, of those with the same mark; each with its page."""
    here = [note for page, note in notes if page == mark.page and note.start > mark.at]
    below = [note for note in here if note.role == "footnote"] or here
    later = [note for page, note in notes if page > mark.page]
    if below:
        return below[-1]
    return later[0] if len(later) == 1 else None
