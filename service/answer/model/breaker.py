"""A breaker for an endpoint that keeps failing: for a while it is not called, so that nobody waits for it in vain."""

import threading
from collections.abc import Callable

from ingest.errors import ModelUnavailable

MOST_FAILURES = 3
"""After so many failures in a row the endpoint is not called. In each, the provider's package had retried."""
REST_SECONDS = 30.0
"""For how long it is not called. Then one call tries it; if that fails, the time starts again."""


class Breaker:
    """Counts failures in a row. Several threads may share it. `clock` gives seconds."""

    def __init__(self, clock: Callable[[], float]) -> None:
        self._clock = clock
        self._lock = threading.Lock()
        self._failures = 0
        self._last = ""
        self._rests_until = 0.0

    def check(self) -> None:
        """Raise ModelUnavailable while the endpoint is left alone."""
        with self._lock:
            left = self._rests_until - self._clock()
            if left <= 0:
                return
            failures, last = self._failures, self._last
        message = (
            f"{last} It failed {failures} times in a row and is tried again in {max(1, round(left))} seconds."
        )
        raise ModelUnavailable(message)

    def succeed(self) -> None:
        """Forget the failures: it answered."""
        with self._lock:
            self._failures, self._rests_until = 0, 0.0

    def fail(self, error: ModelUnavailable) -> None:
        """Count a failure, and keep what is told of it."""
        with self._lock:
            self._last = error.message
            self._failures += 1
            if self._failures >= MOST_FAILURES:
                self._rests_until = self._clock() + REST_SECONDS
