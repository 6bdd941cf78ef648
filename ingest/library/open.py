"""The library: everything that was ingested, open for reading. One `Library` is one generation."""

import contextlib
import json
import logging
import math
import threading
import time
import weakref
from collections.abc import Callable, Mapping, Sequence
from functools import lru_cache
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ingest.disk.folder import DataFolder, raise_storage_errors, use
from ingest.disk.sums import check_sums
from ingest.errors import LibraryMismatch, LibraryMissing, NotFound, StorageError
from ingest.index.keywords import KeywordIndex, TermLists, rank_rows
from ingest.index.lexicon import Lexicon, read_lexicon
from ingest.index.packing import PackedSentence, unpack_sentence
from ingest.index.record import read_report
from ingest.index.stores import choose_store
from ingest.index.tables import ChunkTable, SentenceTable, from_columns
from ingest.index.vectors import VectorIndex, VectorStore
from ingest.lazy import Once
from ingest.library.chunk_ids import find_chunk_rows
from ingest.library.generation import VECTORS
from ingest.library.manifest import Built, Manifest, describe_build, describe_difference, read_manifest
from ingest.settings import IndexSettings
from ingest.types import Details, Report

REPORTS_KEPT = 64
"""So many reports stay in memory, the ones used last: some 20 MB for reports of 50 pages."""
LOOK_SECONDS = 0.25
"""A holder looks for a newer generation no more often than this: a new report is there at once for a reader."""
BYTES_READ_AT_OPENING = 512 * 1024 * 1024
"""Checked at opening, 0.25 s of one core: all of a library of 100,000 chunks but the vectors of its sentences."""
_TRIES = 5
"""An ingestion can take away a generation between the look and the opening, but not five times in a row."""
_LOG = logging.getLogger(__name__)


