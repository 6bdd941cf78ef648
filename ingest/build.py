"""The ingestion: reads what is new, embeds it and puts a new generation in the old one's place."""

import time
from collections.abc import Callable, Collection, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ingest.disk.folder import DataFolder, raise_storage_errors, write_atomically
from ingest.embedding.embedder import Embedder
from ingest.embedding.models import warn_of_language
from ingest.embedding.precision import load_quickest
from ingest.errors import StorageError, UnreadableFile
from ingest.index.record import Kept, make_record, read_kept, write_record
from ingest.index.stores import choose_store
from ingest.index.vectors import VectorStore
from ingest.lazy import Once, work_ahead
from ingest.library.catalogue import Catalogue
from ingest.library.corrections import load_corrections
from ingest.library.generation import VECTORS, choose_reusable, has_vectors, read_previous, write_generation
from ingest.library.manifest import Built, CatalogueEntry, Manifest, describe_build, record_key
from ingest.library.overrides import load_overrides
from ingest.library.result import make_result
from ingest.library.sources import Copies, SourceFiles, clear_unneeded, find_files
from ingest.meaning.chunks import split_report
from ingest.meaning.details import make_details
from ingest.meaning.structure import understand
from ingest.progress import IngestResult, Outcome, Progress, Silent, Tally
from ingest.readers.process.child import ReadingProcess
from ingest.settings import IndexSettings
from ingest.types import Chunk, Report

PRECISION = "precision.json"


@dataclass(frozen=True, slots=True)
class _Job:
    """A file whose record is to be made."""

    source: Path
    sha256: str
    overrides: dict[str, Any]
    record: str
    before: CatalogueEntry | None
    """The entry that it replaces."""


def ingest(
    paths: Sequence[Path],
    settings: IndexSettings,
    *,
    prune: bool = False,
    progress: Progress | None = None,
    embedder: Embedder | None = None,
) -> IngestResult:
    """Bring the library up to date with files and folders, read anew where they are new or have changed.

    Reports whose files are not under `paths` stay, unless `prune`; and then too, where a path leads nowhere or
    can't be entered: a folder may only be out of reach. A file that can't be read is among the
    failures, and what the library had of it stays. `embedder` is for callers that have the settings' model
    loaded; otherwise it is loaded when it is needed. Raises LibraryBusy, StorageError, ModelUnavailable and
    SettingsError; the library is then as it was, and what was finished is not done again the next time.
    """
    started = time.perf_counter()
    with _begin(settings, progress or Silent(), embedder) as run:
        sources = find_files(paths)
        here = set(map(str, sources.files))
        gone = prune and not sources.failures
        removed = run.forget(lambda entry: entry.source not in here) if gone else []
        run.take(sources)
        manifest = run.publish()
    return make_result(run.tally, sources, removed, manifest, time.perf_counter() - started)


def remove_report(report_id: str, settings: IndexSettings) -> bool:
    """Take a report out of the library; gives whether it was there.

    Its file stays where it is, and comes back when it is ingested again. The copies go when no generation in use
    needs them. Raises as `ingest` does.
    """
    with _begin(settings, Silent(), None) as run:
        removed = run.forget(lambda entry: entry.details.id == report_id)
        run.publish()
    return bool(removed)


def rebuild_library(
    settings: IndexSettings, lost: Collection[str] = (), embedder: Embedder | None = None
) -> IngestResult:
    """Make the index anew from the records, and records that are gone or of other settings from the copies.

    `lost` are ids of reports of which nothing is left. Raises as `ingest` does.
    """
    started = time.perf_counter()
    nothing = SourceFiles((), (), ())
    with _begin(settings, Silent(), embedder) as run:
        removed = run.forget(lambda entry: entry.details.id in lost)
        run.take(nothing)
        manifest = run.publish(anew=True)
    return make_result(run.tally, nothing, removed, manifest, time.perf_counter() - started)


