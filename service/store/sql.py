"""The store in an SQL database: SQLite in the data folder by default, any other by its URL."""

from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path

import sqlalchemy as sa

from ingest.errors import StorageError
from service.store.answers import insert_answer, read_answer
from service.store.briefs import BriefRows
from service.store.contract import Conversation, Feedback, Position, Store
from service.store.conversations import ConversationRows, append_answer, claim_conversation
from service.store.feedback import FeedbackRows
from service.store.keys import KeyRows
from service.store.reflections import ReflectionRows
from service.store.retention import RetentionRows
from service.store.tables import ANSWERS, CONVERSATIONS, FEEDBACK, TURNS
from service.types import Answer


class SqlStore(ConversationRows, FeedbackRows, KeyRows, BriefRows, ReflectionRows, RetentionRows):
    """Every method is one transaction."""

    def save_answer(self, answer: Answer, conversation_id: str | None = None) -> None:
        """Keep an answer; with a conversation, append question and answer to it, both or neither."""
        with self.transaction() as connection:
            if conversation_id is None:
                insert_answer(connection, answer, self._owner)
                return
            claim_conversation(connection, conversation_id, self._is_seen(CONVERSATIONS.c.owner))
            insert_answer(connection, answer, self._owner)
            append_answer(connection, answer, conversation_id)

    def put_back(
        self, conversation: Conversation, answers: Sequence[Answer], feedback: Sequence[Feedback]
    ) -> None:
        """Keep a conversation that was deleted again, under its id, as the caller's."""
        with self.transaction() as connection:
            row = asdict(conversation) | {"owner": self._owner}
            connection.execute(CONVERSATIONS.insert().values(row))
            for answer in answers:
                insert_answer(connection, answer, self._owner)
                append_answer(connection, answer, conversation.id)
            for each in feedback:
                connection.execute(FEEDBACK.insert().values(asdict(each)))

    def answer(self, id_: str) -> Answer:
        """Give an answer as it was given; raises NotFound."""
        with self.transaction() as connection:
            return read_answer(connection, id_, self._is_seen(ANSWERS.c.owner))

    def position_of(self, answer_id: str) -> Position | None:
        """Give the position of an answer; None for one that was asked outside any conversation."""
        here = (
            sa.select(TURNS.c.conversation_id, TURNS.c.id)
            .join(CONVERSATIONS)
            .where(TURNS.c.answer_id == answer_id, self._is_seen(CONVERSATIONS.c.owner))
        )
        with self.transaction() as connection:
            row = connection.execute(here).first()
            if row is None:
                return None
            earlier = sa.and_(
                TURNS.c.conversation_id == row.conversation_id,
                TURNS.c.answer_id.is_not(None),
                TURNS.c.id <= row.id,
            )
            number = connection.scalar(sa.select(sa.func.count()).select_from(TURNS).where(earlier))
        return Position(row.conversation_id, number or 1)


def open_store(database_url: str | None, data_dir: Path) -> Store:
    """Open the configured database, or SQLite in the data folder; raises StorageError."""
    if database_url:
        return SqlStore(database_url)
    try:
        data_dir.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        message = f"The data folder {data_dir} can't be made: {error.strerror}. Set WALKALONG_DATA_DIR."
        raise StorageError(message) from error
    return SqlStore(
        sa.URL.create("sqlite", database=str(data_dir / "conversations.sqlite")).render_as_string()
    )