class Library:
    """One generation, whole, for as long as this object lives. Safe to use from several threads.

    Rows count from 0: of `details` (the catalogue), `chunks` and `sentences`, each in the order of the last.
    """

    def __init__(self, data: DataFolder, name: str, wanted: Built, store: VectorStore) -> None:
        self.name = name
        self._folder = data.generations / name
        self._data = data
        with contextlib.ExitStack() as opened:
            opened.enter_context(use(self._folder))
            self.manifest = _check_manifest(self._folder, wanted)
            check_sums(self._folder, BYTES_READ_AT_OPENING)
            self._opened = opened.pop_all()
        weakref.finalize(self, self._opened.close)
        self.details: tuple[Details, ...] = tuple(entry.details for entry in self.manifest.entries)
        self.chunks = from_columns(ChunkTable, self._read_array, "chunks")
        self.sentences = from_columns(SentenceTable, self._read_array, "sentences")
        self.sentence_frequency: NDArray[np.int32] = self._read_array("sentence_frequency")
        self.sentence_centre: NDArray[np.float32] = self._read_array("sentence_centre")
        self._text = self._read_bytes("text")
        if (self.chunks.text_at[-1:] + self.chunks.end[-1:] - self.chunks.start[-1:] > len(self._text)).any():
            message = "its text is cut short"
            raise ValueError(message)
        self._shown = self._read_bytes("shown")
        self._rows = {details.id: row for row, details in enumerate(self.details)}
        self._first_chunks = np.searchsorted(self.chunks.report, np.arange(len(self.details) + 1))
        self._report: Callable[[Path], Report] = lru_cache(REPORTS_KEPT)(read_report)
        folder, opened = self._folder, self._opened
        self._vocabulary = Once(lambda: _read_vocabulary(folder / "arrays" / "vocabulary.json"))
        self._lexicon = Once(lambda: read_lexicon(folder / "lexicon"))
        self._keywords = Once(lambda: KeywordIndex(folder / "keywords"))
        # Not by way of `self`: a library that refers to itself would be closed late.
        self._vectors = Once(lambda: _open_vectors(store, folder / VECTORS, opened))

    @property
    def chunk_vectors(self) -> NDArray[np.float16]:
        """Shape (chunks, dimension), of length 1; for scoring chosen rows exactly."""
        return self.chunks.vector

    @property
    def chunk_terms(self) -> TermLists:
        """What the keyword index knows each chunk by."""
        return self.chunks.terms

    @property
    def heading_terms(self) -> TermLists:
        """The content stems of the headings above each chunk."""
        return self.chunks.heading_terms

    @property
    def vocabulary(self) -> Mapping[str, int]:
        """Stem -> term id."""
        return self._vocabulary.get()

    @property
    def lexicon(self) -> Lexicon:
        """What the reports know of words."""
        return self._lexicon.get()

    def report(self, report_id: str) -> Report:
        """The report with its text, read when first asked for. Raises NotFound."""
        with raise_storage_errors(self._data.root):
            return self._report(self._data.record(self.manifest.entries[self._find_row(report_id)].record))

    def text(self, at: int, chars: int) -> str:
        """So many characters of a report's text from a `text_at` on, without reading the report."""
        # No character has more than four bytes, and the last one may be cut in two.
        return self._text[at : at + 4 * chars].tobytes().decode(errors="ignore")[:chars]

    def unpack_sentence(self, row: int) -> PackedSentence:
        """What is shown of a sentence beside its words."""
        ends = self.sentences.shown_at[row + 1 : row + 2]
        end = int(ends[0]) if len(ends) else len(self._shown)
        return unpack_sentence(self._shown[self.sentences.shown_at[row] : end].tobytes())

    def file(self, report_id: str) -> Path:
        """The copy of the report's file. Raises NotFound."""
        details = self.details[self._find_row(report_id)]
        return self._data.file(details.sha256, details.file)

    def nearest(
        self, vector: Sequence[float] | NDArray[np.float32], limit: int, reports: Sequence[int] | None = None
    ) -> tuple[NDArray[np.int64], NDArray[np.float32]]:
        """Rows of the chunks nearest to a vector, and their cosines, nearest first.

        `reports` are rows of the catalogue; None means all. Approximate where there are many chunks. Raises
        LibraryMismatch for a vector of another model's size.
        """
        if len(vector) != self.manifest.dimension and len(self.chunks):
            message = (
                f"The question's vector has {len(vector)} numbers, the library's {self.manifest.dimension}: "
                "the embedding model has changed. Run `walkalong ingest` again."
            )
            raise LibraryMismatch(message)
        if limit < 1 or not len(self.chunks) or (reports is not None and not len(reports)):
            return np.zeros(0, np.int64), np.zeros(0, np.float32)
        ids = None if reports is None else [self.details[row].id for row in reports]
        found, cosines = self._vectors.get().nearest(vector, min(limit, len(self.chunks)), ids)
        return find_chunk_rows(found, self._rows, self._first_chunks, self.chunks.start), cosines

    def keywords(
        self, terms: Sequence[str], limit: int, reports: Sequence[int] | None = None
    ) -> tuple[NDArray[np.int64], NDArray[np.float32]]:
        """Rows of the chunks that match stems best, and their BM25 scores, best first; only above 0."""
        scores = self.keyword_scores(terms)
        if reports is not None:
            scores = np.where(np.isin(self.chunks.report, np.asarray(reports, np.int32)), scores, 0)
        rows = rank_rows(scores, limit)
        return rows, scores[rows]

    def keyword_scores(self, terms: Sequence[str]) -> NDArray[np.float32]:
        """BM25 of every chunk for some stems; stems that no report has count nothing."""
        numbers = self.vocabulary
        known = [numbers[term] for term in terms if term in numbers]
        if not known:
            return np.zeros(len(self.chunks), np.float32)
        return self._keywords.get().scores(known)

    def warm(self) -> None:
        """Open now what would be opened by the first search."""
        _ = self.vocabulary, self._keywords.get(), self._vectors.get()
        if len(self.chunks):
            self.nearest(self.chunk_vectors[0].astype(np.float32), 1)

    def close(self) -> None:
        """Free threads, files and memory now; else that happens when nothing refers to the library."""
        self._opened.close()

    def _read_array(self, name: str) -> NDArray[Any]:
        # As a plain array: it stays mapped, and numpy's memmap class makes every slice slower.
        return np.asarray(np.load(self._folder / "arrays" / f"{name}.npy", mmap_mode="r"))

    def _read_bytes(self, name: str) -> NDArray[np.uint8]:
        path = self._folder / "arrays" / f"{name}.bin"
        # Nothing can't be mapped.
        return np.asarray(np.memmap(path, np.uint8, "r")) if path.stat().st_size else np.zeros(0, np.uint8)

    def _find_row(self, report_id: str) -> int:
        if report_id not in self._rows:
            message = f"There is no report {report_id!r}; `walkalong reports` lists those there are."
            raise NotFound(message)
        return self._rows[report_id]