@contextmanager
def _begin(settings: IndexSettings, progress: Progress, embedder: Embedder | None) -> Iterator["_Ingestion"]:
    """Hold the data folder alone while a change of the library is made."""
    built = describe_build(settings)
    store = choose_store(settings)
    data = DataFolder(settings.data_dir, lambda generation: store.delete(generation / VECTORS))
    with data.lock(), raise_storage_errors(data.root):
        data.clear_unfinished()
        data.clear_old_generations()
        run = _Ingestion(data, settings, built, store, progress, embedder)
        try:
            yield run
        finally:
            run.close()


class _Ingestion:
    """One ingestion: the catalogue as it grows, beginning with that of the current generation."""

    def __init__(
        self,
        data: DataFolder,
        settings: IndexSettings,
        built: Built,
        store: VectorStore,
        progress: Progress,
        embedder: Embedder | None,
    ) -> None:
        self.tally = Tally()
        self._data = data
        self._settings = settings
        self._built = built
        self._store = store
        self._progress = progress
        self._corrections = load_corrections(data.root)
        self._copies = Copies(data, settings.max_file_mb)
        self._process = ReadingProcess(settings)
        self._current = read_previous(data)
        self._model = Once(lambda: embedder or load_quickest(settings, data.root / PRECISION))
        self._catalogue = Catalogue(self._current.manifest.entries if self._current else ())

    def forget(self, is_gone: Callable[[CatalogueEntry], bool]) -> list[str]:
        """Take reports out; gives their ids."""
        gone = [entry for entry in self._catalogue if is_gone(entry)]
        for entry in gone:
            self._catalogue.remove(entry.source)
        return [entry.details.id for entry in gone]

    def take(self, sources: SourceFiles) -> None:
        """Bring the catalogue up to date with the sources."""
        jobs = [*self._find_jobs(sources), *self._find_outdated(sources)]
        for number, (job, reading) in enumerate(work_ahead(self._read, jobs), 1):
            self._progress.start_file(job.source, number, len(jobs))
            try:
                outcome = self._enter(job, self._record(job, reading))
            except UnreadableFile as error:
                outcome = self._fail(job, error)
            self._progress.finish_file(job.source, outcome)

    def close(self) -> None:
        """End the reading process."""
        self._process.close()

    def publish(self, *, anew: bool = False) -> Manifest | None:
        """Write and serve a new generation if anything has changed; gives the manifest that is served.

        With `anew`, also where nothing has, and without looking at the generation before.
        """
        entries = tuple(self._catalogue)
        manifest = self._current.manifest if self._current else None
        changed = manifest is None or (manifest.entries, manifest.built) != (entries, self._built)
        if anew or changed or not has_vectors(self._current, self._store):
            if manifest is None and not entries:
                return None
            old = None if anew else choose_reusable(self._current, self._built, self._store)
            with self._data.add_generation() as folder:
                manifest = write_generation(
                    self._data, folder, entries, self._built, old, self._embed_words, self._store
                )
        self._copies.save(entry.source for entry in entries)
        clear_unneeded(self._data)
        return manifest

    def _find_jobs(self, sources: SourceFiles) -> list[_Job]:
        """What is new or has changed among the sources."""
        overrides = {folder: load_overrides(folder) for folder in {path.parent for path in sources.files}}
        jobs = []
        contents: dict[str, str] = {entry.details.sha256: entry.source for entry in self._catalogue}
        for path in sources.files:
            try:
                sha256 = self._copies.sha256(path)
                before = self._find_replaced(path, sha256, contents)
            except UnreadableFile as error:
                self.tally.failures.append(error)
                self._progress.finish_file(path, "failed")
                continue
            contents[sha256] = str(path)
            said = {**overrides[path.parent].get(path.name, {}), **self._corrections.get(str(path), {})}
            said = self._catalogue.choose_id(path, said, before)
            record = record_key(self._built, sha256, path.name, said)
            same = before and before.record == record and before.source == str(path)
            if before and same and self._data.record(record).exists():
                self.tally.unchanged.append(before.details.id)
                self._progress.finish_file(path, "unchanged")
            else:
                jobs.append(_Job(path, sha256, said, record, before))
        return jobs

    def _find_replaced(self, path: Path, sha256: str, contents: dict[str, str]) -> CatalogueEntry | None:
        """The entry that the file replaces: its own, or that of the same content whose file has gone."""
        other = contents.get(sha256)
        if other is None or other == str(path):
            return self._catalogue.of_source(str(path))
        if Path(other).exists():
            raise UnreadableFile(
                path,
                "duplicate",
                f"It has the same content as {other}.",
                "Nothing is lost; keep only one of the two to be rid of this message.",
            )
        return self._catalogue.of_source(other)

    def _find_outdated(self, sources: SourceFiles) -> Iterator[_Job]:
        """Reports that stay, though not among the sources, and whose record is of other settings, or gone."""
        here = set(map(str, sources.files))
        for entry in self._catalogue:
            path, sha256 = Path(entry.source), entry.details.sha256
            said = {**entry.overrides, **self._corrections.get(entry.source, {})}
            record = record_key(self._built, sha256, path.name, said)
            same = record == entry.record and self._data.record(record).exists()
            if entry.source not in here and not same:
                yield _Job(path, sha256, said, record, entry)

    def _read(self, job: _Job) -> tuple[Report, list[Chunk]] | Kept:
        """Read and split a file, or find that its record is there from an ingestion that was stopped."""
        path = self._data.record(job.record)
        try:
            return read_kept(path)
        except (FileNotFoundError, StorageError):
            pass
        copy = self._data.file(job.sha256, job.source.name)
        try:
            reading = self._process.read(copy, lambda *pages: self._progress.count_pages(job.source, *pages))
        except UnreadableFile as error:
            raise UnreadableFile(job.source, error.reason, error.explanation, error.remedy) from error
        report = understand(reading, make_details(reading, job.source, job.sha256, job.overrides))
        unknown = warn_of_language(self._settings.embedding_model, report.details.language)
        report = replace(report, warnings=(*report.warnings, *unknown))
        return report, split_report(report, self._model.get().count_tokens, self._settings.chunk_tokens)

    def _record(self, job: _Job, reading: Callable[[], tuple[Report, list[Chunk]] | Kept]) -> Kept:
        """Make and keep the record of a file."""
        if not self._data.record(job.record).exists():
            self._model.get()  # meanwhile the first file is read
        found = reading()
        if isinstance(found, Kept):
            return found
        report, chunks = found

        def tell(done: int) -> None:
            self._progress.count_encoded(job.source, done, len(chunks))

        record = make_record(report, chunks, self._model.get(), tell)
        write_atomically(self._data.record(job.record), lambda file: write_record(file, report, record))
        return Kept(report.details, report.warnings)

    def _enter(self, job: _Job, kept: Kept) -> Outcome:
        """Put a report into the catalogue, in the place of its old self."""
        report_id = kept.details.id
        namesake = self._catalogue.of_id(report_id)
        if namesake and namesake != job.before and Path(namesake.source).exists():
            raise UnreadableFile(
                job.source,
                "duplicate",
                f"Its id {report_id!r} is that of {namesake.source}.",
                "Give it an id of its own in reports.toml.",
            )
        if job.before:
            self._catalogue.remove(job.before.source)
        self._catalogue.put(
            CatalogueEntry(kept.details, str(job.source), job.overrides, job.record, kept.warnings)
        )
        (self.tally.replaced if job.before or namesake else self.tally.added).append(report_id)
        return "replaced" if job.before or namesake else "added"

    def _fail(self, job: _Job, error: UnreadableFile) -> Outcome:
        """Leave the report's old self, unless other settings made it."""
        self.tally.failures.append(error)
        if self._current and self._current.manifest.built != self._built:
            self._catalogue.remove(str(job.source))
        return "failed"

    def _embed_words(self, words: list[str]) -> NDArray[np.float32]:
        return np.array(self._model.get().embed_documents(words), np.float32)
