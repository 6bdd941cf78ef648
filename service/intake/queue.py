"""Ingestions of uploaded files: they run one after the other, each in its own process; and what is told of them.

Every ingestion has a file in the data folder, so that a service that was stopped takes up what it had not
finished. The library itself is only ever changed by ingest.build, in one step, at the end.
"""

import contextlib
import logging
import queue
import subprocess
import sys
import threading
import uuid
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, BinaryIO

from ingest.disk.folder import DataFolder, raise_storage_errors, use, write_atomically
from ingest.errors import NotFound
from ingest.library.corrections import save_correction
from ingest.library.manifest import CatalogueEntry
from ingest.settings import IndexSettings
from service.intake.states import (
    BROKEN_OFF,
    SAID,
    STATE,
    WORK,
    QueuedIngestion,
    Said,
    Work,
    give_up,
    read_state,
)
from service.intake.uploads import FileResult, Neighbours, Uploads

MOST_STARTS = 2
"""An ingestion that was interrupted so often is not tried again: it may be what stops the service."""
MOST_KEPT = 500
"""Ingestions that are remembered after their end: some months of a busy library, 2 kB each."""
_KINDLY = 5.0
"""Seconds that a stopping service waits for its thread; an ingestion is taken up again at the next start."""

log = logging.getLogger(__name__)


_ROOT = Path(__file__).resolve().parents[2]
_PROGRAM = "import sys; sys.path.insert(0, sys.argv[1]); from service.intake.worker import main; main()"


