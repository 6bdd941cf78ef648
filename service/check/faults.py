"""What may be wrong with a statement, and the source that it is held against: the nouns of the checker."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from typing import Literal

from service.check.reading import Clause, SentenceRead, WordRead, best_clause, read_passage, share_matched
from service.check.senses import find_actor
from service.types import CheckOutcome, Passage

FaultKind = Literal[
    "exact", "denial", "opposite", "actor", "quantity", "scope", "hedge", "modality", "attribution", "cause",
    "order", "merge", "added", "unrelated", "opinion",
]  # fmt: skip
NEAR = 0.5
"""A claim with at least this share of its senses in the passage is taken to repeat its words; below, only the sense
as a whole can be compared. Faithful sentences of the rules' half have 0.5 or more, those told in other words
0.15 or less."""


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing that is wrong with a statement."""

    outcome: CheckOutcome
    kind: FaultKind
    why: str
    """A clause that goes on from "the passage", or says what is nowhere in it."""
    lost: str = ""
    """What has to be put back in front of the statement; empty where nothing simple mends it."""


@dataclass(frozen=True, slots=True)
class Opinion:
    """What a model makes of a sentence beside its passages; both from 0 to 1."""

    entailed: float
    contradicted: float


Hear = Callable[[str, Sequence[Passage]], Opinion | None]
"""Asks a model about a sentence and its passages; None where it has no opinion."""


@dataclass(frozen=True)
class Source:
    """Passages that one statement cites, read."""

    passages: tuple[Passage, ...]

    @cached_property
    def sentences(self) -> tuple[SentenceRead, ...]:
        """Their sentences."""
        return tuple(sentence for passage in self.passages for sentence in read_passage(passage.text))

    @cached_property
    def senses(self) -> frozenset[str]:
        """What they tell of."""
        return frozenset(sense for sentence in self.sentences for sense in sentence.senses)

    @cached_property
    def around(self) -> frozenset[str]:
        """What stands around them: chunk, headings, title, speaker."""
        texts = [
            " ".join((p.context, *p.headings, p.report_title, p.speaker or "", *p.places))
            for p in self.passages
        ]
        return frozenset(
            sense for text in texts for sentence in read_passage(text) for sense in sentence.senses
        )

    @cached_property
    def topics(self) -> frozenset[str]:
        """What their titles, headings and speakers tell of: any sentence of theirs may be about it unsaid."""
        texts = [" ".join((*p.headings, p.report_title, p.speaker or "")) for p in self.passages]
        return frozenset(sense for text in texts for each in read_passage(text) for sense in each.senses)

    def align(self, clause: Clause) -> tuple[Clause, SentenceRead] | None:
        """The passage's clause that tells most of the claim's, with its sentence."""
        return best_clause(clause, self.sentences)


@dataclass(frozen=True)
class Claim:
    """A statement beside its source, with the pairs of clauses that tell of the same."""

    read: SentenceRead
    source: Source

    @cached_property
    def pairs(self) -> tuple[tuple[Clause, Clause, SentenceRead], ...]:
        """Each clause of the claim, the passage's clause for it, and that clause's sentence."""
        found = ((clause, self.source.align(clause)) for clause in self.read.clauses)
        return tuple((clause, *aligned) for clause, aligned in found if aligned)

    @cached_property
    def aligned(self) -> tuple[SentenceRead, ...]:
        """The passage's sentences that tell of the same."""
        return tuple(dict.fromkeys(sentence for *_, sentence in self.pairs))

    @cached_property
    def coverage(self) -> float:
        """Share of what the claim tells of that its passages tell of."""
        return share_matched(self.read.senses, self.source.senses)

    @property
    def near(self) -> bool:
        """Whether it repeats its passage's words, so that differences of single words mean something."""
        return self.coverage >= NEAR


def find_actors(words: Sequence[WordRead]) -> list[tuple[str, str, str]]:
    """Actors that words name, in order, each as (kind, stem of the word before, stem)."""
    stems = ["", *(word.stem for word in words)]
    named = ((find_actor(stem), before, stem) for before, stem in pairwise(stems))
    return [(kind, before, stem) for kind, before, stem in named if kind]
