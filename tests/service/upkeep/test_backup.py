import json
import os
import sqlite3
import threading
import zipfile
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from itertools import count
from pathlib import Path

import pytest

from ingest.build import ingest
from ingest.disk.folder import DataFolder
from ingest.errors import InvalidRequest, StorageError
from ingest.library.open import open_library
from service.assistant import Assistant
from service.settings import Settings
from service.store.sql import open_store
from service.upkeep.archive import LISTING
from service.upkeep.backup import LEFT_OUT, back_up
from service.upkeep.restore import restore_backup


@pytest.fixture
def target(tmp_path: Path) -> Path:
    (tmp_path / "backups").mkdir()
    return tmp_path / "backups" / "monday.zip"


def names(archive: Path) -> set[str]:
    with zipfile.ZipFile(archive) as opened:
        return set(opened.namelist())


def test_all_that_cannot_be_made_again_is_in_it_and_nothing_half_made(
    settings: Settings, target: Path
) -> None:
    made = back_up(target, settings)
    found = names(target)
    assert made.reports == 4
    assert made.conversations
    assert made.files == len(found) - 1
    assert {LISTING, "current", "conversations.sqlite", "corrections.json", "uploads/bury.md"} <= found
    files = {f"files/{path.name}" for path in DataFolder(settings.data_dir).files.iterdir()}
    assert len(files) == 4
    assert files <= found
    assert not {name for name in found if name.endswith((".part", ".unfinished", "-wal", "-shm", "lock"))}
    assert all(pattern for pattern in LEFT_OUT)


def test_only_its_owner_may_read_it_and_nothing_else_is_left(settings: Settings, target: Path) -> None:
    back_up(target, settings)
    assert target.stat().st_mode & 0o777 == 0o600
    assert [path.name for path in target.parent.iterdir()] == ["monday.zip"]


def test_older_generations_and_what_only_they_need_are_left_out(
    settings: Settings, target: Path, sample_assistant: Assistant, tmp_path: Path
) -> None:
    served = open_library(settings)
    (tmp_path / "oldham.md").write_text("# A visit to Oldham\n\nThe team met in Oldham.\n", "utf-8")
    ingest([tmp_path / "oldham.md"], settings, embedder=sample_assistant.embedder)
    data = DataFolder(settings.data_dir)
    assert served.name in data.list_generations()
    back_up(target, settings)
    generations = {name.split("/")[1] for name in names(target) if name.startswith("generations/")}
    assert generations == {data.read_current()}
    served.close()


def test_a_backup_is_never_written_over_nor_into_the_data_folder(settings: Settings, target: Path) -> None:
    target.write_bytes(b"an earlier one")
    with pytest.raises(InvalidRequest, match="there already"):
        back_up(target, settings)
    assert target.read_bytes() == b"an earlier one"
    with pytest.raises(InvalidRequest, match="in the data folder itself"):
        back_up(settings.data_dir / "uploads" / "b.zip", settings)
    with pytest.raises(InvalidRequest, match="no data folder"):
        back_up(target.with_name("b.zip"), settings.model_copy(update={"data_dir": target.parent / "none"}))


def test_a_backup_that_cannot_be_written_leaves_nothing(settings: Settings, tmp_path: Path) -> None:
    with pytest.raises(StorageError, match="No such file"):
        back_up(tmp_path / "none" / "b.zip", settings)
    assert not (tmp_path / "none").exists()


def test_a_library_that_lacks_a_file_makes_no_backup_that_pretends(settings: Settings, target: Path) -> None:
    gone = next(DataFolder(settings.data_dir).files.iterdir())
    gone.unlink()
    with pytest.raises(StorageError, match=gone.name):
        back_up(target, settings)
    assert list(target.parent.iterdir()) == []


def test_a_library_that_was_overwritten_makes_no_backup(settings: Settings, target: Path) -> None:
    path = next(settings.data_dir.glob("generations/*/arrays/sentences.vector.npy"))
    found = bytearray(path.read_bytes())
    found[-1] ^= 1
    path.write_bytes(found)
    with pytest.raises(StorageError, match=r"sentences\.vector\.npy is not as it was written"):
        back_up(target, settings)
    assert list(target.parent.iterdir()) == []


