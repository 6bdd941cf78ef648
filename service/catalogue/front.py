"""What a report says of itself: its title, its authors, its date, as passages."""

from collections.abc import Iterable, Sequence

import numpy as np
from numpy.typing import NDArray

from ingest.language.months import DATE, iso_date
from ingest.language.stems import content_stems
from ingest.library.open import Library
from ingest.types import PARTS, Details
from service.search.passages import passage
from service.types import Passage

FRONT_PAGES = 3
"""What a report says of itself stands on its first pages, or in its imprint, wherever that is."""
_IMPRINT = PARTS.index("imprint")


def title_line(library: Library, row: int) -> list[Passage]:
    """The line with most words of the title, on the first pages."""
    title = set(content_stems(library.details[row].title))
    front = front_rows(library, row)
    if not front:
        return []
    shared = [len(title & set(content_stems(text_of(library, at)))) for at in front]
    at = front[int(np.argmax(shared))]
    return [passage(library, at, at + 1, "")]


def find_texts(library: Library, row: int, wanted: Iterable[str]) -> list[Passage]:
    """The first sentences of a report in which each of the texts stands."""
    report = library.report(library.details[row].id)
    rows = rows_of(library, row)
    starts, ends = library.sentences.start[rows], library.sentences.end[rows]
    found = []
    for text in wanted:
        at = report.text.find(text)
        covering = np.flatnonzero((starts < at + len(text)) & (ends > at) & (at >= 0))
        if len(covering):
            found.append(passage(library, int(rows[covering[0]]), int(rows[covering[-1]]) + 1, ""))
    return found


def find_date(library: Library, front: Sequence[int], date: str | None) -> list[Passage]:
    """The first sentence of the front with the date of the report, or with its year."""
    if not date:
        return []
    texts = [(at, text_of(library, at)) for at in front]
    exact = (
        at for at, text in texts if any(date.startswith(iso_date(match)) for match in DATE.finditer(text))
    )
    loose = (at for at, text in texts if date in text or f"© {date[:4]}" in text)
    at = next(exact, None) or next(loose, None)
    return [] if at is None else [passage(library, at, at + 1, "")]


def rows_of(library: Library, row: int) -> NDArray[np.int64]:
    """Rows of the sentences of a report, in text order."""
    return np.flatnonzero(library.sentences.report == row)


def text_of(library: Library, at: int) -> str:
    """The words of a sentence."""
    sentences = library.sentences
    return library.text(int(sentences.text_at[at]), int(sentences.end[at] - sentences.start[at]))


def front_rows(library: Library, row: int) -> list[int]:
    """Sentences of a report's first pages and of its imprint."""
    rows = rows_of(library, row)
    is_imprint = library.sentences.part[rows] == _IMPRINT
    return [
        int(at)
        for at, imprint in zip(rows, is_imprint, strict=True)
        if imprint or library.unpack_sentence(int(at)).page <= FRONT_PAGES
    ]


def name_stems(details: Details) -> set[str]:
    """Stems by which a report may be called: of its title, programme, kind, file, places and year."""
    names = (details.title, details.programme, details.kind, details.id.replace("-", " "), *details.places)
    return set(content_stems(" ".join(filter(None, names)))) | {(details.date or "")[:4]}
