"""What the library asks of an index of chunk vectors; each store of vectors answers it in a module of its own."""

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import NamedTuple, Protocol

import numpy as np
from numpy.typing import NDArray


class ReportVectors(NamedTuple):
    """The chunks of one report."""

    report_id: str
    ids: list[str]
    vectors: NDArray[np.float32]
    """Shape (chunks, dimension), each of length 1."""


class VectorIndex(Protocol):
    """One index, opened. Several threads may use it."""

    def nearest(
        self, vector: Sequence[float] | NDArray[np.float32], limit: int, report_ids: Sequence[str] | None
    ) -> tuple[list[str], NDArray[np.float32]]:
        """Chunk ids and cosines, nearest first; may be approximate. None means all reports. Raises StorageError."""
        ...

    def find_difference(self, reports: Iterable[ReportVectors]) -> str:
        """In words, where the index is not what these reports make; empty where it is. Raises StorageError."""
        ...

    def close(self) -> None:
        """Free threads, files and memory; safe to call again."""
        ...


class VectorStore(Protocol):
    """Keeps one index for each generation. An index that is written is never changed, only read or deleted."""

    def write(self, folder: Path, reports: Iterable[ReportVectors]) -> None:
        """Make the index of a folder, which does not exist yet. Raises StorageError."""
        ...

    def update(
        self, source: Path, folder: Path, removed: Sequence[str], reports: Iterable[ReportVectors]
    ) -> None:
        """Make the index of a new folder from that of `source`, which stays as it is. Raises StorageError.

        The new one has neither the reports `removed` nor what `source` had of those given.
        """
        ...

    def open(self, folder: Path) -> VectorIndex:
        """Open the index of a folder, in any number of processes. Raises StorageError."""
        ...

    def holds(self, folder: Path) -> bool:
        """Whether the index of a folder is here, and not in another store or lost. Raises StorageError."""
        ...

    def delete(self, folder: Path) -> None:
        """Free what is kept of a folder's index outside it, before the folder goes. Raises StorageError."""
        ...
