"""The condition of each part of a data folder. This only looks; repairs are in repair.py."""

import contextlib
import hashlib
import sqlite3
from collections.abc import Iterable, Iterator
from pathlib import Path

from ingest.disk.folder import DataFolder, use
from ingest.disk.sums import is_changed
from ingest.errors import LibraryMissing, WalkalongError
from ingest.index.record import read_record, read_report
from ingest.index.stores import choose_store
from ingest.library.manifest import CatalogueEntry, Manifest, read_manifest
from ingest.library.open import Library, open_library
from ingest.library.verify import verify_library
from ingest.settings import IndexSettings
from service.intake.states import QueuedIngestion, read_state
from service.intake.uploads import UPLOADS

INGESTIONS = "ingestions"
MANIFEST = "manifest.json"


def read_current(data: DataFolder) -> Manifest | None:
    """Give the manifest of the library that is served; None if there is none, or none that can be trusted."""
    with contextlib.suppress(OSError, ValueError):
        name = data.read_current()
        if name and not is_changed(folder := data.generations / name, MANIFEST):
            return read_manifest(folder / MANIFEST)
    return None


def find_damage(settings: IndexSettings) -> str:
    """Say why the library can't be used as it is; empty if it can be used, or if nothing was ingested."""
    try:
        library = open_library(settings)
    except LibraryMissing:
        data = DataFolder(settings.data_dir)
        with contextlib.suppress(OSError):
            if data.list_generations():
                return f"{data.pointer} is gone, which says which generation is served."
        return ""
    except Exception as error:  # noqa: BLE001 - what is damaged can make a library of others raise anything
        return _words(error)
    try:
        verify_library(DataFolder(settings.data_dir), library, choose_store(settings))
        library.warm()
        _ = library.lexicon
        for row in range(len(library.sentences)):
            library.unpack_sentence(row)
        if not all(_is_reports_own(library, row) for row in range(len(library.chunks))):
            return "The texts of its index are not those of its reports."
    except Exception as error:  # noqa: BLE001 - as above
        return _words(error)
    finally:
        library.close()
    return ""


def _is_reports_own(library: Library, row: int) -> bool:
    """Whether a chunk's text in the index equals its report's text in that place."""
    chunks = library.chunks
    start, end = int(chunks.start[row]), int(chunks.end[row])
    text = library.report(library.details[int(chunks.report[row])].id).text[start:end]
    return library.text(int(chunks.text_at[row]), end - start) == text


def find_bad_records(data: DataFolder, entries: Iterable[CatalogueEntry]) -> list[CatalogueEntry]:
    """Find entries whose record is gone or can't be read; a record has a checksum for each of its parts."""
    return [entry for entry in entries if not is_readable(data.record(entry.record))]


def find_bad_copies(data: DataFolder, entries: Iterable[CatalogueEntry]) -> list[CatalogueEntry]:
    """Find entries whose copy of the file is gone or was changed."""
    return [
        entry
        for entry in entries
        if hash_file(data.file(entry.details.sha256, entry.details.file)) != entry.details.sha256
    ]


def find_leftovers(data: DataFolder) -> list[Path]:
    """Find what was left unfinished, and generations that are no longer used."""
    found = [
        *data.generations.glob("*.unfinished"),
        *(path for folder in (data.root, data.files, data.records) for path in folder.glob("*.unfinished")),
        *(data.root / UPLOADS).glob(".*.part"),
    ]
    current = data.read_current()
    with contextlib.suppress(FileNotFoundError):
        found += [data.generations / name for name in data.list_generations() if name != current]
    return sorted(found)


def find_unended(data: DataFolder) -> list[QueuedIngestion]:
    """Find ingestions of uploaded files that have not ended, although no service is at work on them."""
    try:
        with without_service(data):
            states = [read_state(path) for path in sorted((data.root / INGESTIONS).glob("*.json"))]
    except OSError:
        return []
    return [state for state in states if state and not state.ended]


@contextlib.contextmanager
def without_service(data: DataFolder) -> Iterator[None]:
    """Keep services from starting ingestions meanwhile. Raises OSError if a service is at work."""
    if not (data.root / INGESTIONS / "in-use").exists():
        yield
        return
    with use(data.root / INGESTIONS, alone=True):
        yield


def check_database(path: Path) -> str:
    """Say what is wrong with an SQLite database; empty if it is sound or missing."""
    if not path.exists():
        return ""
    try:
        with contextlib.closing(sqlite3.connect(path, timeout=30)) as connection:
            found = str(connection.execute("PRAGMA quick_check(1)").fetchone()[0])
    except sqlite3.Error as error:
        found = str(error)
    return "" if found == "ok" else found


def hash_file(path: Path) -> str:
    """Give the sha256 of a file; empty if it can't be read."""
    try:
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except OSError:
        return ""


def is_readable(record: Path) -> bool:
    """Whether all of a record can be read."""
    try:
        read_report(record)
        read_record(record)
    except Exception:  # noqa: BLE001 - as above
        return False
    return True


def _words(error: Exception) -> str:
    return error.message if isinstance(error, WalkalongError) else f"A part of it is damaged ({error})."
