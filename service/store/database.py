"""Conversations, answers and feedback in a database; the only home of SQLAlchemy.

SQLite in the data folder by default, any other database by its URL. Every method is one transaction.
"""

import sqlite3
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from pydantic import TypeAdapter
from sqlalchemy.exc import SQLAlchemyError

from ingest.errors import NotFound, StorageError
from service.types import Answer, Turn

_tables = sa.MetaData()
_conversations = sa.Table(
    "conversations",
    _tables,
    sa.Column("id", sa.String(36), primary_key=True),
    sa.Column("title", sa.Text, nullable=False),
    sa.Column("created_at", sa.String(32), nullable=False),
    sa.Column("updated_at", sa.String(32), nullable=False, index=True),
)
_answers = sa.Table(
    "answers",
    _tables,
    sa.Column("id", sa.String(64), primary_key=True),
    sa.Column("created_at", sa.String(32), nullable=False),
    sa.Column("body", sa.Text, nullable=False),
)
_turns = sa.Table(
    "turns",
    _tables,
    sa.Column("id", sa.Integer, primary_key=True, autoincrement=True),
    sa.Column(
        "conversation_id",
        sa.ForeignKey("conversations.id", ondelete="CASCADE"),
        nullable=False,
        index=True,
    ),
    sa.Column("role", sa.String(16), nullable=False),
    sa.Column("content", sa.Text, nullable=False),
    sa.Column("answer_id", sa.ForeignKey("answers.id", ondelete="SET NULL")),
)
_feedback = sa.Table(
    "feedback",
    _tables,
    sa.Column("id", sa.Integer, primary_key=True, autoincrement=True),
    sa.Column("answer_id", sa.ForeignKey("answers.id", ondelete="CASCADE"), nullable=False, index=True),
    sa.Column("verdict", sa.String(16), nullable=False),
    sa.Column("text", sa.Text),
    sa.Column("created_at", sa.String(32), nullable=False),
)

_ANSWER: TypeAdapter[Answer] = TypeAdapter(Answer)
_TITLE_CHARACTERS = 80


@dataclass(frozen=True, slots=True)
class StoredTurn:
    """A turn as it was kept; the assistant's has its answer."""

    role: str
    content: str
    answer: Answer | None


@dataclass(frozen=True, slots=True)
class Conversation:
    """A conversation's entry; `title` is the first question until somebody names it."""

    id: str
    title: str
    created_at: str
    """ISO 8601, UTC."""
    updated_at: str


@dataclass(frozen=True, slots=True)
class Position:
    """Where an answer stands: its conversation, and its number there (from 1)."""

    conversation_id: str
    number: int


@dataclass(frozen=True, slots=True)
class Feedback:
    """What a reader said of an answer."""

    answer_id: str
    verdict: str
    text: str | None
    created_at: str


@dataclass(frozen=True, slots=True)
class AnswerWithFeedback:
    """An answer with all that readers said of it, oldest first."""

    answer: Answer
    feedback: tuple[Feedback, ...]


