"""Deleting what is older than the settings allow: once when the service starts, then every hour."""

import logging
import threading
import time
from datetime import UTC, datetime, timedelta

from ingest.errors import WalkalongError
from service.intake.removed import RemovedReports
from service.settings import Settings
from service.store.contract import KeptCounts, Store

SECONDS_BETWEEN = 3600
"""The setting counts days, so an hour more matters to nobody."""
JUMP = 3600
"""A clock that gains so many seconds on the machine's own count was set by somebody, not just corrected a little."""
DOUBT_SECONDS = 86_400
"""So long a clock that was set forward is not believed: whoever set it wrongly has a day to see it."""
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
        self._ahead = _compare_clocks()
        self._doubted_until = 0.0

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

    def delete_once(self) -> None:
        """Delete what is old now, unless the clock was set forward within the last day: it may be wrong."""
        if not self._is_clock_believed():
            log.warning("The clock was set forward, so nothing is deleted for a day. Is it right?")
            return
        try:
            gone = delete_old(self._settings, self._store, datetime.now(UTC))
        except WalkalongError as error:
            log.warning("What is old could not be deleted: %s", error.message)
            return
        if gone:
            log.info(
                "Deleted, as older than %s days: %s conversations, %s answers, %s briefs, %s reflections.",
                self._settings.keep_days,
                gone.conversations,
                gone.answers,
                gone.briefs,
                gone.reflections,
            )

    def _work(self) -> None:
        while not self._closing.is_set():
            self.delete_once()
            self._closing.wait(SECONDS_BETWEEN)

    def _is_clock_believed(self) -> bool:
        ahead, steady = _compare_clocks(), _read_steady()
        if ahead - self._ahead > JUMP:
            self._doubted_until = steady + DOUBT_SECONDS
        elif self._ahead - ahead > JUMP:
            # Set back: what doubt there was is settled.
            self._doubted_until = 0.0
        self._ahead = ahead
        return steady >= self._doubted_until


def _compare_clocks() -> float:
    """Give how far the time of day is before the count of seconds: it changes only when the clock is set."""
    return time.time() - _read_steady()


def _read_steady() -> float:
    """Give seconds that nobody sets, those in which the machine slept among them where that is known."""
    kind = getattr(time, "CLOCK_BOOTTIME", None)
    return time.monotonic() if kind is None else time.clock_gettime(kind)
