"""The ids by which the index of vectors knows chunks: each says its report and its place there."""

from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from ingest.errors import StorageError
from ingest.index.tables import Ints


def make_ids(report_id: str, starts: Ints, ends: Ints) -> list[str]:
    """The ids of a report's chunks by their offsets."""
    return [f"{report_id}:{start}-{end}" for start, end in zip(starts, ends, strict=True)]


def find_chunk_rows(
    ids: Sequence[str], reports: Mapping[str, int], first_chunks: NDArray[np.int64], starts: Ints
) -> NDArray[np.int64]:
    """Rows of the chunks with these ids. Raises StorageError for an id that no chunk has.

    `reports` maps ids of reports to rows of the catalogue; the chunks of row r begin at `first_chunks[r]`, and
    `starts` has the offsets of all chunks.
    """
    rows = []
    for chunk_id in ids:
        report_id, _, place = chunk_id.rpartition(":")
        start, row = place.partition("-")[0], reports.get(report_id)
        if row is None or not start.isdecimal():
            raise _describe_unknown(chunk_id)
        first, last = first_chunks[row], first_chunks[row + 1]
        found = first + np.searchsorted(starts[first:last], int(start))
        if found == last or starts[found] != int(start):
            raise _describe_unknown(chunk_id)
        rows.append(found)
    return np.array(rows, np.int64)


def _describe_unknown(chunk_id: str) -> StorageError:
    message = (
        f"The vector index is damaged: it has a chunk {chunk_id!r}, which no report has. "
        "Run `walkalong doctor --repair`."
    )
    return StorageError(message)
