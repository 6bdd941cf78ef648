"""The wire for reflective questions: each with its theme, the conclusion it follows, and every report that asks it."""

from collections.abc import Iterable

from service.learning.registry import AskedSentence, QuestionEntry, QuestionSource
from service.types import Passage
from service.wire.views import PassageModel, View


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
