"""Sentences that make sense alone on the path of the first days, and choosing among them."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from rapidfuzz import fuzz

from ingest.library.open import Library
from ingest.types import Block, Details, Report, Sentence
from service.choice.choose import LEANING
from service.choice.fit import OF_ITSELF
from service.search.passages import of_sentences
from service.telling.plain import flatten_text
from service.types import Passage

SHORTEST = 45
"""Characters of a sentence that says something by itself."""
LONGEST = 420
"""Characters that a newcomer reads in one go."""
ALIKE = 70
"""Likeness of two sentences (0 to 100, by their words in any order) from which they tell one thing."""
_PARTS = frozenset({"body", "summary"})
_ROLES = frozenset({"paragraph", "bullet"})


@dataclass(frozen=True, slots=True)
class Candidate:
    """A sentence of a report with its words on one line."""

    report: Report
    row: int
    """In `report.sentences`."""
    text: str

    @property
    def sentence(self) -> Sentence:
        """The sentence."""
        return self.report.sentences[self.row]

    @property
    def block(self) -> Block:
        """The block that contains the sentence."""
        return self.report.blocks[self.sentence.block]

    @property
    def depth(self) -> float:
        """The place of the sentence in its report, from 0 to 1."""
        return self.sentence.start / max(1, len(self.report.text))

    def cite(self, key: str) -> Passage:
        """Give the sentence as a passage."""
        return cite_rows(self.report, self.row, self.row + 1, key)


def cite_rows(report: Report, first: int, last: int, key: str) -> Passage:
    """Give neighbouring sentences of one block as a passage."""
    said = report.sentences[first:last]
    return of_sentences(report, said, report.text[said[0].start : said[-1].end], key)


def list_candidates(library: Library, reports: Iterable[Details]) -> Iterator[Candidate]:
    """Give the prose sentences that make sense without the one before them, report by report."""
    for details in reports:
        report = library.report(details.id)
        for row, sentence in enumerate(report.sentences):
            block = report.blocks[sentence.block]
            if block.part not in _PARTS or block.role not in _ROLES or sentence.voice == "question":
                continue
            if SHORTEST <= sentence.end - sentence.start <= LONGEST:
                text = flatten_text(report.text[sentence.start : sentence.end])
                if stands_alone(text):
                    yield Candidate(report, row, text)


def stands_alone(text: str) -> bool:
    """Whether a sentence is complete and makes sense without the one before it, as "This report ..." does."""
    whole = text[:1].isupper() and text.rstrip("\"\u201d\u2019')").endswith((".", "!"))
    return whole and (not LEANING.match(text) or bool(OF_ITSELF.match(text)))


def choose_unlike(
    candidates: Iterable[Candidate],
    rank: Callable[[Candidate], tuple[float, ...]],
    most: int,
    most_of_one: int,
) -> list[Candidate]:
    """Give the highest ranked: no two that say the same, and from one report no more than its share."""
    taken: list[Candidate] = []
    for candidate in sorted(candidates, key=rank, reverse=True):
        own = sum(each.report is candidate.report for each in taken)
        if own < most_of_one and not any(_tell_one_thing(candidate, each) for each in taken):
            taken.append(candidate)
        if len(taken) == most:
            break
    return taken


def _tell_one_thing(one: Candidate, other: Candidate) -> bool:
    return fuzz.token_set_ratio(one.text.casefold(), other.text.casefold()) >= ALIKE
