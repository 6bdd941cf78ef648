"""The progress of an ingestion: its state as it is kept, and what service and ingesting process tell each other."""

from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Literal

from pydantic import TypeAdapter

from service.intake.uploads import FileResult

Stage = Literal["waiting", "reading", "encoding", "indexing", "done", "failed"]


@dataclass(frozen=True, slots=True)
class Problem:
    """Why an ingestion failed as a whole; the library is then unchanged."""

    code: str
    message: str
    retryable: bool


@dataclass(frozen=True, slots=True)
class QueuedIngestion:
    """The state of one ingestion. `done` of `total` are files, and while `encoding` chunks of `file`."""

    id: str
    created_at: str
    files: tuple[FileResult, ...]
    """In the order in which they were sent."""
    stage: Stage = "waiting"
    file: str | None = None
    """The file at work, by the name that it was sent with."""
    done: int = 0
    total: int = 0
    page: int = 0
    """While `reading` a file with pages: how many are read."""
    pages: int = 0
    problem: Problem | None = None
    starts: int = 0
    share: float = 0.0
    """How much of all is done, from 0 to 1; it never falls."""

    @property
    def ended(self) -> bool:
        """Whether the ingestion is over, so that nothing will change any more."""
        return self.stage in ("done", "failed")


@dataclass(frozen=True, slots=True)
class Said:
    """One line of what the ingesting process says: what has changed."""

    stage: Stage
    file: str | None = None
    done: int = 0
    total: int = 0
    files: tuple[FileResult, ...] | None = None
    problem: Problem | None = None
    share: float = 0.0
    page: int = 0
    pages: int = 0


@dataclass(frozen=True, slots=True)
class Work:
    """What the ingesting process is given."""

    settings: dict[str, Any]
    """Those of the ingestion."""
    files: tuple[FileResult, ...]


STATE: TypeAdapter[QueuedIngestion] = TypeAdapter(QueuedIngestion)
SAID: TypeAdapter[Said] = TypeAdapter(Said)
WORK: TypeAdapter[Work] = TypeAdapter(Work)
BROKEN_OFF = Problem(
    "internal",
    "The ingestion broke off. The library is as it was before. Add the files again.",
    retryable=True,
)


def read_state(path: Path) -> QueuedIngestion | None:
    """Read a state from its file; None if there is none that this version understands."""
    try:
        return STATE.validate_json(path.read_bytes())
    except (OSError, ValueError):
        return None


def give_up(state: QueuedIngestion, problem: Problem) -> QueuedIngestion:
    """Give the state of an ingestion that failed."""
    files = tuple(
        replace(file, outcome="failed", explanation="It was not added.")
        if file.outcome == "waiting"
        else file
        for file in state.files
    )
    return replace(state, stage="failed", file=None, files=files, problem=problem)
