"""A reflection as it is added and as it is kept, and what every store of reflections can do."""

from dataclasses import dataclass
from typing import Literal, Protocol

ReflectionState = Literal["waiting", "accepted", "declined"]


@dataclass(frozen=True, slots=True)
class NewReflection:
    """What a reader adds: `about` is the question or the passage as it stands then; the other of the two is empty."""

    text: str
    role: str
    place: str
    date: str
    about: str
    question_id: str = ""
    report_id: str = ""
    start: int = 0
    end: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredReflection(NewReflection):
    """A reflection as it is kept; `decided_at` is None while it waits for a curator."""

    id: str
    created_at: str
    state: ReflectionState
    decided_at: str | None


class ReflectionStore(Protocol):
    """Keeps reflections. Any method raises StorageError when that can't be done.

    The caller sees accepted reflections and their own; with `every`, all.
    """

    def add_reflection(self, new: NewReflection) -> StoredReflection:
        """Keep one, waiting for a curator; raises InvalidRequest when too many wait."""
        ...

    def reflection(self, id_: str, *, every: bool = False) -> StoredReflection:
        """Give one; raises NotFound."""
        ...

    def reflections(
        self,
        limit: int,
        offset: int = 0,
        *,
        every: bool = False,
        state: ReflectionState | None = None,
        question_ids: tuple[str, ...] = (),
        report_id: str | None = None,
    ) -> tuple[StoredReflection, ...]:
        """List them, newest first."""
        ...

    def decide_reflection(
        self, id_: str, state: ReflectionState, seen: ReflectionState = "waiting"
    ) -> StoredReflection:
        """Change the state of one; raises NotFound, and Conflict if it has changed since the curator saw it."""
        ...

    def delete_reflection(self, id_: str, *, every: bool = False) -> None:
        """Delete one of the caller's, or any with `every`; raises NotFound."""
        ...
