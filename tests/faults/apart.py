"""Work in a process of its own, a fork, that may be killed, lose its rights or crash without taking the rest along."""

import os
import pickle
import select
import signal
import time
import traceback
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from ingest.errors import WalkalongError

LONGEST = 300.0
"""Seconds after which work that does not end counts as hanging."""
Say = Callable[[object], None]


@dataclass(frozen=True, slots=True)
class Ended:
    """How work ended: with `value`, refused by an error of ours, killed as planned, or else as `wrong` says."""

    value: Any = None
    refused: str | None = None
    killed: bool = False
    wrong: str | None = None
    said: tuple[Any, ...] = ()
    """What it said before that, in order."""
    seconds: float = 0.0


def run_apart(work: Callable[[Say], Any], kill_after: float | None = None) -> Ended:
    """Run work in a fork; with `kill_after` it is killed so many seconds after its beginning."""
    reading, writing = os.pipe()
    if (child := os.fork()) == 0:
        os.close(reading)
        _work(work, writing)
    os.close(writing)
    said: list[Any] = []
    begun, killed = 0.0, False
    with os.fdopen(reading, "rb", buffering=0) as pipe:
        heard = b""
        ends = time.monotonic() + LONGEST
        while True:
            ready, _, _ = select.select([pipe], [], [], max(0.0, ends - time.monotonic()))
            if not ready:
                os.kill(child, signal.SIGKILL)
                killed = True
                break
            piece = pipe.read(1 << 16)
            if not piece:
                break
            heard += piece
            if not begun:
                begun = time.monotonic()
                if kill_after is not None:
                    ends = begun + kill_after
        _, status = os.waitpid(child, 0)
        heard += pipe.read() or b"" if killed else b""
    seconds = time.monotonic() - begun
    said = _unpack(heard)
    if killed and kill_after is None:
        return Ended(wrong=f"it hung for {LONGEST:.0f} s")
    if killed:
        return Ended(killed=True, said=tuple(said[1:]), seconds=seconds)
    if os.WIFSIGNALED(status) or not said or not isinstance(said[-1], Ended):
        return Ended(wrong=f"it ended with wait status {status}")
    last: Ended = said[-1]
    return Ended(last.value, last.refused, False, last.wrong, tuple(said[1:-1]), seconds)


def _work(work: Callable[[Say], Any], writing: int) -> None:
    """Do the work in this process, and end it without the parent's own endings."""

    def say(thing: object) -> None:
        packed = pickle.dumps(thing)
        os.write(writing, len(packed).to_bytes(4, "big") + packed)

    say("begun")
    try:
        ended = Ended(work(say))
    except WalkalongError as error:
        ended = Ended(refused=f"{error.code}: {error.message}")
    except BaseException:  # noqa: BLE001 - a panic of a library is no Exception
        ended = Ended(wrong=traceback.format_exc())
    say(ended)
    os._exit(0)


def _unpack(heard: bytes) -> list[Any]:
    """Read what was said; a last thing that was cut short was not said."""
    said = []
    while len(heard) >= 4:
        size = int.from_bytes(heard[:4], "big")
        if len(heard) < 4 + size:
            break
        said.append(pickle.loads(heard[4 : 4 + size]))
        heard = heard[4 + size :]
    return said
