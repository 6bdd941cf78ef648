"""What scorers may use besides an outcome, and the two ways to make a score."""

from collections.abc import Callable, Container, Sequence
from dataclasses import dataclass

from eval.types import Outcome, Score
from ingest.library.open import Library
from ingest.types import Report
from service.types import Answer


@dataclass(frozen=True, slots=True)
class ScoringContext:
    """The reports that the outcomes are about."""

    report: Callable[[str], Report]
    """Give the report of this id, with text, pages and word rectangles; raises NotFound."""
    places: frozenset[str] = frozenset()
    """Names that the library knows as places."""
    vocabulary: Container[str] = frozenset()
    """Stems of all words in the reports."""

    @classmethod
    def of(cls, library: Library) -> "ScoringContext":
        """The context that a library gives."""
        return cls(library.report, frozenset(library.lexicon.places), library.vocabulary)


Scorer = Callable[[Outcome, ScoringContext], list[Score]]
"""Scores one outcome. Every outcome gets the same names in the same order, scored or not."""


def share(name: str, good: Sequence[bool], unscored: str, explanation: str = "") -> Score:
    """Give the share of good items; without any item the score is unscored, with the reason given."""
    if not good:
        return Score(name, None, unscored)
    return Score(name, sum(good) / len(good), explanation=explanation)


def is_answered(answer: Answer) -> bool:
    """Whether the question was answered, at least in part; everything else is a refusal."""
    return answer.status in ("answered", "partial")
