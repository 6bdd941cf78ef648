"""Databases of older versions. kept_by_0_1_0.sqlite was written by the first release, before there were migrations."""

import shutil
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest
import sqlalchemy as sa
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext

from ingest.errors import StorageError
from service.store.contract import Store
from service.store.sql import open_store
from service.store.tables import METADATA

OLD = Path(__file__).parent / "kept_by_0_1_0.sqlite"
OPEN = """
import sys
from pathlib import Path
from service.store.sql import open_store
store = open_store(None, Path(sys.argv[1]))
store.create_conversation("one")
store.close()
"""


@pytest.fixture
def old(tmp_path: Path) -> Path:
    shutil.copy(OLD, tmp_path / "conversations.sqlite")
    return tmp_path


def open_and_close(folder: Path) -> Store:
    store = open_store(None, folder)
    store.close()
    return store


def differences(folder: Path) -> list[object]:
    engine = sa.create_engine(f"sqlite:///{folder / 'conversations.sqlite'}")
    try:
        with engine.connect() as connection:
            return list(compare_metadata(MigrationContext.configure(connection), METADATA))
    finally:
        engine.dispose()


def test_what_an_older_version_kept_opens_with_all_that_is_in_it(old: Path) -> None:
    store = open_store(None, old)
    [entry] = store.conversations(10, titled=True)
    turns = store.turns(entry.id)
    assert [turn.role for turn in turns] == ["user", "assistant"] * 2
    answers = [turn.answer for turn in turns if turn.answer]
    assert [answer.status for answer in answers] == ["answered", "not_in_reports"]
    assert answers[0].passages
    assert answers[1].nearest
    given = {each.answer.question: each.feedback[0].verdict for each in store.answers_with_feedback()}
    assert given == {answers[0].question: "useful", "What does JAT stand for?": "wrong"}
    store.close()


def test_an_older_conversation_can_be_gone_on_with_and_deleted(old: Path) -> None:
    store = open_store(None, old)
    [entry] = store.conversations(10, titled=True)
    store.add_feedback(next(t.answer.id for t in store.turns(entry.id) if t.answer), "missing", None)
    assert len(store.history(entry.id)) == 4
    store.delete_conversation(entry.id)
    assert store.conversations(10, titled=True) == ()
    store.close()


def test_one_answer_that_cannot_be_read_leaves_the_rest_of_its_conversation(old: Path) -> None:
    with sqlite3.connect(old / "conversations.sqlite") as connection:
        connection.execute("UPDATE answers SET body = '{}' WHERE body LIKE '%capital of Peru%'")
    connection.close()
    store = open_store(None, old)
    [entry] = store.conversations(10, titled=True)
    turns = store.turns(entry.id)
    assert [turn.answer is not None for turn in turns] == [False, True, False, False]
    assert turns[3].content
    store.close()


def test_the_steps_lead_to_the_tables_from_nothing_and_from_an_older_database(old: Path) -> None:
    assert differences(old) != []
    open_and_close(old)
    assert differences(old) == []
    open_and_close(old / "fresh")
    assert differences(old / "fresh") == []


def test_processes_that_start_at_once_migrate_one_after_another(old: Path) -> None:
    started = [subprocess.Popen([sys.executable, "-c", OPEN, str(old)]) for _ in range(4)]
    assert [process.wait() for process in started] == [0] * 4
    store = open_store(None, old)
    assert len([row for row in store.conversations(10) if row.title == "one"]) == 4
    store.close()


def test_a_database_of_a_newer_version_is_refused_in_plain_words(tmp_path: Path) -> None:
    open_and_close(tmp_path)
    with sqlite3.connect(tmp_path / "conversations.sqlite") as connection:
        connection.execute("UPDATE alembic_version SET version_num = '9999'")
    connection.close()
    with pytest.raises(StorageError, match="newer version of Walkalong"):
        open_store(None, tmp_path)
