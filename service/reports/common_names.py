"""Names that were taken for places and are common words, such as "Scale" in a programme's name."""

import re

import numpy as np

from ingest.language.stems import content_stems
from ingest.library.open import Library
from ingest.types import Details
from service.reports.library_cache import keep_for_library

LOOKED_AT = 50
"""Chunks with a word that are read for it: those that have it most."""
FEWEST = 2
"""Chunks that must have it in small letters: one may be a slip or an address."""


@keep_for_library
def find_common_names(library: Library, reports: tuple[Details, ...]) -> frozenset[str]:
    """Give the places of the library that are single words, that the entry of none of these reports names, and that
    the reports also write in small letters."""
    known = {place for entry in reports for place in entry.places}
    return frozenset(
        place
        for place in library.lexicon.places
        if place not in known and place.isalpha() and _is_common(library, place.casefold())
    )


def _is_common(library: Library, word: str) -> bool:
    stems = content_stems(word)
    if not stems:
        return True
    scores = library.keyword_scores(stems)
    best = [int(chunk) for chunk in np.argsort(-scores, kind="stable")[:LOOKED_AT] if scores[chunk] > 0]
    in_small = re.compile(rf"(?<![\w./@-]){re.escape(word)}(?![\w/@-]|\.\w)")
    chunks = library.chunks
    found = 0
    for chunk in best:
        length = int(chunks.end[chunk] - chunks.start[chunk])
        found += bool(in_small.search(library.text(int(chunks.text_at[chunk]), length)))
    return found >= FEWEST
