"""How many answers are worked on at once, and how many wait."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from anyio import Semaphore, fail_after

from ingest.errors import ServiceBusy


class Slots:
    """A number of places and a short queue. It belongs to one event loop."""

    def __init__(self, places: int, waiting: int, patience: float) -> None:
        """Let `waiting` wait for one of the `places`, each for `patience` seconds at most."""
        self._free = Semaphore(places)
        self._most_waiting = waiting
        self._patience = patience
        self.waiting = 0
        self.taken = 0

    @asynccontextmanager
    async def place(self) -> AsyncIterator[None]:
        """Hold a place. Raises ServiceBusy when the queue is full or does not move."""
        await self._enter()
        self.taken += 1
        try:
            yield
        finally:
            self.taken -= 1
            self._free.release()

    async def _enter(self) -> None:
        if self._free.value == 0 and self.waiting >= self._most_waiting:
            raise _too_many()
        self.waiting += 1
        try:
            with fail_after(self._patience):
                await self._free.acquire()
        except TimeoutError as error:
            raise _too_many() from error
        finally:
            self.waiting -= 1


def _too_many() -> ServiceBusy:
    return ServiceBusy("Too many questions are being answered. Try again in some seconds.")
