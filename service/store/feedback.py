"""Readers' feedback on answers, in the database."""

from collections.abc import Iterable
from dataclasses import asdict
from typing import Any

import sqlalchemy as sa

from service.store.answers import load_answer, no_answer
from service.store.contract import AnswerWithFeedback, Feedback
from service.store.database import Database, now
from service.store.tables import ANSWERS, FEEDBACK, TURNS


class FeedbackRows(Database):
    """The part of the store that keeps feedback."""

    def add_feedback(self, answer_id: str, verdict: str, text: str | None) -> Feedback:
        """Keep what a reader said about an answer; raises NotFound."""
        row = Feedback(answer_id, verdict, text, now())
        with self.transaction() as connection:
            self._check_is_known(connection, answer_id)
            connection.execute(FEEDBACK.insert().values(asdict(row)))
        return row

    def change_feedback(self, answer_id: str, verdict: str, text: str | None) -> Feedback:
        """Keep this in place of all that was said about an answer before; raises NotFound."""
        row = Feedback(answer_id, verdict, text, now())
        with self.transaction() as connection:
            self._check_is_known(connection, answer_id)
            connection.execute(FEEDBACK.delete().where(FEEDBACK.c.answer_id == answer_id))
            connection.execute(FEEDBACK.insert().values(asdict(row)))
        return row

    def _check_is_known(self, connection: sa.Connection, answer_id: str) -> None:
        known = sa.select(ANSWERS.c.id).where(ANSWERS.c.id == answer_id, self._is_seen(ANSWERS.c.owner))
        if connection.scalar(known) is None:
            raise no_answer(answer_id)

    def feedback_by_conversation(self, *ids: str) -> dict[str, tuple[Feedback, ...]]:
        """Give what readers said about the answers of these conversations, oldest first; without feedback, no entry."""
        query = (
            sa.select(FEEDBACK, TURNS.c.conversation_id)
            .join(TURNS, TURNS.c.answer_id == FEEDBACK.c.answer_id)
            .where(TURNS.c.conversation_id.in_(ids))
            .order_by(FEEDBACK.c.id)
        )
        with self.transaction() as connection:
            rows = connection.execute(query).all()
        given = zip((row.conversation_id for row in rows), _make_feedback(rows), strict=True)
        by_conversation: dict[str, tuple[Feedback, ...]] = {}
        for id_, said in given:
            by_conversation[id_] = (*by_conversation.get(id_, ()), said)
        return by_conversation

    def feedback(self, *answer_ids: str) -> tuple[Feedback, ...]:
        """Give what readers said about these answers, oldest first."""
        query = sa.select(FEEDBACK).where(FEEDBACK.c.answer_id.in_(answer_ids)).order_by(FEEDBACK.c.id)
        with self.transaction() as connection:
            return tuple(_make_feedback(connection.execute(query)))

    def answers_with_feedback(self) -> tuple[AnswerWithFeedback, ...]:
        """Give every answer that has feedback, in the order of the first feedback on each."""
        feedback = sa.select(FEEDBACK).order_by(FEEDBACK.c.id)
        answers = sa.select(ANSWERS.c.id, ANSWERS.c.body).where(
            ANSWERS.c.id.in_(sa.select(FEEDBACK.c.answer_id))
        )
        with self.transaction() as connection:
            rows = tuple(_make_feedback(connection.execute(feedback)))
            bodies = {row.id: row.body for row in connection.execute(answers)}
        by_answer: dict[str, list[Feedback]] = {}
        for row in rows:
            by_answer.setdefault(row.answer_id, []).append(row)
        return tuple(
            AnswerWithFeedback(load_answer(bodies[id_]), tuple(own)) for id_, own in by_answer.items()
        )


def _make_feedback(rows: Iterable[sa.Row[Any]]) -> Iterable[Feedback]:
    return (Feedback(row.answer_id, row.verdict, row.text, row.created_at) for row in rows)
