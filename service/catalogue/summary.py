"""A short account of a report: sentences of its own summary, and its headings."""

import numpy as np
from numpy.typing import NDArray

from ingest.library.open import Library
from ingest.types import PARTS, ROLES, VOICES
from service.catalogue.front import rows_of, text_of
from service.choice.choose import LEANING
from service.choice.fit import OF_ITSELF
from service.search.passages import passage
from service.types import Passage

MOST_SENTENCES = 8
"""By judgement: what somebody reads who wants to know whether a report is worth opening."""
MOST_HEADINGS = 12
"""By judgement: more themes than this are a list of contents, which a report's page has."""
UNLIKE = 0.8
"""Sentences with a higher cosine are on one point; a summary tells each point once."""
SHORTEST = 60
"""Characters of a sentence that says something by itself."""
_SUMMARY, _BODY = PARTS.index("summary"), PARTS.index("body")
_PARAGRAPH, _QUESTION = ROLES.index("paragraph"), VOICES.index("question")


def summarise(library: Library, row: int) -> list[Passage]:
    """Sentences of a report's own summary, or of its body where it has none, that stand for most of the others."""
    rows = rows_of(library, row)
    sentences = library.sentences
    part = sentences.part[rows]
    length = sentences.end[rows] - sentences.start[rows]
    is_prose = (sentences.role[rows] == _PARAGRAPH) & (sentences.weight[rows] > 0) & (length >= SHORTEST)
    is_prose &= sentences.voice[rows] != _QUESTION
    prose = rows[is_prose & (part == _SUMMARY)]
    if len(prose) < MOST_SENTENCES:
        prose = rows[is_prose & ((part == _SUMMARY) | (part == _BODY))]
    return [passage(library, at, at + 1, "") for at in _central(library, prose)]


def list_headings(library: Library, row: int) -> list[str]:
    """The outermost headings of a report that tell its parts apart, in order; not the title that stands over all."""
    blocks = library.report(library.details[row].id).blocks
    paths = [block.headings for block in blocks if block.part in ("body", "summary") and block.headings]
    depth = 0
    while len({path[: depth + 1] for path in paths}) == 1 and max(map(len, paths)) > depth + 1:
        depth += 1
    tops = [path[depth] for path in paths if len(path) > depth]
    return list(dict.fromkeys(tops))[:MOST_HEADINGS]


def _central(library: Library, rows: NDArray[np.int64]) -> list[int]:
    """Give the sentences nearest to the mean of all, without two that say the same, in text order."""
    if not len(rows):
        return []
    vectors = np.asarray(library.sentences.vector[rows], dtype=np.float32)
    vectors /= np.maximum(np.linalg.norm(vectors, axis=1, keepdims=True), 1e-9)
    near = vectors @ vectors.mean(axis=0)
    near[[_leans(text_of(library, int(at))) for at in rows]] = -np.inf
    taken: list[int] = []
    while len(taken) < MOST_SENTENCES and np.isfinite(near).any():
        best = int(np.argmax(near))
        taken.append(int(rows[best]))
        near[vectors @ vectors[best] > UNLIKE] = -np.inf
    return sorted(taken)


def _leans(text: str) -> bool:
    """Whether a sentence can't be understood without the one before it; "This report ..." can."""
    return bool(LEANING.match(text)) and not OF_ITSELF.match(text)
