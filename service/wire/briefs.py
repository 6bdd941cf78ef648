"""The wire for briefs: what is sent for one, and what comes back."""

from typing import Annotated, Self

from pydantic import Field, model_validator

from ingest.types import Voice
from service.brief import types
from service.wire import bodies
from service.wire.checks import EngineModel
from service.wire.views import PassageModel, View, passages


class BriefBody(bodies.Body):
    """A question for a brief: its words, or the key of one of the library's reflective questions."""

    question: bodies.Text | None = Field(default=None, examples=["What helps partners to trust one another?"])
    question_id: bodies.ShortText | None = Field(
        default=None, description="The id of a question as `GET /v1/questions` lists it."
    )
    filters: bodies.FiltersBody = bodies.FiltersBody()

    @model_validator(mode="after")
    def _one_question(self) -> Self:
        if (self.question is None) == (self.question_id is None):
            message = "send either question or question_id"
            raise ValueError(message)
        return self


class BriefStatementModel(View):
    """A sentence of the short answer, with its passage."""

    text: str
    passage_ids: list[str]


class BriefAnswerModel(View):
    """The short answer."""

    statements: list[BriefStatementModel]


class EvidenceItemModel(View):
    """What one passage says to the question."""

    passage_id: str
    stance: types.Stance
    condition: str | None
    role: types.EvidenceRole | None
    theme: str
    places: list[str]
    date: str | None
    voice: Voice
    speaker: str | None
    why: str


class MatrixRowModel(View):
    """A place with the passages of each stance; an empty name is for passages that name no place."""

    place: str
    for_: Annotated[list[str], Field(alias="for")]
    against: list[str]
    on_condition: list[str]
    context: list[str]


class StrengthModel(View):
    """How much the evidence stands on."""

    words: str
    places: int
    reports: int
    sources: list[Voice]
    latest: str | None


class TensionModel(View):
    """Two passages that pull apart."""

    kind: types.TensionKind
    passage_ids: list[str]
    words: str


class GapModel(View):
    """A part of the question without evidence."""

    part: str
    why: str
    nearest: list[str]


class TeamPromptModel(View):
    """A prompt for the team's own discussion."""

    text: str
    passage_id: str


class SearchedModel(View):
    """What was looked through."""

    reports: int
    passages: int


class BriefModel(View):
    """A brief, whole."""

    id: str
    question: str
    question_id: str | None
    created_at: str
    status: types.BriefStatus
    answer: BriefAnswerModel
    evidence: list[EvidenceItemModel]
    matrix: list[MatrixRowModel]
    strength: StrengthModel
    tensions: list[TensionModel]
    gaps: list[GapModel]
    voices_missing: list[str]
    prompts: list[TeamPromptModel]
    passages: list[PassageModel]
    nearest: list[PassageModel]
    searched: SearchedModel
    library: str
    engine: EngineModel
    notes: list[str]

    @classmethod
    def of(cls, brief: types.Brief) -> "BriefModel":
        """Give a brief for the wire."""
        own = {"answer", "passages", "nearest"}
        fields = {name: getattr(brief, name) for name in cls.model_fields if name not in own}
        answer = BriefAnswerModel(
            statements=[BriefStatementModel.model_validate(each) for each in brief.statements]
        )
        return cls.model_validate(
            {
                **fields,
                "answer": answer,
                "passages": passages(brief.passages),
                "nearest": passages(brief.nearest),
            }
        )

    def write(self) -> str:
        """Write it as JSON with the names of the interface."""
        return self.model_dump_json(by_alias=True, indent=2)
