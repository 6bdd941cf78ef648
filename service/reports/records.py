"""What the library offers besides answers: catalogue, outlines, reflective questions, terms."""

from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import dataclass

from ingest.index.packing import find_page
from ingest.library.open import Library
from ingest.types import Details, Report, Sentence, Term
from service.reports.library_cache import keep_for_library
from service.search.filters import admits_report, names_any
from service.search.passages import of_sentences
from service.types import Filters, Passage

CONTEXT = 300
"""Characters shown on each side of a passage."""


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading of a report's outline."""

    text: str
    level: int
    page: int


@dataclass(frozen=True, slots=True)
class DefinedTerm:
    """A term with the passage that defines it, or first uses it."""

    term: Term
    passage: Passage


def select_matching(
    entries: Iterable[Details], filters: Filters, programme: str | None = None
) -> list[Details]:
    """Give the entries that pass; names match whole and in any case, and an entry without a date has none."""
    return [entry for entry in entries if _passes(entry, filters, programme)]


def outline(report: Report) -> list[Heading]:
    """Give the headings in the report's order."""
    return [
        Heading(report.text[block.start : block.end], block.level, find_page(report, block.start))
        for block in report.blocks
        if block.role == "heading"
    ]


def reflective_questions(report: Report, first_key: int = 1) -> list[Passage]:
    """Give the questions that the report puts to its reader, under keys Q1, Q2, ..."""
    return [
        _passage(report, report.sentences[row], f"Q{key}")
        for key, row in enumerate(report.questions, first_key)
    ]


@keep_for_library
def all_questions(library: Library, entries: tuple[Details, ...]) -> tuple[Passage, ...]:
    """Give the reflective questions of several reports, with keys counted across them."""
    found: list[Passage] = []
    for entry in entries:
        found += reflective_questions(library.report(entry.id), len(found) + 1)
    return tuple(found)


def terms(report: Report, first_key: int = 1) -> list[DefinedTerm]:
    """Give the report's terms in its order, under keys T1, T2, ..."""
    return [
        DefinedTerm(t, _passage(report, _term_sentence(report, t), f"T{key}"))
        for key, t in enumerate(report.terms, first_key)
    ]


def _term_sentence(report: Report, term: Term) -> Sentence:
    """Give the sentence that has the term, or only the term if no sentence has it (as in a heading)."""
    row = bisect_right(report.sentences, term.start, key=lambda sentence: sentence.start) - 1
    if row >= 0 and report.sentences[row].end >= term.end:
        return report.sentences[row]
    block = max(bisect_right(report.blocks, term.start, key=lambda block: block.start) - 1, 0)
    return Sentence(term.start, term.end, block, "description")


def _passage(report: Report, sentence: Sentence, key: str) -> Passage:
    context = report.text[max(0, sentence.start - CONTEXT) : sentence.end + CONTEXT]
    return of_sentences(report, (sentence,), context, key)


def _passes(entry: Details, filters: Filters, programme: str | None) -> bool:
    return (
        admits_report(filters, entry)
        and names_any(filters.places, entry.places)
        and names_any((programme,) if programme else (), (entry.programme or "",))
    )
