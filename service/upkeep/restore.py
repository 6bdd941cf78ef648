"""Restoring a backup: it is extracted into a folder beside the data folder, checked, then moved in one step."""

import contextlib
import errno
import json
import os
import shutil
import uuid
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from pydantic import TypeAdapter

from ingest.disk.folder import DataFolder, use, write_atomically
from ingest.disk.sums import renew_sum
from ingest.errors import InvalidRequest, LibraryBusy, StorageError
from ingest.library.corrections import CORRECTIONS
from ingest.library.manifest import read_manifest, write_manifest
from service.settings import Settings
from service.store.sql import open_store
from service.upkeep.archive import ArchiveReader, Contents, open_archive
from service.upkeep.condition import find_damage, read_current

_DATABASE = "conversations.sqlite"
_KEYED = TypeAdapter(dict[str, Any])


@dataclass(frozen=True, slots=True)
class Restored:
    """What was restored."""

    folder: str
    made: str
    """When the backup was made, ISO 8601 in UTC."""
    files: int
    reports: int
    before: str | None
    """Where the folder that was there before is now."""
    note: str = ""
    """What is still to be done, in words."""


def restore_backup(file: Path, settings: Settings, *, replacing: bool = False) -> Restored:
    """Replace the data folder with the content of a backup.

    A folder that is not empty is only replaced with `replacing`, and then kept under another name. Raises
    UnreadableFile for a file that is no sound backup, InvalidRequest, LibraryBusy where the folder is in use, and
    StorageError; the data folder is then as it was.
    """
    root = Path(os.path.abspath(settings.data_dir))  # noqa: PTH100 (as the ingestion names sources)
    _check_folder(root, replacing)
    staged = root.with_name(f".{root.name}.restoring-{uuid.uuid4().hex[:8]}")
    try:
        with _raise_restoring_errors(root):
            with open_archive(file) as archive:
                _extract(archive, staged)
            contents = archive.contents
            _move_sources(staged, contents, root)
            reports, note = _look_over(staged, settings)
            before = _put_in_place(staged, root)
    finally:
        shutil.rmtree(staged, ignore_errors=True)
    return Restored(
        str(root), contents.made, len(contents.files), reports, str(before) if before else None, note
    )


def _check_folder(root: Path, replacing: bool) -> None:
    if root.is_dir() and any(root.iterdir()) and not replacing:
        message = (
            f"{root} is not empty. Set WALKALONG_DATA_DIR to another folder, or say --replace: "
            "what is there now is then kept beside it under another name."
        )
        raise InvalidRequest(message)


def _extract(archive: ArchiveReader, staged: Path) -> None:
    staged.mkdir(parents=True)
    free = shutil.disk_usage(staged).free
    if free < archive.contents.size:
        message = (
            f"The backup needs {archive.contents.size / 1e9:.2f} GB, and {staged.parent} has {free / 1e9:.2f} GB "
            "free. Make room; nothing was changed."
        )
        raise StorageError(message)
    archive.extract(staged)
    for name, file in archive.contents.files.items():
        os.utime(staged / name, ns=(file.mtime_ns, file.mtime_ns))


def _move_sources(staged: Path, contents: Contents, root: Path) -> None:
    """Change full paths of files in the old data folder to those in the new one."""
    old, new = f"{contents.root}{os.sep}", f"{root}{os.sep}"

    def move_path(source: str) -> str:
        return new + source.removeprefix(old) if source.startswith(old) else source

    name = f"generations/{contents.generation}/manifest.json"
    if name in contents.files:
        path = staged / name
        with contextlib.suppress(ValueError):  # another version wrote it, and this one reads everything again
            manifest = read_manifest(path)
            entries = tuple(replace(entry, source=move_path(entry.source)) for entry in manifest.entries)
            path.write_bytes(write_manifest(replace(manifest, entries=entries)))
            renew_sum(path.parent, path.name)
    for name in (DataFolder(staged).sources.name, CORRECTIONS):
        _move_keys(staged / name, move_path)


def _move_keys(path: Path, move_path: Callable[[str], str]) -> None:
    with contextlib.suppress(FileNotFoundError, ValueError):  # an unreadable file is left as it is
        found = _KEYED.validate_json(path.read_bytes())
        content = json.dumps({move_path(key): value for key, value in found.items()}, ensure_ascii=False)
        write_atomically(path, lambda file: file.write(content.encode()))


def _look_over(staged: Path, settings: Settings) -> tuple[int, str]:
    """Open the restored folder, which brings its database up to date; give the number of reports and a note."""
    if (staged / _DATABASE).exists():
        open_store(None, staged).close()
    manifest = read_current(DataFolder(staged))
    damage = find_damage(settings.model_copy(update={"data_dir": staged}))
    note = f"{damage} Run `walkalong doctor --repair`: it makes the library anew from what was restored."
    return len(manifest.entries) if manifest else 0, note if damage else ""


def _put_in_place(staged: Path, root: Path) -> Path | None:
    """Exchange the folders; give the new path of the old one."""
    if not (root.is_dir() and any(root.iterdir())):
        staged.rename(root)
        return None
    when = datetime.now(UTC).strftime("%Y%m%dT%H%M%SZ")
    before = root.with_name(f"{root.name}.before-{when}-{uuid.uuid4().hex[:4]}")
    with _alone(root):
        root.rename(before)
        try:
            staged.rename(root)
        except BaseException:
            before.rename(root)
            raise
    return before


@contextlib.contextmanager
def _alone(root: Path) -> Iterator[None]:
    """Make sure that no service, ingestion or command is using a data folder. Raises LibraryBusy."""
    data = DataFolder(root)
    with contextlib.ExitStack() as held:
        held.enter_context(data.lock())
        name = data.read_current()
        for folder in (root / "ingestions", *((data.generations / name,) if name else ())):
            try:
                held.enter_context(use(folder, alone=True))
            except FileNotFoundError:
                continue
            except OSError as error:
                message = f"{root} is in use. Stop the service and what else uses it, then restore."
                raise LibraryBusy(message) from error
        yield


@contextlib.contextmanager
def _raise_restoring_errors(root: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        mounted = error.errno in (errno.EBUSY, errno.EXDEV)
        remedy = (
            "It is a disk or volume of its own: set WALKALONG_DATA_DIR to a folder inside it."
            if mounted
            else "Check who may write beside it, and that there is room."
        )
        message = f"{root} can't be put in place: {error.strerror}. {remedy} Nothing was changed."
        raise StorageError(message) from error
