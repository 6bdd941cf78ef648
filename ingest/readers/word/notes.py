"""Notes of a Word file, and the words that carry their marks."""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from docx.document import Document as WordDocument
from docx.oxml import parse_xml
from docx.oxml.ns import qn

from ingest.readers.flow import FlowBlock
from ingest.readers.word.paragraphs import NOTE_MARK, REFERENCES, read_paragraph_text, write_mark
from ingest.types import Block, Footnote


class WordMark(NamedTuple):
    """Where the mark of a note stands."""

    row: int
    """Of the block that has it."""
    at: int
    """The end of the word before it, in the words of its block."""
    note: str


class Unmarked(NamedTuple):
    """Parts without the marks that stood in their words."""

    parts: list[FlowBlock]
    marks: list[WordMark]
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


def read_notes(document: WordDocument) -> Iterator[FlowBlock]:
    """The notes at the foot of pages and at the end, each beginning with its own mark."""
    for relation in document.part.rels.values():
        kind = relation.reltype.rsplit("/", 1)[-1]
        if kind not in REFERENCES.values() or relation.is_external:
            continue
        for note in parse_xml(relation.target_part.blob):
            text = " ".join(read_paragraph_text(paragraph) for paragraph in note.iter(qn("w:p"))).strip()
            if note.get(qn("w:type")) is None and text:
                yield FlowBlock("footnote", write_mark(kind, note.get(qn("w:id"))) + text)


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
            else:
                found.marks.append(WordMark(row, len(words.rstrip()), mark["note"]))
        found.parts.append(part._replace(text=words + part.text[end:]))
    return found