class Store:
    """The database. Any method raises StorageError when it can't be read or written."""

    def __init__(self, url: str) -> None:
        with _storage_errors(url):
            self._engine = sa.create_engine(url)
            if self._engine.dialect.name == "sqlite":
                sa.event.listen(self._engine, "connect", _prepare_sqlite)
            self._create_tables()

    def close(self) -> None:
        """Give the connections back."""
        self._engine.dispose()

    def create_conversation(self, title: str | None = None) -> Conversation:
        """Start an empty conversation."""
        now = _now()
        row = Conversation(id=str(uuid.uuid4()), title=title or "", created_at=now, updated_at=now)
        with self._transaction() as connection:
            connection.execute(_conversations.insert().values(_values(row)))
        return row

    def conversations(self, limit: int, offset: int = 0) -> tuple[Conversation, ...]:
        """List conversations, the latest used first."""
        query = sa.select(_conversations).order_by(_conversations.c.updated_at.desc(), _conversations.c.id)
        with self._transaction() as connection:
            rows = connection.execute(query.limit(limit).offset(offset)).mappings().all()
        return tuple(Conversation(**row) for row in rows)

    def conversation(self, id_: str) -> Conversation:
        """Give one conversation's entry; raises NotFound."""
        with self._transaction() as connection:
            return _conversation(connection, id_)

    def turns(self, conversation_id: str) -> tuple[StoredTurn, ...]:
        """Give all turns, oldest first, with their answers; raises NotFound."""
        query = (
            sa.select(_turns.c.role, _turns.c.content, _answers.c.body)
            .outerjoin(_answers, _turns.c.answer_id == _answers.c.id)
            .where(_turns.c.conversation_id == conversation_id)
            .order_by(_turns.c.id)
        )
        with self._transaction() as connection:
            _conversation(connection, conversation_id)
            rows = connection.execute(query).all()
        return tuple(StoredTurn(role, content, _load(body) if body else None) for role, content, body in rows)

    def history(self, conversation_id: str, limit: int = 20) -> tuple[Turn, ...]:
        """Give the last turns, oldest first, for asking on; raises NotFound."""
        query = (
            sa.select(_turns.c.role, _turns.c.content)
            .where(_turns.c.conversation_id == conversation_id)
            .order_by(_turns.c.id.desc())
            .limit(limit)
        )
        with self._transaction() as connection:
            _conversation(connection, conversation_id)
            rows = connection.execute(query).all()
        return tuple(Turn(role, content) for role, content in reversed(rows))

    def rename_conversation(self, id_: str, title: str) -> Conversation:
        """Change the title; raises NotFound."""
        with self._transaction() as connection:
            connection.execute(_conversations.update().where(_conversations.c.id == id_).values(title=title))
            return _conversation(connection, id_)

    def delete_conversation(self, id_: str) -> None:
        """Delete a conversation with its turns, answers and feedback; raises NotFound."""
        of_it = sa.select(_turns.c.answer_id).where(_turns.c.conversation_id == id_)
        with self._transaction() as connection:
            _claim(connection, id_)
            connection.execute(_answers.delete().where(_answers.c.id.in_(of_it)))
            connection.execute(_conversations.delete().where(_conversations.c.id == id_))

    def save_answer(self, answer: Answer, conversation_id: str | None = None) -> None:
        """Keep an answer; with a conversation, append question and answer to it in the same transaction."""
        row = {"id": answer.id, "created_at": _now(), "body": _ANSWER.dump_json(answer).decode()}
        with self._transaction() as connection:
            if conversation_id is not None:
                _claim(connection, conversation_id)
            connection.execute(_answers.insert().values(row))
            if conversation_id is not None:
                _name_untitled(connection, conversation_id, answer.question)
                connection.execute(_turns.insert(), _turn_rows(answer, conversation_id))

    def answer(self, id_: str) -> Answer:
        """Give an answer as it was given; raises NotFound."""
        with self._transaction() as connection:
            body = connection.scalar(sa.select(_answers.c.body).where(_answers.c.id == id_))
        if body is None:
            raise _no_answer(id_)
        return _load(body)

    def place_of(self, answer_id: str) -> Position | None:
        """Give the place of an answer; None for one that was asked outside any conversation."""
        here = sa.select(_turns.c.conversation_id, _turns.c.id).where(_turns.c.answer_id == answer_id)
        with self._transaction() as connection:
            row = connection.execute(here).first()
            if row is None:
                return None
            earlier = sa.and_(
                _turns.c.conversation_id == row.conversation_id,
                _turns.c.answer_id.is_not(None),
                _turns.c.id <= row.id,
            )
            number = connection.scalar(sa.select(sa.func.count()).select_from(_turns).where(earlier))
        return Position(row.conversation_id, number or 1)

    def add_feedback(self, answer_id: str, verdict: str, text: str | None) -> Feedback:
        """Keep what a reader said of an answer; raises NotFound."""
        row = Feedback(answer_id, verdict, text, _now())
        with self._transaction() as connection:
            if connection.scalar(sa.select(_answers.c.id).where(_answers.c.id == answer_id)) is None:
                raise _no_answer(answer_id)
            connection.execute(_feedback.insert().values(_values(row)))
        return row

    def feedback(self, answer_id: str) -> tuple[Feedback, ...]:
        """Give what readers said of an answer, oldest first."""
        query = sa.select(_feedback).where(_feedback.c.answer_id == answer_id).order_by(_feedback.c.id)
        with self._transaction() as connection:
            rows = connection.execute(query).all()
        return tuple(Feedback(r.answer_id, r.verdict, r.text, r.created_at) for r in rows)

    def answers_with_feedback(self) -> tuple[AnswerWithFeedback, ...]:
        """Give every answer that readers said something of, in the order of the first feedback on each."""
        query = (
            sa.select(_feedback, _answers.c.body)
            .join(_answers, _feedback.c.answer_id == _answers.c.id)
            .order_by(_feedback.c.id)
        )
        with self._transaction() as connection:
            rows = connection.execute(query).all()
        bodies: dict[str, str] = {}
        said: dict[str, list[Feedback]] = {}
        for row in rows:
            bodies[row.answer_id] = row.body
            feedback = Feedback(row.answer_id, row.verdict, row.text, row.created_at)
            said.setdefault(row.answer_id, []).append(feedback)
        return tuple(AnswerWithFeedback(_load(bodies[id_]), tuple(said[id_])) for id_ in said)

    def _create_tables(self) -> None:
        """Make what is missing, so that two processes may start at once."""
        with self._engine.begin() as connection:
            for table in _tables.sorted_tables:
                connection.execute(sa.schema.CreateTable(table, if_not_exists=True))
                for index in table.indexes:
                    connection.execute(sa.schema.CreateIndex(index, if_not_exists=True))

    @contextmanager
    def _transaction(self) -> Iterator[sa.Connection]:
        with _storage_errors(self._engine.url.render_as_string()), self._engine.begin() as connection:
            yield connection


