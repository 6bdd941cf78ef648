"""The wire, outwards: what callers get as JSON, after the dataclasses of service/types.

Nothing is decided here.
"""

from collections.abc import Iterable
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict

from ingest.types import DetailMention, Details, Format, Report, Role, Term, Voice
from service.store import contract as store
from service.types import Answer, Passage, Statement, StatementKind, Status, Usage
from service.wire import addresses
from service.wire.bodies import Verdict
from service.wire.checks import CheckModel, DroppedModel, EngineModel
from service.wire.filters import FiltersModel
from service.wire.rows import CellModel, TableModel, view_cells, view_table


class View(BaseModel):
    """What is returned; reads the dataclass of the same name."""

    model_config = ConfigDict(from_attributes=True, populate_by_name=True)


class FootnoteModel(View):
    """A note of the report whose mark stands in a passage."""

    text: str
    page: int
    start: int
    end: int


class PassageModel(View):
    """The exact words that are cited, and where they are."""

    id: str
    report_id: str
    report_title: str
    page: int
    page_label: str | None
    start: int
    end: int
    text: str
    context: str
    headings: list[str]
    role: Role
    voice: Voice
    speaker: str | None
    places: list[str]
    score: float
    from_scan: bool
    footnotes: list[FootnoteModel]
    url: str
    table: TableModel | None = None
    cells: list[CellModel] = []

    @classmethod
    def of(cls, passage: Passage) -> "PassageModel":
        """Add the address of the page's image to a passage, and its row of a table."""
        row: dict[str, Any] = {"table": view_table(passage), "cells": view_cells(passage)}
        fields = {name: getattr(passage, name) for name in cls.model_fields if name not in ("url", *row)}
        return cls(**fields, **row, url=page_url(passage))


class StatementModel(View):
    """One sentence of an answer, with the keys of its passages."""

    text: str
    passage_ids: list[str]
    kind: StatementKind
    group: str | None
    check: CheckModel | None = None

    @classmethod
    def of(cls, statement: Statement) -> "StatementModel":
        """Give a statement for the wire."""
        return cls.model_validate(statement)


class AnswerModel(View):
    """A whole answer."""

    id: str
    question: str
    standalone_question: str
    status: Status
    statements: list[StatementModel]
    passages: list[PassageModel]
    nearest: list[PassageModel]
    missing: list[str]
    suggestions: list[str]
    engine: EngineModel
    timings_ms: dict[str, float]
    headline: StatementModel | None = None
    notes: list[str]
    dropped: list[DroppedModel] = []
    filters: FiltersModel = FiltersModel()
    usage: Usage | None = None

    @classmethod
    def of(cls, answer: Answer) -> "AnswerModel":
        """Give an answer for the wire."""
        special = {"passages": passages(answer.passages), "nearest": passages(answer.nearest)}
        fields = {name: getattr(answer, name) for name in cls.model_fields if name not in special}
        return cls.model_validate({**fields, **special}, from_attributes=True)


class PassagesModel(View):
    """Passages, best first."""

    passages: list[PassageModel]


class FeedbackModel(View):
    """What was kept of a reader's word."""

    answer_id: str
    verdict: Verdict
    text: str | None
    created_at: str


class ConversationModel(View):
    """A conversation's entry."""

    id: str
    title: str
    created_at: str
    updated_at: str


class StoredTurnModel(View):
    """A turn of a stored conversation; the assistant's has its answer."""

    role: Literal["user", "assistant"]
    content: str
    answer: AnswerModel | None


class WholeConversationModel(ConversationModel):
    """A conversation with its turns, oldest first."""

    turns: list[StoredTurnModel]

    @classmethod
    def of(cls, entry: store.Conversation, turns: Iterable[store.StoredTurn]) -> "WholeConversationModel":
        """Put entry and turns together."""
        shown = [
            {"role": t.role, "content": t.content, "answer": AnswerModel.of(t.answer) if t.answer else None}
            for t in turns
        ]
        return cls.model_validate({**ConversationModel.model_validate(entry).model_dump(), "turns": shown})


class ConversationsModel(View):
    """Conversations, the latest used first."""

    conversations: list[ConversationModel]


class DetailsModel(View):
    """The catalogue entry of a report."""

    id: str
    title: str
    file: str
    sha256: str
    format: Format
    pages: int
    publisher: str | None
    date: str | None
    kind: str | None
    programme: str | None
    places: list[str]
    authors: list[str]
    language: str | None
    mentions: list[DetailMention]


class ReportsModel(View):
    """Reports, in the library's order."""

    reports: list[DetailsModel]


class HeadingModel(View):
    """A heading of a report's outline."""

    text: str
    level: int
    page: int


class TermModel(View):
    """An acronym, with what the report says it stands for and where."""

    short: str
    long: str | None
    said: bool
    """False where the report only suggests the long form by its words."""
    uses: int
    passage: PassageModel


class ReportModel(DetailsModel):
    """A report: its entry and what was understood of it."""

    outline: list[HeadingModel]
    terms: list[TermModel]
    questions: list[PassageModel]
    warnings: list[str]

    @classmethod
    def of(
        cls,
        report: Report,
        outline: list[HeadingModel],
        terms: list[TermModel],
        questions: list[PassageModel],
    ) -> "ReportModel":
        """Put a report's parts together."""
        entry = DetailsModel.model_validate(report.details).model_dump()
        return cls(**entry, outline=outline, terms=terms, questions=questions, warnings=list(report.warnings))


class GlossaryModel(View):
    """Terms of all reports, by their short form."""

    terms: list[TermModel]


class StateModel(View):
    """Whether the service lives or is ready."""

    status: Literal["ok"] = "ok"


class ErrorDetail(View):
    """What went wrong, for programs (`code`) and people (`message`)."""

    code: str
    message: str
    retryable: bool
    request_id: str


class ErrorModel(View):
    """The shape of every error."""

    error: ErrorDetail


def passages(found: Iterable[Passage]) -> list[PassageModel]:
    """Give passages for the wire."""
    return [PassageModel.of(passage) for passage in found]


def term(term_: Term, passage: Passage) -> TermModel:
    """Give a term with the passage that defines it, or first uses it."""
    return TermModel(
        short=term_.short,
        long=term_.long,
        said=term_.said,
        uses=term_.uses,
        passage=PassageModel.of(passage),
    )


def details(entries: Iterable[Details]) -> list[DetailsModel]:
    """Give catalogue entries for the wire."""
    return [DetailsModel.model_validate(entry) for entry in entries]


def page_url(passage: Passage) -> str:
    """Give the address of the page's image on which the passage is marked."""
    asked = passage.table.list_asked_spans() if passage.table else ()
    return addresses.picture(passage.report_id, passage.page, passage.start, passage.end, cells=asked)


ERRORS: dict[int | str, dict[str, Any]] = {
    code: {"model": ErrorModel, "description": text}
    for code, text in {
        400: "The request can't be read.",
        401: "The key is missing or wrong.",
        404: "There is nothing under that id.",
        413: "The body is too large.",
        415: "The body is of another type than the route takes.",
        422: "A field is wrong; the message names it.",
        503: "Nothing is ingested yet, or the data folder can't be used.",
    }.items()
}