def test_a_damaged_database_makes_no_backup(settings: Settings, target: Path) -> None:
    database = settings.data_dir / "conversations.sqlite"
    database.write_bytes(database.read_bytes()[:100] + b"x" * 5000)
    with pytest.raises(StorageError, match=r"conversations\.sqlite can't be copied"):
        back_up(target, settings)
    assert list(target.parent.iterdir()) == []


def test_a_folder_that_is_a_link_is_not_left_out_in_silence(settings: Settings, target: Path) -> None:
    (settings.data_dir / "uploads" / "more").symlink_to(target.parent, target_is_directory=True)
    with pytest.raises(StorageError, match="is a link"):
        back_up(target, settings)


def test_a_database_elsewhere_is_not_in_it_and_that_is_told(
    settings: Settings, target: Path, tmp_path: Path
) -> None:
    (settings.data_dir / "conversations.sqlite").unlink()
    url = f"sqlite:///{tmp_path}/elsewhere.sqlite"
    assert not back_up(target, settings.model_copy(update={"database_url": url})).conversations


def test_a_library_of_another_version_is_kept_with_all_its_records(settings: Settings, target: Path) -> None:
    data = DataFolder(settings.data_dir)
    (data.generations / str(data.read_current()) / "manifest.json").write_text("{}", "utf-8")
    assert back_up(target, settings).reports == 0
    assert {f"records/{path.name}" for path in data.records.glob("*.npz")} <= names(target)


def converse(settings: Settings, written: list[int], stop: threading.Event) -> None:
    """Begin conversations, each titled with its number."""
    store = open_store(None, settings.data_dir)
    while not stop.is_set():
        store.create_conversation(f"{len(written):06}")
        written.append(len(written))
    store.close()


def take_in(settings: Settings, report: Path, assistant: Assistant, stop: threading.Event) -> None:
    """Ingest one report again and again, each time changed."""
    for number in count():
        if stop.is_set():
            return
        report.write_text(f"# A report\n\nIn week {number} the team met {number} times.\n", "utf-8")
        ingest([report], settings, embedder=assistant.embedder)


def conversations(folder: Path) -> list[str]:
    with closing(sqlite3.connect(folder / "conversations.sqlite")) as connection:
        return [row[0] for row in connection.execute("SELECT title FROM conversations ORDER BY title")]


def test_backups_while_conversations_are_written_and_reports_ingested_are_each_whole(
    settings: Settings, target: Path, tmp_path: Path, sample_assistant: Assistant
) -> None:
    """A backup has all conversations that were begun before it, in their order, and its library no half report."""
    (settings.data_dir / "conversations.sqlite").unlink()
    stop = threading.Event()
    written: list[int] = []
    acknowledged: list[int] = []
    with ThreadPoolExecutor() as pool:
        writing = pool.submit(converse, settings, written, stop)
        ingesting = pool.submit(take_in, settings, tmp_path / "changing.md", sample_assistant, stop)
        try:
            for number in range(5):
                acknowledged.append(len(written))
                back_up(target.with_name(f"{number}.zip"), settings)
        finally:
            stop.set()
    writing.result()
    ingesting.result()
    for number, least in enumerate(acknowledged):
        there = settings.model_copy(update={"data_dir": tmp_path / f"restored{number}"})
        assert restore_backup(target.with_name(f"{number}.zip"), there).reports in (4, 5)
        titles = conversations(there.data_dir)
        assert titles == [f"{each:06}" for each in range(len(titles))]
        assert len(titles) >= least
        library = open_library(there)
        assert [library.report(details.id).details for details in library.details] == list(library.details)
        assert all(library.file(details.id).exists() for details in library.details)
        library.close()


def test_the_list_names_the_folder_the_version_and_every_checksum(settings: Settings, target: Path) -> None:
    back_up(target, settings)
    with zipfile.ZipFile(target) as archive:
        said = json.loads(archive.read(LISTING))
    assert said["root"] == os.fspath(settings.data_dir)
    assert said["generation"] == DataFolder(settings.data_dir).read_current()
    assert all(len(file["sha256"]) == 64 for file in said["files"].values())
