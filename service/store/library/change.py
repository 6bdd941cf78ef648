"""Changing a library that several workers answer from: fetch the newest version, change it, publish the result."""

import contextlib
from collections.abc import Callable, Iterator
from typing import TypeVar

from ingest.disk.folder import DataFolder
from ingest.errors import InvalidRequest
from ingest.settings import IndexSettings
from service.store.library.rows import LibraryRows, Overtaken
from service.store.library.versions import fetch_newest, publish_current

TRIES = 5
"""Another worker can be quicker, but not five times in a row."""
Result = TypeVar("Result")


def is_shared(settings: IndexSettings) -> bool:
    """Whether the library is in a Chroma server and a PostgreSQL database, for any number of workers."""
    return bool(settings.chroma_url) and _database(settings).startswith("postgresql")


def change_library(settings: IndexSettings, change: Callable[[], Result]) -> Result:
    """Change the library of the settings' data folder; where it is shared, the newest version, for all workers.

    `change` is called again if another worker was quicker. Raises what it raises, Overtaken and StorageError.
    """
    if not is_shared(settings):
        return change()
    data = DataFolder(settings.data_dir)
    with open_rows(settings) as rows:
        for tries_left in reversed(range(TRIES)):
            before = fetch_newest(rows, data)
            result = change()
            try:
                publish_current(rows, data, before)
            except Overtaken:
                if not tries_left:
                    raise
            else:
                return result
    raise AssertionError


def refuse_pruning(settings: IndexSettings) -> None:
    """Raise InvalidRequest where the library is shared: one worker does not see the files that another was sent."""
    if is_shared(settings):
        message = "A library for several workers can't be pruned: remove reports on the page or over HTTP."
        raise InvalidRequest(message)


@contextlib.contextmanager
def open_rows(settings: IndexSettings) -> Iterator[LibraryRows]:
    """Open the database of a shared library, and close it. Raises StorageError."""
    rows = LibraryRows(_database(settings))
    try:
        yield rows
    finally:
        rows.close()


def _database(settings: IndexSettings) -> str:
    url: str | None = getattr(settings, "database_url", None)
    return url or ""