def open_store(database_url: str | None, data_dir: Path) -> Store:
    """Open the configured database, or SQLite in the data folder; raises StorageError."""
    if database_url:
        return Store(database_url)
    try:
        data_dir.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        message = f"The data folder {data_dir} can't be made: {error.strerror}. Set WALKALONG_DATA_DIR."
        raise StorageError(message) from error
    return Store(sa.URL.create("sqlite", database=str(data_dir / "conversations.sqlite")).render_as_string())


def spoken(answer: Answer) -> str:
    """Give an answer as a turn of a conversation: its statements, or why there are none."""
    return " ".join(s.text for s in answer.statements) or " ".join(answer.notes) or answer.status


def _claim(connection: sa.Connection, id_: str) -> None:
    """Write to the conversation's row first: this locks it, so that appended pairs never interleave."""
    claimed = connection.execute(
        _conversations.update().where(_conversations.c.id == id_).values(updated_at=_now())
    )
    if not claimed.rowcount:
        raise _no_conversation(id_)


def _name_untitled(connection: sa.Connection, id_: str, question: str) -> None:
    untitled = sa.and_(_conversations.c.id == id_, _conversations.c.title == "")
    connection.execute(_conversations.update().where(untitled).values(title=_title(question)))


def _turn_rows(answer: Answer, conversation_id: str) -> list[dict[str, Any]]:
    shared = {"conversation_id": conversation_id}
    return [
        {**shared, "role": "user", "content": answer.question, "answer_id": None},
        {**shared, "role": "assistant", "content": spoken(answer), "answer_id": answer.id},
    ]


def _title(question: str) -> str:
    words = " ".join(question.split())
    return words if len(words) <= _TITLE_CHARACTERS else words[: _TITLE_CHARACTERS - 1].rstrip() + "…"


def _conversation(connection: sa.Connection, id_: str) -> Conversation:
    row = connection.execute(sa.select(_conversations).where(_conversations.c.id == id_)).mappings().first()
    if row is None:
        raise _no_conversation(id_)
    return Conversation(**row)


def _load(body: str) -> Answer:
    return _ANSWER.validate_json(body)


def _values(row: Conversation | Feedback) -> dict[str, Any]:
    return {name: getattr(row, name) for name in row.__slots__}


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="milliseconds")


def _no_conversation(id_: str) -> NotFound:
    return NotFound(f"There is no conversation {id_!r}.")


def _no_answer(id_: str) -> NotFound:
    return NotFound(f"There is no answer {id_!r}.")


def _prepare_sqlite(connection: sqlite3.Connection, _record: object) -> None:
    """Let readers and a writer work at once (WAL), let writers wait for each other, keep references whole."""
    for pragma in ("busy_timeout=10000", "journal_mode=WAL", "synchronous=NORMAL", "foreign_keys=ON"):
        connection.execute(f"PRAGMA {pragma}")


@contextmanager
def _storage_errors(shown_url: str) -> Iterator[None]:
    try:
        yield
    except SQLAlchemyError as error:
        message = f"The database {_without_password(shown_url)} can't be used: {_reason(error)}."
        raise StorageError(message) from error


def _without_password(url: str) -> str:
    try:
        return sa.make_url(url).render_as_string(hide_password=True)
    except SQLAlchemyError:
        return "named by database_url"


def _reason(error: SQLAlchemyError) -> str:
    """Give the driver's own words, without the statement and its values."""
    return str(getattr(error, "orig", None) or type(error).__name__).strip().rstrip(".")
