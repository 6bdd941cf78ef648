"""Repairing a data folder as far as nothing is lost: what can't be made again is never deleted.

A library is made again from the records of its reports, a record from the copy of its file, a copy from the file
that was ingested. If nothing of a report is left, this is said, and only a backup can bring it back.
"""

import contextlib
import os
import shutil
import time
from collections.abc import Iterator, Sequence
from pathlib import Path

from ingest.build import ingest, rebuild_library
from ingest.disk.folder import DataFolder, write_atomically
from ingest.embedding.embedder import Embedder
from ingest.index.record import read_kept
from ingest.library.manifest import CatalogueEntry, read_manifest
from ingest.library.sources import read_known
from ingest.meaning.details import make_slug
from service.intake.queue import Ingestions
from service.intake.uploads import UPLOADS
from service.settings import Settings
from service.upkeep import condition
from service.upkeep.examine import Examined

ASIDE = "set-aside"
"""Folder for files of reports that this version can't read, and that are nowhere else."""
_PAUSE = 0.1
"""Seconds between two looks whether an ingestion has ended."""


def repair(settings: Settings, embedder: Embedder | None = None) -> list[Examined]:
    """Repair what can be repaired; give what was done, and what is still wrong. Raises LibraryBusy, StorageError."""
    if not settings.data_dir.is_dir():
        return []
    settings = settings.model_copy(update={"data_dir": Path(os.path.abspath(settings.data_dir))})  # noqa: PTH100
    data = DataFolder(settings.data_dir)
    with data.lock():
        done = [*_mend_pointer(data), *_mend_copies(data)]
    done += _mend_library(data, settings, embedder)
    done += _clear_leftovers(data)
    return [*done, *_take_up_ingestions(data, settings)]


def _mend_pointer(data: DataFolder) -> Iterator[Examined]:
    """Serve the newest generation again if only the pointer to it is gone."""
    names = data.list_generations()
    if data.read_current() or not names:
        return
    with contextlib.suppress(OSError, ValueError):
        read_manifest(data.generations / names[-1] / "manifest.json")
        write_atomically(data.pointer, lambda file: file.write(names[-1].encode()))
        yield _report_mended("library", f"{names[-1]} is served again, the newest generation")


def _mend_copies(data: DataFolder) -> Iterator[Examined]:
    """Copy files again whose copy is gone or damaged, if the file that was ingested still exists."""
    manifest = condition.read_current(data)
    for entry in condition.find_bad_copies(data, manifest.entries if manifest else ()):
        copy, source = data.file(entry.details.sha256, entry.details.file), Path(entry.source)
        name = f"file of {entry.details.id}"
        if condition.hash_file(source) == entry.details.sha256:
            _copy(source, copy)
            yield _report_mended(name, f"copied again from {source}")
        else:
            remedy = (
                f"Put back {copy} from a backup, or ingest the file again. The report itself can be asked."
            )
            yield Examined(f"repair {name}", ok=False, found="gone or damaged", remedy=remedy)


def _copy(source: Path, target: Path) -> None:
    with source.open("rb") as opened:
        write_atomically(target, lambda file: shutil.copyfileobj(opened, file))


def _mend_library(data: DataFolder, settings: Settings, embedder: Embedder | None) -> Iterator[Examined]:
    manifest = condition.read_current(data)
    if manifest is None:
        if condition.find_damage(settings):
            yield from _recover(data, settings, embedder)
        return
    bad = condition.find_bad_records(data, manifest.entries)
    damage = condition.find_damage(settings)
    if not bad and not damage:
        return
    uncopied = condition.find_bad_copies(data, bad)
    with data.lock():
        kept = _set_aside(data, manifest.entries)
        for entry in bad:
            if entry in uncopied:
                _keep_remains(data, entry)
            else:
                data.record(entry.record).unlink(missing_ok=True)
    result = rebuild_library(settings, [entry.details.id for entry in uncopied], embedder)
    unread = {error.path.name for error in result.failures}
    for entry, path in kept:
        if Path(entry.source).name not in unread:
            path.unlink()
    with contextlib.suppress(OSError):
        (data.root / ASIDE).rmdir()
    yield _report_mended("library", f"made anew from {result.reports} reports")
    for error in result.failures:
        remedy = f"If its file is nowhere else, it is in {data.root / ASIDE}."
        yield Examined(f"repair {error.path.name}", ok=False, found=error.message, remedy=remedy)
    for report_id in result.removed:
        yield Examined(
            f"repair report {report_id}",
            ok=False,
            found="neither its record nor its copy can be read",
            remedy=f"Ingest its file again, or restore a backup. What is left is in {data.root / ASIDE}.",
        )


