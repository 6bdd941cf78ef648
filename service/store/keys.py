"""Keys and sign-ins in the database. Only their digests are kept, never a key or cookie itself."""

import uuid
from dataclasses import asdict, fields, replace

import sqlalchemy as sa

from ingest.errors import InvalidRequest, NotFound
from service.store.contract import StoredKey
from service.store.database import Database, now
from service.store.tables import KEYS, SIGN_INS

_ENTRY = tuple(KEYS.c[field.name] for field in fields(StoredKey))


class KeyRows(Database):
    """The part of the store that keeps keys and sign-ins."""

    def add_key(self, name: str, role: str, digest: str, ends_at: str | None = None) -> StoredKey:
        """Keep a new key; raises InvalidRequest when a key that works has the name."""
        key = StoredKey(str(uuid.uuid4()), name, role, now(), ends_at=ends_at)
        with self.transaction() as connection:
            if any(other.works(now()) for other in _select_keys(connection, KEYS.c.name == name)):
                message = f"There is a key called {name!r}. Revoke it first, or choose another name."
                raise InvalidRequest(message)
            connection.execute(KEYS.insert().values(asdict(key) | {"digest": digest}))
        return key

    def list_keys(self) -> tuple[StoredKey, ...]:
        """List all keys, oldest first, including those that no longer work."""
        with self.transaction() as connection:
            return _select_keys(connection, sa.true())

    def key_by_digest(self, digest: str) -> StoredKey | None:
        """Give the entry of a key that somebody sent."""
        with self.transaction() as connection:
            return next(iter(_select_keys(connection, KEYS.c.digest == digest)), None)

    def key_by_id(self, id_: str) -> StoredKey | None:
        """Give an entry."""
        with self.transaction() as connection:
            return next(iter(_select_keys(connection, KEYS.c.id == id_)), None)

    def revoke_key(self, name: str) -> StoredKey:
        """End the key of this name (or id) now; raises NotFound when no key that works has it."""
        with self.transaction() as connection:
            named = _select_keys(connection, sa.or_(KEYS.c.name == name, KEYS.c.id == name))
            key = next((key for key in named if key.works(now())), None)
            if key is None:
                message = f"There is no key {name!r} that works. `walkalong keys list` shows them all."
                raise NotFound(message)
            revoked = replace(key, revoked_at=now())
            connection.execute(KEYS.update().where(KEYS.c.id == key.id).values(revoked_at=revoked.revoked_at))
        return revoked

    def mark_used(self, key_id: str) -> None:
        """Note that a key is used now."""
        with self.transaction() as connection:
            connection.execute(KEYS.update().where(KEYS.c.id == key_id).values(last_used_at=now()))

    def add_sign_in(self, digest: str, owner: str, ends_at: str) -> None:
        """Keep a sign-in, and delete those that have ended."""
        with self.transaction() as connection:
            connection.execute(SIGN_INS.delete().where(SIGN_INS.c.ends_at < now()))
            connection.execute(SIGN_INS.insert().values(digest=digest, owner=owner, ends_at=ends_at))

    def signed_in(self, digest: str) -> str | None:
        """Give the owner who signed in; None if the sign-in has ended or never existed."""
        query = sa.select(SIGN_INS.c.owner).where(SIGN_INS.c.digest == digest, SIGN_INS.c.ends_at > now())
        with self.transaction() as connection:
            return connection.scalar(query)

    def end_sign_in(self, digest: str) -> None:
        """Delete a sign-in."""
        with self.transaction() as connection:
            connection.execute(SIGN_INS.delete().where(SIGN_INS.c.digest == digest))


def _select_keys(connection: sa.Connection, condition: sa.ColumnElement[bool]) -> tuple[StoredKey, ...]:
    query = sa.select(*_ENTRY).where(condition).order_by(KEYS.c.created_at, KEYS.c.id)
    return tuple(StoredKey(**row) for row in connection.execute(query).mappings())
