import json
import os
import shutil
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest

from ingest.build import ingest
from ingest.disk.folder import DataFolder
from ingest.errors import InvalidRequest, LibraryBusy, StorageError, UnreadableFile
from ingest.library.corrections import load_corrections
from ingest.library.open import open_library
from service.assistant import Assistant
from service.intake.queue import Ingestions
from service.settings import Settings
from service.store.reflection_contract import NewReflection
from service.store.sql import open_store
from service.types import Ask
from service.upkeep.backup import back_up
from service.upkeep.restore import restore_backup
from tests.service.upkeep.conftest import QUESTION, titles

PROGRAM = Path(__file__).with_name("killed.py")


@pytest.fixture
def archive(settings: Settings, tmp_path: Path) -> Path:
    path = tmp_path / "backup.zip"
    back_up(path, settings)
    return path


def beside(folder: Path) -> set[str]:
    return {path.name for path in folder.parent.iterdir()}


def test_what_was_restored_answers_as_before(
    settings: Settings, elsewhere: Settings, archive: Path, sample_assistant: Assistant
) -> None:
    ask = Ask(QUESTION)
    before = Assistant(settings, embedder=sample_assistant.embedder).answer(ask)
    shutil.rmtree(settings.data_dir)
    done = restore_backup(archive, elsewhere)
    assert (done.reports, done.before, done.note) == (4, None, "")
    after = Assistant(elsewhere, embedder=sample_assistant.embedder).answer(ask)
    assert before.status == "answered"
    assert (after.statements, after.passages) == (before.statements, before.passages)
    assert titles(elsewhere) == ["What we asked on Monday"]
    assert (elsewhere.data_dir / "uploads" / "bury.md").read_text("utf-8").startswith("# A visit to Bury")
    assert beside(elsewhere.data_dir) == {"data"}


def test_reflections_come_back_as_they_were(settings: Settings, elsewhere: Settings, tmp_path: Path) -> None:
    store = open_store(None, settings.data_dir)
    added = store.add_reflection(
        NewReflection("We meet every week.", "team leader", "Bury", "2022", "Who meets?", question_id="q1")
    )
    kept = store.decide_reflection(added.id, "accepted")
    store.close()
    back_up(tmp_path / "with-reflections.zip", settings)
    restore_backup(tmp_path / "with-reflections.zip", elsewhere)
    store = open_store(None, elsewhere.data_dir)
    assert store.reflections(10) == (kept,)
    store.close()


def test_what_lay_in_the_old_folder_is_known_where_it_is_now(
    settings: Settings, elsewhere: Settings, tmp_path: Path, sample_assistant: Assistant
) -> None:
    ingest([settings.data_dir / "uploads"], settings, embedder=sample_assistant.embedder)
    back_up(tmp_path / "b.zip", settings)
    shutil.rmtree(settings.data_dir)
    restore_backup(tmp_path / "b.zip", elsewhere)
    uploaded = str(elsewhere.data_dir / "uploads" / "bury.md")
    assert uploaded in {entry.source for entry in open_library(elsewhere).manifest.entries}
    assert load_corrections(elsewhere.data_dir) == {
        uploaded: {"title": "Bury"},
        "/elsewhere/a.pdf": {"title": "A"},
    }
    again = ingest(
        [elsewhere.data_dir / "uploads"], elsewhere, prune=False, embedder=sample_assistant.embedder
    )
    assert (again.added, again.replaced, again.unchanged) == ((), (), ("bury",))


def test_a_folder_with_something_in_it_is_left_alone_unless_one_says_so(
    settings: Settings, archive: Path
) -> None:
    store = open_store(None, settings.data_dir)
    store.create_conversation("Tuesday")
    store.close()
    with pytest.raises(InvalidRequest, match=r"not empty.*--replace"):
        restore_backup(archive, settings)
    assert set(titles(settings)) == {"What we asked on Monday", "Tuesday"}
    done = restore_backup(archive, settings, replacing=True)
    assert titles(settings) == ["What we asked on Monday"]
    assert done.before
    kept = settings.model_copy(update={"data_dir": Path(done.before)})
    assert set(titles(kept)) == {"What we asked on Monday", "Tuesday"}


