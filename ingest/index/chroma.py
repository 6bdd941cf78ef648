"""Chunk vectors in Chroma, inside this process; `chroma_server` asks a server instead.

A folder is written by one ingestion and then only read, by any number of processes. Chroma writes a little
even when it only opens a folder: so it is copied with SQLite's own means, and where it can't be written to, a
temporary copy is read. Vectors are always given, so that Chroma never makes a model of its own.
"""

import contextlib
import os
import shutil
import sqlite3
import tempfile
import threading
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

import numpy as np
from numpy.typing import NDArray

from ingest.errors import StorageError
from ingest.index.vectors import ReportVectors, VectorIndex

if TYPE_CHECKING:
    from chromadb.api import ClientAPI
    from chromadb.api.models.Collection import Collection
    from chromadb.api.types import Where

_COLLECTION = "chunks"
# Chroma would measure squared distances. What is below the threshold is not in the saved graph: it is added again each
# time that the folder is opened, and files of an empty graph are written anew then, with other bytes.
CONFIGURATION: Any = {"hnsw": {"space": "cosine", "ef_search": 200, "sync_threshold": 1}}
_DATABASE = "chroma.sqlite3"
_ROUNDING = 1e-3
"""Chroma makes vectors as long as 1 again, which those in half precision are to so much."""
_BATCH = 5000
"""Chroma refuses more than 5,461 chunks in one call: SQLite takes 32,766 variables, six for each chunk."""


class EmbeddedChroma:
    """A VectorStore: one Chroma database in each folder."""

    def write(self, folder: Path, reports: Iterable[ReportVectors]) -> None:
        """See `VectorStore.write`."""
        with _open_client(folder) as client:
            collection = client.create_collection(
                _COLLECTION, configuration=CONFIGURATION, embedding_function=None
            )
            upsert(collection, reports, _BATCH)

    def update(
        self, source: Path, folder: Path, removed: Sequence[str], reports: Iterable[ReportVectors]
    ) -> None:
        """See `VectorStore.update`."""
        _copy(source, folder)
        with _open_client(folder) as client:
            collection = client.get_collection(_COLLECTION, embedding_function=None)
            for report_id in removed:
                collection.delete(where={"report": report_id})
            upsert(collection, reports, _BATCH)

    def open(self, folder: Path) -> VectorIndex:
        """See `VectorStore.open`."""
        # Chroma would make an empty database where there is none.
        if not (folder / _DATABASE).is_file():
            message = f"There is no vector index in {folder}. Run the ingestion again."
            raise StorageError(message)
        return _ChromaIndex(folder)

    def holds(self, folder: Path) -> bool:
        """See `VectorStore.holds`."""
        return (folder / _DATABASE).is_file()

    def delete(self, folder: Path) -> None:
        """See `VectorStore.delete`: all there is of an index is in its folder."""


class _ChromaIndex:
    """The index of a folder, opened; several threads may use it, and other processes have their own."""

    def __init__(self, folder: Path) -> None:
        self._lock = threading.Lock()
        with contextlib.ExitStack() as opened:
            place = opened.enter_context(_open_writable(folder))
            client = opened.enter_context(_open_client(place))
            self._database = place / _DATABASE
            self._collection = client.get_collection(_COLLECTION, embedding_function=None)
            with _raise_storage_errors():
                fill_graph(self._collection)
            self._opened = opened.pop_all()

    def nearest(
        self, vector: Sequence[float] | NDArray[np.float32], limit: int, report_ids: Sequence[str] | None
    ) -> tuple[list[str], NDArray[np.float32]]:
        """See `VectorIndex.nearest`; approximate, as the graph is."""
        with _raise_storage_errors():
            return find_nearest(self._collection, vector, limit, report_ids)

    def find_difference(self, reports: Iterable[ReportVectors]) -> str:
        """See `VectorIndex.find_difference`; the database's own structure is looked at as well."""
        with _raise_storage_errors():
            with contextlib.closing(sqlite3.connect(self._database)) as database:
                [(found,)] = database.execute("PRAGMA quick_check(1)").fetchall()
            return compare_collection(self._collection, reports, _BATCH) if found == "ok" else str(found)

    def close(self) -> None:
        """Free threads, files and memory; safe to call again."""
        with self._lock:
            self._opened.close()


def fill_graph(collection: "Collection") -> None:
    """Ask something, alone: Chroma fills its graph at the first question, and others would see half of it."""
    some = collection.get(limit=1, include=["embeddings"])["embeddings"]
    if some is not None and len(some):
        collection.query(query_embeddings=np.asarray(some[:1], np.float32), n_results=1, include=[])