def open_library(settings: IndexSettings) -> Library:
    """Open what is served now. Raises LibraryMissing, LibraryMismatch or StorageError, saying what to do."""
    data = DataFolder(settings.data_dir)
    wanted = describe_build(settings)
    with raise_storage_errors(data.root):
        for tries_left in reversed(range(_TRIES)):
            name = data.read_current()
            if name is None:
                break
            try:
                return Library(data, name, wanted, choose_store(settings))
            except (FileNotFoundError, BlockingIOError):
                # An ingestion may replace and delete a generation between the look and the opening.
                if not tries_left:
                    raise
            except (ValueError, EOFError) as error:
                message = f"The library in {data.root} is damaged: {error}. Run `walkalong doctor --repair`."
                raise StorageError(message) from error
    message = (
        f"Nothing has been ingested into {data.root} yet. Run `walkalong ingest PATH...` with files or "
        "folders of reports."
    )
    raise LibraryMissing(message)


class CurrentLibrary:
    """Holds the library that is served, and follows other processes' ingestions. Safe for several threads.

    Whoever answers a question takes the library once, with `get`, and uses that one to the end.
    """

    def __init__(self, settings: IndexSettings) -> None:
        self._settings = settings
        self._data = DataFolder(settings.data_dir)
        self._lock = threading.Lock()
        self._library: Library | None = None
        self._stamp: tuple[int, int] | None = None
        self._looked = 0.0

    def get(self) -> Library:
        """The library as of a quarter of a second ago or newer.

        A newer generation that other settings have made is left alone, and the one before it goes on being served.
        Raises LibraryMissing, LibraryMismatch or StorageError where there is none to serve.
        """
        with self._lock:
            now = time.monotonic()
            if self._library is not None and now - self._looked < LOOK_SECONDS:
                return self._library
            self._looked = now
            # Read before opening: what is published in between is then seen at the next look.
            stamp = self._data.stamp()
            if self._library is None or stamp != self._stamp:
                self._library = self._open_newer(self._library)
                self._stamp = stamp
            return self._library

    @property
    def served(self) -> Library | None:
        """The library that was given last, without a look for a newer one."""
        return self._library

    def look_again(self) -> None:
        """Let the next `get` look however short ago the last look was: what was removed is gone at once."""
        with self._lock:
            self._looked = -math.inf

    def _open_newer(self, served: Library | None) -> Library:
        """The newest generation; the one served so far where the newest was made for other settings."""
        try:
            return open_library(self._settings)
        except LibraryMismatch as error:
            if served is None:
                raise
            _LOG.warning("The library from before is still served. %s", error)
            return served


def _open_vectors(store: VectorStore, folder: Path, opened: contextlib.ExitStack) -> VectorIndex:
    index = store.open(folder)
    opened.callback(index.close)
    return index


def _read_vocabulary(path: Path) -> dict[str, int]:
    return {stem: number for number, stem in enumerate(json.loads(path.read_text("utf-8")))}


def _check_manifest(folder: Path, wanted: Built) -> Manifest:
    """The folder's manifest, when what built it is what is wanted."""
    try:
        manifest = read_manifest(folder / "manifest.json")
        why = describe_difference(manifest.built, wanted)
    except ValueError:
        why = "another version of Walkalong made it"
    if why:
        message = (
            f"The library can't be used as things are set: {why}. Run `walkalong ingest` with the folder of "
            "your reports again (nothing is lost), or restore the settings."
        )
        raise LibraryMismatch(message)
    return manifest
