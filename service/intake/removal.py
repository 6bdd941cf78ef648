"""Removing a report from the library, and its file if that was sent in over HTTP."""

from ingest.build import remove_report
from ingest.errors import NotFound
from ingest.library.open import open_library
from ingest.settings import IndexSettings
from service.intake.uploads import Uploads
from service.store.library.change import change_library


def remove(report_id: str, settings: IndexSettings) -> None:
    """Remove a report. Files outside the folder of uploads belong to their owner and stay.

    Raises NotFound, LibraryBusy while an ingestion is at work, and what opening a library raises.
    """
    entries = open_library(settings).manifest.entries
    entry = next((entry for entry in entries if entry.details.id == report_id), None)
    if entry is None or not change_library(settings, lambda: remove_report(report_id, settings)):
        message = f"There is no report {report_id!r}."
        raise NotFound(message)
    Uploads(settings.data_dir, settings.max_file_mb).discard(entry.source)
