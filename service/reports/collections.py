"""Named collections of reports, to limit questions to them. Kept in the data folder, one file each."""

import contextlib
import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from pydantic import TypeAdapter

from ingest.disk.folder import raise_storage_errors, write_atomically
from ingest.errors import InvalidRequest, NotFound

MOST_KEPT = 50
"""More would be a list that itself needs a search."""


@dataclass(frozen=True, slots=True)
class Collection:
    """Reports under a name."""

    id: str
    name: str
    reports: tuple[str, ...]
    """Ids."""


_COLLECTION = TypeAdapter(Collection)


class Collections:
    """The collections of a data folder."""

    def __init__(self, data_dir: Path) -> None:
        self._folder = data_dir / "collections"

    def list(self) -> tuple[Collection, ...]:
        """Give all, by name."""
        found = []
        for path in self._folder.glob("*.json"):
            with contextlib.suppress(OSError, ValueError):
                found.append(_COLLECTION.validate_json(path.read_bytes()))
        return tuple(sorted(found, key=lambda collection: collection.name.casefold()))

    def add(self, name: str, reports: Sequence[str]) -> Collection:
        """Keep a collection; it replaces one of the same name. Raises InvalidRequest and StorageError."""
        if not name or not reports:
            message = "A collection needs a name and at least one report. Select some, and name them."
            raise InvalidRequest(message)
        kept = self.list()
        namesake = next((each for each in kept if each.name.casefold() == name.casefold()), None)
        if namesake is None and len(kept) >= MOST_KEPT:
            message = f"There are {MOST_KEPT} collections already. Delete one first."
            raise InvalidRequest(message)
        collection = Collection(
            namesake.id if namesake else uuid.uuid4().hex, name, tuple(dict.fromkeys(reports))
        )
        content = _COLLECTION.dump_json(collection)
        with raise_storage_errors(self._folder):
            self._folder.mkdir(parents=True, exist_ok=True)
            write_atomically(self._folder / f"{collection.id}.json", lambda file: file.write(content))
        return collection

    def remove(self, id_: str) -> None:
        """Delete a collection; its reports stay. Raises NotFound."""
        path = self._folder / f"{id_}.json"
        if not id_.isalnum() or not path.is_file():
            message = f"There is no collection {id_!r}."
            raise NotFound(message)
        path.unlink(missing_ok=True)
