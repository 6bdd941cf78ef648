"""The nouns of a brief: what each passage says to the question, and what follows from them all. No behaviour."""

from dataclasses import dataclass
from typing import Literal

from ingest.types import Voice
from service.types import Engine, Passage, Statement

Stance = Literal["for", "against", "on_condition", "context"]
EvidenceRole = Literal["enabler", "barrier", "example"]
BriefStatus = Literal["evidence", "thin", "none"]
TensionKind = Literal["held_on_purpose", "changed", "different_places", "different_voices", "contradiction"]


@dataclass(frozen=True, slots=True)
class EvidenceItem:
    """One passage of a brief, with what it says to the subject of the question."""

    passage_id: str
    stance: Stance
    condition: str | None
    """For `on_condition`: the words of the passage that give the condition, verbatim."""
    role: EvidenceRole | None
    theme: str
    """The heading that the passage stands under, or its report's title."""
    places: tuple[str, ...]
    """Those that the passage names; without any, the one place that the title of its report names."""
    date: str | None
    """Of the report, ISO 8601, as exact as it is known."""
    voice: Voice
    speaker: str | None
    why: str
    """The rule that gave the stance, with the words that it saw, in plain English."""


@dataclass(frozen=True, slots=True)
class MatrixRow:
    """A place with the keys of its passages by stance; the place is empty where passages name none."""

    place: str
    for_: tuple[str, ...]
    against: tuple[str, ...]
    on_condition: tuple[str, ...]
    context: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Strength:
    """How much the evidence stands on, in words, with the counts behind the words."""

    words: str
    places: int
    reports: int
    sources: tuple[Voice, ...]
    latest: str | None


@dataclass(frozen=True, slots=True)
class Tension:
    """Two passages on one matter that pull apart."""

    kind: TensionKind
    passage_ids: tuple[str, str]
    words: str


@dataclass(frozen=True, slots=True)
class Gap:
    """A part of the question that the evidence does not reach."""

    part: str
    why: str
    nearest: tuple[str, ...]
    """Keys of `Brief.nearest`."""


@dataclass(frozen=True, slots=True)
class TeamPrompt:
    """A question for the team's own discussion, grown from a passage."""

    text: str
    passage_id: str


@dataclass(frozen=True, slots=True)
class Searched:
    """What was looked through."""

    reports: int
    passages: int


@dataclass(frozen=True, slots=True)
class Brief:
    """The evidence on one question, whole."""

    id: str
    question: str
    question_id: str | None
    """Of the reflective question in the reports, where the brief was asked for by it."""
    created_at: str
    """ISO 8601, UTC."""
    status: BriefStatus
    statements: tuple[Statement, ...]
    """The short answer: sentences of the reports."""
    evidence: tuple[EvidenceItem, ...]
    """What bears most on the question, most first: the first so many of `passages`."""
    matrix: tuple[MatrixRow, ...]
    strength: Strength
    tensions: tuple[Tension, ...]
    gaps: tuple[Gap, ...]
    voices_missing: tuple[str, ...]
    prompts: tuple[TeamPrompt, ...]
    passages: tuple[Passage, ...]
    """Keys E1, E2, ...: the evidence, then what else was looked at and is no evidence."""
    nearest: tuple[Passage, ...]
    """Passages that came near and were not used, under keys N1, N2, ..."""
    searched: Searched
    library: str
    """Fingerprint of the library that was searched."""
    engine: Engine
    notes: tuple[str, ...] = ()
    """Plain sentences for the reader, such as what the reports can't know."""
