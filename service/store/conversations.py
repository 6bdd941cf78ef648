"""Conversations and their turns in the database."""

import logging
import uuid
from dataclasses import asdict, fields, replace
from typing import Any

import sqlalchemy as sa

from ingest.errors import NotFound, StorageError
from service.store.answers import load_answer
from service.store.contract import Conversation, StoredTurn
from service.store.database import Database, now
from service.store.tables import ANSWERS, CONVERSATIONS, TURNS
from service.types import Answer, Turn

ENTRY = tuple(CONVERSATIONS.c[field.name] for field in fields(Conversation))
LONGEST_TITLE = 80
"""Characters of a question that name its conversation: about one line of the list on a wide screen."""
MOST_WORDS = 8
"""Words that are looked for; each looks through all turns."""
log = logging.getLogger(__name__)


class ConversationRows(Database):
    """The part of the store that keeps conversations."""

    @property
    def _seen(self) -> sa.ColumnElement[bool]:
        return self._is_seen(CONVERSATIONS.c.owner)

    def create_conversation(self, title: str | None = None) -> Conversation:
        """Start an empty conversation."""
        started = now()
        row = Conversation(id=str(uuid.uuid4()), title=title or "", created_at=started, updated_at=started)
        with self.transaction() as connection:
            connection.execute(CONVERSATIONS.insert().values(asdict(row) | {"owner": self._owner}))
        return row

    def conversations(
        self, limit: int, offset: int = 0, *, titled: bool = False, words: str = ""
    ) -> tuple[Conversation, ...]:
        """List conversations as the contract says."""
        query = (
            sa.select(*ENTRY)
            .where(self._seen)
            .order_by(CONVERSATIONS.c.updated_at.desc(), CONVERSATIONS.c.id)
        )
        if titled:
            query = query.where(CONVERSATIONS.c.title != "")
        for word in words.split()[:MOST_WORDS]:
            query = query.where(_has(word))
        with self.transaction() as connection:
            rows = connection.execute(query.limit(limit).offset(offset)).mappings().all()
        return tuple(Conversation(**row) for row in rows)

    def conversation(self, id_: str) -> Conversation:
        """Give one conversation's entry; raises NotFound."""
        with self.transaction() as connection:
            return _read_conversation(connection, id_, self._seen)

    def turns(self, conversation_id: str) -> tuple[StoredTurn, ...]:
        """Give all turns, oldest first, with their answers; raises NotFound."""
        query = (
            sa.select(TURNS.c.role, TURNS.c.content, ANSWERS.c.body)
            .outerjoin(ANSWERS, TURNS.c.answer_id == ANSWERS.c.id)
            .where(TURNS.c.conversation_id == conversation_id)
            .order_by(TURNS.c.id)
        )
        with self.transaction() as connection:
            _read_conversation(connection, conversation_id, self._seen)
            rows = connection.execute(query).all()
        return tuple(StoredTurn(role, content, _load_if_readable(body)) for role, content, body in rows)

    def history(self, conversation_id: str, limit: int = 20) -> tuple[Turn, ...]:
        """Give the last turns, oldest first, for a follow-up question; raises NotFound."""
        query = (
            sa.select(TURNS.c.role, TURNS.c.content)
            .where(TURNS.c.conversation_id == conversation_id)
            .order_by(TURNS.c.id.desc())
            .limit(limit)
        )
        with self.transaction() as connection:
            _read_conversation(connection, conversation_id, self._seen)
            rows = connection.execute(query).all()
        return tuple(Turn(role, content) for role, content in reversed(rows))

    def rename_conversation(self, id_: str, title: str) -> Conversation:
        """Change the title; raises NotFound."""
        with self.transaction() as connection:
            entry = _read_conversation(connection, id_, self._seen)
            connection.execute(CONVERSATIONS.update().where(CONVERSATIONS.c.id == id_).values(title=title))
            return replace(entry, title=title)

    def delete_conversation(self, id_: str) -> None:
        """Delete a conversation with its turns, answers and feedback; raises NotFound."""
        of_it = sa.select(TURNS.c.answer_id).where(TURNS.c.conversation_id == id_)
        with self.transaction() as connection:
            claim_conversation(connection, id_, self._seen)
            connection.execute(ANSWERS.delete().where(ANSWERS.c.id.in_(of_it)))
            connection.execute(CONVERSATIONS.delete().where(CONVERSATIONS.c.id == id_))


def _has(word: str) -> sa.ColumnElement[bool]:
    """Whether a conversation has a word, or a part of one, in its title or its turns."""
    said = sa.select(TURNS.c.conversation_id).where(TURNS.c.content.icontains(word, autoescape=True))
    return CONVERSATIONS.c.title.icontains(word, autoescape=True) | CONVERSATIONS.c.id.in_(said)


def claim_conversation(connection: sa.Connection, id_: str, seen: sa.ColumnElement[bool]) -> None:
    """Write to the conversation's row first: this locks the row, so that appended pairs never interleave."""
    claimed = connection.execute(
        CONVERSATIONS.update().where(CONVERSATIONS.c.id == id_, seen).values(updated_at=now())
    )
    if not claimed.rowcount:
        raise _no_conversation(id_)


def append_answer(connection: sa.Connection, answer: Answer, conversation_id: str) -> None:
    """Add question and answer to a claimed conversation; the question becomes its title if it has none."""
    untitled = sa.and_(CONVERSATIONS.c.id == conversation_id, CONVERSATIONS.c.title == "")
    named = CONVERSATIONS.update().where(untitled).values(title=_make_title(answer.question))
    connection.execute(named)
    connection.execute(TURNS.insert(), _turn_rows(answer, conversation_id))


def speak(answer: Answer) -> str:
    """Give the text of an answer for a turn: its statements, or why there are none."""
    return " ".join(s.text for s in answer.statements) or " ".join(answer.notes) or answer.status


def _turn_rows(answer: Answer, conversation_id: str) -> list[dict[str, Any]]:
    shared = {"conversation_id": conversation_id}
    return [
        {**shared, "role": "user", "content": answer.question, "answer_id": None},
        {**shared, "role": "assistant", "content": speak(answer), "answer_id": answer.id},
    ]


def _make_title(question: str) -> str:
    words = " ".join(question.split())
    return words if len(words) <= LONGEST_TITLE else words[: LONGEST_TITLE - 1].rstrip() + "…"


def _read_conversation(connection: sa.Connection, id_: str, seen: sa.ColumnElement[bool]) -> Conversation:
    row = connection.execute(sa.select(*ENTRY).where(CONVERSATIONS.c.id == id_, seen)).mappings().first()
    if row is None:
        raise _no_conversation(id_)
    return Conversation(**row)


def _load_if_readable(body: str | None) -> Answer | None:
    """Give the answer, or None if it can't be read: the rest of its conversation is still shown."""
    try:
        return load_answer(body) if body else None
    except StorageError as error:
        log.warning("%s", error.message)
        return None


def _no_conversation(id_: str) -> NotFound:
    return NotFound(f"There is no conversation {id_!r}.")
