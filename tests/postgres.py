"""A PostgreSQL server for tests: in a temporary folder, reached through a socket there, run by an ordinary user."""

import os
import pwd
import shutil
import subprocess
import tempfile
import uuid
from pathlib import Path
from types import TracebackType
from typing import Any, Self

import sqlalchemy as sa

_USERS = ("postgres", "nobody")
"""Who runs the server where the tests are run by root, for whom PostgreSQL does not start."""


def find_programs() -> Path | None:
    """The folder of initdb and pg_ctl, None without them. Debian puts them outside the path."""
    named = shutil.which("pg_ctl")
    folders = [Path(named).resolve().parent] if named else []
    folders += sorted(Path("/usr/lib/postgresql").glob("*/bin"), reverse=True)
    return next((folder for folder in folders if (folder / "initdb").exists()), None)


class Cluster:
    """A server with its data; as a context manager it is started, and at the end stopped and deleted."""

    def __enter__(self) -> Self:
        programs = find_programs()
        assert programs is not None, "the tests marked `postgres` need PostgreSQL: apt-get install postgresql"
        self._programs = programs
        # Not pytest's folders, which belong to root alone; and a socket's path has at most 107 bytes.
        self._folder = Path(tempfile.mkdtemp(prefix="pg-", dir="/tmp"))
        self._user = next(name for name in _USERS if _exists(name)) if os.geteuid() == 0 else None
        if self._user:
            shutil.chown(self._folder, self._user)
        self._run(
            "initdb", "-D", "data", "--auth=trust", "--username=walkalong", "--encoding=UTF8", "--no-sync"
        )
        self.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self.runs():
            self.stop()
        shutil.rmtree(self._folder)

    def start(self) -> None:
        """Start the server, and wait until it answers."""
        options = f"-c listen_addresses='' -c unix_socket_directories={self._folder} -c fsync=off"
        self._run("pg_ctl", "start", "-D", "data", "-w", "-t", "60", "-l", "log", "-o", options)

    def stop(self, *, crash: bool = False) -> None:
        """Stop the server; whoever is connected loses the connection. With `crash` it has no time to tidy up."""
        self._run("pg_ctl", "stop", "-D", "data", "-w", "-m", "immediate" if crash else "fast")

    def runs(self) -> bool:
        """Whether the server is there."""
        try:
            self._run("pg_ctl", "status", "-D", "data")
        except subprocess.CalledProcessError:
            return False
        return True

    def make_database(self) -> str:
        """The address of a new, empty database."""
        name = f"test_{uuid.uuid4().hex}"
        engine = sa.create_engine(self._url("postgres"), isolation_level="AUTOCOMMIT")
        with engine.connect() as connection:
            connection.exec_driver_sql(f"CREATE DATABASE {name}")
        engine.dispose()
        return self._url(name)

    def _url(self, database: str) -> str:
        return f"postgresql+psycopg://walkalong@/{database}?host={self._folder}"

    def _run(self, program: str, *arguments: str) -> None:
        other: dict[str, Any] = {}
        if self._user:
            account = pwd.getpwnam(self._user)
            other = {"user": account.pw_uid, "group": account.pw_gid, "extra_groups": []}
        subprocess.run(
            [self._programs / program, *arguments],
            cwd=self._folder,
            env={"PATH": os.environ["PATH"], "LC_ALL": "C.UTF-8"},
            stdout=subprocess.DEVNULL,
            check=True,
            **other,
        )


def _exists(user: str) -> bool:
    try:
        pwd.getpwnam(user)
    except KeyError:
        return False
    return True
