"""`walkalong eval coverage`: which parts of the library a question set covers, and what no search of a run found."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from textwrap import shorten

import numpy as np

from eval.runs.folder import Run, require_unsealed
from eval.runs.provenance import library_digest
from eval.types import Case, Result, TextSpan
from ingest.errors import LibraryMismatch
from ingest.index.packing import find_page
from ingest.library.open import Library
from ingest.types import Report

WORDS_SHOWN = 90
"""Characters of a chunk that are shown."""

Groups = dict[str, set[str]]
"""Name -> ids of cases."""


@dataclass(frozen=True, slots=True)
class CoverageTally:
    """A report, place, kind or section, with the cases whose gold lies in it."""

    name: str
    cases: tuple[str, ...]
    """Ids, in the order of the set."""


@dataclass(frozen=True, slots=True)
class Unfound:
    """A chunk that no search of a run found."""

    report: str
    page: int
    start: int
    end: int
    headings: tuple[str, ...]
    begins: str
    """Its first words."""


@dataclass(frozen=True, slots=True)
class SetCoverage:
    """How many questions each part of the library has; each group in the order of the catalogue and the text."""

    reports: tuple[CoverageTally, ...]
    kinds: tuple[CoverageTally, ...]
    """By kind of report; reports without a kind are left out."""
    places: tuple[CoverageTally, ...]
    sections: tuple[CoverageTally, ...]
    """`report › heading`: the highest headings under each report's title."""
    chunks: int
    """In the whole library."""
    unfound: tuple[Unfound, ...] | None
    """None without a run."""


def measure_coverage(
    library: Library, cases: Sequence[Case], results: Iterable[Result] | None = None
) -> SetCoverage:
    """Count the cases by where their gold lies; with results, also list the chunks that were never found."""
    reports: Groups = {details.id: set() for details in library.details}
    kinds: Groups = {details.kind: set() for details in library.details if details.kind}
    places: Groups = {place: set() for place in library.lexicon.places}
    sections: Groups = {}
    for details in library.details:
        report = library.report(details.id)
        named = {heading: f"{details.id} › {heading}" for heading in _headings(report)}
        sections |= {name: set() for name in named.values()}
        for case, span in _gold_in(report, cases):
            reports[details.id].add(case.id)
            if details.kind:
                kinds[details.kind].add(case.id)
            for place in _places(report, span):
                places.setdefault(place, set()).add(case.id)
            for heading in _headings(report, span):
                sections[named[heading]].add(case.id)
    order = [case.id for case in cases]
    return SetCoverage(
        reports=_tallies(reports, order),
        kinds=_tallies(kinds, order),
        places=_tallies(places, order),
        sections=_tallies(sections, order),
        chunks=len(library.chunks),
        unfound=None if results is None else tuple(_find_unfound(library, results)),
    )


def of_run(library: Library, run: Run, cases: Sequence[Case] | None) -> SetCoverage:
    """The coverage of a run's cases, or of others, with what the run's searches never found.

    Raises InvalidRequest for a run of a sealed set, and LibraryMismatch if the run was made on another library,
    because its offsets mean nothing in this one.
    """
    require_unsealed(run)
    if run.provenance.library != library_digest(library):
        message = f"{run.folder} was made on another library. Set WALKALONG_DATA_DIR to that one, or run the set anew."
        raise LibraryMismatch(message)
    return measure_coverage(library, run.cases if cases is None else cases, run.results)


def _tallies(groups: Groups, order: list[str]) -> tuple[CoverageTally, ...]:
    return tuple(
        CoverageTally(name, tuple(id_ for id_ in order if id_ in ids)) for name, ids in groups.items()
    )


def _gold_in(report: Report, cases: Sequence[Case]) -> Iterator[tuple[Case, TextSpan]]:
    for case in cases:
        for claim in case.gold:
            yield from ((case, span) for span in claim.any_of if span.report == report.details.id)


def _places(report: Report, span: TextSpan) -> set[str]:
    """The places that the span's sentences name, and the report's place if it is about only one."""
    named = {place for each in report.sentences if _meet(span, each.start, each.end) for place in each.places}
    return named | set(report.details.places if len(report.details.places) == 1 else ())


def _headings(report: Report, span: TextSpan | None = None) -> list[str]:
    """The highest headings under the report's title, in text order; with a span, those that it lies under."""
    title = report.details.title.casefold()
    found: dict[str, None] = {}
    for block in report.blocks:
        if block.role != "heading" and (span is None or _meet(span, block.start, block.end)):
            path = [heading for heading in block.headings if heading.casefold() != title]
            found |= dict.fromkeys(path[:1])
    return list(found)


def _find_unfound(library: Library, results: Iterable[Result]) -> Iterator[Unfound]:
    """Chunks that share no character with anything that was found or cited."""
    seen = np.zeros(len(library.chunks), dtype=bool)
    rows = {details.id: row for row, details in enumerate(library.details)}
    chunks = library.chunks
    for result in results:
        for passage in (*result.outcome.found, *result.outcome.answer.passages):
            own = chunks.report == rows[passage.report_id]
            seen |= own & (chunks.start < passage.end) & (chunks.end > passage.start)
    for row in np.flatnonzero(~seen):
        report = library.report(library.details[int(chunks.report[row])].id)
        yield _describe_chunk(report, int(chunks.start[row]), int(chunks.end[row]))


def _describe_chunk(report: Report, start: int, end: int) -> Unfound:
    block = next(block for block in report.blocks if block.end > start)
    begins = shorten(report.text[start:end], WORDS_SHOWN, placeholder=" …")
    return Unfound(report.details.id, find_page(report, start), start, end, block.headings, begins)


def _meet(span: TextSpan, start: int, end: int) -> bool:
    return span.start < end and start < span.end
