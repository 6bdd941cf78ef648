"""First questions known to have an answer: asked in the background, once for each library, and kept."""

import logging
import threading
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path

from pydantic import TypeAdapter

from ingest.disk.folder import write_atomically
from ingest.errors import WalkalongError
from ingest.library.open import Library
from service.assistant import Assistant
from service.reports.starters import Heard, Starter, find_starters
from service.types import Ask

LONGEST_CLOSING = 30.0
"""Seconds for which a service that is stopped waits for the question that is just being asked."""
log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class AnsweredStarter:
    """A question that was asked in advance, and what its passages contain."""

    starter: Starter
    heard: tuple[Heard, ...]


@dataclass(frozen=True, slots=True)
class Shelf:
    """The questions known to have an answer from one library; while it is not whole, it is still being filled."""

    library: str = ""
    """The generation."""
    made_by: str = version("walkalong")
    """Another release may answer otherwise."""
    readers: tuple[tuple[str, tuple[AnsweredStarter, ...]], ...] = ()
    """For each kind of reader, best first."""
    whole: bool = False


_SHELF = TypeAdapter(Shelf)


class ShelfKeeper:
    """Fills the shelf in its own thread whenever the library changes. Safe to use from several threads."""

    def __init__(self, assistant: Assistant, data_dir: Path) -> None:
        self._assistant = assistant
        self._file = data_dir / "starters.json"
        self._shelf = Shelf()
        self._lock = threading.Lock()
        self._thread: threading.Thread | None = None
        self._closing = threading.Event()

    def look(self, library: Library) -> Shelf:
        """Give the shelf without waiting; an earlier library's shelf is given until this library has one."""
        with self._lock:
            if self._shelf.library != library.name and not self._is_filling():
                kept = self._read()
                if kept.library == library.name:
                    self._shelf = kept
                elif not self._closing.is_set():
                    self._thread = threading.Thread(target=self._fill, args=(library,), name="starters")
                    self._thread.daemon = True
                    self._thread.start()
            return self._shelf

    def wait(self) -> None:
        """Wait until nothing is being asked."""
        if thread := self._thread:
            thread.join()

    def close(self) -> None:
        """Stop asking."""
        self._closing.set()
        if thread := self._thread:
            thread.join(LONGEST_CLOSING)

    def _is_filling(self) -> bool:
        return self._thread is not None and self._thread.is_alive()

    def _fill(self, library: Library) -> None:
        try:
            for shelf in self._ask_all(library):
                with self._lock:
                    self._shelf = shelf
            if shelf.whole:
                write_atomically(self._file, lambda file: file.write(_SHELF.dump_json(shelf)))
        except (WalkalongError, OSError) as error:
            log.warning("Questions to begin with were not looked for to the end: %s", error)

    def _ask_all(self, library: Library) -> Iterator[Shelf]:
        """Yield the shelf as it fills; the last one is whole, unless the service is being stopped."""
        readers: list[tuple[str, tuple[AnsweredStarter, ...]]] = []
        for group in find_starters(library):
            readers.append((group.reader, tuple(self._ask_each(group.questions))))
            if readers[-1][1] and not self._closing.is_set():
                yield Shelf(library.name, readers=tuple(readers))
        yield Shelf(library.name, readers=tuple(readers), whole=not self._closing.is_set())

    def _ask_each(self, starters: Sequence[Starter]) -> Iterator[AnsweredStarter]:
        for starter in starters:
            if self._closing.is_set():
                return
            answer = self._assistant.answer(Ask(starter.question, engine="extractive"))
            if starter.is_kept_by(answer):
                yield AnsweredStarter(
                    starter, tuple(Heard(p.report_id, p.voice, p.places) for p in answer.passages)
                )

    def _read(self) -> Shelf:
        """Give the shelf that an earlier process kept, or an empty one if that can't be used."""
        try:
            kept = _SHELF.validate_json(self._file.read_bytes())
        except (OSError, ValueError):
            return Shelf()
        return kept if kept.made_by == version("walkalong") else Shelf()
