"""Reading in a child process with bounds (time, memory, no files written, no network): no file can take ingestion
down with it, and one that takes the child over gets nowhere from there.

The child is a fresh interpreter (the parent may have torch and threads, which a fork would not survive) that
reads one file after the other, and is started again after a failure.
"""

import contextlib
import os
import re
import resource
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterable, Iterator
from functools import partial
from multiprocessing.connection import Connection, Pipe
from pathlib import Path
from types import TracebackType

from ingest.errors import UnreadableFile
from ingest.progress import TellPage, ignore_pages
from ingest.readers.process.confine import confine
from ingest.readers.process.parcels import BrokenParcel, pack_outcome, unpack_outcome
from ingest.settings import IndexSettings
from ingest.types import Reading

_LIMITS = ("max_pages", "max_file_mb", "read_seconds", "read_memory_mb")
"""The settings that the child needs."""
_ROOT = Path(__file__).resolve().parents[3]
_PROGRAM = (
    "import os, sys; os.environ['OPENBLAS_NUM_THREADS'] = '1'; sys.path.insert(0, sys.argv[1]); "
    "from ingest.readers.process.child import serve; serve(int(sys.argv[2]))"
)
_INHERITED = (
    *("PATH", "HOME", "TMPDIR", "TZ", "LANG", "LC_ALL", "LC_CTYPE"),
    *("PYTHONPATH", "PYTHONHOME", "PYTHONNOUSERSITE", "VIRTUAL_ENV", "LD_LIBRARY_PATH"),
)
"""All that the child gets of the environment: what finds its libraries and its language. Keys stay outside, as
the child opens files of strangers."""
_START_SECONDS = 60
"""Importing the readers takes about a second; a busy machine with a cold disk takes many times that."""
_KINDLY = 2.0
"""Seconds that a child which has closed its pipe gets to end by itself, so that its exit code tells why."""
_PAGE = re.compile(rb"page (\d{1,6}) (\d{1,6})")
"""What the child says between a file and its outcome: so many of so many pages are read."""
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

    def read(self, path: Path, tell: TellPage = ignore_pages) -> Reading:
        """Read one file; raises `UnreadableFile`, also where that takes too long or too much memory."""
        deadline = self._ask(path)
        outcome = self._answer(path, deadline, tell)
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
            self._connect().send_bytes(os.fsencode(path))
        return time.monotonic() + self._settings.read_seconds

    def _answer(self, path: Path, deadline: float, tell: TellPage = ignore_pages) -> Reading | UnreadableFile:
        try:
            while True:
                if not self._connect().poll(max(0.0, deadline - time.monotonic())):
                    self.close()
                    return _describe_too_slow(path, self._settings)
                parcel = self._connect().recv_bytes(self._settings.read_memory_mb * 1_000_000)
                if not (page := _PAGE.fullmatch(parcel)):
                    break
                tell(int(page[1]), int(page[2]))
            outcome = unpack_outcome(parcel, path)
        except (EOFError, OSError, BrokenParcel):
            return self._post_mortem(path)
        if isinstance(outcome, MemoryError):
            self.close()
            return _describe_too_large(path, self._settings)
        return outcome

    def _start(self) -> None:
        self._pipe, theirs = Pipe()
        self._child = subprocess.Popen(
            [sys.executable, "-c", _PROGRAM, str(_ROOT), str(theirs.fileno())],
            pass_fds=[theirs.fileno()],
            env={name: os.environ[name] for name in _INHERITED if name in os.environ},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )
        theirs.close()
        self._pipe.send_bytes(self._settings.model_dump_json(include=set(_LIMITS)).encode())
        if not self._pipe.poll(_START_SECONDS):
            self.close()
            message = "The reading process did not start; the machine may be out of memory."
            raise TimeoutError(message)
        self._pipe.recv_bytes()

    def _connect(self) -> Connection:
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
            return _describe_too_slow(path, self._settings)
        if code in _TOO_LARGE_SIGNALS:
            return _describe_too_large(path, self._settings)
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
    settings = IndexSettings.model_validate_json(pipe.recv_bytes())
    _limit_memory(settings.read_memory_mb)
    confine()
    pipe.send_bytes(b"ready")

    def tell(done: int, total: int) -> None:
        pipe.send_bytes(b"page %d %d" % (done, total))

    while True:
        try:
            path = Path(os.fsdecode(pipe.recv_bytes()))
        except EOFError:
            return
        _limit_time(settings.read_seconds)
        pipe.send_bytes(_try_reading(partial(read, path, settings, tell), path))


def _try_reading(read: Callable[[], Reading], path: Path) -> bytes:
    """What came of reading one file, packed."""
    try:
        return pack_outcome(read())
    except (UnreadableFile, MemoryError) as error:
        return pack_outcome(error)
    except Exception as error:  # noqa: BLE001 - a defect met in one file must not stop the others
        return pack_outcome(_describe_defect(path, error))


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


def _describe_defect(path: Path, error: Exception) -> UnreadableFile:
    explanation = f"Reading it failed ({type(error).__name__}: {str(error)[:200]})."
    return UnreadableFile(path, "corrupt", explanation, "Open the file and save or print it again, as PDF.")


def _describe_too_slow(path: Path, settings: IndexSettings) -> UnreadableFile:
    return UnreadableFile(
        path,
        "too_slow",
        f"Reading it took longer than {settings.read_seconds} seconds.",
        "Raise WALKALONG_READ_SECONDS, or split the file.",
    )


def _describe_too_large(path: Path, settings: IndexSettings) -> UnreadableFile:
    return UnreadableFile(
        path,
        "too_large",
        f"Reading it took more than {settings.read_memory_mb} MB of memory.",
        "Raise WALKALONG_READ_MEMORY_MB, or split the file.",
    )