def find_nearest(
    collection: "Collection",
    vector: Sequence[float] | NDArray[np.float32],
    limit: int,
    report_ids: Sequence[str] | None,
) -> tuple[list[str], NDArray[np.float32]]:
    """See `VectorIndex.nearest`; approximate, as the graph is. Raises Chroma's own errors."""
    found = collection.query(
        query_embeddings=np.asarray([vector], np.float32),
        n_results=limit,
        where=_filter_reports(report_ids),
        include=["distances"],
    )
    return found["ids"][0], 1 - np.array((found["distances"] or [[]])[0], np.float32)


def _filter_reports(report_ids: Sequence[str] | None) -> "Where | None":
    if report_ids is None:
        return None
    return {"report": cast("Any", {"$in": [*report_ids]})}


def upsert(collection: "Collection", reports: Iterable[ReportVectors], batch: int) -> int:
    """Put the chunks into a collection, at most `batch` in one call; gives how many there were.

    Raises Chroma's own errors.
    """
    count = 0
    for part in _form_batches(reports, batch):
        ids = [each for report in part for each in report.ids]
        owners: list[Mapping[str, Any]] = [{"report": r.report_id} for r in part for _ in r.ids]
        collection.upsert(ids, np.concatenate([report.vectors for report in part]), owners)
        count += len(ids)
    return count


def compare_collection(collection: "Collection", reports: Iterable[ReportVectors], batch: int) -> str:
    """See `VectorIndex.find_difference`. Raises Chroma's own errors."""
    count = 0
    for part in _form_batches(reports, batch):
        for report in part:
            count += len(report.ids)
            found = collection.get(report.ids, include=["embeddings", "metadatas"])
            rows = {chunk_id: row for row, chunk_id in enumerate(found["ids"])}
            owners = {str(each["report"]) for each in found["metadatas"] or []}
            if not rows.keys() >= set(report.ids) or owners - {report.report_id}:
                return f"it lacks chunks of {report.report_id}"
            vectors = np.asarray(found["embeddings"], np.float32)[[rows[each] for each in report.ids]]
            if not np.allclose(vectors, report.vectors, atol=_ROUNDING):
                return f"vectors of {report.report_id} are not those of its chunks"
    return "" if collection.count() == count else "it has chunks that no report has"


def _form_batches(reports: Iterable[ReportVectors], batch: int) -> Iterator[list[ReportVectors]]:
    """The reports in parts of at most `batch` chunks, long ones cut."""
    part: list[ReportVectors] = []
    for report in reports:
        for at in range(0, len(report.ids), batch):
            to = at + batch
            piece = ReportVectors(report.report_id, report.ids[at:to], report.vectors[at:to])
            if part and sum(len(each.ids) for each in part) + len(piece.ids) > batch:
                yield part
                part = []
            part.append(piece)
    if part:
        yield part


def _copy(source: Path, folder: Path) -> None:
    shutil.copytree(source, folder, ignore=lambda _, names: [n for n in names if n.startswith(_DATABASE)])
    with (
        contextlib.closing(sqlite3.connect(source / _DATABASE)) as old,
        contextlib.closing(sqlite3.connect(folder / _DATABASE)) as new,
    ):
        old.backup(new)


@contextlib.contextmanager
def _open_client(folder: Path) -> Iterator["ClientAPI"]:
    # Importing takes most of a second, and only searching and writing need it.
    from chromadb import PersistentClient
    from chromadb.config import Settings

    with _raise_storage_errors():
        client = PersistentClient(folder, settings=Settings(anonymized_telemetry=False))
    try:
        with _raise_storage_errors():
            yield client
    finally:
        client.close()  # type: ignore[attr-defined]


@contextlib.contextmanager
def _open_writable(folder: Path) -> Iterator[Path]:
    if os.access(folder, os.W_OK) and os.access(folder / _DATABASE, os.W_OK):
        yield folder
        return
    with tempfile.TemporaryDirectory(prefix="walkalong-") as temporary:
        shutil.copytree(folder, copy := Path(temporary) / "chroma", copy_function=shutil.copyfile)
        copy.chmod(0o700)
        yield copy


@contextlib.contextmanager
def _raise_storage_errors() -> Iterator[None]:
    from chromadb.errors import ChromaError

    try:
        yield
    except (ChromaError, sqlite3.Error) as error:
        message = (
            f"The vector index failed: {error}. Check that the disk has room, then run the ingestion again."
        )
        raise StorageError(message) from error
