"""The folder of a run: `run.json` says what produced it, `results.jsonl` has a line for each case and repeat.

Results are added one by one, so an interrupted run keeps what it has and can continue from there.
"""

import contextlib
import json
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import BinaryIO

from pydantic import TypeAdapter, ValidationError

from eval.files import hold_alone
from eval.runs.provenance import Provenance, list_differences
from eval.types import Case, Result
from ingest.disk.folder import raise_storage_errors, write_atomically
from ingest.errors import InvalidRequest, NotFound
from service.types import Passage

ABOUT, RESULTS = "run.json", "results.jsonl"


@dataclass(frozen=True, slots=True)
class About:
    """The contents of `run.json`."""

    provenance: Provenance
    started: str
    """ISO 8601 in UTC."""
    ended: str | None = None
    """When the last result was written; None until then."""
    opened: int | None = None
    """For a sealed set, the number of this opening, from 1. None for other sets."""


@dataclass(frozen=True, slots=True)
class Run:
    """A run as its folder has it."""

    folder: Path
    about: About
    results: tuple[Result, ...]
    """In the order of the cases, each case's repeats one after another."""

    @property
    def provenance(self) -> Provenance:
        """What produced it."""
        return self.about.provenance

    @property
    def expected(self) -> int:
        """How many results a whole run has."""
        return len(self.provenance.cases) * self.provenance.repeats

    @property
    def finished(self) -> bool:
        """Whether every case was asked as often as wanted."""
        return len(self.results) == self.expected

    @property
    def cut_off(self) -> str | None:
        """What to say about an incomplete run, as a clause; None for a complete one."""
        return None if self.finished else f"cut off: {len(self.results)} of {self.expected} results"

    @property
    def is_sealed(self) -> bool:
        """Whether only its figures may be shown."""
        return self.about.opened is not None

    @property
    def cases(self) -> tuple[Case, ...]:
        """The cases that were asked, each once."""
        return tuple({result.outcome.case.id: result.outcome.case for result in self.results}.values())


_ABOUT = TypeAdapter(About)
_RESULT = TypeAdapter(Result)


def load_run(folder: Path) -> Run:
    """Read a run. An incomplete last line is ignored. Raises NotFound, InvalidRequest or StorageError."""
    if not (folder / ABOUT).is_file():
        message = f"{folder} is no run: it has no {ABOUT}. `walkalong eval run` makes one."
        raise NotFound(message)
    with raise_storage_errors(folder):
        about = load_about(folder)
        results = {
            (result.outcome.case.id, result.outcome.repeat): result for result in _results(folder / RESULTS)
        }
    order = {case: place for place, case in enumerate(about.provenance.cases)}
    return Run(
        folder,
        about,
        tuple(
            results[key] for key in sorted(results, key=lambda key: (order.get(key[0], len(order)), key[1]))
        ),
    )


def begin_run(folder: Path, wanted: Provenance) -> Run:
    """Make the folder of a run, or open the existing one.

    Raises InvalidRequest, with what differs, when the run there was produced by something else, and when the
    folder holds other files.
    """
    if (folder / ABOUT).exists():
        run = load_run(folder)
        if changes := list_differences(run.provenance, wanted):
            message = (
                f"{folder} holds a run that can't be gone on with, as these have changed: {'; '.join(changes)}. "
                "Give another folder by --out, or none."
            )
            raise InvalidRequest(message)
        return run
    if folder.exists() and any(folder.iterdir()):
        message = f"{folder} holds other files and no run. Give a new or an empty folder by --out."
        raise InvalidRequest(message)
    about = About(wanted, _now())
    with raise_storage_errors(folder):
        folder.mkdir(parents=True, exist_ok=True)
        _write_about(folder, about)
    return Run(folder, about, ())


