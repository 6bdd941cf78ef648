"""One report read, split and embedded: how it is made, and how it is kept in a file of its own."""

import json
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass, fields
from itertools import accumulate
from pathlib import Path
from typing import Any, BinaryIO, NamedTuple, TypeVar

import numpy as np
from numpy.typing import NDArray

from ingest.embedding.embedder import EmbeddedChunks, Embedder, Encoded
from ingest.errors import StorageError
from ingest.index.keywords import TermLists, Vocabulary
from ingest.index.lexicon import Vocable, find_words, make_vocable
from ingest.index.packing import count_bytes, pack_sentences, pack_tables, unpack_tables
from ingest.index.tables import ChunkTable, SentenceTable, from_columns, list_columns
from ingest.index.wording import word_chunks, word_for_keywords
from ingest.types import (
    PARTS,
    ROLES,
    VOICES,
    Block,
    Chunk,
    DetailMention,
    Details,
    Footnote,
    Page,
    Report,
    Sentence,
    Term,
    Words,
)

Arrays = Mapping[str, NDArray[Any]]
Item = TypeVar("Item")


@dataclass(frozen=True, slots=True)
class Record:
    """What the library keeps of one report, besides its text."""

    chunks: ChunkTable
    sentences: SentenceTable
    stems: tuple[str, ...]
    """The record's vocabulary: term id -> stem."""
    words: tuple[str, ...]
    """For each stem, the commonest word of the report that has it."""


class Kept(NamedTuple):
    """What the catalogue says of a report that has a record."""

    details: Details
    warnings: tuple[str, ...]


def make_record(
    report: Report, chunks: Sequence[Chunk], embedder: Embedder, encoded: Encoded | None = None
) -> Record:
    """Embed the chunks and find the terms; this is where the time of an ingestion goes."""
    worded, texts = word_chunks(report, chunks)
    embedded = embedder.embed_chunks([each.text for each in worded], [each.spans for each in worded], encoded)
    rows = np.array([row for each in worded for row in each.rows], np.int64)
    owners = np.repeat(np.arange(len(chunks)), [len(each.rows) for each in worded])
    vocabulary = Vocabulary()
    sentences = _make_sentence_table(report, rows, owners, embedded, vocabulary.lists(texts))
    table = ChunkTable(
        report=np.zeros(len(chunks), np.int32),
        start=_make_ints(chunk.start for chunk in chunks),
        end=_make_ints(chunk.end for chunk in chunks),
        text_at=count_bytes(report.text, (chunk.start for chunk in chunks)),
        first_sentence=_make_ints(chunk.first_sentence for chunk in chunks),
        last_sentence=_make_ints(chunk.last_sentence for chunk in chunks),
        vector=embedded.chunks.astype(np.float16),
        heading_terms=vocabulary.lists(" ".join(chunk.headings) for chunk in chunks),
        terms=vocabulary.lists(word_for_keywords(report, chunks, worded)),
    )
    return Record(table, sentences, tuple(vocabulary), find_words(report.text, vocabulary))


def _make_sentence_table(
    report: Report,
    rows: NDArray[np.int64],
    owners: NDArray[np.int64],
    embedded: EmbeddedChunks,
    terms: TermLists,
) -> SentenceTable:
    sentences = report.sentences
    count = len(sentences)
    # A sentence longer than a chunk is in several: its vector is the mean over all of them.
    weight = np.bincount(rows, embedded.tokens, minlength=count)
    sums = np.zeros((count, embedded.sentences.shape[1]), np.float32)
    np.add.at(sums, rows, embedded.sentences * embedded.tokens[:, None].astype(np.float32))
    chunk = np.full(count, -1, np.int32)
    chunk[rows[::-1]] = owners[::-1]
    return SentenceTable(
        report=np.zeros(count, np.int32),
        chunk=chunk,
        start=_make_ints(each.start for each in sentences),
        end=_make_ints(each.end for each in sentences),
        text_at=count_bytes(report.text, (each.start for each in sentences)),
        shown_at=np.fromiter(accumulate(map(len, pack_sentences(report)), initial=0), np.int64, count=count),
        block=_make_ints(each.block for each in sentences),
        role=np.array([ROLES.index(report.blocks[each.block].role) for each in sentences], np.int8),
        voice=np.array([VOICES.index(each.voice) for each in sentences], np.int8),
        part=np.array([PARTS.index(report.blocks[each.block].part) for each in sentences], np.int8),
        vector=(sums / np.maximum(weight, 1)[:, None]).astype(np.float16),
        weight=weight.astype(np.int32),
        terms=terms,
    )


def _make_ints(values: Iterable[int]) -> NDArray[np.int32]:
    return np.fromiter(values, np.int32)


