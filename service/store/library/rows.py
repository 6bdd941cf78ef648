"""Versions of the library in the database: a list of files, and the files in blocks, each block kept once."""

from collections.abc import Callable, Collection

import sqlalchemy as sa

from ingest.errors import LibraryBusy
from service.store.database import Database, now
from service.store.tables import LIBRARY_BLOCKS, LIBRARY_PARTS, LIBRARY_VERSIONS

LOCK = 742191
"""Any number that nothing else in the database uses as a lock; the lock ends with the transaction."""
KEPT_VERSIONS = 2
"""The one before stays for workers that are copying it."""


class Overtaken(LibraryBusy):
    """Another worker has changed the library meanwhile."""


class LibraryRows(Database):
    """The part of a PostgreSQL database that keeps the library."""

    def newest_version(self) -> int:
        """Give the number of the newest version; 0 where there is none."""
        with self.transaction() as connection:
            return _newest(connection)

    def read_listing(self, number: int) -> str | None:
        """Give the list of a version's files; None if it is gone."""
        query = sa.select(LIBRARY_VERSIONS.c.listing).where(LIBRARY_VERSIONS.c.number == number)
        with self.transaction() as connection:
            return connection.scalar(query)

    def block(self, digest: str) -> bytes | None:
        """Give a block; None if it went with its version."""
        query = sa.select(LIBRARY_BLOCKS.c.body).where(LIBRARY_BLOCKS.c.digest == digest)
        with self.transaction() as connection:
            return connection.scalar(query)

    def add_version(
        self, before: int, listing: str, digests: Collection[str], read_block: Callable[[str], bytes]
    ) -> int:
        """Keep a version that was made from version `before`, whole or not at all; give its number.

        `read_block` is asked for the blocks that no other version has. Raises Overtaken and StorageError.
        """
        number = before + 1
        with self.transaction() as connection:
            connection.execute(sa.select(sa.func.pg_advisory_xact_lock(LOCK)))
            if _newest(connection) != before:
                message = "Another worker has changed the library meanwhile. Try again."
                raise Overtaken(message)
            there = set(connection.scalars(sa.select(LIBRARY_BLOCKS.c.digest)))
            for digest in sorted(set(digests) - there):
                connection.execute(LIBRARY_BLOCKS.insert().values(digest=digest, body=read_block(digest)))
            version = {"number": number, "made_at": now(), "listing": listing}
            connection.execute(LIBRARY_VERSIONS.insert().values(version))
            parts = [{"number": number, "digest": digest} for digest in sorted(set(digests))]
            connection.execute(LIBRARY_PARTS.insert(), parts)
            old = LIBRARY_VERSIONS.c.number <= number - KEPT_VERSIONS
            connection.execute(LIBRARY_VERSIONS.delete().where(old))
            used = sa.select(LIBRARY_PARTS.c.digest)
            connection.execute(LIBRARY_BLOCKS.delete().where(LIBRARY_BLOCKS.c.digest.not_in(used)))
        return number


def _newest(connection: sa.Connection) -> int:
    return connection.scalar(sa.select(sa.func.max(LIBRARY_VERSIONS.c.number))) or 0
