"""What came of an ingestion, put together from what it did and what is served now."""

from collections.abc import Sequence

from ingest.library.manifest import Manifest
from ingest.library.sources import SourceFiles
from ingest.progress import IngestResult, Tally


def make_result(
    tally: Tally, sources: SourceFiles, removed: Sequence[str], manifest: Manifest | None, seconds: float
) -> IngestResult:
    """Put together what came of an ingestion; `removed` are ids of reports."""
    entries = manifest.entries if manifest else ()
    touched = {*tally.added, *tally.replaced, *tally.unchanged}
    return IngestResult(
        added=tuple(tally.added),
        replaced=tuple(tally.replaced),
        unchanged=tuple(tally.unchanged),
        removed=tuple(removed),
        failures=(*sources.failures, *tally.failures),
        skipped=sources.skipped,
        warnings={e.details.id: e.warnings for e in entries if e.warnings and e.details.id in touched},
        reports=len(entries),
        pages=sum(entry.details.pages for entry in entries),
        chunks=manifest.chunks if manifest else 0,
        seconds=seconds,
    )
