"""Questions to begin with, for each kind of reader, made of what the library itself holds."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import chain, islice, pairwise, zip_longest

from ingest.library.open import Library
from ingest.types import Details, Report, Voice
from service.telling.plain import flatten_text

LOOKED_THROUGH = 24
"""Reports that are read for this; a library may hold thousands."""
CANDIDATES = 8
"""For each reader; more than are shown, as some may turn out not to be answered."""
SHORTEST, LONGEST = 40, 170
"""Characters of a reflective question that stands by itself and is read at a glance."""


@dataclass(frozen=True, slots=True)
class Starters:
    """Questions for one kind of reader, best first."""

    reader: str
    questions: tuple[str, ...]


def starters(library: Library) -> tuple[Starters, ...]:
    """Give questions for new staff, leaders and evaluators."""
    reports = [library.report(entry.id) for entry in _spread(library.details, LOOKED_THROUGH)]
    kinds = (
        ("New here", _for_new_staff(reports, library.details)),
        ("Leading the work", _for_leaders(reports)),
        ("Weighing the evidence", _for_evaluators(reports)),
    )
    return tuple(
        Starters(reader, tuple(islice(dict.fromkeys(questions), CANDIDATES))) for reader, questions in kinds
    )


def _for_new_staff(reports: Sequence[Report], entries: Sequence[Details]) -> Iterator[str]:
    """Terms that the reports define and use most, in turn with the places that most reports are about."""
    uses: Counter[str] = Counter()
    for report in reports:
        uses.update({term.short: term.uses for term in report.terms if term.long})
    terms = [f"What is {short}?" for short, _ in uses.most_common()]
    places = [f"What was done in {place}?" for place in _narrower(entries)]
    return _in_turn(terms, places)


def _for_leaders(reports: Sequence[Report]) -> Iterator[str]:
    """Reflective questions that can be read by themselves, from one report after another."""
    fitting = [
        [question for question in _questions(report) if SHORTEST <= len(question) <= LONGEST]
        for report in reports
    ]
    for questions in fitting:
        questions.sort(key=lambda question: not question.startswith("How "))
    fitting.sort(key=lambda questions: not (questions and questions[0].startswith("How ")))
    return _in_turn(*fitting)


def _for_evaluators(reports: Sequence[Report]) -> Iterator[str]:
    """What programmes assumed and advise, and places beside each other."""
    assumed = [f"What was assumed in {name}?" for name in _programmes(reports, "assumption")]
    advised = [f"What does {name} recommend?" for name in _programmes(reports, "recommendation")]
    places = _narrower([report.details for report in reports])
    apart = [f"How do {one} and {other} differ?" for one, other in pairwise(places)]
    return _in_turn(assumed, apart, advised)


def _spread(entries: Sequence[Details], most: int) -> Sequence[Details]:
    return entries[:: max(1, -(-len(entries) // most))]


def _questions(report: Report) -> list[str]:
    rows = (report.sentences[row] for row in report.questions)
    return [flatten_text(report.text[row.start : row.end]) for row in rows]


def _programmes(reports: Iterable[Report], voice: Voice) -> list[str]:
    """Programmes in whose reports a voice is heard, the most first."""
    heard: Counter[str] = Counter()
    for report in reports:
        if report.details.programme:
            heard[report.details.programme] += sum(s.voice == voice for s in report.sentences)
    return [name for name, count in heard.most_common() if count]


def _narrower(entries: Sequence[Details]) -> list[str]:
    """Places that reports are about, the most first, without one that nearly all share."""
    about = Counter(place for entry in entries for place in entry.places)
    return [place for place, count in about.most_common() if count <= max(1, 0.6 * len(entries))]


def _in_turn(*lists: Iterable[str]) -> Iterator[str]:
    return (text for text in chain.from_iterable(zip_longest(*lists)) if text)