def _set_aside(data: DataFolder, entries: Sequence[CatalogueEntry]) -> list[tuple[CatalogueEntry, Path]]:
    """Keep a second copy of a file that exists nowhere else, in case it can no longer be read."""
    kept = []
    for entry in entries:
        copy = data.file(entry.details.sha256, entry.details.file)
        if condition.hash_file(Path(entry.source)) != entry.details.sha256 and copy.exists():
            (data.root / ASIDE).mkdir(exist_ok=True)
            path = _free_path(data.root / ASIDE, entry.details.file)
            shutil.copyfile(copy, path)
            kept.append((entry, path))
    return kept


def _keep_remains(data: DataFolder, entry: CatalogueEntry) -> None:
    """Keep what is left of a report that can't be made again: a person may still be able to use it."""
    for path in (data.record(entry.record), data.file(entry.details.sha256, entry.details.file)):
        if path.exists():
            (data.root / ASIDE).mkdir(exist_ok=True)
            shutil.copyfile(path, _free_path(data.root / ASIDE, entry.details.id + path.suffix))


def _recover(data: DataFolder, settings: Settings, embedder: Embedder | None) -> Iterator[Examined]:
    """Ingest all files again, when nothing tells any more which reports there were.

    For a file that is gone, its copy is put among the uploads, under the file's own name.
    """
    with data.lock(), contextlib.suppress(OSError):
        # It can't be trusted, and its entries would be kept for files that did not change.
        os.truncate(data.generations / str(data.read_current()) / condition.MANIFEST, 0)
    known = read_known(data.sources) or {}
    sources = {path: file.sha256 for path, file in known.items() if Path(path).is_file()}
    names = {file.sha256: Path(path).name for path, file in known.items()} | dict(_names(data))
    uploads = data.root / UPLOADS
    uploads.mkdir(exist_ok=True)
    there = set(sources.values()) | {condition.hash_file(path) for path in uploads.iterdir()}
    recovered = []
    for copy in sorted(data.files.iterdir()):
        if copy.stem not in there and condition.hash_file(copy) == copy.stem:
            path = _free_path(uploads, names.get(copy.stem, copy.stem[:12] + copy.suffix))
            shutil.copyfile(copy, path)
            recovered.append(path)
    result = ingest([*map(Path, sources), uploads], settings, embedder=embedder)
    yield _report_mended(
        "library", f"made anew from {result.reports} reports, {len(recovered)} of them from copies"
    )
    for error in result.failures:
        yield Examined(
            f"repair {error.path.name}", ok=False, found=error.message, remedy="Its file is kept as it is."
        )


def _names(data: DataFolder) -> Iterator[tuple[str, str]]:
    """Give the hash and the name of the file of each record that can be read."""
    for path in data.records.glob("*.npz"):
        if condition.is_readable(path):
            details = read_kept(path).details
            yield details.sha256, details.file


def _free_path(folder: Path, name: str) -> Path:
    """Give a free path in the folder: no file has it, and no other file there leads to the same report id."""
    path, number = folder / Path(name).name, 1
    taken = {make_slug(other.stem) for other in folder.iterdir()}
    while make_slug(path.stem) in taken:
        number += 1
        path = folder / f"{Path(name).stem}-{number}{Path(name).suffix}"
    return path


def _clear_leftovers(data: DataFolder) -> Iterator[Examined]:
    """Delete what was left unfinished, if nobody is at work on it."""
    before = condition.find_leftovers(data)
    if not before:
        return
    with data.lock():
        data.clear_unfinished()
        data.clear_old_generations()
        with contextlib.suppress(OSError), condition.without_service(data):
            for path in (data.root / UPLOADS).glob(".*.part"):
                path.unlink(missing_ok=True)
    gone = len(before) - len(condition.find_leftovers(data))
    if gone:
        yield _report_mended("leftovers", f"{gone} deleted")


def _take_up_ingestions(data: DataFolder, settings: Settings) -> Iterator[Examined]:
    """Finish the ingestions that a service left unfinished."""
    unended = condition.find_unended(data)
    if not unended:
        return
    ingestions = Ingestions(settings)
    try:
        ingestions.resume()
        for state in unended:
            while not (now := ingestions.get(state.id)).ended:
                time.sleep(_PAUSE)
            if now.problem:
                found, remedy = now.problem.message, "Add the files again."
                yield Examined(f"repair ingestion {state.id}", ok=False, found=found, remedy=remedy)
            else:
                yield _report_mended(f"ingestion {state.id}", "done")
    finally:
        ingestions.close()


def _report_mended(name: str, found: str) -> Examined:
    return Examined(f"repair {name}", ok=True, found=found)
