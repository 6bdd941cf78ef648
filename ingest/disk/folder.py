"""The data folder: where things are, how they are replaced in one step, and who is using what.

```
lock                      held by the one ingestion that may run
current                   name of the generation that is served
sources.json              size, time and sha256 of the files that were given
files/<sha256><suffix>    the originals, copied
records/<key>.npz         one report, read, split and embedded; never changed
generations/<name>/       the index of all reports; never changed
```
"""

import contextlib
import errno
import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import BinaryIO

import filelock

from ingest.errors import LibraryBusy, StorageError

try:
    import fcntl
except ImportError:  # pragma: no cover - not on Unix
    fcntl = None  # type: ignore[assignment]

_UNFINISHED = ".unfinished"

_REMEDIES = {
    errno.ENOSPC: "Free some room on that disk, then run the ingestion again; what was finished is kept.",
    errno.EDQUOT: "Free some of your quota, then run the ingestion again; what was finished is kept.",
    errno.EROFS: "Choose a folder that can be written to with WALKALONG_DATA_DIR.",
    errno.EACCES: "Change who may write there, or choose another folder with WALKALONG_DATA_DIR.",
    errno.EPERM: "Change who may write there, or choose another folder with WALKALONG_DATA_DIR.",
}


class DataFolder:
    """Paths inside the data folder."""

    def __init__(self, root: Path, forget: Callable[[Path], None] = lambda _: None) -> None:
        """`forget` is called with the folder of a generation before that goes, and may raise StorageError."""
        self._forget = forget
        self.root = root
        self.files = root / "files"
        self.records = root / "records"
        self.generations = root / "generations"
        self.pointer = root / "current"
        self.sources = root / "sources.json"

    def file(self, sha256: str, name: str) -> Path:
        """Where the copy of a report's file is."""
        return self.files / (sha256 + Path(name).suffix.lower())

    def record(self, key: str) -> Path:
        """Where a record is, or will be."""
        return self.records / f"{key}.npz"

    def read_current(self) -> str | None:
        """Name of the generation that is served; None when nothing was ingested."""
        try:
            return self.pointer.read_text("utf-8").strip()
        except FileNotFoundError:
            return None

    def stamp(self) -> tuple[int, int] | None:
        """Changes whenever `current` may have changed; cheap."""
        try:
            found = self.pointer.stat()
        except OSError:
            return None
        return found.st_mtime_ns, found.st_ino

    @contextlib.contextmanager
    def lock(self) -> Iterator[None]:
        """Hold the folder for one ingestion, made where it is missing. Raises LibraryBusy, StorageError."""
        with raise_storage_errors(self.root):
            for folder in (self.files, self.records, self.generations):
                folder.mkdir(parents=True, exist_ok=True)
            lock = filelock.FileLock(self.root / "lock", timeout=0)
            try:
                lock.acquire()
            except filelock.Timeout as error:
                message = (
                    f"Another ingestion is running in {self.root}. Wait until it is done, then try again."
                )
                raise LibraryBusy(message) from error
        try:
            yield
        finally:
            lock.release()

    @contextlib.contextmanager
    def add_generation(self) -> Iterator[Path]:
        """A folder to fill; it becomes the current generation at the end, and goes where filling it fails."""
        number = max((int(name) for name in self.list_generations()), default=0) + 1
        final = self.generations / f"{number:06}"
        unfinished = final.with_name(final.name + _UNFINISHED)
        try:
            unfinished.mkdir()
            (unfinished / "in-use").touch()
            yield unfinished
            _sync_tree(unfinished)
            unfinished.rename(final)
            _sync(self.generations)
        except BaseException:
            with contextlib.suppress(StorageError):  # then the next ingestion tries again
                self._forget(unfinished)
                shutil.rmtree(unfinished, ignore_errors=True)
            raise
        write_atomically(self.pointer, lambda file: file.write(final.name.encode()))

    def list_generations(self) -> list[str]:
        """Names of the generations that are there, the oldest first."""
        return sorted(path.name for path in self.generations.iterdir() if path.name.isdigit())

    def clear_unfinished(self) -> None:
        """Delete what a killed ingestion left half made. Only for whom holds the lock."""
        for path in self.generations.glob(f"*{_UNFINISHED}"):
            self._forget(path)
            shutil.rmtree(path, ignore_errors=True)
        for folder in (self.root, self.files, self.records):
            for path in folder.glob(f"*{_UNFINISHED}"):
                path.unlink(missing_ok=True)

    def clear_old_generations(self) -> None:
        """Delete generations that are neither current nor in use. Only for whom holds the lock."""
        current = self.read_current()
        old = [self.generations / name for name in self.list_generations() if name != current]
        # Where no lock tells who uses a generation, the last one is left for a service that still reads it.
        for path in old if fcntl else old[:-1]:
            with contextlib.suppress(OSError), use(path, alone=True):
                gone = path.rename(path.with_name(path.name + _UNFINISHED))
                self._forget(gone)
                shutil.rmtree(gone)


@contextlib.contextmanager
def use(generation: Path, *, alone: bool = False) -> Iterator[None]:
    """Keep a generation from being deleted; with `alone`, fail where anybody does. Raises OSError."""
    with (generation / "in-use").open("rb") as file:
        if fcntl:
            fcntl.flock(file, (fcntl.LOCK_EX if alone else fcntl.LOCK_SH) | fcntl.LOCK_NB)
        yield


def write_atomically(path: Path, write: Callable[[BinaryIO], object]) -> None:
    """Write a file so that it is either there whole or not at all, whatever happens."""
    unfinished = path.with_name(path.name + _UNFINISHED)
    try:
        with unfinished.open("wb") as file:
            write(file)
            file.flush()
            os.fsync(file.fileno())
        unfinished.replace(path)
        _sync(path.parent)
    except BaseException:
        unfinished.unlink(missing_ok=True)
        raise


@contextlib.contextmanager
def raise_storage_errors(root: Path) -> Iterator[None]:
    """Turn errors of the file system into StorageError, with what to do."""
    try:
        yield
    except OSError as error:
        remedy = _REMEDIES.get(error.errno or 0, "Check that the folder is there and that its disk is sound.")
        why = error.strerror or error
        message = f"The data folder {root} can't be used: {why}. {remedy}"
        raise StorageError(message) from error


def _sync_tree(folder: Path) -> None:
    for parent, _, names in os.walk(folder):
        for name in names:
            _sync(Path(parent) / name)
        _sync(Path(parent))


def _sync(path: Path) -> None:
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
