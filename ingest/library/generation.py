"""Writing a generation: the records of all reports, put together into one index."""

import json
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import accumulate
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from ingest.disk.folder import DataFolder
from ingest.disk.sums import check_sums, is_changed, write_sums
from ingest.errors import StorageError
from ingest.index.keywords import Vocabulary, count_lists_with, write_index
from ingest.index.lexicon import MOST_VECTORS, SENTENCES_FOR_VECTOR, EmbedWords, read_lexicon, write_lexicon
from ingest.index.record import Record, read_column, read_record, read_vocable
from ingest.index.tables import join_chunks, join_sentences, list_columns
from ingest.index.vectors import ReportVectors, VectorStore
from ingest.library.chunk_ids import make_ids
from ingest.library.manifest import Built, CatalogueEntry, Manifest, read_manifest, write_manifest

VECTORS = "chroma"
"""The folder of the vector index in that of a generation."""
REBUILD_SHARE = 0.5
"""With more of the chunks new or gone than this, a fresh vector index is quicker than a changed copy.

Deleting a chunk from Chroma's graph takes about as long as adding one, so a copy saves time up to a half.
"""


@dataclass(frozen=True, slots=True)
class Previous:
    """The generation before, when its vectors can be used again."""

    folder: Path
    manifest: Manifest


def write_generation(
    data: DataFolder,
    folder: Path,
    entries: Sequence[CatalogueEntry],
    built: Built,
    previous: Previous | None,
    embed_words: EmbedWords,
    store: VectorStore,
) -> Manifest:
    """Fill the folder with the index of these reports, in this order; all have records.

    `embed_words` is called for words that the generation before did not have.
    """
    paths = [data.record(entry.record) for entry in entries]
    records = [read_record(path, vectors=False) for path in paths]
    dimension = _write_columns(folder / "arrays", paths, records)
    known = read_lexicon(previous.folder / "lexicon") if previous else None
    words = _choose_common_words(records)
    write_lexicon(folder / "lexicon", map(read_vocable, paths), words, embed_words, known)
    _write_chroma(store, folder / VECTORS, entries, records, paths, previous)
    manifest = Manifest(
        built=built,
        dimension=dimension,
        made=datetime.now(UTC).isoformat(timespec="seconds"),
        chunks=sum(len(record.chunks) for record in records),
        sentences=sum(len(record.sentences) for record in records),
        entries=tuple(entries),
    )
    (folder / "manifest.json").write_bytes(write_manifest(manifest))
    write_sums(folder)
    return manifest


def _write_columns(folder: Path, paths: Sequence[Path], records: Sequence[Record]) -> int:
    folder.mkdir()
    vocabulary = Vocabulary()
    numbering = [np.array([vocabulary[stem] for stem in record.stems], np.int32) for record in records]
    chunk_rows = list(accumulate((len(record.chunks) for record in records), initial=0))
    sentence_rows = list(accumulate((len(record.sentences) for record in records), initial=0))
    texts = _append(folder / "text.bin", paths, "text")
    shown = _append(folder / "shown.bin", paths, "shown")
    chunks = join_chunks([record.chunks for record in records], sentence_rows[:-1], texts, numbering)
    parts = [record.sentences for record in records]
    sentences = join_sentences(parts, chunk_rows[:-1], texts, shown, numbering)
    frequency = count_lists_with(sentences.terms, len(vocabulary))
    for name, column in (list_columns(chunks, "chunks") | list_columns(sentences, "sentences")).items():
        if not name.endswith(".vector"):
            np.save(folder / f"{name}.npy", column)
    np.save(folder / "sentence_frequency.npy", frequency)
    (folder / "vocabulary.json").write_text(json.dumps(list(vocabulary), ensure_ascii=False), "utf-8")
    write_index(folder.with_name("keywords"), chunks.terms, len(vocabulary))
    _stack_vectors(folder / "sentences.vector.npy", paths, "sentences.vector", sentence_rows)
    np.save(
        folder / "sentence_centre.npy",
        _average_directions(np.load(folder / "sentences.vector.npy", mmap_mode="r")),
    )
    return _stack_vectors(folder / "chunks.vector.npy", paths, "chunks.vector", chunk_rows)


def _choose_common_words(records: Sequence[Record]) -> dict[str, str]:
    """Stem -> word, for the stems in enough sentences, or the commonest of them."""
    sentences: Counter[str] = Counter()
    words: dict[str, str] = {}
    for record in records:
        for stem, count in zip(
            record.stems, count_lists_with(record.sentences.terms, len(record.stems)), strict=True
        ):
            sentences[stem] += int(count)
        words |= dict(zip(record.stems, record.words, strict=True))
    common = [stem for stem in words if sentences[stem] >= SENTENCES_FOR_VECTOR and stem.isalpha()]
    commonest = sorted(common, key=lambda stem: -sentences[stem])[:MOST_VECTORS]
    return {stem: words[stem] for stem in commonest}


