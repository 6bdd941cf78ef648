"""What is shown of a sentence beside its words, and where its words are in a text's bytes: so a passage can be
shown without reading the whole report.
"""

import json
from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import astuple, dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ingest.meaning.tables import TableRow, find_rows
from ingest.types import Cell, Report, Table


@dataclass(frozen=True, slots=True)
class PlacedNote:
    """A footnote whose mark stands in a sentence."""

    text: str
    page: int
    """1-based number of the page that the note stands on."""
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class PackedSentence:
    """Where a sentence stands, and who says it."""

    page: int
    """1-based number of the page on which it begins."""
    page_label: str | None
    headings: tuple[str, ...]
    """The path of headings above its block, outermost first."""
    speaker: str | None
    places: tuple[str, ...]
    """Places named in it."""
    is_scan: bool = False
    """Whether its page was read from a scan."""
    footnotes: tuple[PlacedNote, ...] = ()
    table: TableRow | None = None
    """The row of a table that it stands in."""


def find_page(report: Report, offset: int) -> int:
    """1-based number of the page on which the character at `offset` stands; 1 for formats without pages."""
    if report.words is None or not len(report.words.start):
        return 1
    row = max(bisect_right(report.words.start, offset) - 1, 0)
    return int(report.words.page[row])


def pack_sentences(report: Report) -> list[bytes]:
    """What is shown of each sentence, for `unpack_sentence`."""
    rows = []
    for sentence, table in zip(report.sentences, find_rows(report), strict=True):
        page = find_page(report, sentence.start)
        headings = report.blocks[sentence.block].headings
        shown = report.pages[page - 1]
        row: list[Any] = [page, shown.label, headings, sentence.speaker, sentence.places]
        notes = find_notes(report, sentence.start, sentence.end)
        if notes or shown.is_scan or table:  # few sentences have any
            row += [shown.is_scan, [astuple(note) for note in notes], table and astuple(table)]
        rows.append(json.dumps(row, ensure_ascii=False).encode())
    return rows


def unpack_sentence(row: bytes) -> PackedSentence:
    """What `pack_sentences` packed of one sentence."""
    page, label, headings, speaker, places, *rest = json.loads(row)
    is_scan, notes, table = rest or (False, (), None)
    footnotes = tuple(PlacedNote(*note) for note in notes)
    row_of = _unpack_row(table) if table else None
    return PackedSentence(page, label, tuple(headings), speaker, tuple(places), is_scan, footnotes, row_of)


def find_notes(report: Report, start: int, end: int) -> tuple[PlacedNote, ...]:
    """The footnotes whose marks stand in a range, in the order of the marks."""
    notes = report.footnotes
    first = bisect_right(notes, start, key=lambda note: note.at)
    last = bisect_right(notes, end, key=lambda note: note.at)
    return tuple(
        PlacedNote(report.text[note.start : note.end], find_page(report, note.start), note.start, note.end)
        for note in notes[first:last]
    )


def _unpack_row(packed: list[Any]) -> TableRow:
    caption, heads, texts, spans, label = packed
    ranges = tuple((span[0], span[1]) if span else None for span in spans)
    return TableRow(caption, tuple(map(tuple, heads)), tuple(texts), ranges, label)


def pack_tables(tables: Iterable[Table]) -> list[list[Any]]:
    """Tables as lists of lists, for `unpack_tables`."""
    return [[[astuple(cell) for cell in table.cells], table.heads, table.caption] for table in tables]


def unpack_tables(packed: Iterable[list[Any]]) -> tuple[Table, ...]:
    """The tables that `pack_tables` packed."""
    return tuple(
        Table(tuple(Cell(*cell) for cell in cells), heads, (caption[0], caption[1]) if caption else None)
        for cells, heads, caption in packed
    )


def count_bytes(text: str, offsets: Iterable[int]) -> NDArray[np.int64]:
    """Where the characters at these offsets begin in the text's UTF-8."""
    codes = np.frombuffer(text.encode("utf-32-le"), np.uint32)
    lengths = 1 + (codes > 0x7F) + (codes > 0x7FF) + (codes > 0xFFFF)
    starts = np.concatenate([[0], np.cumsum(lengths)])
    return np.asarray(starts[np.fromiter(offsets, np.int64)], np.int64)
