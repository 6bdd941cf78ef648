"""How much disk space the parts of the data folder take, and how much is left."""

import shutil
from dataclasses import dataclass
from pathlib import Path

from ingest.disk.folder import raise_storage_errors


@dataclass(frozen=True, slots=True)
class DiskUse:
    """A file or folder directly in the data folder."""

    name: str
    size: int
    """Bytes, of all files in it."""


@dataclass(frozen=True, slots=True)
class Storage:
    """The data folder at one moment."""

    folder: Path
    parts: tuple[DiskUse, ...]
    """The largest first."""
    free: int
    """Bytes that its disk has left."""


def measure_storage(data_dir: Path) -> Storage:
    """Measure the data folder. Raises StorageError if it can't be read."""
    with raise_storage_errors(data_dir):
        parts = [DiskUse(path.name, _size(path)) for path in data_dir.iterdir()]
        free = shutil.disk_usage(data_dir).free
    return Storage(data_dir.absolute(), tuple(sorted(parts, key=lambda part: (-part.size, part.name))), free)


def _size(path: Path) -> int:
    """Add up the sizes; a file that is deleted meanwhile counts as nothing."""
    total = 0
    for each in (path, *path.rglob("*")) if path.is_dir() else (path,):
        try:
            stat = each.lstat()
        except FileNotFoundError:
            continue
        total += stat.st_size if each.is_file() else 0
    return total