class Ingestions:
    """The ingestions of one service. Safe to use from several threads."""

    def __init__(self, settings: IndexSettings) -> None:
        self._settings = settings.model_dump(
            mode="json", include={*IndexSettings.model_fields, "database_url"}
        )
        self._data = DataFolder(settings.data_dir)
        self._folder = settings.data_dir / "ingestions"
        self._states: dict[str, QueuedIngestion] = {}
        self._uploads = Uploads(settings.data_dir, settings.max_file_mb)
        self._intake = threading.Lock()
        self._waiting: queue.SimpleQueue[str | None] = queue.SimpleQueue()
        self._lock = threading.Lock()
        self._putting = threading.Lock()
        self._child: subprocess.Popen[str] | None = None
        self._thread: threading.Thread | None = None
        self._closing = False
        self._own = contextlib.ExitStack()

    def resume(self) -> None:
        """Continue what an earlier service left unfinished, unless another service is at work here."""
        try:
            self._folder.mkdir(parents=True, exist_ok=True)
            (self._folder / "in-use").touch()
            self._own.enter_context(use(self._folder, alone=True))
        except OSError:
            return
        self._uploads.clear_unfinished()
        for path in sorted(self._folder.glob("*.json"), key=lambda path: path.stat().st_mtime):
            state = read_state(path)
            if state is None or state.ended:
                continue
            if state.starts < MOST_STARTS:
                self._put(replace(state, stage="waiting"))
                self._enqueue(state.id)
            else:
                self._put(give_up(state, BROKEN_OFF))

    def check_free(self) -> None:
        """Raise LibraryBusy while a process that is not ours ingests into the same folder."""
        with self._lock:
            at_work = any(not state.ended for state in self._states.values())
        if not at_work:
            with self._data.lock():
                pass

    def accept(
        self,
        sent: Iterable[tuple[str, BinaryIO]],
        entries: Sequence[CatalogueEntry],
        *,
        replacing: bool = False,
    ) -> QueuedIngestion:
        """Keep files that were sent, with their names, and begin or queue their ingestion. Raises StorageError.

        `entries` are the library's; `replacing` lets a file take the place of an earlier upload of its name.
        """
        with self._intake:
            files: list[FileResult] = []
            for name, file in sent:
                neighbours = Neighbours(tuple(entries), (*self._list_unfinished(), *files))
                files.append(self._uploads.keep(file, name, neighbours, replacing=replacing))
            return self._start(files)

    def correct(self, entry: CatalogueEntry, fields: dict[str, Any]) -> QueuedIngestion:
        """Keep a report's corrections, by the names of `reports.toml`, and read it again. Raises StorageError."""
        with self._intake:
            save_correction(self._data.root, entry.source, fields)
            report = entry.details
            return self._start([FileResult(report.file, report_id=report.id, title=report.title)])

    def recent(self, limit: int) -> tuple[QueuedIngestion, ...]:
        """Give the ingestions that began last, newest first."""
        paths = sorted(self._folder.glob("*.json"), key=_when_changed, reverse=True)[:limit]
        found = (self._states.get(path.stem) or read_state(path) for path in paths)
        return tuple(sorted(filter(None, found), key=lambda state: state.created_at, reverse=True))

    def count_unfinished(self) -> int:
        """Count the ingestions that wait or are at work."""
        return sum(not state.ended for state in tuple(self._states.values()))

    def _start(self, files: Sequence[FileResult]) -> QueuedIngestion:
        state = QueuedIngestion(
            uuid.uuid4().hex, datetime.now(UTC).isoformat(timespec="seconds"), tuple(files)
        )
        if all(file.outcome != "waiting" for file in files):
            return self._put(replace(state, stage="done"))
        self._put(state)
        self._enqueue(state.id)
        return state

    def get(self, id_: str) -> QueuedIngestion:
        """Give the progress of an ingestion, or its outcome. Raises NotFound."""
        state = self._states.get(id_) or (read_state(self._file(id_)) if id_.isalnum() else None)
        if state is None:
            message = f"There is no ingestion {id_!r}."
            raise NotFound(message)
        return state

    def close(self) -> None:
        """Stop at once; the next service continues what is unfinished."""
        with self._lock:
            self._closing = True
            child, thread = self._child, self._thread
        self._waiting.put(None)
        if child:
            child.terminate()
        if thread:
            thread.join(_KINDLY)
        self._own.close()

    def _list_unfinished(self) -> tuple[FileResult, ...]:
        """Give the files of all ingestions that are waiting or at work."""
        states = tuple(self._states.values())
        return tuple(file for state in states if not state.ended for file in state.files)

    def _enqueue(self, id_: str) -> None:
        self._waiting.put(id_)
        with self._lock:
            if self._thread is None:
                self._thread = threading.Thread(target=self._work, name="ingestions", daemon=True)
                self._thread.start()

    def _work(self) -> None:
        while (id_ := self._waiting.get()) is not None and not self._closing:
            try:
                self._run(self._states[id_])
            except Exception:
                log.exception("Ingestion %s failed", id_)
                self._put(give_up(self._states[id_], BROKEN_OFF))

    def _run(self, state: QueuedIngestion) -> None:
        """Follow one ingestion to its end."""
        state = self._put(replace(state, starts=state.starts + 1))
        for said in self._run_process(state):
            state = replace(
                state,
                stage=said.stage,
                file=said.file,
                done=said.done,
                total=said.total,
                page=said.page,
                pages=said.pages,
                share=max(state.share, said.share),
                files=said.files or state.files,
            )
            self._put(give_up(state, said.problem) if said.problem else state)
        if not state.ended and not self._closing:
            self._put(give_up(state, BROKEN_OFF))

    def _run_process(self, state: QueuedIngestion) -> Iterator[Said]:
        """Start the process and yield what it says; the process ends when its standard input is closed."""
        work = WORK.dump_json(Work(self._settings, state.files)).decode()
        with self._lock:
            if self._closing:
                return
            self._child = child = subprocess.Popen(
                [sys.executable, "-c", _PROGRAM, str(_ROOT)],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                text=True,
                encoding="utf-8",
            )
        with child:
            assert child.stdin
            assert child.stdout
            with contextlib.suppress(BrokenPipeError):
                child.stdin.write(work + "\n")
                child.stdin.flush()
            for line in child.stdout:
                yield SAID.validate_json(line)
            with contextlib.suppress(BrokenPipeError):
                child.stdin.close()

    def _put(self, state: QueuedIngestion) -> QueuedIngestion:
        """Remember a state: on disk too if more than the progress has changed, and only on disk once it has ended."""
        with self._putting:
            before = self._states.get(state.id)
            self._states[state.id] = state
            if before is None or state.ended or state.starts != before.starts:
                with raise_storage_errors(self._data.root):
                    self._folder.mkdir(parents=True, exist_ok=True)
                    write_atomically(self._file(state.id), lambda file: file.write(STATE.dump_json(state)))
                if state.ended:
                    del self._states[state.id]
                    self._forget_oldest()
        return state

    def _forget_oldest(self) -> None:
        """Delete the files of the ingestions that ended longest ago."""
        ended = [path for path in self._folder.glob("*.json") if path.stem not in self._states]
        for path in sorted(ended, key=lambda path: path.stat().st_mtime)[:-MOST_KEPT]:
            with contextlib.suppress(OSError):
                path.unlink()

    def _file(self, id_: str) -> Path:
        return self._folder / f"{id_}.json"


def _when_changed(path: Path) -> float:
    """Tell when a file was written; a file that has just been deleted counts as the oldest."""
    try:
        return path.stat().st_mtime
    except FileNotFoundError:
        return 0.0
