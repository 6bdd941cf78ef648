"""The registry of reflective questions: each once, with the reports that ask it and the conclusion it follows."""

import hashlib
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from operator import itemgetter

from rapidfuzz import fuzz

from ingest.errors import NotFound
from ingest.library.open import Library
from ingest.types import Details
from service.learning.conclusion import find_conclusion
from service.reports.library_cache import keep_for_library
from service.reports.questions import WholeQuestion, whole_questions
from service.reports.records import all_questions
from service.types import Passage

SAME_WORD = 80
"""Likeness (0 to 100) of two spellings: `organization` and `organisation` have 92, `lead` and `learn` 67."""
_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)*")
"""A word or a number, with what follows an apostrophe."""
_SILENT = frozenset(
    (
        "a an the and of to in on at by for is are be been can could may might will would should do does did has"
        " have"
    ).split()
)
"""Words that two questions may differ in and still ask the same; who, why, we, they and not are none of them."""


@dataclass(frozen=True, slots=True)
class QuestionSource:
    """A report that asks a question: its words there, and the conclusion before it, if there is one."""

    question: WholeQuestion
    conclusion: Passage | None

    @property
    def passage(self) -> Passage:
        """The question's first sentence in the report."""
        return self.question.passage


@dataclass(frozen=True, slots=True)
class QuestionEntry:
    """A question of the registry. Its words, theme and id are those of the first report that asks it."""

    id: str
    """Made from its words, so it stays the same when reports come and go around it."""
    text: str
    theme: str
    sources: tuple[QuestionSource, ...]
    """In the library's order; never empty."""

    @property
    def conclusion(self) -> Passage | None:
        """The first conclusion that any report puts before it."""
        return next((source.conclusion for source in self.sources if source.conclusion), None)


@dataclass(frozen=True, slots=True)
class AskedSentence:
    """An asking sentence, and the question of the registry to which it belongs."""

    passage: Passage
    entry: QuestionEntry
    source: QuestionSource


def question_id(text: str) -> str:
    """Give the id of a question: the same for the same words in any case and with any marks."""
    return hashlib.sha256(" ".join(_words(text)).encode()).hexdigest()[:12]


@keep_for_library
def list_entries(library: Library, reports: tuple[Details, ...]) -> tuple[QuestionEntry, ...]:
    """Give the questions of these reports in the library's order, near-identical ones joined across reports."""
    joined: list[list[QuestionSource]] = []
    by_length: dict[int, list[list[QuestionSource]]] = {}
    for source in _sources(library, reports):
        like = by_length.setdefault(len(_find_telling_words(source.question.text)), [])
        same = next((group for group in like if _is_asked_by_another(group, source)), None)
        if same is None:
            same = []
            joined.append(same)
            like.append(same)
        same.append(source)
    return tuple(_make_entry(group) for group in joined)


@keep_for_library
def list_asked(library: Library, reports: tuple[Details, ...]) -> tuple[AskedSentence, ...]:
    """Give every sentence of these reports that asks, under keys Q1, Q2, ..., with the question that it is part of."""
    starts: dict[str, list[tuple[int, QuestionEntry, QuestionSource]]] = {}
    for entry in list_entries(library, reports):
        for each in entry.sources:
            starts.setdefault(each.passage.report_id, []).append((each.passage.start, entry, each))
    return tuple(
        AskedSentence(passage, entry, source)
        for passage in all_questions(library, reports)
        for _, entry, source in [
            max((each for each in starts[passage.report_id] if each[0] <= passage.start), key=itemgetter(0))
        ]
    )


def find_entry(library: Library, id_: str) -> QuestionEntry:
    """Give the entry with this id, or the entry into which a question with this id or key (`Q3` of all) was joined.

    Raises NotFound.
    """
    for asked in list_asked(library, library.details):
        if id_ in {asked.passage.id, question_id(asked.source.question.text)}:
            return asked.entry
    message = f"The library has no reflective question {id_!r}. See GET /v1/questions."
    raise NotFound(message)


def are_near_identical(one: str, other: str) -> bool:
    """Whether two questions are the same apart from spelling, marks and words like `the` and `might`."""
    words, others = _find_telling_words(one), _find_telling_words(other)
    return len(words) == len(others) and all(map(_is_same_word, words, others))


def _is_same_word(one: str, other: str) -> bool:
    """Whether two words are spellings of one word; figures are the same only if they are equal."""
    if any(c.isdecimal() for c in one + other):
        return one == other
    return fuzz.ratio(one, other) >= SAME_WORD


@lru_cache(maxsize=4096)
def _find_telling_words(text: str) -> tuple[str, ...]:
    return tuple(word for word in _words(text) if word not in _SILENT)


def _words(text: str) -> list[str]:
    return [word.replace("'", "").replace("’", "") for word in _WORD.findall(text.casefold())]


def _sources(library: Library, reports: Iterable[Details]) -> Iterator[QuestionSource]:
    """The questions under the keys that `all_questions` gives to their first sentences."""
    before = 0
    for details in reports:
        report = library.report(details.id)
        for question in whole_questions(report):
            passage = question.passage
            keyed = replace(passage, id=f"Q{before + int(passage.id[1:])}")
            yield QuestionSource(replace(question, passage=keyed), find_conclusion(report, passage.start))
        before += len(report.questions)


def _is_asked_by_another(group: Sequence[QuestionSource], source: QuestionSource) -> bool:
    report = source.passage.report_id
    return all(each.passage.report_id != report for each in group) and are_near_identical(
        group[0].question.text, source.question.text
    )


def _make_entry(sources: Sequence[QuestionSource]) -> QuestionEntry:
    first = sources[0].question
    return QuestionEntry(question_id(first.text), first.text, first.theme, tuple(sources))
