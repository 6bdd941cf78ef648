"""Conversations that were just deleted, kept only in this process's memory, so that a deletion can be undone."""

import threading
import time
import uuid
from collections.abc import Callable
from dataclasses import dataclass

from ingest.errors import NotFound
from service.store.contract import Conversation, Feedback
from service.types import Answer

KEPT_SECONDS = 600
"""Whoever deleted the wrong one sees it at once; what is deleted should not linger."""
MOST_KEPT = 50
"""A conversation takes some hundred kilobytes."""


@dataclass(frozen=True, slots=True)
class DeletedConversation:
    """Everything that is deleted with a conversation."""

    conversation: Conversation
    answers: tuple[Answer, ...]
    """In the order in which they were asked."""
    feedback: tuple[Feedback, ...]


class DeletedConversations:
    """The conversations deleted in the last minutes, each under a key that only the person who deleted it gets."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._lock = threading.Lock()
        self._kept: dict[str, tuple[float, DeletedConversation]] = {}

    def keep(self, deleted: DeletedConversation) -> str:
        """Keep one for a while; gives its key."""
        key = uuid.uuid4().hex
        with self._lock:
            self._forget_old()
            self._kept[key] = self._clock() + KEPT_SECONDS, deleted
            for oldest in list(self._kept)[:-MOST_KEPT]:
                del self._kept[oldest]
        return key

    def take(self, key: str) -> DeletedConversation:
        """Give one back, once; raises NotFound if it is gone for good."""
        with self._lock:
            self._forget_old()
            if key in self._kept:
                return self._kept.pop(key)[1]
        message = (
            "This conversation can’t be brought back any more. What was deleted is kept for ten minutes."
        )
        raise NotFound(message)

    def _forget_old(self) -> None:
        now = self._clock()
        self._kept = {key: kept for key, kept in self._kept.items() if kept[0] > now}
