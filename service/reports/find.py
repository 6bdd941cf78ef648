"""Finding reports in a large library by words of their entry or text, and sorting them."""

from collections.abc import Callable, Iterable, Sequence
from typing import Literal

import numpy as np

from ingest.language.stems import content_stems
from ingest.library.open import Library
from ingest.types import Details

Order = Literal["title", "newest", "oldest", "longest"]
ORDERS: dict[Order, str] = {
    "title": "title",
    "newest": "date, newest first",
    "oldest": "date, oldest first",
    "longest": "length, longest first",
}


def find_by_words(library: Library, entries: Sequence[Details], words: str) -> list[Details]:
    """Give the entries that have all the words: in title, publisher, programme, kind and places, or in their text."""
    looked = words.casefold().split()
    if not looked:
        return list(entries)
    in_text = _with_stems(library, content_stems(words))
    return [
        entry for entry in entries if entry.id in in_text or all(word in _read_name(entry) for word in looked)
    ]


def order_reports(entries: Iterable[Details], order: Order) -> list[Details]:
    """Put entries in an order; those without a date come last in an order of dates."""
    by_title = sorted(entries, key=lambda entry: entry.title.casefold())
    dated: Callable[[Details], str] = lambda entry: entry.date or ""  # noqa: E731 - a key of two orders
    if order == "newest":
        return sorted(by_title, key=dated, reverse=True)
    if order == "oldest":
        return sorted(by_title, key=lambda entry: entry.date or "9999")
    return sorted(by_title, key=lambda entry: -entry.pages) if order == "longest" else by_title


def _read_name(entry: Details) -> str:
    known = (entry.title, entry.publisher, entry.programme, entry.kind, *entry.places)
    return " ".join(word for word in known if word).casefold()


def _with_stems(library: Library, stems: Sequence[str]) -> set[str]:
    """Give the ids of the reports whose text has all of the stems, anywhere."""
    if not stems:
        return set()
    rows: set[int] | None = None
    for stem in stems:
        chunks = np.flatnonzero(library.keyword_scores([stem]) > 0)
        found = {int(row) for row in np.unique(library.chunks.report[chunks])}
        rows = found if rows is None else rows & found
    return {library.details[row].id for row in rows or ()}
