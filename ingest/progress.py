"""What an ingestion tells: while it runs, to a `Progress`; at its end, as an `IngestResult`."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal, Protocol

from ingest.errors import UnreadableFile

Outcome = Literal["added", "replaced", "unchanged", "failed"]
TellPage = Callable[[int, int], None]
"""Told how many of how many pages of a file are read."""


def ignore_pages(done: int, total: int) -> None:
    """Say nothing of pages."""


class Progress(Protocol):
    """Told what is going on, from the thread that called `ingest`."""

    def start_file(self, path: Path, number: int, total: int) -> None:
        """Work begins on file `number` (from 1) of those that are new or changed."""

    def count_pages(self, path: Path, done: int, total: int) -> None:
        """So many of the file's pages are read. Told from another thread, as files are read ahead."""

    def count_encoded(self, path: Path, done: int, total: int) -> None:
        """So many of the file's chunks are encoded."""

    def finish_file(self, path: Path, outcome: Outcome) -> None:
        """The file is done with."""


class Silent:
    """A Progress that tells nobody."""

    def start_file(self, path: Path, number: int, total: int) -> None:
        """Say nothing."""

    def count_pages(self, path: Path, done: int, total: int) -> None:
        """Say nothing."""

    def count_encoded(self, path: Path, done: int, total: int) -> None:
        """Say nothing."""

    def finish_file(self, path: Path, outcome: Outcome) -> None:
        """Say nothing."""


@dataclass(frozen=True, slots=True)
class IngestResult:
    """What an ingestion did. Report ids in the order of the files; totals are of the whole library."""

    added: tuple[str, ...]
    replaced: tuple[str, ...]
    unchanged: tuple[str, ...]
    removed: tuple[str, ...]
    failures: tuple[UnreadableFile, ...]
    skipped: tuple[Path, ...]
    """Files in folders that are of no format for reports, or that tell about the folder."""
    warnings: Mapping[str, tuple[str, ...]]
    """Report id -> what of it could not be read as it should; of the reports that were given."""
    reports: int
    pages: int
    chunks: int
    seconds: float


@dataclass(slots=True)
class Tally:
    """What has come of the files so far: ids of reports, and failures."""

    added: list[str] = field(default_factory=list)
    replaced: list[str] = field(default_factory=list)
    unchanged: list[str] = field(default_factory=list)
    failures: list[UnreadableFile] = field(default_factory=list)
