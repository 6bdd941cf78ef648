"""What readers report as misread: wrong words, a wrong mark, a wrong page. Kept in the data folder, one file each."""

import contextlib
import uuid
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Literal

from pydantic import TypeAdapter

from ingest.disk.folder import raise_storage_errors, write_atomically
from ingest.errors import InvalidRequest, NotFound
from ingest.types import Details

Fault = Literal["words", "mark", "page", "other"]
MOST_KEPT = 1000
"""A list that nobody works through does not fill the disk."""


@dataclass(frozen=True, slots=True)
class Misreading:
    """A passage that was read wrongly: `report.text[start:end]` of the report, as its reader saw it."""

    id: str
    created_at: str
    report_id: str
    report_title: str
    start: int
    end: int
    words: str
    """The passage's words, as shown to the reader."""
    fault: Fault
    note: str


_MISREADING = TypeAdapter(Misreading)


class Misreadings:
    """The list in a data folder. Safe for several threads and processes, as each entry has a file of its own."""

    def __init__(self, data_dir: Path) -> None:
        self._folder = data_dir / "misreadings"

    def add(self, report: Details, span: tuple[int, int], words: str, fault: Fault, note: str) -> Misreading:
        """Keep one. Raises StorageError, or InvalidRequest when the list is full."""
        with raise_storage_errors(self._folder):
            self._folder.mkdir(parents=True, exist_ok=True)
            if sum(1 for _ in self._folder.glob("*.json")) >= MOST_KEPT:
                message = (
                    f"There are {MOST_KEPT} reports of this kind already. Work through some of them first."
                )
                raise InvalidRequest(message)
            made = datetime.now(UTC).isoformat(timespec="seconds")
            item = Misreading(uuid.uuid4().hex, made, report.id, report.title, *span, words, fault, note)
            content = _MISREADING.dump_json(item)
            write_atomically(self._folder / f"{item.id}.json", lambda file: file.write(content))
        return item

    def list(self) -> tuple[Misreading, ...]:
        """Give all, newest first."""
        found = []
        for path in self._folder.glob("*.json"):
            with contextlib.suppress(OSError, ValueError):
                found.append(_MISREADING.validate_json(path.read_bytes()))
        return tuple(sorted(found, key=lambda item: (item.created_at, item.id), reverse=True))

    def remove(self, id_: str) -> None:
        """Remove one from the list; raises NotFound."""
        path = self._folder / f"{id_}.json"
        if not id_.isalnum() or not path.is_file():
            message = f"There is no report of a misreading {id_!r}."
            raise NotFound(message)
        path.unlink(missing_ok=True)
