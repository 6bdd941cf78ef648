"""Reports that were removed on the page: each is kept for a while in its own folder, so that it can be put back."""

import shutil
import uuid
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from pydantic import TypeAdapter

from ingest.disk.folder import raise_storage_errors
from ingest.errors import NotFound
from ingest.types import Details

MOST_KEPT = 10
"""Whoever wants one back wants it soon."""


@dataclass(frozen=True, slots=True)
class RemovedReport:
    """A report that can be put back."""

    id: str
    title: str
    file: str
    """The name of its file."""
    removed_at: str


_REMOVED = TypeAdapter(RemovedReport)
_ENTRY = "removed.json"


class RemovedReports:
    """The removed reports in a data folder."""

    def __init__(self, data_dir: Path) -> None:
        self._folder = data_dir / "removed"

    def keep(self, report: Details, file: Path) -> RemovedReport:
        """Keep a copy of a report's file. Raises StorageError."""
        when = datetime.now(UTC).isoformat(timespec="seconds")
        removed = RemovedReport(uuid.uuid4().hex, report.title, report.file, when)
        folder = self._folder / removed.id
        with raise_storage_errors(self._folder):
            folder.mkdir(parents=True)
            shutil.copyfile(file, folder / Path(removed.file).name)
            (folder / _ENTRY).write_bytes(_REMOVED.dump_json(removed))
            self._forget_oldest()
        return removed

    def get(self, id_: str) -> RemovedReport:
        """Give one; raises NotFound if it is no longer kept."""
        try:
            return _REMOVED.validate_json((self._folder / _safe(id_) / _ENTRY).read_bytes())
        except (OSError, ValueError) as error:
            message = "This report can’t be put back any more. Add its file again."
            raise NotFound(message) from error

    def file(self, removed: RemovedReport) -> Path:
        """Give the path of its file."""
        return self._folder / removed.id / Path(removed.file).name

    def forget(self, removed: RemovedReport) -> None:
        """Delete the copy."""
        shutil.rmtree(self._folder / removed.id, ignore_errors=True)

    def forget_before(self, moment: float) -> None:
        """Delete the copies that were made before a moment, in seconds since 1970. Raises StorageError."""
        with raise_storage_errors(self._folder):
            for folder in list(self._folder.iterdir()) if self._folder.is_dir() else []:
                if folder.stat().st_mtime < moment:
                    shutil.rmtree(folder)

    def _forget_oldest(self) -> None:
        kept = sorted(self._folder.iterdir(), key=lambda folder: folder.stat().st_mtime)
        for folder in kept[:-MOST_KEPT]:
            shutil.rmtree(folder, ignore_errors=True)


def _safe(id_: str) -> str:
    """Give the id if its path stays inside this folder."""
    return id_ if id_.isalnum() else "-"
