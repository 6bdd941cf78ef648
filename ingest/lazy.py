"""Working ahead in another thread: what is loaded once, and work that is done before it is asked for."""

import threading
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from typing import Generic, TypeVar

JOBS_AHEAD = 2
"""Results that wait for whoever takes them: one in hand and one being made."""

Job = TypeVar("Job")
Done = TypeVar("Done")


class Once(Generic[Done]):
    """Something that takes long to load: loaded when first needed, by whichever thread needs it."""

    def __init__(self, load: Callable[[], Done]) -> None:
        self._load = load
        self._lock = threading.Lock()
        self._loaded: list[Done] = []

    def get(self) -> Done:
        """The thing; raises what loading it raises."""
        with self._lock:
            if not self._loaded:
                self._loaded.append(self._load())
            return self._loaded[0]


def work_ahead(work: Callable[[Job], Done], jobs: Sequence[Job]) -> Iterator[tuple[Job, Callable[[], Done]]]:
    """Each job with a way to wait for its work, which one other thread does some jobs ahead.

    What the work raises comes out of the waiting.
    """
    waiting: deque[tuple[Job, Future[Done]]] = deque()
    pool = ThreadPoolExecutor(1, "ahead")
    try:
        for job in jobs:
            waiting.append((job, pool.submit(work, job)))
            if len(waiting) > JOBS_AHEAD:
                first, future = waiting.popleft()
                yield first, future.result
        while waiting:
            first, future = waiting.popleft()
            yield first, future.result
    finally:
        pool.shutdown(wait=False, cancel_futures=True)
