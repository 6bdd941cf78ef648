"""What is new in a report against the ones before it: places, terms, and findings that none of them is near."""

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from ingest.errors import InvalidRequest
from ingest.library.open import Library
from ingest.types import ROLES, VOICES, Details
from service.catalogue.front import rows_of
from service.learning.candidates import LONGEST, SHORTEST, stands_alone
from service.reports.common_names import find_common_names
from service.search.passages import passage
from service.telling.plain import flatten_text
from service.types import Passage

MOST_FINDINGS = 8
"""Findings that are shown: what one reads before opening the report."""
UNLIKE = 0.6
"""Below this cosine to every sentence of every earlier report a finding is new. Looked at on the later of two reports
and on the sample: above it stood the same matter in other words, below it mostly another matter. No label."""
ALIKE = 0.8
"""Two findings with a higher cosine are on one point, which is told once."""
_FINDINGS = [VOICES.index(voice) for voice in ("finding", "recommendation")]
_PROSE = [ROLES.index(role) for role in ("paragraph", "bullet")]
Vectors = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class ReportNews:
    """A report beside those before it."""

    report: Details
    before: tuple[Details, ...]
    """Reports of an earlier date, the oldest first."""
    undated: tuple[Details, ...]
    """Reports without a date, which stand on neither side."""
    places: tuple[str, ...]
    """Places of the report that none of the earlier ones names."""
    terms: tuple[str, ...]
    """Its terms that none of the earlier ones uses, with what they stand for where it says so."""
    findings: tuple[Passage, ...]
    """Findings and recommendations that nothing earlier is near, under keys P1, P2, ..., those first that stand for
    most of the report."""
    looked_at: int
    """Findings and recommendations of the report that make sense alone."""
    new: int
    """How many of them nothing earlier is near."""


def find_report_news(library: Library, report_id: str) -> ReportNews:
    """Compare a report with all earlier ones. Raises NotFound for an unknown report, InvalidRequest without a date."""
    report = library.report(report_id)
    details = report.details
    if not details.date:
        message = (
            f"{details.title!r} has no date, so no report is before it. Correct its entry to give it one."
        )
        raise InvalidRequest(message)
    before = sorted(
        (entry for entry in library.details if _is_earlier(entry, details)),
        key=lambda entry: entry.date or "",
    )
    rows = _list_findings(library, report_id)
    own = _read_directions(library, rows)
    nearest = _find_nearest(library, own, before)
    new = np.flatnonzero(nearest < UNLIKE) if before else np.arange(len(rows))
    chosen = [int(rows[at]) for at in _choose(own, new)]
    return ReportNews(
        report=details,
        before=tuple(before),
        undated=tuple(entry for entry in library.details if not entry.date),
        places=tuple(_find_places(library, details, before)),
        terms=tuple(_find_terms(library, details, before)),
        findings=tuple(passage(library, row, row + 1, f"P{number}") for number, row in enumerate(chosen, 1)),
        looked_at=len(rows),
        new=len(new),
    )


def _is_earlier(entry: Details, report: Details) -> bool:
    """Whether a report is certainly of an earlier date, as exactly as both are known: 2022 is not before 2022-10."""
    if not entry.date or not report.date:
        return False
    exact = min(len(entry.date), len(report.date))
    return entry.date[:exact] < report.date[:exact]


def _list_findings(library: Library, report_id: str) -> NDArray[np.int64]:
    at = next(row for row, entry in enumerate(library.details) if entry.id == report_id)
    rows = rows_of(library, at)
    sentences = library.sentences
    rows = rows[np.isin(sentences.voice[rows], _FINDINGS) & np.isin(sentences.role[rows], _PROSE)]
    length = sentences.end[rows] - sentences.start[rows]
    rows = rows[(length >= SHORTEST) & (length <= LONGEST)]
    alone = [stands_alone(flatten_text(passage(library, int(row), int(row) + 1, "").text)) for row in rows]
    chosen: NDArray[np.int64] = rows[np.asarray(alone, bool)]
    return chosen


def _find_nearest(library: Library, own: Vectors, before: Iterable[Details]) -> Vectors:
    """The highest cosine of each direction to a sentence of an earlier report; -1 without any."""
    nearest = np.full(len(own), -1.0, np.float32)
    known = {entry.id for entry in before}
    for row, entry in enumerate(library.details):
        if entry.id in known and len(own):
            others = _read_directions(library, rows_of(library, row))
            nearest = np.maximum(nearest, (own @ others.T).max(axis=1, initial=-1.0))
    return nearest


def _choose(own: Vectors, new: NDArray[np.int64]) -> list[int]:
    """Positions of the new findings nearest to the mean of all, no two on one point, in text order."""
    central = own @ own.mean(axis=0) if len(own) else np.zeros(0, np.float32)
    taken: list[int] = []
    for at in sorted((int(each) for each in new), key=lambda each: -float(central[each])):
        if all(float(own[at] @ own[other]) < ALIKE for other in taken):
            taken.append(at)
        if len(taken) == MOST_FINDINGS:
            break
    return sorted(taken)


def _find_places(library: Library, report: Details, before: Iterable[Details]) -> Iterable[str]:
    known = {place for entry in before for place in _list_places(library, entry)}
    known |= find_common_names(library, library.details)
    return (place for place in _list_places(library, report) if place not in known)


def _list_places(library: Library, entry: Details) -> dict[str, None]:
    named = (place for sentence in library.report(entry.id).sentences for place in sentence.places)
    return dict.fromkeys([*entry.places, *named])


def _find_terms(library: Library, report: Details, before: Iterable[Details]) -> Iterable[str]:
    known = {term.short for entry in before for term in library.report(entry.id).terms}
    for term in library.report(report.id).terms:
        if term.short not in known:
            yield f"{term.short} ({term.long})" if term.long else term.short


def _read_directions(library: Library, rows: NDArray[np.int64]) -> Vectors:
    vectors = library.sentences.vector[rows].astype(np.float32)
    directions: Vectors = vectors / np.maximum(np.linalg.norm(vectors, axis=1, keepdims=True), 1e-9)
    return directions
