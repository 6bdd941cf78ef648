"""Making a backup: the data folder as it is at one moment, while a service and an ingestion may be at work in it.

A library's generation is never changed: it is held while it is copied. Databases are copied with SQLite's own means,
which give the state between two transactions. Files that can be made again, or are unfinished, are left out.
"""

import contextlib
import os
import sqlite3
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from fnmatch import fnmatchcase
from importlib.metadata import version
from pathlib import Path
from typing import BinaryIO

from ingest.disk.folder import DataFolder, use, write_atomically
from ingest.disk.sums import check_sums
from ingest.errors import InvalidRequest, StorageError
from ingest.library.manifest import SCHEMA, Manifest, read_manifest
from service.settings import Settings
from service.upkeep.archive import FORMAT, ArchiveWriter, Contents, write_archive

FIRST = ("ingestions", "uploads")
"""Copied before the library: a report is then in the archive's library or still waits there, whatever is done
meanwhile."""
BY_LIBRARY = ("current", "generations", "records", "files")
LEFT_OUT = ("lock", "*.unfinished", "*/.*.part", "*-wal", "*-shm", "*-journal")
"""Locks, half-written files, and the files that SQLite keeps next to a database in use."""
_DATABASES = (".sqlite", ".sqlite3")
_TRIES = 5
"""An ingestion can take away a generation between the look and the opening, but not five times in a row."""
_PRIVATE = 0o600
"""Conversations and the digests of keys are in it."""


@dataclass(frozen=True, slots=True)
class BackedUp:
    """What is in a new backup."""

    file: str
    files: int
    bytes: int
    """Of the files, before they were packed."""
    reports: int
    conversations: bool
    """Whether the conversations are in it; those in a database of their own are not."""


def back_up(target: Path, settings: Settings) -> BackedUp:
    """Write a backup, whole or not at all. Raises InvalidRequest for a file that may not be written, StorageError."""
    data = DataFolder(Path(os.path.abspath(settings.data_dir)))  # noqa: PTH100 (as the ingestion names sources)
    _check_target(target, data.root)
    backing_up = _BackingUp(data, target.resolve().parent)
    with _raise_writing_errors(target):
        write_atomically(target, backing_up.write)
    done = backing_up.contents
    return BackedUp(
        str(target),
        len(done.files),
        done.size,
        len(backing_up.manifest.entries) if backing_up.manifest else 0,
        settings.database_url is None and any(name.endswith(_DATABASES[0]) for name in done.files),
    )


