"""Deleting what is older than the settings allow: once when the service starts, then every hour."""

import logging
import threading
from datetime import UTC, datetime, timedelta

from ingest.errors import WalkalongError
from service.intake.removed import RemovedReports
from service.settings import Settings
from service.store.contract import KeptCounts, Store

SECONDS_BETWEEN = 3600
"""The setting counts days, so an hour more matters to nobody."""
log = logging.getLogger(__name__)


def delete_old(settings: Settings, store: Store, now: datetime) -> KeptCounts:
    """Delete what is older than the setting allows, and give the counts. Raises StorageError."""
    if settings.keep_days is None:
        return KeptCounts()
    oldest = now.astimezone(UTC) - timedelta(days=settings.keep_days)
    RemovedReports(settings.data_dir).forget_before(oldest.timestamp())
    return store.delete_before(oldest.isoformat(timespec="milliseconds"))


class Retention:
    """A thread that deletes old entries, if a setting says how old."""

    def __init__(self, settings: Settings, store: Store) -> None:
        self._settings, self._store = settings, store
        self._closing = threading.Event()
        self._thread: threading.Thread | None = None

    def start(self) -> None:
        """Begin."""
        if self._settings.keep_days is not None:
            self._thread = threading.Thread(target=self._work, name="retention", daemon=True)
            self._thread.start()

    def close(self) -> None:
        """Stop, after finishing a deletion that has begun."""
        self._closing.set()
        if self._thread:
            self._thread.join()

    def _work(self) -> None:
        while not self._closing.is_set():
            try:
                gone = delete_old(self._settings, self._store, datetime.now(UTC))
                if gone:
                    log.info(
                        "Deleted, as older than %s days: %s conversations, %s answers, %s briefs, %s reflections.",
                        self._settings.keep_days,
                        gone.conversations,
                        gone.answers,
                        gone.briefs,
                        gone.reflections,
                    )
            except WalkalongError as error:
                log.warning("What is old could not be deleted: %s", error.message)
            self._closing.wait(SECONDS_BETWEEN)
