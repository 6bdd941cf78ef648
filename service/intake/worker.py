"""The process that ingests uploaded files: it is told on stdin what to do, and tells its progress on stdout.

As a separate process it lets the service go on answering; it ends when the service ends.
"""

import contextlib
import os
import sys
import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path

from ingest.build import ingest
from ingest.errors import LibraryBusy, LibraryMissing, WalkalongError
from ingest.library.open import Library, open_library
from ingest.progress import IngestResult, Outcome
from ingest.settings import IndexSettings
from ingest.types import Report
from service.intake.states import SAID, WORK, Problem, Said, Stage, Work
from service.intake.uploads import FileResult, Findings, Uploads, put_back, record_failure
from service.settings import Settings
from service.store.library.change import change_library

WAIT_SECONDS = 600
"""So long another process may ingest into the folder before this one gives up."""
POLITENESS = 5
"""Answers come first."""

READING_SHARE, FILES_SHARE = 0.3, 0.95
"""Of the time that a file takes, and of the whole: measured on seven reports of 4 to 143 pages, a third is reading."""
PAGES_SHARE = 0.6
"""Of the time that reading takes: the rest puts the pages in order. Measured on a report of 65 pages: 1.8 of 3.1 s."""

Say = Callable[[Said], None]


class Telling:
    """A Progress that writes to stdout, and names files as they were sent."""

    def __init__(self, say: Say, names: dict[Path, str]) -> None:
        self._say = say
        self._names = names
        self._number, self._total = 1, max(1, len(names))
        self._at: Path | None = None
        self._pages: dict[Path, tuple[int, int]] = {}
        self.outcomes: dict[Path, Outcome] = {}

    def start_file(self, path: Path, number: int, total: int) -> None:
        """Say which file is read."""
        self._number, self._total, self._at = number, total, path
        self._tell_reading()

    def count_pages(self, path: Path, done: int, total: int) -> None:
        """Say how many pages are read, but only when it is the file's turn, because files are read ahead."""
        self._pages[path] = done, total
        if path == self._at:
            self._tell_reading()

    def count_encoded(self, path: Path, done: int, total: int) -> None:
        """Say how much of the file is encoded."""
        self._at = None
        self._tell("encoding", path, done, total, READING_SHARE + (1 - READING_SHARE) * done / max(1, total))

    def finish_file(self, path: Path, outcome: Outcome) -> None:
        """Keep the file's result."""
        self.outcomes[path] = outcome
        if self.outcomes.keys() >= self._names.keys():
            done = len(self.outcomes)
            self._say(Said("indexing", None, done, done, share=FILES_SHARE))

    def _tell_reading(self) -> None:
        if not (path := self._at):
            return
        page, pages = self._pages.get(path, (0, 0))
        of_file = READING_SHARE * PAGES_SHARE * page / max(1, pages)
        self._tell("reading", path, self._number - 1, self._total, of_file, page, pages)

    def _tell(
        self, stage: Stage, path: Path, done: int, total: int, of_file: float, page: int = 0, pages: int = 0
    ) -> None:
        share = FILES_SHARE * (self._number - 1 + of_file) / self._total
        name = self._names.get(path, path.name)
        self._say(Said(stage, name, done, total, page=page, pages=pages, share=share))


def main() -> None:
    """Do the work that one line on stdin describes."""
    said = os.fdopen(os.dup(1), "w", encoding="utf-8", buffering=1)
    os.dup2(2, 1)  # output of libraries must not be read as messages of this process
    os.nice(POLITENESS)
    work = WORK.validate_json(sys.stdin.readline())
    threading.Thread(target=_end_with_service, daemon=True).start()

    one_by_one = threading.Lock()

    def say(what: Said) -> None:
        with one_by_one:
            said.write(SAID.dump_json(what).decode() + "\n")

    try:
        files = do(work, say)
        say(Said("done", None, len(files), len(files), files, share=1.0))
    except WalkalongError as error:
        say(Said("failed", problem=Problem(error.code, error.message, error.retryable)))


def do(work: Work, say: Say) -> tuple[FileResult, ...]:
    """Ingest the files and give the result for each. Raises what `ingest` raises."""
    settings = Settings(**work.settings)
    folder = Uploads(settings.data_dir, settings.max_file_mb).folder
    waiting = {
        folder / file.kept_as: file for file in work.files if file.outcome == "waiting" and file.kept_as
    }
    telling = Telling(say, {path: file.name for path, file in waiting.items()})
    result = _ingest(list(waiting), settings, telling, say)
    library: Library | None = None
    with contextlib.suppress(LibraryMissing):  # maybe none of the very first files could be read
        library = open_library(settings)
    return _results(work.files, waiting, telling.outcomes, result, library)


def _ingest(paths: Sequence[Path], settings: IndexSettings, telling: Telling, say: Say) -> IngestResult:
    deadline = time.monotonic() + WAIT_SECONDS
    while True:
        try:
            return change_library(settings, lambda: ingest(paths, settings, progress=telling))
        except LibraryBusy:
            if time.monotonic() > deadline:
                raise
            say(Said("waiting"))
            time.sleep(1)


def _results(
    files: Sequence[FileResult],
    waiting: dict[Path, FileResult],
    outcomes: dict[Path, Outcome],
    result: IngestResult,
    library: Library | None,
) -> tuple[FileResult, ...]:
    """Give the results for all files, in their order; a file that failed is not kept."""
    failures = {error.path: error for error in result.failures}
    ids = {entry.source: entry.details.id for entry in library.manifest.entries} if library else {}
    done: dict[int, FileResult] = {}
    for path, file in waiting.items():
        report_id = ids.get(str(path))
        if path in failures:
            done[id(file)] = record_failure(file, failures[path])
            put_back(path, library.file(report_id) if library and report_id else None)
        elif library and report_id:
            found = library.report(report_id)
            done[id(file)] = replace(
                file,
                outcome=outcomes[path],
                report_id=report_id,
                title=found.details.title,
                findings=findings(found),
            )
    return tuple(done.get(id(file)) or _record_correction(file, library) for file in files)


def _record_correction(file: FileResult, library: Library | None) -> FileResult:
    """Keep the result for a report that was only corrected, and has no file of its own here."""
    if file.outcome != "waiting" or not library or not file.report_id:
        return file
    found = library.report(file.report_id)
    return replace(file, outcome="replaced", title=found.details.title, findings=findings(found))


def findings(report: Report) -> Findings:
    """Count what was found in a report."""
    return Findings(
        pages=len(report.pages),
        headings=sum(block.role == "heading" for block in report.blocks),
        terms=len(report.terms),
        questions=len(report.questions),
        warnings=report.warnings,
    )


def _end_with_service() -> None:
    """End at once when the service closes our stdin or has ended: the library stays as it was."""
    os.read(0, 1)
    os._exit(1)
