"""What a column or page break cut in two, made whole: paragraphs, table rows, and repeated table heads."""

from collections.abc import Sequence
from dataclasses import replace

from ingest.layout.paragraphs import starts_low
from ingest.layout.parts import BlockDraft, Placed
from ingest.layout.text.lines import share_type
from ingest.layout.text.marks import SENTENCE_END, is_item

BOX_BLOCKS = 20
"""Blocks of a box beside a paragraph, at most."""
NEXT_LINE = 1.8
"""Font sizes from one line of a paragraph to the next, at most."""
JOINABLE = ("paragraph", "bullet", "quotation", "footnote")


def mend_breaks(drafts: Sequence[BlockDraft]) -> tuple[list[BlockDraft], list[BlockDraft]]:
    """Drafts in reading order with cut ones joined (what stood between comes after), and repeated table heads."""
    mended: list[BlockDraft] = []
    repeated: list[BlockDraft] = []
    open_at: dict[str, int] = {}
    heads: dict[str, str] = {}
    for draft in drafts:
        if is_repeated_head(draft, mended, heads):
            repeated.append(draft)
            continue
        at = open_at.get(draft.place)
        if at is None or not continues(mended[at], draft):
            at = find_wrapped(mended, draft)
        if at is not None:
            mended[at] = join(mended[at], draft)
            continue
        open_at[draft.place] = len(mended)
        mended.append(draft)
    return mended, repeated


def find_wrapped(mended: Sequence[BlockDraft], draft: BlockDraft) -> int | None:
    """Where a paragraph stands that a draft goes on with below a box beside it: directly under it, at its left edge."""
    first = max(0, len(mended) - BOX_BLOCKS)
    return next(
        (
            at
            for at in range(len(mended) - 1, first - 1, -1)
            if stands_under(mended[at], draft) and continues(mended[at], draft)
        ),
        None,
    )


def stands_under(before: BlockDraft, draft: BlockDraft) -> bool:
    """Whether the first line of a draft follows the last of another as the next of its column."""
    last, line = before.end, draft.start
    step = line.line.box.bottom - last.line.box.bottom
    return (
        last.page == line.page
        and 0 < step < NEXT_LINE * line.line.size
        and abs(last.line.box.left - line.line.box.left) < line.line.size / 4
    )


def is_repeated_head(draft: BlockDraft, before: Sequence[BlockDraft], heads: dict[str, str]) -> bool:
    """Whether a table's first row on a page says again what its first row said before."""
    if not draft.place.startswith(("table", "open table", "cell")):
        return False
    text = draft.text
    first = heads.setdefault(draft.place, text)
    started = any(other.place == draft.place for other in before[-60:])
    return started and text == first and before[-1].end.page < draft.start.page


def continues(before: BlockDraft, after: BlockDraft) -> bool:
    """Whether a draft is the rest of an earlier one in the same kind of place."""
    if before.region == after.region or after.start.page - before.end.page > 1:
        return False
    if before.role == "table_row":
        return after.role == "table_row" and does_row_go_on(before, after)
    if before.celled and after.celled and after.start.page == before.end.page:
        return False  # the next cell
    if before.role not in JOINABLE or after.role not in (before.role, "paragraph"):
        return False
    if after.role == "bullet":  # the next item; its mark has been taken off
        return False
    if is_item(after.first) or not share_type(before.last, after.first):
        return False
    if SENTENCE_END.search(before.text) or (before.last.bold != after.first.bold and before.last.bold):
        return False
    return starts_low(after.text) or fills_line(before)


def fills_line(draft: BlockDraft) -> bool:
    """Whether the last line reaches the right edge of its column, and so was not meant to end there."""
    return len(draft.lines) > 1 and draft.right - draft.last.box.right < 3 * draft.last.size


def does_row_go_on(before: BlockDraft, after: BlockDraft) -> bool:
    """Whether a row without a first cell, on the next page, belongs to the row above."""
    same_shape = len(before.cells) == len(after.cells)
    return same_shape and not after.cells[0] and after.start.page > before.end.page


def join(before: BlockDraft, after: BlockDraft) -> BlockDraft:
    """One draft of both, cell by cell."""
    cells: tuple[tuple[Placed, ...], ...] = tuple(
        (*one, *other) for one, other in zip(before.cells, after.cells, strict=True)
    )
    return replace(before, cells=cells, region=after.region, right=after.right)
