from collections.abc import Iterator
from pathlib import Path

import pytest

from ingest.errors import StorageError
from service.store.contract import Store
from service.store.sql import SqlStore, open_store
from tests.service.store.suite import ANSWER, StoreSuite


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    store = open_store(None, tmp_path / "new" / "folder")
    yield store
    store.close()


class TestSqlStore(StoreSuite):
    """The store in SQLite."""


def test_two_stores_on_one_file_see_each_other(tmp_path: Path) -> None:
    one, other = open_store(None, tmp_path), open_store(None, tmp_path)
    id_ = one.create_conversation().id
    other.save_answer(ANSWER, id_)
    assert len(one.turns(id_)) == 2
    one.close()
    other.close()


def test_an_unusable_database_is_a_storage_error_without_its_password(tmp_path: Path) -> None:
    blocked = tmp_path / "file"
    blocked.write_text("not a folder")
    with pytest.raises(StorageError, match="WALKALONG_DATA_DIR"):
        open_store(None, blocked / "data")
    with pytest.raises(StorageError) as caught:
        SqlStore("nodriver://me:secret@host/db")
    assert "secret" not in str(caught.value)


def test_a_file_that_is_no_database_is_a_storage_error(tmp_path: Path) -> None:
    (tmp_path / "conversations.sqlite").write_bytes(b"x" * 8192)
    with pytest.raises(StorageError, match="not a database"):
        open_store(None, tmp_path)
