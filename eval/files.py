"""Files that several processes add to: readers find them whole, and no addition is lost. filelock's second home."""

from collections.abc import Callable
from pathlib import Path

import filelock

from ingest.folder import storage_errors, write_atomically


def rewrite(path: Path, change: Callable[[bytes], bytes]) -> None:
    """Replace a file by what `change` makes of it (nothing at all where there is none yet), alone and in one step.

    Makes the folder where it is missing. Raises StorageError.
    """
    with storage_errors(path.parent):
        path.parent.mkdir(parents=True, exist_ok=True)
        with filelock.FileLock(f"{path}.lock"):
            changed = change(path.read_bytes() if path.exists() else b"")
            write_atomically(path, lambda file: file.write(changed))
