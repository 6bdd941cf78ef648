"""What the tests of bounded time share: the compiled patterns of our rooms, and a limit on processor time."""

import importlib
import pkgutil
import re
import signal
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType, ModuleType
from typing import Any

import pytest

AnyPattern = re.Pattern[Any]
"""Of text or of bytes."""


def patterns_by_module(*rooms: ModuleType) -> dict[str, list[AnyPattern]]:
    """The patterns that the modules of some rooms compile when they are imported, by the module's name."""
    names = [
        found.name for room in rooms for found in pkgutil.walk_packages(room.__path__, f"{room.__name__}.")
    ]
    # The steps of the database run when they are imported, and compile nothing.
    names = [name for name in names if ".migrations" not in name]
    found = {name: [*_patterns_in([*vars(importlib.import_module(name)).values()])] for name in names}
    return {name: patterns for name, patterns in found.items() if patterns}


@contextmanager
def at_most(seconds: float, what: str) -> Iterator[None]:
    """Stop what takes more processor time; the interpreter looks for signals while it matches."""

    def stop(_signal: int, _frame: FrameType | None) -> None:
        pytest.fail(f"{what} takes more than {seconds} s")

    before = signal.signal(signal.SIGVTALRM, stop)
    signal.setitimer(signal.ITIMER_VIRTUAL, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_VIRTUAL, 0)
        signal.signal(signal.SIGVTALRM, before)


def _patterns_in(value: object) -> Iterator[AnyPattern]:
    """Patterns in a value, also inside tuples, lists and dictionaries."""
    if isinstance(value, re.Pattern):
        yield value
    elif isinstance(value, tuple | list):
        for each in value:
            yield from _patterns_in(each)
    elif isinstance(value, dict):
        yield from _patterns_in([*value.values()])
