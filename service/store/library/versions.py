"""Copying the library between a data folder and the database, a version at a time.

```
shared.json     in the data folder: the number of the version that its current generation is
```
"""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path, PurePosixPath
from typing import BinaryIO

from pydantic import TypeAdapter

from ingest.disk.folder import DataFolder, raise_storage_errors, use, write_atomically
from ingest.errors import StorageError
from ingest.library.manifest import read_manifest
from service.store.library.rows import LibraryRows

MARK = "shared.json"
BLOCK = 4 << 20
"""Bytes: large enough that a library of 100,000 chunks has some hundred, small enough for the memory of a worker."""
GENERATION = "generation"
"""Stands for the current generation's folder in the list of files: each worker counts its own."""
_NOT_SHARED = ("in-use",)
"""The lock of a generation."""


@dataclass(frozen=True, slots=True)
class SharedFiles:
    """What a version is made of."""

    files: dict[str, tuple[str, ...]]
    """Path, parted by `/` -> digests of its blocks, in order."""


@dataclass(frozen=True, slots=True)
class SharedVersion:
    """Which version a data folder has."""

    number: int


_FILES, _MARK = TypeAdapter(SharedFiles), TypeAdapter(SharedVersion)


def fetch_newest(rows: LibraryRows, data: DataFolder) -> int:
    """Make the newest version the folder's current generation, if it is not; give its number, 0 for none.

    Raises LibraryBusy while an ingestion is at work in the folder, and StorageError.
    """
    number, here = rows.newest_version(), read_mark(data)
    if number in (0, here):
        return number
    if here is None and data.read_current() is not None:
        message = (
            f"The library in {data.root} was made for this folder alone, and the database has another. Start with an "
            "empty WALKALONG_DATA_DIR, then ingest what only this folder has."
        )
        raise StorageError(message)
    listing = rows.read_listing(number)
    if listing is None:  # a newer version came between the two questions
        return fetch_newest(rows, data)
    with data.lock(), raise_storage_errors(data.root):
        data.clear_unfinished()
        _copy_version(rows, data, _FILES.validate_json(listing))
        _write_mark(data, number)
        data.clear_old_generations()
    return number


def publish_current(rows: LibraryRows, data: DataFolder, before: int) -> int:
    """Make the folder's current generation the newest version, if it is not; give its number.

    `before` is the version that it was made from. Raises Overtaken and StorageError.
    """
    with raise_storage_errors(data.root):
        name = data.read_current()
        if name is None:
            return before
        generation = data.generations / name
        with use(generation):
            paths = dict(_list_files(data, generation))
            blocks: dict[str, tuple[Path, int]] = {}
            files = {shared: tuple(_digest_blocks(path, blocks)) for shared, path in paths.items()}
            listing = _FILES.dump_json(SharedFiles(files)).decode()
            if rows.newest_version() == before and rows.read_listing(before) == listing:
                return before
            number = rows.add_version(
                before, listing, blocks.keys(), lambda digest: _read_block(*blocks[digest])
            )
        _write_mark(data, number)
        return number


def read_mark(data: DataFolder) -> int | None:
    """Give the number of the version that a folder has; None where it has none."""
    try:
        return _MARK.validate_json((data.root / MARK).read_bytes()).number
    except (FileNotFoundError, ValueError):
        return None


def _write_mark(data: DataFolder, number: int) -> None:
    write_atomically(data.root / MARK, lambda file: file.write(_MARK.dump_json(SharedVersion(number))))


def _list_files(data: DataFolder, generation: Path) -> Iterator[tuple[str, Path]]:
    """The generation's files, and the records and copies that it needs, by their shared paths."""
    for path in sorted(generation.rglob("*")):
        if path.is_file() and path.name not in _NOT_SHARED:
            yield f"{GENERATION}/{path.relative_to(generation).as_posix()}", path
    for entry in read_manifest(generation / "manifest.json").entries:
        for path in (data.record(entry.record), data.file(entry.details.sha256, entry.details.file)):
            yield path.relative_to(data.root).as_posix(), path


def _digest_blocks(path: Path, blocks: dict[str, tuple[Path, int]]) -> Iterator[str]:
    """The digests of a file's blocks; where each is found goes into `blocks`."""
    with path.open("rb") as file:
        at = 0
        while block := file.read(BLOCK):
            digest = hashlib.sha256(block).hexdigest()
            blocks.setdefault(digest, (path, at))
            at += len(block)
            yield digest


def _read_block(path: Path, at: int) -> bytes:
    with path.open("rb") as file:
        file.seek(at)
        return file.read(BLOCK)


def _copy_version(rows: LibraryRows, data: DataFolder, shared: SharedFiles) -> None:
    """Write what the folder lacks of a version, the generation last."""
    here = {path: digests for path, digests in shared.files.items() if not path.startswith(f"{GENERATION}/")}
    for path, digests in here.items():
        target = _find_place(data.root, path)
        # Records and copies are named by what is in them, so one that is there is the same.
        if not target.exists():
            write_atomically(target, partial(_write_blocks, rows, digests))
    with data.add_generation() as folder:
        for path in shared.files.keys() - here.keys():
            target = _find_place(folder, path.removeprefix(f"{GENERATION}/"))
            target.parent.mkdir(parents=True, exist_ok=True)
            with target.open("wb") as file:
                _write_blocks(rows, shared.files[path], file)


def _write_blocks(rows: LibraryRows, digests: tuple[str, ...], file: BinaryIO) -> None:
    for digest in digests:
        block = rows.block(digest)
        if block is None or hashlib.sha256(block).hexdigest() != digest:
            message = "A part of the library is not in the database any more, because a newer version came. Try again."
            raise StorageError(message)
        file.write(block)


def _find_place(folder: Path, path: str) -> Path:
    """The path inside the folder. Raises StorageError for one that leads out of it."""
    parts = PurePosixPath(path)
    if parts.is_absolute() or ".." in parts.parts:
        message = f"The database names a file of the library that lies outside it: {path!r}."
        raise StorageError(message)
    return folder / parts
