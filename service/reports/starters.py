"""Questions to begin with, for each kind of reader, made from what the library itself contains."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import chain, combinations, islice, zip_longest

from ingest.library.open import Library
from ingest.types import Details, Report, Voice
from service.reports.questions import whole_questions
from service.types import Answer, Passage

LOOKED_THROUGH = 24
"""Reports that are read for this; a library may hold thousands."""
CANDIDATES = 8
"""For each reader; more than are shown, as some may turn out not to be answered."""
SHORTEST, LONGEST = 40, 170
"""Characters of a reflective question that stands by itself and is read at a glance."""
POINTS_BACK = frozenset({"those", "these", "this", "such"})
"""Words of a question that mean what stands before it in its report."""
ENDS, CLOSING = frozenset(".!?;:"), "”’\"')"
"""What a sentence or an item ends with, before what closes after it; a heading or a cut line does not."""
NOT_KNOWN = (
    "not known",
    "not yet known",
    "unknown",
    "unclear",
    "not clear",
    "too early",
    "remains to be seen",
)
"""One of these is in a passage that tells what is not known."""
MOST_LISTED = 2
"""Places in a passage that is about them; one that names more only lists them."""


@dataclass(frozen=True, slots=True)
class Heard:
    """The parts of a passage that a question may promise: its voice, its places."""

    report_id: str
    voice: Voice
    places: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Starter:
    """A question to begin with, and what its answer must contain; without that, the question would disappoint."""

    question: str
    voice: Voice | None = None
    """A passage of this voice."""
    places: tuple[str, ...] = ()
    """A passage about each of these."""
    words: tuple[str, ...] = ()
    """One of these in a passage or the first line, as the long form of an acronym."""

    def is_kept_by(self, answer: Answer) -> bool:
        """Whether an answer contains what the question promises."""
        if answer.status != "answered":
            return False
        first = answer.headline or answer.statements[0]
        told = " ".join([first.text, *(passage.text for passage in answer.passages)]).casefold()
        return (
            self.is_held_by(answer.passages)
            and self._begins_well(first.text, answer.passages[0])
            and (not self.words or any(word.casefold() in told for word in self.words))
        )

    def _begins_well(self, text: str, passage: Passage) -> bool:
        """Whether an answer that begins so goes to the point: a sentence or item, no list of many places.

        A finding may follow the description that it needs; other voices that are promised come first.
        """
        is_whole = text.rstrip(CLOSING)[-1:] in ENDS
        is_of_voice = self.voice in {None, "finding", passage.voice}
        return is_whole and is_of_voice and not (self.places and len(passage.places) > MOST_LISTED)

    def is_held_by(self, passages: Sequence[Passage | Heard]) -> bool:
        """Whether passages have the voice and the places; passages that only ask are no evidence."""
        places = {place.casefold() for passage in passages for place in passage.places}
        voices = {passage.voice for passage in passages} - {"question"}
        return (
            bool(voices) and self.voice in {None, *voices} and {p.casefold() for p in self.places} <= places
        )


@dataclass(frozen=True, slots=True)
class Starters:
    """Questions for one kind of reader, best first."""

    reader: str
    questions: tuple[Starter, ...]


def find_starters(library: Library) -> tuple[Starters, ...]:
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


def _for_new_staff(reports: Sequence[Report], entries: Sequence[Details]) -> Iterator[Starter]:
    """Ask about terms that the reports define and use most, alternating with the places that most reports are about.

    Initials of a place are no such term: who works there knows them.
    """
    uses: Counter[str] = Counter()
    longs: dict[str, list[str]] = {}
    for report in reports:
        for term in report.terms:
            if term.long and term.said:
                uses[term.short] += term.uses
                longs.setdefault(term.short, []).append(term.long)
    known = {place.casefold() for entry in entries for place in entry.places}
    terms = [
        Starter(f"What is {short}?", words=tuple(dict.fromkeys(longs[short])))
        for short, _ in uses.most_common()
        if not known & {long.casefold() for long in longs[short]}
    ]
    places = [Starter(f"What was done in {place}?", places=(place,)) for place in _narrower(entries)]
    return _in_turn(terms, places)


def _for_leaders(reports: Sequence[Report]) -> Iterator[Starter]:
    """Give reflective questions that make sense alone, from one report after another."""
    fitting = [[question for question in _questions(report) if _stands_alone(question)] for report in reports]
    for questions in fitting:
        questions.sort(key=lambda question: (not question.startswith("How "), len(question)))
    fitting.sort(key=lambda questions: not (questions and questions[0].startswith("How ")))
    return _in_turn(*([Starter(question) for question in questions] for questions in fitting))


def _for_evaluators(reports: Sequence[Report]) -> Iterator[Starter]:
    """Ask what is advised, how it is known, what programmes assumed, and how places compare."""
    assumed = [
        Starter(f"What was assumed in {name}?", "assumption") for name in _programmes(reports, "assumption")
    ]
    advised = [
        Starter("What do the reports recommend?", "recommendation"),
        *(
            Starter(f"What does {name} recommend?", "recommendation")
            for name in _programmes(reports, "recommendation")
        ),
    ]
    found = [
        Starter("What evidence of impact is there?", "finding"),
        Starter("What is still not known?", "finding", words=NOT_KNOWN),
    ]
    entries = [report.details for report in reports]
    apart = [
        Starter(f"How do {one} and {other} differ?", places=(one, other))
        for one, other in combinations(_narrower(entries), 2)
        if _share_programme(entries, one, other)
    ]
    return _in_turn(advised, found, apart, assumed)


def _share_programme(entries: Sequence[Details], one: str, other: str) -> bool:
    """Whether two places were in one programme; otherwise there is nothing to compare."""
    programmes = [{entry.programme for entry in entries if place in entry.places} for place in (one, other)]
    return bool((programmes[0] & programmes[1]) - {None})


def _spread(entries: Sequence[Details], most: int) -> Sequence[Details]:
    return entries[:: max(1, -(-len(entries) // most))]


def _stands_alone(question: str) -> bool:
    words = set(question.casefold().replace("?", "").split())
    return SHORTEST <= len(question) <= LONGEST and not words & POINTS_BACK


def _questions(report: Report) -> list[str]:
    return [question.text for question in whole_questions(report)]


def _programmes(reports: Iterable[Report], voice: Voice) -> list[str]:
    """Give the programmes whose reports have a voice, most frequent first."""
    heard: Counter[str] = Counter()
    for report in reports:
        if report.details.programme:
            heard[report.details.programme] += sum(s.voice == voice for s in report.sentences)
    return [name for name, count in heard.most_common() if count]


def _narrower(entries: Sequence[Details]) -> list[str]:
    """Give the places that reports are about, most frequent first, without one that nearly all share."""
    about = Counter(place for entry in entries for place in entry.places)
    return [place for place, count in about.most_common() if count <= max(1, 0.6 * len(entries))]


def _in_turn(*lists: Iterable[Starter]) -> Iterator[Starter]:
    return (starter for starter in chain.from_iterable(zip_longest(*lists)) if starter)
