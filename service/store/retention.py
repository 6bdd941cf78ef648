"""How long the database keeps conversations, answers, briefs, reflections; deleting all that somebody asked."""

import sqlalchemy as sa

from service.store.contract import KeptCounts
from service.store.database import Database
from service.store.tables import ANSWERS, BRIEFS, CONVERSATIONS, REFLECTIONS, TURNS

Chosen = tuple[tuple[sa.Table, sa.ColumnElement[bool]], ...]
"""Of each table, the rows that are meant."""
_TABLES = (CONVERSATIONS, ANSWERS, BRIEFS, REFLECTIONS)


class RetentionRows(Database):
    """The part of the store that counts and deletes in bulk."""

    def count_all(self) -> KeptCounts:
        """Count what belongs to anybody."""
        return self._count(tuple((table, sa.true()) for table in _TABLES))

    def count_own(self) -> KeptCounts:
        """Count what belongs to the caller."""
        return self._count(self._own())

    def delete_own(self) -> KeptCounts:
        """Delete everything that the caller asked, with its feedback; give the counts of what was deleted."""
        with self.transaction() as connection:
            return _delete(connection, self._own())

    def delete_before(self, moment: str) -> KeptCounts:
        """Delete everybody's entries last used before a moment (as rows keep it); give the counts of what was deleted.

        A conversation is deleted whole or stays whole: its old answers stay while it is still used. An accepted
        reflection stays until its author or a curator deletes it.
        """
        in_conversation = sa.select(TURNS.c.answer_id).where(TURNS.c.answer_id.is_not(None))
        old = (
            (CONVERSATIONS, CONVERSATIONS.c.updated_at < moment),
            (ANSWERS, sa.and_(ANSWERS.c.created_at < moment, ANSWERS.c.id.not_in(in_conversation))),
            (BRIEFS, BRIEFS.c.created_at < moment),
            (
                REFLECTIONS,
                sa.and_(REFLECTIONS.c.created_at < moment, REFLECTIONS.c.state != "accepted"),
            ),
        )
        with self.transaction() as connection:
            return _delete(connection, old)

    def _own(self) -> Chosen:
        return tuple((table, table.c.owner == self._owner) for table in _TABLES)

    def _count(self, chosen: Chosen) -> KeptCounts:
        count = sa.select(sa.func.count())
        with self.transaction() as connection:
            return KeptCounts(
                *(connection.scalar(count.select_from(table).where(rows)) or 0 for table, rows in chosen)
            )


def _delete(connection: sa.Connection, chosen: Chosen) -> KeptCounts:
    """Delete conversations with their answers, then answers of no conversation, then the rest."""
    (_, conversations), (_, answers), *rest = chosen
    going = sa.select(CONVERSATIONS.c.id).where(conversations)
    of_them = sa.select(TURNS.c.answer_id).where(
        TURNS.c.conversation_id.in_(going), TURNS.c.answer_id.is_not(None)
    )
    gone = connection.execute(ANSWERS.delete().where(ANSWERS.c.id.in_(of_them))).rowcount
    whole = connection.execute(CONVERSATIONS.delete().where(conversations)).rowcount
    gone += connection.execute(ANSWERS.delete().where(answers)).rowcount
    return KeptCounts(
        whole, gone, *(connection.execute(table.delete().where(rows)).rowcount for table, rows in rest)
    )