def test_an_empty_folder_may_be_filled(elsewhere: Settings, archive: Path) -> None:
    elsewhere.data_dir.mkdir(parents=True)
    assert restore_backup(archive, elsewhere).reports == 4


def test_a_folder_in_use_is_not_replaced(settings: Settings, archive: Path) -> None:
    service = Ingestions(settings)
    service.resume()
    with pytest.raises(LibraryBusy, match="Stop the service"):
        restore_backup(archive, settings, replacing=True)
    service.close()
    library = open_library(settings)
    with pytest.raises(LibraryBusy, match="Stop the service"):
        restore_backup(archive, settings, replacing=True)
    library.close()
    with DataFolder(settings.data_dir).lock(), pytest.raises(LibraryBusy, match="Another ingestion"):
        restore_backup(archive, settings, replacing=True)
    assert restore_backup(archive, settings, replacing=True).before


def test_a_damaged_archive_changes_nothing(settings: Settings, elsewhere: Settings, archive: Path) -> None:
    whole = bytearray(archive.read_bytes())
    whole[len(whole) // 3] ^= 0xFF
    archive.write_bytes(whole)
    before = titles(settings)
    with pytest.raises(UnreadableFile):
        restore_backup(archive, settings, replacing=True)
    assert titles(settings) == before
    assert not [name for name in beside(settings.data_dir) if "restoring" in name or "before" in name]
    with pytest.raises(UnreadableFile):
        restore_backup(archive, elsewhere)
    assert not elsewhere.data_dir.exists()


def test_a_database_of_a_newer_version_changes_nothing(settings: Settings, tmp_path: Path) -> None:
    with sqlite3.connect(settings.data_dir / "conversations.sqlite") as connection:
        connection.execute("UPDATE alembic_version SET version_num = '9999'")
    connection.close()
    back_up(tmp_path / "newer.zip", settings)
    with pytest.raises(StorageError, match="newer version of Walkalong"):
        restore_backup(tmp_path / "newer.zip", settings, replacing=True)
    assert not [name for name in beside(settings.data_dir) if "restoring" in name or "before" in name]


def test_a_library_of_other_settings_is_put_back_with_what_to_do(elsewhere: Settings, archive: Path) -> None:
    done = restore_backup(archive, elsewhere.model_copy(update={"chunk_tokens": 100}))
    assert "doctor --repair" in done.note


def test_an_ingestion_that_waited_when_the_backup_was_made_is_done_after_it_is_restored(
    settings: Settings, elsewhere: Settings, tmp_path: Path
) -> None:
    state = {"id": "a1", "created_at": "2026-01-01T00:00:00+00:00", "files": [{"name": "bury.md"}]}
    state["files"] = [{"name": "bury.md", "kept_as": "bury.md", "sha256": "0" * 64}]
    (settings.data_dir / "ingestions").mkdir()
    (settings.data_dir / "ingestions" / "a1.json").write_text(json.dumps(state), "utf-8")
    back_up(tmp_path / "b.zip", settings)
    shutil.rmtree(settings.data_dir)
    restore_backup(tmp_path / "b.zip", elsewhere)
    service = Ingestions(elsewhere)
    service.resume()
    thread = service._thread
    assert thread
    service._waiting.put(None)
    thread.join()
    assert service.get("a1").stage == "done"
    service.close()
    assert "bury" in [details.id for details in open_library(elsewhere).details]


def test_a_restore_that_is_killed_at_any_step_leaves_a_whole_folder(
    settings: Settings, tmp_path: Path
) -> None:
    """The folder is the one before or the restored one; between two steps the one before has its other name."""
    archive = tmp_path / "backup.zip"
    back_up(archive, settings)
    environment = {**os.environ, "WALKALONG_DATA_DIR": str(settings.data_dir)}
    done = subprocess.run(
        [sys.executable, str(PROGRAM), str(archive), str(tmp_path / "tries")],
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    found = json.loads(done.stdout)
    assert found["before"] > 10
    assert found["restored"] >= 1
    assert set(found) <= {"before", "moved", "restored"}
