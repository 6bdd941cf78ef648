"""The connection to the database: how it is opened, brought up to date, used and closed."""

import sqlite3
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from copy import copy
from datetime import UTC, datetime
from pathlib import Path
from typing import Self

import sqlalchemy as sa
from alembic import command
from alembic.config import Config
from alembic.util import CommandError
from sqlalchemy.exc import SQLAlchemyError

from ingest.errors import StorageError

MIGRATIONS = Path(__file__).parent / "migrations"
LOCKS = {
    "sqlite": "BEGIN IMMEDIATE",
    # Any number that nothing else in the database uses as a lock; the lock ends with the transaction.
    "postgresql": "SELECT pg_advisory_xact_lock(742190)",
}
"""What lets one process migrate while others that start at the same time wait for it."""
PATIENCE = 10
"""Seconds to wait for a connection, queueing included. Then the reader is told that the database can't be reached."""
Parameters = Mapping[str, object] | list[Mapping[str, object]]
"""What a statement is run with, once or several times."""
_migrating = threading.Lock()
"""alembic keeps what it works on in variables of its module, so one thread migrates at a time."""


class Database:
    """An open database whose tables are up to date. Raises StorageError if that is not possible."""

    owners: tuple[str, ...] | None = None
    """Whose conversations and answers are seen, the first being who begins new ones; None sees all."""

    def __init__(self, url: str) -> None:
        with self._storage_errors(url):
            self._engine = _make_engine(url)
            try:
                self._migrate()
            except BaseException:
                self.close()
                raise

    def seen_by(self, owners: tuple[str, ...]) -> Self:
        """Give the same database as these owners see it."""
        seen = copy(self)
        seen.owners = owners
        return seen

    @property
    def _owner(self) -> str:
        """Give the owner of new conversations and answers."""
        return self.owners[0] if self.owners else ""

    def _is_seen(self, owner: sa.Column[str]) -> sa.ColumnElement[bool]:
        """Give the condition that a row belongs to one of the owners."""
        return sa.true() if self.owners is None else owner.in_(self.owners)

    def close(self) -> None:
        """Close the connections."""
        self._engine.dispose()

    @contextmanager
    def transaction(self) -> Iterator[sa.Connection]:
        """Run everything done with the connection as one transaction. Raises StorageError."""
        with self._storage_errors(self._engine.url.render_as_string()), self._engine.begin() as connection:
            yield connection

    def _migrate(self) -> None:
        with _migrating, self._engine.begin() as connection:
            if lock := LOCKS.get(self._engine.dialect.name):
                connection.exec_driver_sql(lock)
            config = Config()
            config.set_main_option("script_location", str(MIGRATIONS).replace("%", "%%"))
            config.attributes["connection"] = connection
            command.upgrade(config, "head")

    @contextmanager
    def _storage_errors(self, shown_url: str) -> Iterator[None]:
        try:
            yield
        except (SQLAlchemyError, CommandError) as error:
            message = f"The database {_hide_password(shown_url)} can't be used: {_reason(error)}."
            raise StorageError(message) from error


def now() -> str:
    """Give the present time as rows keep it: ISO 8601, UTC, milliseconds."""
    return datetime.now(UTC).isoformat(timespec="milliseconds")


def _make_engine(url: str) -> sa.Engine:
    dialect = sa.make_url(url).get_backend_name()
    if dialect == "postgresql":
        # A connection is tested before use, and replaced if it is from before a restart of the server.
        engine = sa.create_engine(
            url, pool_pre_ping=True, pool_timeout=PATIENCE, connect_args={"connect_timeout": PATIENCE}
        )
        sa.event.listen(engine, "before_cursor_execute", _replace_nul, retval=True)
        return engine
    engine = sa.create_engine(url)
    if dialect == "sqlite":
        sa.event.listen(engine, "connect", _prepare_sqlite)
    return engine


def _replace_nul(
    _connection: object, _cursor: object, statement: str, parameters: Parameters, *_context: object
) -> tuple[str, Parameters]:
    """Replace NUL, which PostgreSQL's text can't have, by the sign for a character that can't be shown."""

    def clean(row: Mapping[str, object]) -> Mapping[str, object]:
        return {key: v.replace("\0", "\ufffd") if isinstance(v, str) else v for key, v in row.items()}

    return statement, [clean(row) for row in parameters] if isinstance(parameters, list) else clean(
        parameters
    )


def _prepare_sqlite(connection: sqlite3.Connection, _record: object) -> None:
    """Let readers and a writer work at once (WAL), let writers wait for each other, check references."""
    for pragma in ("busy_timeout=10000", "journal_mode=WAL", "synchronous=NORMAL", "foreign_keys=ON"):
        connection.execute(f"PRAGMA {pragma}")


def _hide_password(url: str) -> str:
    try:
        return sa.make_url(url).render_as_string(hide_password=True)
    except SQLAlchemyError:
        return "named by database_url"


def _reason(error: Exception) -> str:
    """Give the driver's own message, without the statement and its values."""
    if isinstance(error, CommandError):
        return f"{error}. It may be from a newer version of Walkalong; update, or use another database"
    words = str(getattr(error, "orig", None) or "").strip()
    # PostgreSQL's driver adds lines of hints about the connection.
    return words.splitlines()[0].rstrip(".") if words else type(error).__name__
