"""Reflections in the database: everybody reads the accepted ones, their author and a curator also the others."""

import uuid
from dataclasses import asdict, fields

import sqlalchemy as sa

from ingest.errors import Conflict, InvalidRequest, NotFound
from service.store.database import Database, now
from service.store.reflection_contract import NewReflection, ReflectionState, StoredReflection
from service.store.tables import REFLECTIONS

MOST_WAITING = 1000
"""Reflections that wait for a curator: a list that nobody works through does not fill the disk."""
_KEPT = tuple(field.name for field in fields(StoredReflection))


class ReflectionRows(Database):
    """The part of the store that keeps reflections."""

    def add_reflection(self, new: NewReflection) -> StoredReflection:
        """Keep one, waiting for a curator; raises InvalidRequest when too many wait."""
        row = StoredReflection(
            **asdict(new), id=str(uuid.uuid4()), created_at=now(), state="waiting", decided_at=None
        )
        waiting = sa.select(sa.func.count()).where(REFLECTIONS.c.state == "waiting")
        with self.transaction() as connection:
            if (connection.scalar(waiting) or 0) >= MOST_WAITING:
                message = (
                    f"{MOST_WAITING} reflections wait for a curator already. Add yours when some are decided."
                )
                raise InvalidRequest(message)
            connection.execute(REFLECTIONS.insert().values(asdict(row) | {"owner": self._owner}))
        return row

    def reflection(self, id_: str, *, every: bool = False) -> StoredReflection:
        """Give one that is accepted or the caller's, or any with `every`; raises NotFound."""
        with self.transaction() as connection:
            return self._read(connection, id_, every=every)

    def reflections(
        self,
        limit: int,
        offset: int = 0,
        *,
        every: bool = False,
        state: ReflectionState | None = None,
        question_ids: tuple[str, ...] = (),
        report_id: str | None = None,
    ) -> tuple[StoredReflection, ...]:
        """List those that are accepted or the caller's, or all with `every`; the newest first."""
        query = self._select(every=every)
        if state is not None:
            query = query.where(REFLECTIONS.c.state == state)
        if question_ids:
            query = query.where(REFLECTIONS.c.question_id.in_(question_ids))
        if report_id is not None:
            query = query.where(REFLECTIONS.c.report_id == report_id)
        query = query.order_by(REFLECTIONS.c.created_at.desc(), REFLECTIONS.c.id).limit(limit).offset(offset)
        with self.transaction() as connection:
            return tuple(StoredReflection(**row) for row in connection.execute(query).mappings())

    def decide_reflection(
        self, id_: str, state: ReflectionState, seen: ReflectionState = "waiting"
    ) -> StoredReflection:
        """Accept, decline or take back; raises NotFound, and Conflict if it has changed since the curator saw it."""
        change = (
            REFLECTIONS.update()
            .where(REFLECTIONS.c.id == id_, REFLECTIONS.c.state == seen)
            .values(state=state, decided_at=None if state == "waiting" else now())
        )
        with self.transaction() as connection:
            # One statement checks and changes, so if two curators decide at once, only one succeeds.
            changed = connection.execute(change).rowcount
            row = self._read(connection, id_, every=True)
            if not changed:
                message = (
                    f"Somebody else was quicker: this reflection is {row.state} since"
                    f" {row.decided_at or row.created_at}. Look at it again before you decide."
                )
                raise Conflict(message)
            return row

    def delete_reflection(self, id_: str, *, every: bool = False) -> None:
        """Delete one of the caller's, or any with `every`; raises NotFound."""
        owned = sa.true() if every else self._is_seen(REFLECTIONS.c.owner)
        with self.transaction() as connection:
            if not connection.execute(REFLECTIONS.delete().where(REFLECTIONS.c.id == id_, owned)).rowcount:
                raise _refuse(id_)

    def _select(self, *, every: bool) -> sa.Select[tuple[object, ...]]:
        query = sa.select(*(REFLECTIONS.c[name] for name in _KEPT))
        if every:
            return query
        return query.where(sa.or_(REFLECTIONS.c.state == "accepted", self._is_seen(REFLECTIONS.c.owner)))

    def _read(self, connection: sa.Connection, id_: str, *, every: bool) -> StoredReflection:
        query = self._select(every=every).where(REFLECTIONS.c.id == id_)
        row = connection.execute(query).mappings().first()
        if row is None:
            raise _refuse(id_)
        return StoredReflection(**row)


def _refuse(id_: str) -> NotFound:
    return NotFound(f"There is no reflection {id_!r}.")