class _BackingUp:
    """One backup in the making."""

    contents: Contents
    manifest: Manifest | None = None
    """The library's; None if there is none, or if another version wrote it."""

    def __init__(self, data: DataFolder, room: Path) -> None:
        self._data = data
        self._room = room
        """Where copies of databases may lie for a while."""

    def write(self, file: BinaryIO) -> None:
        """Write the archive."""
        os.fchmod(file.fileno(), _PRIVATE)
        with write_archive(file) as writer:
            for name in FIRST:
                self._add_folder(writer, self._data.root / name)
            with hold_current(self._data) as generation:
                if generation:
                    self._add_library(writer, generation)
            for path in sorted(self._data.root.iterdir()):
                if path.name not in (*FIRST, *BY_LIBRARY):
                    (self._add_folder if path.is_dir() else self._add)(writer, path)
            made = datetime.now(UTC).isoformat(timespec="seconds")
            self.contents = Contents(
                FORMAT,
                version("walkalong"),
                made,
                root=str(self._data.root),
                generation=generation.name if generation else None,
                files=dict(writer.files),
            )
            writer.finish(self.contents)

    def _add_library(self, writer: ArchiveWriter, generation: Path) -> None:
        """Add a generation with the records and files that it needs; if it can't tell which, add all of them."""
        self._add_folder(writer, generation)
        try:
            self.manifest = read_manifest(generation / "manifest.json")
        except ValueError:
            self._add_folder(writer, self._data.records)
            self._add_folder(writer, self._data.files)
        else:
            if self.manifest.built.schema == SCHEMA:
                check_sums(generation)
            needed = {
                path
                for entry in self.manifest.entries
                for path in (
                    self._data.record(entry.record),
                    self._data.file(entry.details.sha256, entry.details.file),
                )
            }
            for path in sorted(needed):
                self._add_needed(writer, path)
        writer.add_bytes(self._data.pointer.name, generation.name.encode(), time.time_ns())

    def _add_needed(self, writer: ArchiveWriter, path: Path) -> None:
        try:
            self._add(writer, path)
        except FileNotFoundError as error:
            message = (
                f"The library needs {path}, which is gone. Run `walkalong doctor --repair`, then back up."
            )
            raise StorageError(message) from error

    def _add_folder(self, writer: ArchiveWriter, folder: Path) -> None:
        for parent, folders, names in os.walk(folder, onerror=_raise):
            for name in folders:
                _refuse_link(Path(parent) / name)
            for name in sorted(names):
                # A file that is deleted while we are at work was not meant to be kept.
                with contextlib.suppress(FileNotFoundError):
                    self._add(writer, Path(parent) / name)

    def _add(self, writer: ArchiveWriter, path: Path) -> None:
        name = path.relative_to(self._data.root).as_posix()
        if any(fnmatchcase(name, pattern) for pattern in LEFT_OUT):
            return
        if path.suffix not in _DATABASES:
            writer.add_file(name, path)
            return
        with tempfile.TemporaryDirectory(prefix=".walkalong-", dir=self._room) as folder:
            copy = Path(folder) / path.name
            _copy_database(path, copy)
            writer.add_file(name, copy)


@contextlib.contextmanager
def hold_current(data: DataFolder) -> Iterator[Path | None]:
    """Protect the generation that is served from being deleted, and give its folder; None if there is none."""
    with contextlib.ExitStack() as held:
        for tries_left in reversed(range(_TRIES)):
            name = data.read_current()
            folder = data.generations / name if name else None
            try:
                if folder:
                    held.enter_context(use(folder))
                break
            except (FileNotFoundError, BlockingIOError):
                if not tries_left:
                    raise
        yield folder


def _copy_database(source: Path, copy: Path) -> None:
    """Copy an SQLite database that others may be writing to, and check that the copy is sound."""
    if not source.exists():
        raise FileNotFoundError(source)
    try:
        with (
            contextlib.closing(sqlite3.connect(source, timeout=30)) as original,
            contextlib.closing(sqlite3.connect(copy)) as copied,
        ):
            original.backup(copied)
            [(found,)] = copied.execute("PRAGMA quick_check(1)").fetchall()
            copied.execute("PRAGMA journal_mode=DELETE")
    except sqlite3.Error as error:
        found = str(error)
    if found != "ok":
        message = f"The database {source} can't be copied: {found}. Restore it from an earlier backup."
        raise StorageError(message)


def _check_target(target: Path, root: Path) -> None:
    if not root.is_dir():
        message = f"There is no data folder {root}. Set WALKALONG_DATA_DIR to the one to back up."
        raise InvalidRequest(message)
    if target.exists():
        message = f"{target} is there already. Choose another name, or move it away: it may be a good backup."
        raise InvalidRequest(message)
    if target.resolve().is_relative_to(root.resolve()):
        message = f"{target} lies in the data folder itself. Keep backups elsewhere, best on another disk."
        raise InvalidRequest(message)


@contextlib.contextmanager
def _raise_writing_errors(target: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        where = error.filename or target
        message = f"The backup {target} can't be made: {error.strerror} ({where}). Make room, or choose another place."
        raise StorageError(message) from error


def _refuse_link(folder: Path) -> None:
    if folder.is_symlink():
        message = (
            f"{folder} is a link to another folder. Back that up too, or put its files in the link's place."
        )
        raise StorageError(message)


def _raise(error: OSError) -> None:
    if not isinstance(error, FileNotFoundError):
        raise error
