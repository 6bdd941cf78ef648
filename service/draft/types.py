"""The types for checking a draft. No behaviour."""

from dataclasses import dataclass
from typing import Literal

from service.types import CheckOutcome, Passage

ParagraphKind = Literal["heading", "paragraph", "bullet", "aside"]
"""An aside is a footnote, a caption, a row of a table: it is shown and not checked."""


@dataclass(frozen=True, slots=True)
class DraftParagraph:
    """A paragraph of a draft, split into sentences."""

    kind: ParagraphKind
    sentences: tuple[str, ...]
    why: str = ""
    """Why none of it is checked; empty where it is."""


@dataclass(frozen=True, slots=True)
class DraftText:
    """A draft as it was read."""

    paragraphs: tuple[DraftParagraph, ...]
    notes: tuple[str, ...] = ()
    """What a reader of the check must know of the reading, in plain sentences."""


@dataclass(frozen=True, slots=True)
class SentenceCheck:
    """A sentence of a draft, with the result of checking it."""

    text: str
    claims: bool
    """Whether it says something that reports could say; if not, nothing was searched and `outcome` is None."""
    outcome: CheckOutcome | None
    why: str
    """What decides the outcome, or why the sentence makes no claim: a plain sentence, empty for what is supported."""
    passage_ids: tuple[str, ...]
    """What it was held against; for `not_found` the nearest passage, where one is near."""
    proposal: str | None = None
    """The sentence with what it overstates put right, which passes the same check."""


@dataclass(frozen=True, slots=True)
class ParagraphCheck:
    """A paragraph of a draft, checked."""

    kind: ParagraphKind
    sentences: tuple[SentenceCheck, ...]


@dataclass(frozen=True, slots=True)
class DraftCheck:
    """A draft, checked."""

    id: str
    created_at: str
    """UTC, ISO 8601."""
    paragraphs: tuple[ParagraphCheck, ...]
    passages: tuple[Passage, ...]
    """Keyed S1, S2, ... in the order in which the draft needs them."""
    notes: tuple[str, ...]
    library: str
    """The state of the library that it was checked against."""

    @property
    def sentences(self) -> tuple[SentenceCheck, ...]:
        """Give all sentences, in order."""
        return tuple(sentence for paragraph in self.paragraphs for sentence in paragraph.sentences)
