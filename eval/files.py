"""Files that several processes add to: readers find them whole, and no addition is lost. filelock's second home."""

import contextlib
from collections.abc import Callable, Iterator
from pathlib import Path

import filelock

from ingest.disk.folder import storage_errors, write_atomically
from ingest.errors import InvalidRequest


def rewrite(path: Path, change: Callable[[bytes], bytes]) -> None:
    """Replace a file by what `change` makes of it (nothing at all where there is none yet), alone and in one step.

    Makes the folder where it is missing. Raises StorageError.
    """
    with storage_errors(path.parent):
        path.parent.mkdir(parents=True, exist_ok=True)
        with filelock.FileLock(f"{path}.lock"):
            changed = change(path.read_bytes() if path.exists() else b"")
            write_atomically(path, lambda file: file.write(changed))


@contextlib.contextmanager
def held(path: Path, busy: str) -> Iterator[None]:
    """Keep a file to oneself, without waiting for it. Raises InvalidRequest with the words of `busy`, StorageError."""
    lock = filelock.FileLock(f"{path}.lock", timeout=0)
    with storage_errors(path.parent):
        try:
            lock.acquire()
        except filelock.Timeout as error:
            raise InvalidRequest(busy) from error
    try:
        yield
    finally:
        lock.release()
