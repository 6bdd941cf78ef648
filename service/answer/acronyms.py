"""What an acronym stands for, with the passage that says so: as a report spells it out, or as its words suggest."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

import numpy as np

from ingest.library.open import Library
from ingest.meaning.longforms import find_long_after
from ingest.types import Term
from service.search.passages import passage
from service.search.retrieve import Found
from service.types import Passage

_INITIALS = re.compile(r"[A-Z][\w-]*[A-Z]\w*")
"""A subject that has the look of initials: a capital first and another one further on ("NWD", "DfE"); no plain name."""
_NOTE = re.compile(r"\b(?:acronym|initials|abbreviation|stands|short) (?:for|of)\b", re.IGNORECASE)
"""How a note leads in the long form without repeating the initials: "an acronym for Family Safeguarding"."""
_BETWEEN = re.compile(r",?\s+and\s+|,\s*")
"""What stands between things in a row that give a letter each: "Talk, Act and Care"."""
_ROW_END = re.compile(r"[.;:(]")
"""Where such a row ends and the note goes on: "Talk, Act and Care (see page 4)"."""
_MOST_REPORTS = 12
"""How many reports are read for it at most, the nearest first. One that is not in memory takes 15 ms."""


@dataclass(frozen=True, slots=True)
class Explained:
    """An acronym with what is known of it."""

    short: str
    long: str | None
    """None if no report spells it out."""
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
    terms.sort(key=lambda each: -each[1].uses)
    uses = sum(term.uses for _, term in terms)
    explained = [_explain(library, row, term, uses) for row, term in terms]
    # Said before suggested before used; then by the report in which it is used most.
    best = max(explained, key=lambda each: (each.long is not None, each.said), default=None)
    if best is None and _INITIALS.fullmatch(subject):
        best = _find_use(library, reports, subject)
    return best if best is None or best.long else _find_note(found, best) or best


def count_unspelled(explained: Explained) -> str | None:
    """Say how often initials are used that no report spells out; None for those that one does."""
    if explained.long:
        return None
    times = "once" if explained.uses == 1 else f"{explained.uses} times"
    return f"{explained.short} is used {times} and spelled out nowhere in the reports that came nearest."


def has_entry(explained: Explained, passages: Sequence[Passage]) -> bool:
    """Whether a line around a passage begins with the initials, as what a glossary says of them does."""
    entry = re.compile(rf"^\W*{re.escape(explained.short)}\b", re.MULTILINE)
    return any(entry.search(passage.context) for passage in passages)


def cite_first(explained: Explained, passages: Sequence[Passage]) -> tuple[Passage, ...]:
    """The passages with that of the acronym in front of them, keyed S1, S2, ... anew."""
    first = explained.passage
    same = [p for p in passages if p.report_id == first.report_id and p.start <= first.start < p.end]
    rest = [p for p in passages if p not in same and not _overlap(p, first)]
    return _give_keys([*(same or [first]), *rest])


def _terms_of(library: Library, row: int, subject: str) -> Iterable[Term]:
    wanted = {subject, subject.removesuffix("s")}
    return (term for term in library.report(library.details[row].id).terms if term.short in wanted)


def _explain(library: Library, row: int, term: Term, uses: int) -> Explained:
    sentences = library.sentences
    first, last = np.searchsorted(sentences.report, [row, row + 1])
    at = int(first + np.searchsorted(sentences.start[first:last], term.start, side="right")) - 1
    where = passage(library, max(at, int(first)), max(at, int(first)) + 1, "S1", 1.0)
    return Explained(term.short, term.long, term.said, uses, where)


def _find_use(library: Library, reports: Iterable[int], subject: str) -> Explained | None:
    """Initials that no report explains and few use: where the first of these reports uses them."""
    used = re.compile(rf"(?<!\w){re.escape(subject)}(?!\w)")
    uses = {
        row: [use.start() for use in used.finditer(library.report(library.details[row].id).text)]
        for row in reports
    }
    for row, starts in uses.items():
        if starts:
            term = Term(subject, None, starts[0], starts[0] + len(subject), len(starts))
            return _explain(library, row, term, sum(map(len, uses.values())))
    return None


def _find_note(found: Found, used: Explained) -> Explained | None:
    """The same initials where a note says, without repeating them, what they are the initials of."""
    for i, text in enumerate(found.texts):
        cue = _NOTE.search(text) if found.allowed[i] else None
        long = _spell_out(text[cue.end() :], used.short) if cue else None
        if long:
            row = int(found.candidates.row[i])
            return replace(used, long=long, said=True, passage=passage(found.library, row, row + 1, "S1"))
    return None


def _spell_out(text: str, short: str) -> str | None:
    """The words at a text's beginning that fit the initials: a name, or things in a row with a letter each."""
    if span := find_long_after(text, 0, len(text), short):
        return text[slice(*span)]
    row = _ROW_END.split(text, maxsplit=1)[0].strip()
    items = [item for item in _BETWEEN.split(row) if item]
    return row if "".join(item[0] for item in items).casefold() == short.casefold() else None


def _overlap(one: Passage, other: Passage) -> bool:
    return one.report_id == other.report_id and one.start < other.end and other.start < one.end


def _give_keys(passages: Iterable[Passage]) -> tuple[Passage, ...]:
    return tuple(replace(each, id=f"S{number}") for number, each in enumerate(passages, start=1))
