"""Briefs in the database: each is kept whole, as the JSON that service/brief writes and reads."""

from dataclasses import asdict

import sqlalchemy as sa

from ingest.errors import NotFound
from service.store.contract import StoredBrief
from service.store.database import Database
from service.store.tables import BRIEFS


class BriefRows(Database):
    """The part of the store that keeps briefs."""

    def save_brief(self, brief: StoredBrief) -> None:
        """Keep a brief."""
        with self.transaction() as connection:
            connection.execute(BRIEFS.insert().values(asdict(brief) | {"owner": self._owner}))

    def brief(self, id_: str) -> StoredBrief:
        """Give a brief to whoever has its address; raises NotFound."""
        with self.transaction() as connection:
            row = connection.execute(_select_briefs().where(BRIEFS.c.id == id_)).mappings().first()
        if row is None:
            message = f"There is no brief {id_!r}."
            raise NotFound(message)
        return StoredBrief(**row)

    def briefs(self, limit: int, question: str | None = None) -> tuple[StoredBrief, ...]:
        """List the caller's briefs, newest first; with `question`, only those on that question."""
        query = _select_briefs().where(self._is_seen(BRIEFS.c.owner))
        if question is not None:
            query = query.where(BRIEFS.c.question == question)
        query = query.order_by(BRIEFS.c.created_at.desc(), BRIEFS.c.id).limit(limit)
        with self.transaction() as connection:
            return tuple(StoredBrief(**row) for row in connection.execute(query).mappings())


def _select_briefs() -> sa.Select[tuple[str, str, str, str]]:
    return sa.select(BRIEFS.c.id, BRIEFS.c.created_at, BRIEFS.c.question, BRIEFS.c.body)
