"""Drafts to the text of a report, its blocks and the places of its words."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise, zip_longest
from typing import NamedTuple

import numpy as np

from ingest.layout.parts import BlockDraft, Placed, Slot, Word
from ingest.layout.tables.assemble import FoundCell, gather_parts, make_tables
from ingest.layout.tables.heads import SeenCell
from ingest.layout.text.hyphens import WordCounts, is_torn
from ingest.types import Block, Table, Words

CELL_BREAK = "\t"


class NoteMark(NamedTuple):
    """Where the mark of a note stood."""

    at: int
    """The end of the word before it."""
    page: int
    mark: str


class Composed(NamedTuple):
    """A report's text and what is known of its places."""

    text: str
    blocks: tuple[Block, ...]
    words: Words
    marks: tuple[NoteMark, ...]
    tables: tuple[Table, ...]


@dataclass(slots=True)
class Composer:
    """Grows the text and remembers where each word went."""

    vocabulary: WordCounts
    parts: list[str] = field(default_factory=list)
    length: int = 0
    rows: list[tuple[int, int, int]] = field(default_factory=list)
    boxes: list[tuple[float, float, float, float]] = field(default_factory=list)
    blocks: list[Block] = field(default_factory=list)
    marks: list[NoteMark] = field(default_factory=list)
    cells: list[FoundCell] = field(default_factory=list)

    def add(self, text: str) -> None:
        """Append text that has no place on a page."""
        self.parts.append(text)
        self.length += len(text)

    def add_word(self, page: int, word: Word, text: str) -> None:
        """Append a word, as `text`, and remember its place."""
        start = self.length
        self.add(text)
        self.rows.append((start, self.length, page))
        self.boxes.append(word.box)
        if word.notes:
            self.marks += [NoteMark(self.length, page, mark) for mark in word.notes]

    def add_draft(self, draft: BlockDraft) -> None:
        """Append a block. An empty cell keeps its place between, or before, filled ones."""
        start = self.length
        filled = [index for index, cell in enumerate(draft.cells) if cell]
        first = 0 if len(filled) > 1 else filled[0]
        for index, cell in enumerate(draft.cells[first : filled[-1] + 1]):
            if index:
                self.add(CELL_BREAK)
            if cell:
                at = self.length
                self.add_cell(list(walk_words(cell)))
                if draft.slots:
                    self.note_cell(draft, cell, draft.slots[first + index], at)
        self.blocks.append(Block(start, self.length, draft.role, draft.level))

    def note_cell(self, draft: BlockDraft, cell: Sequence[Placed], slot: Slot, start: int) -> None:
        """Remember where a cell of a table stands; the blocks of one that is read by itself are one cell."""
        bold = all(placed.line.bold for placed in cell)
        seen = SeenCell(start, self.length, slot.row, slot.column, slot.down, slot.across, bold=bold)
        key = (draft.start.page, slot.table)
        last = (
            self.cells[-1]
            if self.cells and self.blocks and self.cells[-1].cell.end == self.blocks[-1].end
            else None
        )
        if last and last.key == key and (last.cell.row, last.cell.column) == (seen.row, seen.column):
            self.cells[-1] = replace(
                last, cell=replace(seen, start=last.cell.start, bold=bold and last.cell.bold)
            )
        else:
            self.cells.append(FoundCell(key, name_columns(draft), seen))

    def add_cell(self, words: Sequence[tuple[int, Word, bool]]) -> None:
        """Append words with spaces between them; a word torn at a line's end is made whole."""
        for (page, word, ends_line), (_, following, _) in pairwise(words):
            text, space = make_hyphen_plain(word.text), " "
            if ends_line and is_torn(word.text, following.text):
                space = ""
                kept = self.vocabulary.keeps_hyphen(word.text, following.text)
                text = text if kept else text[:-1]
            self.add_word(page, word, text)
            self.add(space)
        page, word, _ = words[-1]
        self.add_word(page, word, make_hyphen_plain(word.text))

    def words(self) -> Words:
        """The rows so far, as arrays."""
        rows = np.array(self.rows, np.int32).reshape(-1, 3)
        boxes = np.array(self.boxes, np.float32).reshape(-1, 4)
        return Words(rows[:, 0].copy(), rows[:, 1].copy(), rows[:, 2].copy(), boxes)


def name_columns(draft: BlockDraft) -> str:
    """What tells the columns of the table that a draft stands in, whether as a row or as a cell; empty if unknown."""
    kind, _, columns = draft.place.partition(" ")
    if kind == "cell":
        return columns.rpartition(" ")[0]
    return columns if kind in ("table", "open") else ""


def walk_words(cell: Sequence[Placed]) -> Iterator[tuple[int, Word, bool]]:
    """Each word of a cell with its page, and whether its line ends with it."""
    for placed in cell:
        for word in placed.line.words:
            yield placed.page, word, word is placed.line.words[-1]


def make_hyphen_plain(text: str) -> str:
    """A word with whatever hyphen it ends in as the plain one."""
    return text[:-1] + "-" if text[-1] in "\u2010\u00ad\ufffe" else text


def compose(drafts: Sequence[BlockDraft]) -> Composed:
    """Text, blocks, words and marks of notes of drafts in reading order."""
    composer = Composer(
        WordCounts(word for draft in drafts for cell in draft.cells for word in find_whole_words(cell))
    )
    for before, draft in zip([None, *drafts], drafts, strict=False):
        if before is not None:
            composer.add("\n" if are_close(before, draft) else "\n\n")
        composer.add_draft(draft)
    text, blocks = "".join(composer.parts), tuple(composer.blocks)
    tables = make_tables(gather_parts(composer.cells), blocks, text)
    return Composed(text, blocks, composer.words(), tuple(composer.marks), tables)


def find_whole_words(cell: Sequence[Placed]) -> Iterator[str]:
    """Words that no line end has torn, neither their start nor their rest."""
    rest = False
    for (_, word, ends_line), following in zip_longest(words := list(walk_words(cell)), words[1:]):
        torn = following is not None and ends_line and is_torn(word.text, following[1].text)
        if not torn and not rest:
            yield word.text
        rest = torn


def are_close(before: BlockDraft, draft: BlockDraft) -> bool:
    """Whether two blocks are items of one list or rows of one table."""
    same = before.role == draft.role and draft.role in ("bullet", "table_row", "contents")
    return same and before.place == draft.place
