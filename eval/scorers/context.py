"""What scorers have in hand besides an outcome, and the two ways in which a score is made."""

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
    """By id, with text, pages and word rectangles; raises NotFound."""
    places: frozenset[str] = frozenset()
    """Names that the library knows as places."""
    vocabulary: Container[str] = frozenset()
    """Stems of all words in the reports."""

    @classmethod
    def of(cls, library: Library) -> "ScoringContext":
        """The context that a library gives."""
        return cls(library.report, frozenset(library.lexicon.places), library.vocabulary)


Scorer = Callable[[Outcome, ScoringContext], list[Score]]
"""Looks at one outcome. Gives the same names in the same order for every outcome, unscored ones included."""


def share(name: str, good: Sequence[bool], unscored: str, explanation: str = "") -> Score:
    """The share of what is good; unscored, with the reason given, where there is nothing to look at."""
    if not good:
        return Score(name, None, unscored)
    return Score(name, sum(good) / len(good), explanation=explanation)


def is_answered(answer: Answer) -> bool:
    """Whether the question was answered, at least in part; everything else is a refusal."""
    return answer.status in ("answered", "partial")
