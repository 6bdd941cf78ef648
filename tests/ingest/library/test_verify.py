import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from ingest.build import ingest
from ingest.disk.folder import DataFolder
from ingest.errors import LibraryMismatch, StorageError
from ingest.index.stores import choose_store
from ingest.library.open import open_library
from ingest.library.verify import verify_library
from ingest.settings import IndexSettings


@pytest.fixture
def generation(
    settings: IndexSettings, tmp_path: Path, write_report_to: Callable[..., Path], word_embedder: Any
) -> Path:
    for subject in ("Bolton", "Salford"):
        write_report_to(tmp_path / "reports" / f"{subject}.md", subject)
    ingest([tmp_path / "reports"], settings, embedder=word_embedder())
    return settings.data_dir / "generations" / "000001"


def verify(settings: IndexSettings) -> None:
    library = open_library(settings)
    try:
        verify_library(DataFolder(settings.data_dir), library, choose_store(settings))
    finally:
        library.close()


def overwrite(path: Path, at: int) -> None:
    with path.open("r+b") as file:
        file.seek(at)
        [byte] = file.read(1)
        file.seek(at)
        file.write(bytes([byte ^ 0x40]))


def test_a_sound_library_is_found_so(settings: IndexSettings, generation: Path) -> None:
    assert (generation / "sums.json").is_file()
    verify(settings)


def test_one_bit_overwritten_in_any_file_is_found(settings: IndexSettings, generation: Path) -> None:
    files = [path for path in generation.rglob("*") if path.is_file() and path.suffix != ".sqlite3"]
    tried = 0
    for path in files:
        if not (size := path.stat().st_size):
            continue
        overwrite(path, size // 2)
        with pytest.raises((StorageError, LibraryMismatch)):
            verify(settings)
        overwrite(path, size // 2)
        tried += 1
    assert tried > 30
    verify(settings)


def test_what_is_not_read_at_opening_is_found_later(
    settings: IndexSettings, generation: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("ingest.library.open.BYTES_READ_AT_OPENING", 0)
    path = generation / "arrays" / "sentences.vector.npy"
    overwrite(path, path.stat().st_size - 1)
    open_library(settings).close()
    with pytest.raises(StorageError, match=r"sentences\.vector\.npy is not as it was written"):
        verify(settings)


def test_chromas_database_is_compared_with_the_reports(settings: IndexSettings, generation: Path) -> None:
    with closing(sqlite3.connect(generation / "chroma" / "chroma.sqlite3")) as database, database:
        database.execute(
            "UPDATE embedding_metadata SET string_value = 'salford' WHERE string_value = 'bolton'"
        )
    with pytest.raises(StorageError, match="lacks chunks of bolton"):
        verify(settings)


def test_chromas_pages_are_looked_at(settings: IndexSettings, generation: Path) -> None:
    path = generation / "chroma" / "chroma.sqlite3"
    with path.open("r+b") as file:
        file.seek(4096)  # the first page stays
        file.write(bytes(path.stat().st_size - 4096))
    with pytest.raises(StorageError):
        verify(settings)