def _append(target: Path, paths: Sequence[Path], column: str) -> list[int]:
    """Write the bytes of all records behind each other; gives where those of each begin."""
    starts = []
    with target.open("wb") as file:
        for path in paths:
            starts.append(file.tell())
            file.write(read_column(path, column).tobytes())
    return starts


def _stack_vectors(target: Path, paths: Sequence[Path], column: str, rows: Sequence[int]) -> int:
    """Write the vectors of all records behind each other, one in memory at a time; gives the dimension."""
    stacked: NDArray[np.float16] | None = None
    for path, start, end in zip(paths, rows, rows[1:], strict=False):
        vectors = read_column(path, column)
        if stacked is None:
            shape = (rows[-1], vectors.shape[1])
            stacked = np.lib.format.open_memmap(target, "w+", np.float16, shape) if rows[-1] else vectors
        stacked[start:end] = vectors
    if stacked is None or not len(stacked):
        np.save(target, np.zeros((0, 0) if stacked is None else stacked.shape, np.float16))
    return 0 if stacked is None else int(stacked.shape[1])


def _average_directions(vectors: NDArray[np.float16], rows: int = 10_000) -> NDArray[np.float32]:
    """The mean of the vectors' directions, shape (dimension,); so many rows are in memory at a time."""
    total = np.zeros(vectors.shape[1], np.float64)
    for start in range(0, len(vectors), rows):
        some = vectors[start : start + rows].astype(np.float32)
        total += (some / np.maximum(np.linalg.norm(some, axis=1, keepdims=True), 1e-9)).sum(axis=0)
    return (total / max(len(vectors), 1)).astype(np.float32)


def _write_chroma(
    store: VectorStore,
    folder: Path,
    entries: Sequence[CatalogueEntry],
    records: Sequence[Record],
    paths: Sequence[Path],
    previous: Previous | None,
) -> None:
    before = {entry.details.id: entry.record for entry in previous.manifest.entries} if previous else {}
    now = {entry.details.id: entry.record for entry in entries}
    outdated = [report_id for report_id, record in before.items() if now.get(report_id) != record]
    changed = [row for row, entry in enumerate(entries) if before.get(entry.details.id) != entry.record]
    reports = _report_vectors(changed, entries, records, paths)
    touched = sum(len(records[row].chunks) for row in changed)
    total = sum(len(record.chunks) for record in records)
    if previous and not rebuild_is_quicker(previous, outdated, touched, total):
        store.update(previous.folder / VECTORS, folder, outdated, reports)
    else:
        store.write(folder, _report_vectors(range(len(entries)), entries, records, paths))


def rebuild_is_quicker(previous: Previous, outdated: Sequence[str], touched: int, total: int) -> bool:
    """Whether so much changes that a fresh vector index is quicker."""
    gone = previous.manifest.chunks * len(outdated) / max(len(previous.manifest.entries), 1)
    return touched + gone > REBUILD_SHARE * total


def _report_vectors(
    rows: Iterable[int], entries: Sequence[CatalogueEntry], records: Sequence[Record], paths: Sequence[Path]
) -> Iterator[ReportVectors]:
    for row in rows:
        report_id = entries[row].details.id
        vectors = read_column(paths[row], "chunks.vector").astype(np.float32)
        chunks = records[row].chunks
        yield ReportVectors(report_id, make_ids(report_id, chunks.start, chunks.end), vectors)


def has_vectors(generation: Previous | None, store: VectorStore) -> bool:
    """Whether there is a generation, and its vectors are in the store that is set now."""
    return generation is not None and store.holds(generation.folder / VECTORS)


def choose_reusable(current: Previous | None, built: Built, store: VectorStore) -> Previous | None:
    """The current generation, where its vectors can be used again for the next: what is damaged is not taken over."""
    if current is None or current.manifest.built != built or not current.manifest.chunks:
        return None
    try:
        check_sums(current.folder)
    except StorageError:
        return None
    return current if has_vectors(current, store) else None


def read_previous(data: DataFolder) -> Previous | None:
    """The generation that is served; None also when another version made it and it can't be understood.

    Raises StorageError where its catalogue was overwritten.
    """
    name = data.read_current()
    if name is None:
        return None
    folder = data.generations / name
    try:
        found = Previous(folder, read_manifest(folder / "manifest.json"))
    except (FileNotFoundError, ValueError):
        return None
    if is_changed(folder, "manifest.json"):
        message = f"{folder / 'manifest.json'} is not as it was written. Run `walkalong doctor --repair`."
        raise StorageError(message)
    return found
