"""The types of evaluation: cases with their gold, scores, and what a run keeps of each case.

Four words differ: a *case* is asked, a *scorer* looks at its outcome, a *score* is the scorer's verdict on one outcome,
and a *metric* sums up scores.
"""

from dataclasses import dataclass, field
from typing import Any, Literal

from service.brief.types import Brief, Stance
from service.types import Answer, Filters, Passage, Turn

Kind = Literal[
    "factual",
    "definition",
    "list",
    "table",
    "metadata",
    "acronym",
    "reflective",
    "comparison",
    "multi_hop",
    "cross_document",
    "quotation",
    "unanswerable",
    "false_premise",
    "follow_up",
    "adversarial",
]
Persona = Literal["new_staff", "leader", "evaluator"]


@dataclass(frozen=True, slots=True)
class TextSpan:
    """The half-open range `text[start:end]` of one report."""

    report: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Gold:
    """One claim that a good answer rests on; any one of its passages is enough."""

    any_of: tuple[TextSpan, ...]
    """Where it stands, resolved in the reports' text; never empty."""
    required: bool = True
    """False for evidence that helps but is not needed."""
    quotes: tuple[str, ...] = ()
    """The words of each span of `any_of`, in its order, for people who read a run without the library."""
    stance: Stance | None = None
    """The claim's stance to the question, for a case that asks for a brief."""


@dataclass(frozen=True, slots=True)
class Case:
    """One question with what a good answer rests on."""

    id: str
    kind: Kind
    persona: Persona
    question: str
    answerable: bool
    history: tuple[Turn, ...] = ()
    points: tuple[tuple[str, ...], ...] = ()
    """Answer points: what must be said, each with its acceptable wordings."""
    must_not_say: tuple[tuple[str, ...], ...] = ()
    """What an answer must not say, each with wordings that would say it."""
    gold: tuple[Gold, ...] = ()
    unresolved: tuple[str, ...] = ()
    """Quotes that no report has. Such a case is broken, and `walkalong eval check` names it."""
    pair: str | None = None
    """Name shared by two cases that ask the same from opposite sides and must rest on the same evidence."""
    notes: str = ""
    tags: tuple[str, ...] = ()
    """Words of the set's author to choose cases and to group figures by."""
    filters: Filters = field(default_factory=Filters)
    """The filters of the question."""
    brief: bool = False
    """Whether a brief is made on the question too."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """The result of asking one case once, for scorers to look at."""

    case: Case
    answer: Answer
    found: tuple[Passage, ...]
    """What search gives for the standalone question, best first, 4,000 characters' worth."""
    repeat: int = 0
    brief: Brief | None = None
    """The brief on the question, if the case asks for one."""


@dataclass(frozen=True, slots=True)
class Score:
    """One scorer's verdict on one outcome. Exactly one of `value` and `unscored` is set."""

    scorer: str
    value: float | None
    """0 to 1 unless the scorer has a unit in its name."""
    unscored: str | None = None
    """Why there is no score, as a plain clause. Never counted as a zero."""
    explanation: str = ""
    details: dict[str, Any] = field(default_factory=dict)
    """Further details: a judge's model, prompt version and raw verdict."""


@dataclass(frozen=True, slots=True)
class Result:
    """One line of a run: an outcome with its scores."""

    outcome: Outcome
    scores: tuple[Score, ...]
