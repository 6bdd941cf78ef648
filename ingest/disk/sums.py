"""Checksums of the files of a folder that is never changed: what was overwritten in place is found by them."""

import zlib
from fnmatch import fnmatchcase
from pathlib import Path

from pydantic import TypeAdapter

from ingest.errors import StorageError

NAME = "sums.json"
CHANGING = (NAME, "in-use", "*.sqlite3", "*.sqlite3-*")
"""Chroma writes into its database whenever it opens it."""
_PIECE = 1 << 20
"""So much of a file is in memory at once."""
_JSON = TypeAdapter(dict[str, tuple[int, int]])


def write_sums(folder: Path) -> None:
    """Write down the size and the CRC-32 of every file of a folder and of those in it."""
    sums = {name: (path.stat().st_size, _compute_crc(path)) for name, path in _find_files(folder).items()}
    (folder / NAME).write_bytes(_JSON.dump_json(sums))


def renew_sum(folder: Path, name: str) -> None:
    """Write down one file anew, after it was changed on purpose. Nothing happens where nothing was written down."""
    if (folder / NAME).exists():
        sums = _read_sums(folder) | {name: ((folder / name).stat().st_size, _compute_crc(folder / name))}
        (folder / NAME).write_bytes(_JSON.dump_json(sums))


def check_sums(folder: Path, most_bytes: int | None = None) -> None:
    """Compare the files with what was written down. Raises StorageError for the first one that differs.

    With `most_bytes` only so many bytes are read, of the smallest files first; all sizes are compared.
    A CRC finds what breaks by itself, at 2 GB a second on one core; it is no protection from people.
    """
    sums = _read_sums(folder)
    sizes = {name: _read_size(folder / name) for name in sums}
    for name, (size, _) in sums.items():
        if sizes[name] is None:
            raise _describe_damage(folder / name, "is gone")
        if sizes[name] != size:
            raise _describe_damage(folder / name, f"has {sizes[name]} bytes and not {size}")
    read = 0
    for name, (size, crc) in sorted(sums.items(), key=lambda item: item[1][0]):
        read += size
        if most_bytes is not None and read > most_bytes:
            return
        if _compute_crc(folder / name) != crc:
            raise _describe_damage(folder / name, "is not as it was written")


def is_changed(folder: Path, name: str) -> bool:
    """Whether a file is not what was written down of it; False where nothing was."""
    try:
        known = _read_sums(folder).get(name)
    except StorageError:
        return False
    return known is not None and known[1] != _compute_crc(folder / name)


def _read_sums(folder: Path) -> dict[str, tuple[int, int]]:
    try:
        return _JSON.validate_json((folder / NAME).read_bytes())
    except (FileNotFoundError, ValueError) as error:
        raise _describe_damage(folder / NAME, "is gone or can't be read") from error


def _describe_damage(path: Path, what: str) -> StorageError:
    return StorageError(f"The library is damaged: {path} {what}. Run `walkalong doctor --repair`.")


def _find_files(folder: Path) -> dict[str, Path]:
    found = {path.relative_to(folder).as_posix(): path for path in folder.rglob("*") if path.is_file()}
    return {
        name: path
        for name, path in sorted(found.items())
        if not any(fnmatchcase(path.name, pattern) for pattern in CHANGING)
    }


def _read_size(path: Path) -> int | None:
    try:
        return path.stat().st_size
    except FileNotFoundError:
        return None


def _compute_crc(path: Path) -> int:
    crc = 0
    with path.open("rb") as file:
        while piece := file.read(_PIECE):
            crc = zlib.crc32(piece, crc)
    return crc
