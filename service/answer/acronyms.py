"""What an acronym stands for, with the passage that says so: as a report spells it out, or as its words suggest."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

import numpy as np

from ingest.library.open import Library
from ingest.types import Term
from service.search.passages import passage
from service.search.retrieve import Found
from service.types import Passage

_MOST_REPORTS = 12
"""So many reports, those that came nearest, are read for it: 15 ms each when they are not in memory."""


@dataclass(frozen=True, slots=True)
class Explained:
    """An acronym with what is known of it."""

    short: str
    long: str | None
    """None where no report spells it out."""
    said: bool
    """Whether a report says so; else the long form is only suggested by its words."""
    uses: int
    """How often the reports that were looked at have it."""
    passage: Passage
    """Where it is spelled out, or else used first; its key is to be given by whoever cites it."""


def explain_acronym(subject: str, found: Found) -> Explained | None:
    """What the reports of the search say of an acronym; None where they have no such."""
    library = found.library
    rows = library.sentences.report[found.candidates.row[found.allowed]]
    reports = list(dict.fromkeys(rows.tolist()))[:_MOST_REPORTS]
    terms = [(row, term) for row in reports for term in _terms_of(library, row, subject)]
    if not terms:
        return None
    uses = sum(term.uses for _, term in terms)
    explained = [_explain(library, row, term, uses) for row, term in terms]
    # Said before suggested before used; then by the report in which it is used most.
    return max(explained, key=lambda each: (each.long is not None, each.said))


def cite_first(explained: Explained, passages: Sequence[Passage]) -> tuple[Passage, ...]:
    """The passages with that of the acronym in front of them, keyed S1, S2, ... anew."""
    first = explained.passage
    same = [p for p in passages if p.report_id == first.report_id and p.start <= first.start < p.end]
    rest = [p for p in passages if p not in same and not _overlap(p, first)]
    return _keyed([*(same or [first]), *rest])


def _terms_of(library: Library, row: int, subject: str) -> Iterable[Term]:
    wanted = {subject, subject.removesuffix("s")}
    return (term for term in library.report(library.details[row].id).terms if term.short in wanted)


def _explain(library: Library, row: int, term: Term, uses: int) -> Explained:
    sentences = library.sentences
    first, last = np.searchsorted(sentences.report, [row, row + 1])
    at = int(first + np.searchsorted(sentences.start[first:last], term.start, side="right")) - 1
    where = passage(library, max(at, int(first)), max(at, int(first)) + 1, "S1", 1.0)
    return Explained(term.short, term.long, term.said, uses, where)


def _overlap(one: Passage, other: Passage) -> bool:
    return one.report_id == other.report_id and one.start < other.end and other.start < one.end


def _keyed(passages: Iterable[Passage]) -> tuple[Passage, ...]:
    return tuple(replace(each, id=f"S{number}") for number, each in enumerate(passages, start=1))
