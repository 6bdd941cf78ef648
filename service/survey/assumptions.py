"""The assumptions that reports state on a theme, what later reports found, and where one is stated again."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain

import numpy as np
from numpy.typing import NDArray

from ingest.embedding.embedder import Embedder
from ingest.library.open import Library
from ingest.types import ROLES, VOICES
from service.brief.arrange import make_items
from service.brief.types import EvidenceItem
from service.question.wants import check_question
from service.search.filters import is_within, refuse_unknown_reports
from service.search.passages import passage
from service.search.retrieve import CHUNKS, report_rows
from service.types import Filters, Passage

Ints = NDArray[np.int64]
Floats = NDArray[np.float32]

MOST = 8
"""Assumptions on a theme: about a page of them, each with its evidence."""
EVIDENCE = 3
"""Passages of evidence on each."""
CONSIDERED = 2 * EVIDENCE
"""Sentences nearest to an assumption that may be evidence on it."""
SAME_MATTER = 0.45
"""From this cosine to an assumption on, a passage is evidence on it or says it anew. A bound is needed, for a search
gives something for everything. Read off the ten assumptions of the sample and two other reports: what bore on them
had 0.45 to 0.62, what did not 0.04 to 0.43. There is no labelled set."""


@dataclass(frozen=True, slots=True)
class Assumption:
    """An assumption with what came of it."""

    passage: Passage
    date: str | None
    """Of its report."""
    evidence: tuple[Passage, ...]
    """What reports of that date or later found on it, the nearest first."""
    items: tuple[EvidenceItem, ...]
    """What each of them says, in the same order."""
    revised: Passage | None
    """Where a later report states it anew."""


def find_assumptions(
    library: Library, embedder: Embedder, theme: str, filters: Filters
) -> tuple[Assumption, ...]:
    """The assumptions nearest to a theme, the oldest report's first, those without a date last.

    Raises InvalidRequest for an empty or endless theme or an unknown report.
    """
    asked = check_question(theme)
    refuse_unknown_reports(filters, library.details)
    stated = _find_stated(library, embedder, asked, filters)
    passages = [each for each, _ in stated]
    near = [_find_evidence(library, each, vector) for each, vector in stated]
    meaning = _embed_once(embedder, [each.text for each in (*passages, *chain.from_iterable(near))])
    found = [_follow(library, meaning, each, own, passages) for each, own in zip(passages, near, strict=True)]
    return tuple(sorted(found, key=lambda each: (each.date is None, each.date or "")))


def _find_stated(
    library: Library, embedder: Embedder, theme: str, filters: Filters
) -> list[tuple[Passage, Floats]]:
    """Find the assumptions nearest to the theme, with the direction (unit vector) of their meaning.

    They are too few for a search, which looks only at some chunks.
    """
    sentences = library.sentences
    admitted = report_rows(library, filters)
    is_text = sentences.role != ROLES.index("heading")
    row = np.flatnonzero(is_text & (sentences.voice == VOICES.index("assumption")))
    if admitted is not None:
        row = row[np.isin(sentences.report[row], admitted)]
    wanted = np.asarray(embedder.embed_query(theme), np.float32)
    directions = _directions(library, row)
    best = np.argsort(-(directions @ wanted), kind="stable")[:MOST]
    return [
        (passage(library, int(row[at]), int(row[at]) + 1, f"P{number}"), directions[at])
        for number, at in enumerate(best, start=1)
    ]


def _follow(
    library: Library,
    meaning: Mapping[str, Floats],
    stating: Passage,
    near: Sequence[Passage],
    stated: Sequence[Passage],
) -> Assumption:
    entries = {entry.id: entry for entry in library.details}
    date = entries[stating.report_id].date
    newer = [each for each in stated if date and (entries[each.report_id].date or "") > date]
    evidence, anew = (
        tuple(each for each in passages if meaning[each.text] @ meaning[stating.text] >= SAME_MATTER)
        for passages in (near, newer)
    )
    evidence = evidence[:EVIDENCE]
    return Assumption(stating, date, evidence, make_items(evidence, entries), anew[0] if anew else None)


def _find_evidence(library: Library, stating: Passage, vector: Floats) -> list[Passage]:
    date = next(entry.date for entry in library.details if entry.id == stating.report_id)
    found = np.concatenate([np.zeros(0, np.int64), *_near_rows(library, vector)])
    rows = np.unique(found[_is_evidence(library, found, date)])
    best = rows[np.argsort(-(_directions(library, rows) @ vector), kind="stable")][:CONSIDERED]
    return [
        passage(library, int(row), int(row) + 1, f"{stating.id}.{number}")
        for number, row in enumerate(best, start=1)
    ]


def _embed_once(embedder: Embedder, texts: Sequence[str]) -> dict[str, Floats]:
    """Give the direction of each text; every text is embedded once, all together."""
    apart = list(dict.fromkeys(texts))
    if not apart:
        return {}
    vectors = np.asarray(embedder.embed_documents(apart), np.float32)
    vectors /= np.maximum(np.linalg.norm(vectors, axis=1, keepdims=True), 1e-9)
    return dict(zip(apart, vectors, strict=True))


def _near_rows(library: Library, vector: Floats) -> Iterator[Ints]:
    """Give the sentences of the chunks nearest to a vector."""
    for chunk in library.nearest(vector, CHUNKS)[0]:
        yield np.arange(library.chunks.first_sentence[chunk], library.chunks.last_sentence[chunk])


def _is_evidence(library: Library, rows: Ints, date: str | None) -> NDArray[np.bool_]:
    """Tell which sentences are findings or quotations in a report of the date or later."""
    sentences = library.sentences
    fits = np.isin(sentences.voice[rows], [VOICES.index(voice) for voice in ("finding", "quotation")])
    fits &= np.isin(
        sentences.role[rows], [ROLES.index(role) for role in ("paragraph", "bullet", "quotation")]
    )
    late = [row for row, entry in enumerate(library.details) if is_within(entry.date, date, None)]
    return fits & np.isin(sentences.report[rows], late)


def _directions(library: Library, rows: Ints) -> Floats:
    vectors = library.sentences.vector[rows].astype(np.float32)
    directions: Floats = vectors / np.maximum(np.linalg.norm(vectors, axis=1, keepdims=True), 1e-9)
    return directions
