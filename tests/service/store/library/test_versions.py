from pathlib import Path

import pytest
import sqlalchemy as sa

from ingest.disk.folder import DataFolder
from ingest.errors import StorageError
from ingest.library.open import open_library
from service.assistant import Assistant
from service.settings import Settings
from service.store.library.change import open_rows
from service.store.library.rows import KEPT_VERSIONS
from service.store.library.versions import fetch_newest, publish_current, read_mark
from service.store.tables import LIBRARY_BLOCKS, LIBRARY_VERSIONS
from service.types import Ask
from tests.service.store.library.conftest import AddReport, Workers, list_titles

pytestmark = pytest.mark.postgres


def fetch(settings: Settings) -> int:
    with open_rows(settings) as rows:
        return fetch_newest(rows, DataFolder(settings.data_dir))


def test_another_worker_fetches_all_that_answering_needs(
    workers: Workers, add_report: AddReport, sample_assistant: Assistant
) -> None:
    one, other = workers
    assert fetch(other) == 0
    add_report(one, "Salford")
    assert fetch(other) == fetch(other) == 1
    answers = [
        Assistant(settings, embedder=sample_assistant.embedder).answer(
            Ask("What did partners learn in Salford?")
        )
        for settings in workers
    ]
    assert answers[0].status == "answered"
    assert answers[0].statements == answers[1].statements
    here, there = (open_library(settings) for settings in workers)
    assert here.file("salford").read_bytes() == there.file("salford").read_bytes()


def test_what_is_served_already_is_not_published_again(workers: Workers, add_report: AddReport) -> None:
    one, _ = workers
    add_report(one, "Salford")
    add_report(one, "Salford")
    data = DataFolder(one.data_dir)
    with open_rows(one) as rows:
        assert rows.newest_version() == publish_current(rows, data, 1) == read_mark(data) == 1


def test_old_versions_go_with_what_only_they_need(workers: Workers, add_report: AddReport) -> None:
    one, _ = workers
    for name in ("Salford", "Wigan", "Bury", "Oldham"):
        add_report(one, name)
    with open_rows(one) as rows:
        with rows.transaction() as connection:
            versions = connection.scalars(sa.select(LIBRARY_VERSIONS.c.number)).all()
            blocks = set(connection.scalars(sa.select(LIBRARY_BLOCKS.c.digest)))
        assert sorted(versions) == [3, 4]
        assert len(versions) == KEPT_VERSIONS
        listings = "".join(rows.read_listing(number) or "" for number in versions)
        assert rows.read_listing(1) is None
    assert all(block in listings for block in blocks)


def test_a_version_of_which_something_is_missing_changes_nothing(
    workers: Workers, add_report: AddReport
) -> None:
    one, other = workers
    add_report(one, "Salford")
    fetch(other)
    add_report(one, "Wigan")
    with open_rows(one) as rows, rows.transaction() as connection:
        connection.execute(LIBRARY_BLOCKS.update().values(body=b"overwritten"))
    with pytest.raises(StorageError, match="newer version"):
        fetch(other)
    assert list_titles(other) == ["Salford"]
    assert not list(other.data_dir.rglob("*.unfinished"))


def test_a_folder_with_a_library_of_its_own_is_not_written_over(
    workers: Workers, add_report: AddReport
) -> None:
    one, other = workers
    add_report(one, "Salford")
    alone = other.model_copy(update={"chroma_url": None, "database_url": None})
    add_report(alone, "Wigan")
    with pytest.raises(StorageError, match="empty WALKALONG_DATA_DIR"):
        fetch(other)
    assert list_titles(alone) == ["Wigan"]


def test_no_file_is_written_outside_the_folder(workers: Workers, tmp_path: Path) -> None:
    one, _ = workers
    with open_rows(one) as rows:
        rows.add_version(0, '{"files": {"generation/../../../../evil": ["a"]}}', ("a",), lambda _: b"evil")
    with pytest.raises(StorageError, match="outside"):
        fetch(one)
    assert not (tmp_path / "evil").exists()
