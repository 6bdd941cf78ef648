"""Looking at a whole library: whether every part of it is what was written."""

from collections.abc import Iterator

import numpy as np

from ingest.disk.folder import DataFolder
from ingest.disk.sums import check_sums
from ingest.errors import StorageError
from ingest.index.vectors import ReportVectors, VectorStore
from ingest.library.chunk_ids import make_ids
from ingest.library.generation import VECTORS
from ingest.library.open import Library


def verify_library(data: DataFolder, library: Library, store: VectorStore) -> None:
    """Read all of it. Raises StorageError, saying what is damaged."""
    folder = data.generations / library.name
    check_sums(folder)
    if not len(library.chunks):
        return
    index = store.open(folder / VECTORS)
    try:
        difference = index.find_difference(_list_vectors(library))
    finally:
        index.close()
    if difference:
        message = f"The vector index is damaged: {difference}. Run `walkalong doctor --repair`."
        raise StorageError(message)


def _list_vectors(library: Library) -> Iterator[ReportVectors]:
    chunks = library.chunks
    for row, details in enumerate(library.details):
        first, last = np.searchsorted(chunks.report, [row, row + 1])
        ids = make_ids(details.id, chunks.start[first:last], chunks.end[first:last])
        yield ReportVectors(details.id, ids, library.chunk_vectors[first:last].astype(np.float32))
