"""Files that one process writes while others read: always complete, no addition lost. filelock's second home."""

import contextlib
import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path

import filelock

from ingest.disk.folder import raise_storage_errors, write_atomically
from ingest.errors import InvalidRequest


def rewrite_file(path: Path, change: Callable[[bytes], bytes]) -> None:
    """Replace a file's bytes by `change(bytes)`, in one step and under a lock; a missing file counts as empty.

    Makes the folder if it is missing. Raises StorageError.
    """
    with raise_storage_errors(path.parent):
        path.parent.mkdir(parents=True, exist_ok=True)
        with filelock.FileLock(f"{path}.lock"):
            changed = change(path.read_bytes() if path.exists() else b"")
            write_atomically(path, lambda file: file.write(changed))


def write_lines(path: Path, records: Iterable[Mapping[str, object]]) -> int:
    """Write records as lines of JSON, the file whole or not at all; gives their number. Raises StorageError."""
    lines = [json.dumps(record, ensure_ascii=False) + "\n" for record in records]
    with raise_storage_errors(path.parent):
        write_atomically(path, lambda file: file.write("".join(lines).encode()))
    return len(lines)


@contextlib.contextmanager
def hold_alone(path: Path, busy: str) -> Iterator[None]:
    """Lock a file without waiting. Raises InvalidRequest with the message `busy` if it is locked, StorageError."""
    lock = filelock.FileLock(f"{path}.lock", timeout=0)
    with raise_storage_errors(path.parent):
        try:
            lock.acquire()
        except filelock.Timeout as error:
            raise InvalidRequest(busy) from error
    try:
        yield
    finally:
        lock.release()
