"""What a report says about itself: its title, authors and date, as passages."""

import numpy as np
from numpy.typing import NDArray

from ingest.language.stems import content_stems
from ingest.library.open import Library
from ingest.types import Details, MentionKind
from service.search.passages import passage
from service.types import Passage

FIRST_SENTENCES = 40
"""So many are looked through for the title."""


def title_line(library: Library, row: int) -> list[Passage]:
    """Find the line with most words of the title, near the beginning; a title page may print the title in parts."""
    title = set(content_stems(library.details[row].title))
    front = rows_of(library, row)[:FIRST_SENTENCES]
    if not len(front):
        return []
    shared = [len(title & set(content_stems(text_of(library, int(at))))) for at in front]
    at = int(front[int(np.argmax(shared))])
    return [passage(library, at, at + 1, "")]


def find_mentions(library: Library, row: int, kind: MentionKind) -> list[Passage]:
    """Find the sentences in which a report says something about itself."""
    mentions = [mention for mention in library.details[row].mentions if mention.kind == kind]
    rows = rows_of(library, row)
    starts, ends = library.sentences.start[rows], library.sentences.end[rows]
    found = []
    for mention in mentions:
        covering = np.flatnonzero((starts < mention.end) & (ends > mention.start))
        if len(covering):
            found.append(passage(library, int(rows[covering[0]]), int(rows[covering[-1]]) + 1, ""))
    return found


def rows_of(library: Library, row: int) -> NDArray[np.int64]:
    """Give the rows of a report's sentences, in text order."""
    return np.flatnonzero(library.sentences.report == row)


def text_of(library: Library, at: int) -> str:
    """The words of a sentence."""
    sentences = library.sentences
    return library.text(int(sentences.text_at[at]), int(sentences.end[at] - sentences.start[at]))


def name_stems(details: Details) -> set[str]:
    """Give the stems by which a report may be named: from its title, programme, kind, file, places and year."""
    names = (details.title, details.programme, details.kind, details.id.replace("-", " "), *details.places)
    return set(content_stems(" ".join(filter(None, names)))) | {(details.date or "")[:4]}
