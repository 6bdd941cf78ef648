"""The wire for drafts: what is sent to be checked, and what comes back."""

from typing import Annotated

from pydantic import Field, StringConstraints

from service.draft import types
from service.types import CheckOutcome
from service.wire import bodies
from service.wire.views import PassageModel, View, passages

MOST_CHARACTERS = 100_000
"""Of a pasted draft: about forty pages."""


class DraftBody(bodies.Body):
    """A draft to check, pasted."""

    text: Annotated[bodies.Text, StringConstraints(min_length=1, max_length=MOST_CHARACTERS)] = Field(
        examples=["No Wrong Door was developed in Stockport."]
    )
    filters: bodies.FiltersBody = bodies.FiltersBody()


class SentenceCheckModel(View):
    """A sentence of a draft with what was found for it."""

    text: str
    paragraph: int
    """Which paragraph it stands in, from 1."""
    kind: types.ParagraphKind
    claims: bool
    outcome: CheckOutcome | None
    why: str
    passage_ids: list[str]
    proposal: str | None


class DraftCheckModel(View):
    """A draft, checked."""

    id: str
    created_at: str
    sentences: list[SentenceCheckModel]
    passages: list[PassageModel]
    notes: list[str]
    library: str

    @classmethod
    def of(cls, checked: types.DraftCheck) -> "DraftCheckModel":
        """Give a checked draft for the wire."""
        return cls(
            id=checked.id,
            created_at=checked.created_at,
            sentences=[
                SentenceCheckModel(
                    paragraph=number,
                    kind=paragraph.kind,
                    **{name: getattr(each, name) for name in _OF_SENTENCE},
                )
                for number, paragraph in enumerate(checked.paragraphs, start=1)
                for each in paragraph.sentences
            ],
            passages=passages(checked.passages),
            notes=list(checked.notes),
            library=checked.library,
        )


_OF_SENTENCE = ("text", "claims", "outcome", "why", "passage_ids", "proposal")
