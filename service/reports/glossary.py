"""What the terms of all reports mean: each meaning once, with the reports that give it and those that use the term."""

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import groupby
from weakref import WeakKeyDictionary

from ingest.library.open import Library
from ingest.types import Details
from service.reports import records
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

    long: str
    passage: Passage
    """Where the first of them says so."""
    reports: tuple[Details, ...]


@dataclass(frozen=True, slots=True)
class TermEntry:
    """A term of the library. More than one meaning: reports differ. None: no report says what it stands for."""

    short: str
    meanings: tuple[Meaning, ...]
    first: Passage
    """Where it is defined first, or else used first."""
    uses: tuple[Use, ...]
    """The reports in the library's order."""

    @property
    def initial(self) -> str:
        """The letter under which it stands in an index."""
        return self.short[0].upper() if self.short[0].isalpha() else "#"


_known: WeakKeyDictionary[Library, tuple[TermEntry, ...]] = WeakKeyDictionary()


def all_terms(library: Library) -> tuple[TermEntry, ...]:
    """The terms of all reports in the order of their letters; put together once for each library."""
    found = _known.get(library)
    if found is None:
        found = _known[library] = tuple(_entries(library, library.details))
    return found


def _entries(library: Library, reports: Iterable[Details]) -> Iterable[TermEntry]:
    found = [(report, item) for report in reports for item in records.terms(library.report(report.id))]
    found.sort(key=lambda pair: (pair[1].term.short.casefold(), pair[1].term.short))
    for short, group in groupby(found, key=lambda pair: pair[1].term.short):
        items = list(group)
        meanings = tuple(_meanings(items))
        uses = tuple(Use(report, item.term.uses) for report, item in items)
        yield TermEntry(short, meanings, meanings[0].passage if meanings else items[0][1].passage, uses)


def _meanings(items: Iterable[tuple[Details, DefinedTerm]]) -> Iterable[Meaning]:
    by_long: dict[str, list[tuple[Details, DefinedTerm]]] = {}
    for report, item in items:
        if item.term.long:
            by_long.setdefault(_folded(item.term.long), []).append((report, item))
    for same in by_long.values():
        # A glossary explains a term; other reports often only put its long form beside it.
        first = next((item for report, item in same if report.kind == "glossary"), same[0][1])
        yield Meaning(first.term.long or "", first.passage, tuple(report for report, _ in same))


def _folded(long: str) -> str:
    """What spellings of one meaning share: words without capitals, marks and the s of a plural."""
    words = "".join(c if c.isalnum() else " " for c in long.casefold()).split()
    return " ".join(word.removesuffix("s") for word in words)


def spelled_out(library: Library, reports: Iterable[str] = ()) -> dict[str, tuple[str, ...]]:
    """What each term stands for, for explaining it: in these reports (ids) where they say it, else in any.

    Several meanings where reports differ. Reads no other report, so that every answer can have it.
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
    """Each meaning in its first spelling."""
    return tuple({_folded(form): form for form in reversed(tuple(forms))}.values())[::-1]
