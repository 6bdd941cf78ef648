"""Chunks and sentences as columns of numbers: of one report in its record, of all reports in the library."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, fields
from typing import Any, TypeVar

import numpy as np
from numpy.typing import NDArray

from ingest.index.keywords import TermLists, join

Ints = NDArray[np.int32]
Longs = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class ChunkTable:
    """One row for each chunk, in the order of the catalogue and then of the text."""

    report: Ints
    """Row of the report in the catalogue."""
    start: Ints
    end: Ints
    text_at: Longs
    """Where it begins in the bytes of all texts, one after the other; in a record, of the one text."""
    first_sentence: Ints
    """Half-open range of rows in the sentence table."""
    last_sentence: Ints
    vector: NDArray[np.float16]
    """Shape (chunks, dimension), of length 1."""
    heading_terms: TermLists
    """The content stems of the headings above."""
    terms: TermLists
    """What the keyword index knows the chunk by: headings, the end of the chunk before, and its own text."""

    def __len__(self) -> int:
        return len(self.start)


@dataclass(frozen=True, slots=True)
class SentenceTable:
    """One row for each sentence, in the order of the catalogue and then of the text."""

    report: Ints
    """Row of the report in the catalogue."""
    chunk: Ints
    """Row in the chunk table of the chunk that the sentence begins in; -1 for a sentence in none."""
    start: Ints
    end: Ints
    text_at: Longs
    """As for chunks."""
    shown_at: Longs
    """Where what is shown of it begins in the bytes of all that is shown; the next one's begins where it ends."""
    block: Ints
    """Row in that report's blocks."""
    role: NDArray[np.int8]
    """Row in ROLES: the role of the block."""
    voice: NDArray[np.int8]
    """Row in VOICES."""
    part: NDArray[np.int8]
    """Row in PARTS: the part of the report that the block belongs to."""
    vector: NDArray[np.float16]
    """Shape (sentences, dimension): the mean of the sentence's token vectors, not normalised."""
    weight: Ints
    """How many tokens that is the mean of; 0 where the sentence has no vector."""
    terms: TermLists
    """The content stems, in text order."""

    def __len__(self) -> int:
        return len(self.start)


Table = TypeVar("Table", ChunkTable, SentenceTable)


def list_columns(table: ChunkTable | SentenceTable, prefix: str) -> dict[str, NDArray[Any]]:
    """The columns by name, for storing; a column of term lists is two."""
    found: dict[str, NDArray[Any]] = {}
    for field in fields(table):
        name, column = f"{prefix}.{field.name}", getattr(table, field.name)
        if isinstance(column, TermLists):
            found |= {f"{name}.ids": column.ids, f"{name}.offsets": column.offsets}
        else:
            found[name] = column
    return found


def from_columns(kind: type[Table], column: Callable[[str], NDArray[Any]], prefix: str) -> Table:
    """The table with these `columns`; `column` gives one by its name."""
    found: dict[str, Any] = {}
    for field in fields(kind):
        name = f"{prefix}.{field.name}"
        if field.type is TermLists:
            found[field.name] = TermLists(column(f"{name}.ids"), column(f"{name}.offsets"))
        else:
            found[field.name] = column(name)
    return kind(**found)


def join_chunks(
    parts: Sequence[ChunkTable],
    sentence_rows: Sequence[int],
    text_starts: Sequence[int],
    numbering: Sequence[Ints],
) -> ChunkTable:
    """Put the chunks of several reports behind each other: all columns but the vectors, which stay empty.

    `sentence_rows[i]` is where part i's sentences begin, `text_starts[i]` where its text begins in the bytes of
    all, `numbering[i]` maps its term ids to common ones.
    """
    return ChunkTable(
        report=_report_rows(parts),
        start=_stack([part.start for part in parts]),
        end=_stack([part.end for part in parts]),
        text_at=_shift_ranges([part.text_at for part in parts], text_starts),
        first_sentence=_stack([p.first_sentence + at for p, at in zip(parts, sentence_rows, strict=True)]),
        last_sentence=_stack([p.last_sentence + at for p, at in zip(parts, sentence_rows, strict=True)]),
        vector=np.zeros((0, 0), np.float16),
        heading_terms=join([part.heading_terms for part in parts], numbering),
        terms=join([part.terms for part in parts], numbering),
    )


def join_sentences(
    parts: Sequence[SentenceTable],
    chunk_rows: Sequence[int],
    text_starts: Sequence[int],
    shown_starts: Sequence[int],
    numbering: Sequence[Ints],
) -> SentenceTable:
    """Put the sentences of several reports behind each other: all columns but the vectors."""
    return SentenceTable(
        report=_report_rows(parts),
        chunk=_stack([_move_rows(p.chunk, at) for p, at in zip(parts, chunk_rows, strict=True)]),
        start=_stack([part.start for part in parts]),
        end=_stack([part.end for part in parts]),
        text_at=_shift_ranges([part.text_at for part in parts], text_starts),
        shown_at=_shift_ranges([part.shown_at for part in parts], shown_starts),
        block=_stack([part.block for part in parts]),
        role=_stack([part.role for part in parts]).astype(np.int8),
        voice=_stack([part.voice for part in parts]).astype(np.int8),
        part=_stack([part.part for part in parts]).astype(np.int8),
        vector=np.zeros((0, 0), np.float16),
        weight=_stack([part.weight for part in parts]),
        terms=join([part.terms for part in parts], numbering),
    )


def _move_rows(rows: Ints, by: int) -> Ints:
    return np.where(rows < 0, rows, rows + by).astype(np.int32)


def _shift_ranges(parts: Sequence[Longs], by: Sequence[int]) -> Longs:
    moved = [part + start for part, start in zip(parts, by, strict=True)]
    return np.concatenate([np.zeros(0, np.int64), *moved])


def _report_rows(parts: Sequence[ChunkTable] | Sequence[SentenceTable]) -> Ints:
    return np.repeat(np.arange(len(parts), dtype=np.int32), [len(part) for part in parts])


def _stack(arrays: Sequence[NDArray[Any]]) -> Ints:
    return np.concatenate([np.zeros(0, np.int32), *arrays]).astype(np.int32)