def mark_opened(run: Run, number: int) -> Run:
    """Keep with a run which opening of a sealed set it is, counted from 1. Raises StorageError."""
    about = replace(run.about, opened=number)
    with raise_storage_errors(run.folder):
        _write_about(run.folder, about)
    return replace(run, about=about)


def mark_judged(run: Run, judge: str) -> None:
    """Keep with a run who judged its answers. Raises StorageError."""
    about = replace(run.about, provenance=replace(run.provenance, judge=judge))
    with raise_storage_errors(run.folder):
        _write_about(run.folder, about)


def require_unsealed(run: Run) -> None:
    """Raises InvalidRequest for a run of a sealed set."""
    if run.is_sealed:
        message = (
            f"The set {run.provenance.questions!r} is sealed: its questions, answers and cases are not shown. Its "
            "figures are: `walkalong eval show`, `report`, `compare`, `runs`."
        )
        raise InvalidRequest(message)


@contextlib.contextmanager
def append_results(run: Run) -> Iterator["Appender"]:
    """Open a run for more results, in one thread; an incomplete last line is removed.

    Raises InvalidRequest if another process has it open, and StorageError.
    """
    path = run.folder / RESULTS
    busy = (
        f"Another process is adding to {run.folder}. Wait until it is done, or give another folder by --out."
    )
    with hold_alone(path, busy), raise_storage_errors(run.folder):
        path.touch()
        with path.open("r+b") as file:
            file.truncate(_whole(path.read_bytes()))
            file.seek(0, 2)
            yield Appender(file)
    if run.about.ended is None and load_run(run.folder).finished:
        _write_about(run.folder, replace(run.about, ended=_now()))


@dataclass(frozen=True, slots=True)
class Appender:
    """Adds results to a run."""

    file: BinaryIO

    def append(self, result: Result) -> None:
        """Write a result, so that it outlives the process."""
        self.file.write(_RESULT.dump_json(result) + b"\n")
        self.file.flush()


def _results(path: Path) -> Iterator[Result]:
    """The results of the complete lines. A text that many results share is kept in memory once."""
    if not path.exists():
        return
    pool: dict[str, str] = {}
    with path.open("rb") as file:
        for number, line in enumerate(file, start=1):
            if not line.endswith(b"\n"):
                return
            try:
                result = _RESULT.validate_json(line)
            except ValidationError as error:
                message = f"{path}, line {number}: no result of this version ({error.errors()[0]['msg']})."
                raise InvalidRequest(message) from error
            yield _share_texts(result, pool)


def _share_texts(result: Result, pool: dict[str, str]) -> Result:
    """The result with its texts taken from the pool: with 2,000 cases on one library most are repeated."""

    def share(passages: tuple[Passage, ...]) -> tuple[Passage, ...]:
        return tuple(
            replace(
                each,
                text=pool.setdefault(each.text, each.text),
                context=pool.setdefault(each.context, each.context),
            )
            for each in passages
        )

    answer = result.outcome.answer
    answer = replace(answer, passages=share(answer.passages), nearest=share(answer.nearest))
    return replace(result, outcome=replace(result.outcome, answer=answer, found=share(result.outcome.found)))


def _whole(content: bytes) -> int:
    """Length of the lines that are whole."""
    return content.rfind(b"\n") + 1


def load_about(folder: Path) -> About:
    """Read what produced a run, without its results. Raises InvalidRequest, OSError."""
    try:
        return _ABOUT.validate_json((folder / ABOUT).read_bytes())
    except ValidationError as error:
        first = error.errors()[0]
        field = ".".join(str(part) for part in first["loc"])
        message = f"{folder / ABOUT}: not a run of this version ({field}: {first['msg']})."
        raise InvalidRequest(message) from error


def _write_about(folder: Path, about: About) -> None:
    content = json.dumps(_ABOUT.dump_python(about, mode="json"), indent=1, ensure_ascii=False)
    write_atomically(folder / ABOUT, lambda file: file.write(content.encode()))


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="seconds")
