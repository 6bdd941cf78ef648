"""Chunk vectors in a Chroma server (`chroma run`): one collection for each generation, which its folder names.

A folder has one file, which says which collection of the server is its index. It is written before the collection
is made, so that no collection is left behind that no folder names.
"""

import contextlib
import uuid
from collections.abc import Callable, Container, Iterable, Iterator, Sequence
from contextlib import AbstractContextManager
from functools import lru_cache
from http.client import HTTPException
from itertools import chain, groupby
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit
from urllib.request import urlopen

import numpy as np
from numpy.typing import NDArray
from pydantic import BaseModel, ConfigDict, ValidationError

from ingest.errors import StorageError
from ingest.index.chroma import CONFIGURATION, compare_collection, fill_graph, find_nearest, upsert
from ingest.index.vectors import ReportVectors, VectorIndex

if TYPE_CHECKING:
    from chromadb.api import ClientAPI
    from chromadb.api.models.Collection import Collection

_FILE = "collection.json"
_BATCH = 1000
"""Chunks in one request: 1.5 MB of vectors of 384 numbers. Other models have ten times more; it takes 40 MB."""
_PATIENCE = 15.0
"""Seconds that a server may take for one request; a batch takes less than one on two cores."""


class CollectionFile(BaseModel):
    """What the folder of a generation keeps of its index."""

    model_config = ConfigDict(extra="forbid")

    collection: str
    chunks: int | None = None
    """None until all are written."""


class ChromaServer:
    """A VectorStore: one server, which may keep the indexes of several libraries."""

    def __init__(self, url: str) -> None:
        self._url = url.rstrip("/")

    def write(self, folder: Path, reports: Iterable[ReportVectors]) -> None:
        """See `VectorStore.write`."""
        with self._open_client() as client:
            _make_collection(client, folder, reports)

    def update(
        self, source: Path, folder: Path, removed: Sequence[str], reports: Iterable[ReportVectors]
    ) -> None:
        """See `VectorStore.update`; what stays travels twice, as the server copies no collection by itself."""
        given = list(reports)
        gone = {*removed, *(report.report_id for report in given)}
        with self._open_client() as client:
            old = _find_collection(client, source)
            _make_collection(client, folder, chain(_read_reports(old, gone), given))

    def open(self, folder: Path) -> VectorIndex:
        """See `VectorStore.open`."""
        with self._open_client() as client:
            collection = _find_collection(client, folder)
            fill_graph(collection)
        return _ServerIndex(self._open_client, collection)

    def holds(self, folder: Path) -> bool:
        """See `VectorStore.holds`."""
        if not (folder / _FILE).is_file():
            return False
        with self._open_client() as client:
            try:
                _find_collection(client, folder)
            except IndexLost:
                return False
        return True

    def delete(self, folder: Path) -> None:
        """See `VectorStore.delete`."""
        from chromadb.errors import NotFoundError

        if (folder / _FILE).is_file():
            with self._open_client() as client, contextlib.suppress(NotFoundError):
                client.delete_collection(_read_file(folder).collection)

    @contextlib.contextmanager
    def _open_client(self) -> Iterator["ClientAPI"]:
        """The client, and its errors as StorageError with what to do."""
        from chromadb.errors import ChromaError
        from httpx import HTTPError

        try:
            yield connect(self._url)
        except (OSError, HTTPException, HTTPError) as error:
            message = (
                f"The Chroma server at {self._url} doesn't answer ({error or type(error).__name__}). Start it, or "
                "check WALKALONG_CHROMA_URL; nothing that it keeps is lost."
            )
            raise StorageError(message) from error
        except (ChromaError, ValueError) as error:
            message = f"The Chroma server at {self._url} failed: {error}. Its log may say why."
            raise StorageError(message) from error


class IndexLost(StorageError):
    """The server does not have the index, or not the whole of it."""


class _ServerIndex:
    """The index of a folder; any number of threads and processes may use it."""

    def __init__(
        self, connected: Callable[[], AbstractContextManager["ClientAPI"]], collection: "Collection"
    ) -> None:
        self._connected = connected
        self._collection = collection

    def nearest(
        self, vector: Sequence[float] | NDArray[np.float32], limit: int, report_ids: Sequence[str] | None
    ) -> tuple[list[str], NDArray[np.float32]]:
        """See `VectorIndex.nearest`; approximate, as the graph is."""
        with self._connected():
            return find_nearest(self._collection, vector, limit, report_ids)

    def find_difference(self, reports: Iterable[ReportVectors]) -> str:
        """See `VectorIndex.find_difference`; all vectors travel."""
        with self._connected():
            return compare_collection(self._collection, reports, _BATCH)

    def close(self) -> None:
        """See `VectorIndex.close`: the connection is the process's own, and stays."""


@lru_cache
def connect(url: str) -> "ClientAPI":
    """The client of a server, one in each process; raises OSError and Chroma's errors where there is none."""
    from chromadb import HttpClient
    from chromadb.config import Settings

    # The client waits without end for a server that does not answer, so that is asked first, and its patience set.
    urlopen(f"{url}/api/v2/heartbeat", timeout=_PATIENCE).close()
    parts = urlsplit(url)
    secure = parts.scheme == "https"
    client = HttpClient(
        host=parts.hostname or "",
        port=parts.port or (443 if secure else 80),
        ssl=secure,
        settings=Settings(anonymized_telemetry=False),
    )
    client._server._session.timeout = _PATIENCE  # type: ignore[attr-defined]  # noqa: SLF001
    return client


def _make_collection(client: "ClientAPI", folder: Path, reports: Iterable[ReportVectors]) -> None:
    folder.mkdir()
    file = CollectionFile(collection=f"walkalong-{uuid.uuid4().hex}")
    (folder / _FILE).write_text(file.model_dump_json())
    collection = client.create_collection(
        file.collection, configuration=CONFIGURATION, embedding_function=None
    )
    chunks = upsert(collection, reports, _BATCH)
    (folder / _FILE).write_text(file.model_copy(update={"chunks": chunks}).model_dump_json())


def _find_collection(client: "ClientAPI", folder: Path) -> "Collection":
    """The whole collection of a folder; raises IndexLost."""
    from chromadb.errors import NotFoundError

    file = _read_file(folder)
    try:
        collection = client.get_collection(file.collection, embedding_function=None)
    except NotFoundError:
        pass
    else:
        if collection.count() == file.chunks:
            return collection
    message = (
        f"The Chroma server lacks the vectors of {folder}. Run the ingestion again: it writes them anew."
    )
    raise IndexLost(message)


def _read_file(folder: Path) -> CollectionFile:
    try:
        return CollectionFile.model_validate_json((folder / _FILE).read_bytes())
    except (FileNotFoundError, ValidationError) as error:
        message = f"No collection of the Chroma server is named in {folder}. Run the ingestion again."
        raise IndexLost(message) from error


def _read_reports(collection: "Collection", left_out: Container[str]) -> Iterator[ReportVectors]:
    """What a collection holds of the other reports, a part of a report at a time."""
    for offset in range(0, collection.count(), _BATCH):
        page = collection.get(limit=_BATCH, offset=offset, include=["embeddings", "metadatas"])
        vectors = np.asarray(page["embeddings"], np.float32)
        owners = [str(each["report"]) for each in page["metadatas"] or []]
        for report_id, rows in groupby(range(len(owners)), owners.__getitem__):
            chosen = [*rows]
            if report_id not in left_out:
                yield ReportVectors(report_id, [page["ids"][row] for row in chosen], vectors[chosen])
