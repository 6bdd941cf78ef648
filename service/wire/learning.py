"""The wire for what people learn with: reflective questions, and reflections on them, sent and given back."""

from collections.abc import Iterable
from typing import Annotated, Literal, Self

from pydantic import AfterValidator, Field, model_validator

from service.learning.firstdays import FirstDays
from service.learning.registry import AskedSentence, QuestionEntry, QuestionSource
from service.store.reflection_contract import ReflectionState, StoredReflection
from service.types import Passage
from service.wire import bodies
from service.wire.views import PassageModel, PassagesModel, TermModel, View, passages, term

LONGEST = 4000
"""Characters of a reflection: about a page. A longer text is a report, and is added as one."""


def _strip_text(text: str) -> str:
    if not text.strip():
        message = "is empty: write what you want to add"
        raise ValueError(message)
    return text.strip()


def _make_line(text: str) -> str:
    return " ".join(text.split())


Words = Annotated[bodies.Text, Field(max_length=LONGEST), AfterValidator(_strip_text)]
Line = Annotated[bodies.Text, Field(max_length=100), AfterValidator(_make_line)]
"""A role or a place, on one line."""


class QuestionModel(PassageModel):
    """A sentence that asks, with what the registry knows of its question."""

    entry_id: str
    """Of the registry's entry, for `GET /v1/questions/{id}`; unlike `id` it is not renumbered."""
    question: str
    """The whole question, which may be more than this sentence."""
    theme: str
    conclusion: PassageModel | None
    """What the report concludes right before it; null where it follows no conclusion."""


class QuestionsModel(View):
    """Reflective questions, in the reports' order."""

    questions: list[QuestionModel]


class QuestionRowModel(PassageModel):
    """A question as a row of a table: the conclusion is its words."""

    entry_id: str
    question: str
    theme: str
    conclusion: str | None


class QuestionSourceModel(View):
    """A report that asks the question, in its words."""

    question: str
    passage: PassageModel
    conclusion: PassageModel | None

    @classmethod
    def of(cls, source: QuestionSource) -> "QuestionSourceModel":
        """Give a source for the wire."""
        passage = PassageModel.of(source.passage)
        return cls(question=source.question.text, passage=passage, conclusion=_view(source.conclusion))


class QuestionEntryModel(View):
    """A question of the registry, with every report that asks it."""

    id: str
    question: str
    theme: str
    conclusion: PassageModel | None
    sources: list[QuestionSourceModel]

    @classmethod
    def of(cls, entry: QuestionEntry) -> "QuestionEntryModel":
        """Give an entry for the wire."""
        return cls(
            id=entry.id,
            question=entry.text,
            theme=entry.theme,
            conclusion=_view(entry.conclusion),
            sources=[QuestionSourceModel.of(source) for source in entry.sources],
        )


def view_questions(asked: Iterable[AskedSentence]) -> list[QuestionModel]:
    """Give sentences that ask for the wire."""
    return [
        QuestionModel(
            **dict(PassageModel.of(each.passage)),
            entry_id=each.entry.id,
            question=each.source.question.text,
            theme=each.entry.theme,
            conclusion=_view(each.source.conclusion),
        )
        for each in asked
    ]


def view_rows(questions: Iterable[QuestionModel]) -> list[QuestionRowModel]:
    """Give questions as rows of a table."""
    return [
        QuestionRowModel(
            **dict(question) | {"conclusion": question.conclusion.text if question.conclusion else None}
        )
        for question in questions
    ]


def _view(passage: Passage | None) -> PassageModel | None:
    return PassageModel.of(passage) if passage else None


class ReflectionBody(bodies.Body):
    """A reflection on a question (`question_id`), or on words of a report (`report_id`, `start`, `end`)."""

    text: Words
    role: Line = Field(default="", description="Of who reflects, as `team leader`; no name is asked for.")
    place: Line = ""
    date: bodies.IsoDate | Literal[""] = Field(default="", description="When it was so, if not today.")
    question_id: bodies.ShortText | None = None
    report_id: bodies.ShortText | None = None
    start: int | None = None
    end: int | None = None

    @model_validator(mode="after")
    def _one_target(self) -> Self:
        span = (self.report_id, self.start, self.end)
        if (self.question_id is None) == (None in span) or (self.question_id and span != (None,) * 3):
            message = "send either question_id, or report_id with start and end"
            raise ValueError(message)
        return self


class DecisionBody(bodies.Body):
    """What a curator decides, and how the reflection stood when they saw it."""

    state: ReflectionState
    seen: ReflectionState = "waiting"


class ReflectionModel(View):
    """What a reader added. It is no report's word and never evidence."""

    kind: Literal["reflection"] = "reflection"
    id: str
    created_at: str
    text: str
    role: str
    place: str
    date: str
    question_id: str
    """Of the question's entry; empty where it is on a passage."""
    report_id: str
    """Of the passage's report; empty where it is on a question."""
    start: int
    end: int
    about: str
    """The question or the passage as it stood when the reflection was added."""
    state: ReflectionState
    decided_at: str | None


class ReflectionsModel(View):
    """Reflections, the newest first."""

    reflections: list[ReflectionModel]


class FoundModel(PassagesModel):
    """What a search found."""

    reflections: list[ReflectionModel]
    """Empty when none were asked for."""


def view_reflections(found: Iterable[StoredReflection]) -> list[ReflectionModel]:
    """Give reflections for the wire."""
    return [ReflectionModel.model_validate(each) for each in found]


class ProgrammeStartModel(View):
    """A programme with the passages that say what it is."""

    name: str
    passages: list[PassageModel]
    report_ids: list[str]


class EventModel(View):
    """What happened, with its passage; without one, that these reports came out."""

    date: str
    passage: PassageModel | None
    report_ids: list[str]


class KnownRoleModel(View):
    """A role, and the passage that tells what it does."""

    name: str
    passage: PassageModel


class FirstDaysModel(View):
    """What somebody new reads first; a part is empty where the reports say nothing."""

    programmes: list[ProgrammeStartModel]
    timeline: list[EventModel]
    people: list[KnownRoleModel]
    ideas: list[PassageModel]
    lingo: list[TermModel]

    @classmethod
    def of(cls, path: FirstDays) -> "FirstDaysModel":
        """Give the path for the wire."""
        return cls(
            programmes=[
                ProgrammeStartModel(
                    name=each.name,
                    passages=passages(each.passages),
                    report_ids=[details.id for details in each.reports],
                )
                for each in path.programmes
            ],
            timeline=[
                EventModel(
                    date=each.date,
                    passage=_view(each.passage),
                    report_ids=[details.id for details in each.reports],
                )
                for each in path.timeline
            ],
            people=[
                KnownRoleModel(name=each.name, passage=PassageModel.of(each.passage)) for each in path.people
            ],
            ideas=passages(path.ideas),
            lingo=[term(entry.meanings[0].term, entry.meanings[0].passage) for entry in path.lingo],
        )
