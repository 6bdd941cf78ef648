"""Marks of notes among the words of a text that is put together from its parts, and the notes that they lead to."""

import re
from collections.abc import Sequence
from typing import NamedTuple

from ingest.readers.flow import FlowBlock
from ingest.types import Block, Footnote

NOTE_MARK = re.compile("\ufdd0(?P<note>[^\ufdd1]*)\ufdd1")
"""Where a mark stands in the words of a paragraph until these are put together: `footnotes 2`, between two code points
that no text has."""


class MarkedWord(NamedTuple):
    """Where the mark of a note stands."""

    row: int
    """Of the block that has it."""
    at: int
    """The end of the word before it, in the words of its block."""
    note: str


class Unmarked(NamedTuple):
    """Parts without the marks that stood in their words."""

    parts: list[FlowBlock]
    marks: list[MarkedWord]
    notes: dict[str, int]
    """For each note, the row of its part."""

    def join(self, blocks: Sequence[Block]) -> tuple[Footnote, ...]:
        """The notes whose mark was found, in the order of their marks."""
        return tuple(
            Footnote(
                blocks[mark.row].start + mark.at,
                blocks[self.notes[mark.note]].start,
                blocks[self.notes[mark.note]].end,
            )
            for mark in self.marks
            if mark.note in self.notes
        )


def write_mark(kind: str, number: str | None) -> str:
    """The mark of a note among the words of a paragraph."""
    return f"\ufdd0{kind} {number}\ufdd1"


def take_marks(parts: Sequence[FlowBlock]) -> Unmarked:
    """Take the marks of notes out of the words of parts; that at the start of a note names the note."""
    found = Unmarked([], [], {})
    for row, part in enumerate(parts):
        words, end = "", 0
        for mark in NOTE_MARK.finditer(part.text):
            words += part.text[end : mark.start()]
            end = mark.end()
            if part.role == "footnote" and mark.start() == 0:
                found.notes[mark["note"]] = row
                end = len(part.text) - len(part.text[end:].lstrip(" "))
            else:
                found.marks.append(MarkedWord(row, len(words.rstrip()), mark["note"]))
        found.parts.append(part._replace(text=words + part.text[end:]))
    return found
