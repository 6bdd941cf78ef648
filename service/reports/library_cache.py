"""Results put together from many reports, kept in memory as long as their library."""

from collections.abc import Callable, Iterable
from functools import wraps
from typing import TypeVar
from weakref import WeakKeyDictionary

from ingest.library.open import Library
from ingest.types import Details

Made = TypeVar("Made")
Make = Callable[[Library, tuple[Details, ...]], Made]
MOST_SELECTIONS = 16
"""Selections of reports that are kept for one library: the whole of it, and the filters that are used at a time."""


def keep_for_library(make: Make[Made]) -> Callable[[Library, Iterable[Details]], Made]:
    """Keep what `make` gives for a library and some of its reports, for the latest selections only.

    Reading a report takes 15 ms, so a result from a thousand reports is made once. Two threads that come first at
    once both make it; either result is right.
    """
    kept: WeakKeyDictionary[Library, dict[tuple[str, ...], Made]] = WeakKeyDictionary()

    @wraps(make)
    def give(library: Library, reports: Iterable[Details]) -> Made:
        chosen = tuple(reports)
        selection = tuple(report.id for report in chosen)
        of_library = kept.setdefault(library, {})
        made = of_library.get(selection)
        if made is None:
            made = of_library[selection] = make(library, chosen)
            for oldest in list(of_library)[:-MOST_SELECTIONS]:
                of_library.pop(oldest, None)
        return made

    return give
