"""Reading in a child process with bounds on time and memory: no file can take ingestion down with it.

The child is a fresh interpreter (the parent may have torch and threads, which a fork would not survive) that
reads one file after the other, and is started again after a failure.
"""

import contextlib
import pickle
import resource
import signal
import subprocess
import sys
import time
from collections.abc import Iterable, Iterator
from multiprocessing.connection import Connection, Pipe
from pathlib import Path
from types import TracebackType

from ingest.errors import UnreadableFile
from ingest.settings import IndexSettings
from ingest.types import Reading

_ROOT = Path(__file__).resolve().parents[2]
_PROGRAM = (
    "import os, sys; os.environ['OPENBLAS_NUM_THREADS'] = '1'; sys.path.insert(0, sys.argv[1]); "
    "from ingest.readers.child import serve; serve(int(sys.argv[2]))"
)
_START_SECONDS = 60
_KINDLY = 2.0
_TOO_SLOW_SIGNALS = (-signal.SIGXCPU,)
_TOO_LARGE_SIGNALS = (-signal.SIGKILL, -signal.SIGABRT)


class ReadingProcess:
    """A child process that reads files; as a context manager it is ended at the end.

    It starts with the first file. `read_all` lets it read the next file while the caller works on the last.
    """

    def __init__(self, settings: IndexSettings) -> None:
        self._settings = settings
        self._child: subprocess.Popen[bytes] | None = None
        self._pipe: Connection | None = None

    def __enter__(self) -> "ReadingProcess":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    @property
    def pid(self) -> int | None:
        """The child's process id, None while there is no child."""
        return self._child.pid if self._child else None

    def read(self, path: Path) -> Reading:
        """Read one file; raises `UnreadableFile`, also where that takes too long or too much memory."""
        deadline = self._ask(path)
        outcome = self._answer(path, deadline)
        if isinstance(outcome, UnreadableFile):
            raise outcome
        return outcome

    def read_all(self, paths: Iterable[Path]) -> Iterator[tuple[Path, Reading | UnreadableFile]]:
        """Each file with what came of it, in order. While the caller has one, the child reads the next."""
        asked: tuple[Path, float] | None = None
        for path in paths:
            if asked is None:
                asked = path, self._ask(path)
                continue
            last, outcome = asked[0], self._answer(*asked)
            asked = path, self._ask(path)
            yield last, outcome
        if asked:
            yield asked[0], self._answer(*asked)

    def close(self) -> None:
        """End the child at once."""
        if self._pipe:
            self._pipe.close()
        if self._child:
            self._child.kill()
            self._child.wait()
        self._child = self._pipe = None

    def _ask(self, path: Path) -> float:
        """Hand a file to the child, started where needed; returns when its time is up (monotonic seconds)."""
        if self._pipe is None:
            self._start()
        with contextlib.suppress(OSError):  # a child that has died is told by the missing answer
            self._connected().send(path)
        return time.monotonic() + self._settings.read_seconds

    def _answer(self, path: Path, deadline: float) -> Reading | UnreadableFile:
        try:
            if not self._connected().poll(max(0.0, deadline - time.monotonic())):
                self.close()
                return _too_slow(path, self._settings)
            outcome = self._connected().recv()
        except (EOFError, OSError, pickle.UnpicklingError):
            return self._post_mortem(path)
        if isinstance(outcome, MemoryError):
            self.close()
            return _too_large(path, self._settings)
        if not isinstance(outcome, (Reading, UnreadableFile)):
            message = f"The reading process sent {type(outcome).__name__}."
            raise TypeError(message)
        return outcome

    def _start(self) -> None:
        self._pipe, theirs = Pipe()
        self._child = subprocess.Popen(
            [sys.executable, "-c", _PROGRAM, str(_ROOT), str(theirs.fileno())],
            pass_fds=[theirs.fileno()],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )
        theirs.close()
        self._pipe.send(self._settings)
        if not self._pipe.poll(_START_SECONDS):
            self.close()
            message = "The reading process did not start; the machine may be out of memory."
            raise TimeoutError(message)
        self._pipe.recv()

    def _connected(self) -> Connection:
        if self._pipe is None:
            message = "no reading process"
            raise OSError(message)
        return self._pipe

    def _post_mortem(self, path: Path) -> UnreadableFile:
        """What a dead child died of."""
        code: int | None = None
        if self._child:
            with contextlib.suppress(subprocess.TimeoutExpired):
                code = self._child.wait(_KINDLY)
        self.close()
        if code in _TOO_SLOW_SIGNALS:
            return _too_slow(path, self._settings)
        if code in _TOO_LARGE_SIGNALS:
            return _too_large(path, self._settings)
        return UnreadableFile(
            path,
            "corrupt",
            f"Reading it ended the reading process (exit code {code}).",
            "Open the file and save or print it again, as PDF.",
        )


def read_in_child(path: Path, settings: IndexSettings) -> Reading:
    """Read one file in a child process of its own; for many files keep a `ReadingProcess`."""
    with ReadingProcess(settings) as process:
        return process.read(path)


def serve(descriptor: int) -> None:
    """The child's side: read what comes down the pipe, until the parent closes it."""
    from ingest.readers import read  # the readers' libraries belong in the child alone

    pipe = Connection(descriptor)
    settings = pipe.recv()
    _limit_memory(settings.read_memory_mb)
    pipe.send(None)
    while True:
        try:
            path = pipe.recv()
        except EOFError:
            return
        _limit_time(settings.read_seconds)
        try:
            outcome: object = read(path, settings)
        except UnreadableFile as error:
            outcome = error
        except MemoryError as error:
            outcome = error
        except Exception as error:  # noqa: BLE001 - a defect met in one file must not stop the others
            outcome = _defect(path, error)
        pipe.send(outcome)


def _limit_memory(megabytes: int) -> None:
    """Bound the address space to what is in use now and so much more (only Linux tells, and keeps it)."""
    size = Path("/proc/self/statm")
    if size.exists():
        used = int(size.read_text().split()[0]) * resource.getpagesize()
        _, hard = resource.getrlimit(resource.RLIMIT_AS)
        resource.setrlimit(resource.RLIMIT_AS, (used + megabytes * 1_000_000, hard))


def _limit_time(seconds: int) -> None:
    """Bound processor time for the next file: it ends a child whose parent is gone or busy."""
    usage = resource.getrusage(resource.RUSAGE_SELF)
    _, hard = resource.getrlimit(resource.RLIMIT_CPU)
    resource.setrlimit(resource.RLIMIT_CPU, (int(usage.ru_utime + usage.ru_stime) + seconds + 1, hard))


def _defect(path: Path, error: Exception) -> UnreadableFile:
    explanation = f"Reading it failed ({type(error).__name__}: {str(error)[:200]})."
    return UnreadableFile(path, "corrupt", explanation, "Open the file and save or print it again, as PDF.")


def _too_slow(path: Path, settings: IndexSettings) -> UnreadableFile:
    return UnreadableFile(
        path,
        "too_slow",
        f"Reading it took longer than {settings.read_seconds} seconds.",
        "Raise WALKALONG_READ_SECONDS, or split the file.",
    )


def _too_large(path: Path, settings: IndexSettings) -> UnreadableFile:
    return UnreadableFile(
        path,
        "too_large",
        f"Reading it took more than {settings.read_memory_mb} MB of memory.",
        "Raise WALKALONG_READ_MEMORY_MB, or split the file.",
    )
