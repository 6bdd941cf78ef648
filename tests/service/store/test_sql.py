import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
import sqlalchemy as sa
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext

from ingest.errors import StorageError
from service.store.contract import Store
from service.store.sql import SqlStore, open_store
from service.store.tables import METADATA
from tests.postgres import Cluster
from tests.service.store.suite import ANSWER, StoreSuite


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgres)])
def url(request: pytest.FixtureRequest) -> str | None:
    """The address of an empty database; None for SQLite in the data folder."""
    if request.param == "sqlite":
        return None
    cluster: Cluster = request.getfixturevalue("postgres")
    return cluster.make_database()


@pytest.fixture
def store(url: str | None, tmp_path: Path) -> Iterator[Store]:
    store = open_store(url, tmp_path / "new" / "folder")
    yield store
    store.close()


class TestSqlStore(StoreSuite):
    """The store in SQLite and in PostgreSQL."""


def test_two_processes_that_open_an_empty_database_at_once_make_its_tables_once(
    url: str | None, tmp_path: Path
) -> None:
    program = (
        "import sys; from pathlib import Path; from service.store.sql import open_store; "
        "store = open_store(sys.argv[1] or None, Path(sys.argv[2])); store.create_conversation('one'); store.close()"
    )
    command = [sys.executable, "-c", program, url or "", str(tmp_path)]
    started = [subprocess.Popen(command) for _ in range(3)]
    assert [process.wait() for process in started] == [0] * 3
    store = open_store(url, tmp_path)
    assert len(store.conversations(10)) == 3
    store.close()


@pytest.mark.postgres
def test_the_steps_lead_to_the_tables_in_postgresql_too(postgres: Cluster) -> None:
    url = postgres.make_database()
    SqlStore(url).close()
    engine = sa.create_engine(url)
    with engine.connect() as connection:
        assert list(compare_metadata(MigrationContext.configure(connection), METADATA)) == []
    engine.dispose()


@pytest.mark.postgres
def test_a_postgresql_that_stops_is_a_storage_error_and_is_used_again_when_it_is_back() -> None:
    with Cluster() as cluster:
        store = SqlStore(cluster.make_database())
        id_ = store.create_conversation("before").id
        cluster.stop()
        with pytest.raises(StorageError) as caught:
            store.conversation(id_)
        assert caught.value.retryable
        assert "\n" not in caught.value.message
        cluster.start()
        store.save_answer(ANSWER, id_)
        assert len(store.turns(id_)) == 2
        store.close()


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