def write_record(file: BinaryIO, report: Report, record: Record) -> None:
    """Write the report and its record; nothing in the file is pickled."""
    arrays = list_columns(record.chunks, "chunks") | list_columns(record.sentences, "sentences")
    if report.words is not None:
        arrays |= {f"words.{field.name}": getattr(report.words, field.name) for field in fields(Words)}
    np.savez(
        file,
        allow_pickle=False,
        details=_pack(asdict(report.details)),
        report=_pack(_make_plain(report)),
        text=_make_bytes(report.text.encode()),
        shown=_make_bytes(b"".join(pack_sentences(report))),
        stems=_pack(record.stems),
        words=_pack(record.words),
        vocable=_pack(asdict(make_vocable(report))),
        **arrays,
    )


def read_kept(path: Path) -> Kept:
    """What the catalogue says of a record's report."""
    with _open_arrays(path) as arrays:
        return Kept(_read_details(arrays), tuple(_unpack(arrays["report"])["warnings"]))


def read_report(path: Path) -> Report:
    """The report of a record, whole."""
    with _open_arrays(path) as arrays:
        plain = _unpack(arrays["report"])
        words = None
        if "words.start" in arrays:
            words = Words(**{field.name: arrays[f"words.{field.name}"] for field in fields(Words)})
        return Report(
            details=_read_details(arrays),
            text=arrays["text"].tobytes().decode(),
            pages=_unpack_items(Page, plain["pages"]),
            blocks=_unpack_items(Block, plain["blocks"]),
            sentences=_unpack_items(Sentence, plain["sentences"]),
            words=words,
            terms=_unpack_items(Term, plain["terms"]),
            questions=tuple(plain["questions"]),
            warnings=tuple(plain["warnings"]),
            footnotes=_unpack_items(Footnote, plain["footnotes"]),
            tables=unpack_tables(plain["tables"]),
        )


def read_record(path: Path, *, vectors: bool = True) -> Record:
    """The tables of a record; without `vectors` those columns are empty, which saves most of the reading."""
    with _open_arrays(path) as arrays:

        def make_column(name: str) -> NDArray[Any]:
            if name.endswith(".vector") and not vectors:
                return np.zeros((0, 0), np.float16)
            return np.asarray(arrays[name])

        return Record(
            from_columns(ChunkTable, make_column, "chunks"),
            from_columns(SentenceTable, make_column, "sentences"),
            # Reports share most words, and all records are in memory when a generation is written.
            tuple(map(sys.intern, _unpack(arrays["stems"]))),
            tuple(map(sys.intern, _unpack(arrays["words"]))),
        )


def read_vocable(path: Path) -> Vocable:
    """What the report of a record contributes to the lexicon."""
    with _open_arrays(path) as arrays:
        plain = _unpack(arrays["vocable"])
        return Vocable(plain["acronyms"], tuple(plain["places"]), tuple(plain["words"]))


@contextmanager
def _open_arrays(path: Path) -> Iterator[Arrays]:
    """The arrays of a record. Raises StorageError for a damaged one, FileNotFoundError without one."""
    try:
        # numpy leaves a damaged file open that it has opened itself.
        with path.open("rb") as file, np.load(file) as arrays:
            yield arrays
    except (OSError, StorageError):
        raise
    except Exception as error:  # overwritten bytes can make zipfile, numpy and json raise nearly anything
        message = f"The record {path} is damaged ({error}). Run `walkalong doctor --repair`."
        raise StorageError(message) from error


def _make_plain(report: Report) -> dict[str, Any]:
    return {
        "pages": _pack_items(Page, report.pages),
        "blocks": _pack_items(Block, report.blocks),
        "sentences": _pack_items(Sentence, report.sentences),
        "terms": _pack_items(Term, report.terms),
        "questions": report.questions,
        "warnings": report.warnings,
        "footnotes": _pack_items(Footnote, report.footnotes),
        "tables": pack_tables(report.tables),
    }


def read_column(path: Path, name: str) -> NDArray[Any]:
    """One column of a record, such as `chunks.vector`, or its bytes: `text` and `shown`."""
    with _open_arrays(path) as arrays:
        return np.asarray(arrays[name])


def _read_details(arrays: Arrays) -> Details:
    plain = _unpack(arrays["details"])
    mentions = tuple(DetailMention(**mention) for mention in plain["mentions"])
    return Details(
        **plain | {name: tuple(plain[name]) for name in ("places", "authors")} | {"mentions": mentions}
    )


def _pack_items(kind: type[Any], items: Sequence[Any]) -> list[list[Any]]:
    names = [field.name for field in fields(kind)]
    return [[getattr(item, name) for name in names] for item in items]


def _unpack_items(kind: type[Item], rows: list[list[Any]]) -> tuple[Item, ...]:
    # The only lists inside are tuples that JSON has turned into lists.
    return tuple(kind(*(tuple(v) if isinstance(v, list) else v for v in row)) for row in rows)


def _pack(value: object) -> NDArray[np.uint8]:
    return _make_bytes(json.dumps(value, ensure_ascii=False).encode())


def _make_bytes(data: bytes) -> NDArray[np.uint8]:
    return np.frombuffer(data, np.uint8)


def _unpack(array: NDArray[np.uint8]) -> Any:  # noqa: ANN401 - JSON
    return json.loads(array.tobytes())
