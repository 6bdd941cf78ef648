"""What the terms of all reports mean: each meaning once, with the reports that give it and those that use the term."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from itertools import groupby

from ingest.library.open import Library
from ingest.types import Details, Term
from service.reports import records
from service.reports.library_cache import keep_for_library
from service.reports.records import DefinedTerm
from service.types import Passage


@dataclass(frozen=True, slots=True)
class Use:
    """A report that has a term, and how often."""

    report: Details
    uses: int


@dataclass(frozen=True, slots=True)
class Meaning:
    """What a term stands for in some reports."""

    term: Term
    passage: Passage
    """Where the first of them says so."""
    reports: tuple[Details, ...]
    uses: int
    """How often all of them have the term."""

    @property
    def long(self) -> str:
        """The words that the term stands for."""
        return self.term.long or ""


@dataclass(frozen=True, slots=True)
class TermEntry:
    """A term of the library. More than one meaning: reports differ. None: no report says what it stands for."""

    term: Term
    """As the first report has it."""
    meanings: tuple[Meaning, ...]
    first: Passage
    """Where it is defined first, or else used first."""
    uses: tuple[Use, ...]
    """The reports in the library's order."""

    @property
    def short(self) -> str:
        """The term itself."""
        return self.term.short

    @property
    def initial(self) -> str:
        """The letter under which the term is in an index."""
        return self.short[0].upper() if self.short[0].isalpha() else "#"


@keep_for_library
def find_terms(library: Library, reports: tuple[Details, ...]) -> tuple[TermEntry, ...]:
    """Give the terms of these reports in the order of their letters."""
    return tuple(_entries(library, reports))


def list_meanings(library: Library, reports: Iterable[Details]) -> list[DefinedTerm]:
    """Give the same terms as a flat list under keys T1, T2, ...: one item a meaning, or one for a term without any."""
    found = [item for entry in find_terms(library, reports) for item in _items(entry)]
    return [
        replace(item, passage=replace(item.passage, id=f"T{number}")) for number, item in enumerate(found, 1)
    ]


def _items(entry: TermEntry) -> Iterable[DefinedTerm]:
    for meaning in entry.meanings:
        yield DefinedTerm(replace(meaning.term, uses=meaning.uses), meaning.passage)
    if not entry.meanings:
        yield DefinedTerm(replace(entry.term, uses=sum(use.uses for use in entry.uses)), entry.first)


def _entries(library: Library, reports: Iterable[Details]) -> Iterable[TermEntry]:
    found = [(report, item) for report in reports for item in records.terms(library.report(report.id))]
    found.sort(key=lambda pair: (pair[1].term.short.casefold(), pair[1].term.short))
    for _, group in groupby(found, key=lambda pair: pair[1].term.short):
        items = list(group)
        meanings = tuple(_meanings(items))
        uses = tuple(Use(report, item.term.uses) for report, item in items)
        yield TermEntry(
            items[0][1].term, meanings, meanings[0].passage if meanings else items[0][1].passage, uses
        )


def _meanings(items: Iterable[tuple[Details, DefinedTerm]]) -> Iterable[Meaning]:
    by_long: dict[str, list[tuple[Details, DefinedTerm]]] = {}
    for report, item in items:
        if item.term.long:
            by_long.setdefault(_fold(item.term.long), []).append((report, item))
    for same in by_long.values():
        # A report's glossary explains a term; other reports often only put the long form beside it.
        first = next((item for report, item in same if report.kind == "glossary"), same[0][1])
        yield Meaning(
            first.term,
            first.passage,
            tuple(dict.fromkeys(report for report, _ in same)),
            sum(item.term.uses for _, item in same),
        )


def _fold(long: str) -> str:
    """Give what all spellings of a meaning share: its words without capitals, marks and the plural s."""
    words = "".join(c if c.isalnum() else " " for c in long.casefold()).split()
    return " ".join(word.removesuffix("s") for word in words)


def spell_out(library: Library, reports: Iterable[str] = ()) -> dict[str, tuple[str, ...]]:
    """Give what each term stands for: in these reports (ids) if they say it, else in any report.

    A term has several meanings if reports differ. Other reports are not read, so every answer can use this.
    """
    found = {short: _distinct(forms) for short, forms in library.lexicon.acronyms.items() if forms}
    known = {details.id for details in library.details}
    own: dict[str, list[str]] = {}
    for report_id in known.intersection(reports):
        for term in library.report(report_id).terms:
            if term.long:
                own.setdefault(term.short, []).append(term.long)
    return found | {short: _distinct(forms) for short, forms in own.items()}


def _distinct(forms: Iterable[str]) -> tuple[str, ...]:
    """Give each meaning once, in its first spelling."""
    return tuple({_fold(form): form for form in reversed(tuple(forms))}.values())[::-1]
