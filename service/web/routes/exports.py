"""Routes that give lists and answers as tables for spreadsheets."""

from typing import Any

from fastapi import APIRouter, Response
from starlette.background import BackgroundTask

from service.reports.glossary import list_meanings
from service.web.context import Parts
from service.web.lists import Paged, Selected
from service.web.routes.questions import SelectedQuestions
from service.wire import sheets, views
from service.wire.learning import QuestionRowModel, view_questions, view_rows

TYPE = "text/csv; charset=utf-8; header=present"
TABLE: dict[int | str, dict[str, Any]] = {
    200: {"description": "The table.", "content": {TYPE: {"schema": {"type": "string"}}}}
}


class CsvResponse(Response):
    """A table. Its type is no attribute of the class: the schema would give it to the errors of its routes too."""

    def __init__(
        self, content: str, status_code: int = 200, background: BackgroundTask | None = None
    ) -> None:
        super().__init__(content, status_code, media_type=TYPE, background=background)


router = APIRouter(
    prefix="/v1", responses=views.ERRORS | TABLE, default_response_class=CsvResponse, tags=["exports"]
)


@router.get("/reports.csv")
def export_reports(parts: Parts, selected: Selected, paged: Paged) -> str:
    """List the reports as a table."""
    entries = views.details(paged.of(selected.of(parts)))
    return sheets.sheet_of(entries, views.DetailsModel)


@router.get("/questions.csv")
def export_questions(parts: Parts, selected: SelectedQuestions, paged: Paged) -> str:
    """List the reflective questions as a table."""
    rows = view_rows(view_questions(paged.of(selected.of(parts))))
    return sheets.sheet_of(rows, QuestionRowModel)


@router.get("/glossary.csv")
def export_terms(parts: Parts, selected: Selected, paged: Paged) -> str:
    """List the terms as a table."""
    found = list_meanings(parts.assistant.library, selected.of(parts))
    terms = [views.term(item.term, item.passage) for item in paged.of(found)]
    return sheets.sheet_of(terms, views.TermModel)


@router.get("/answers/{answer_id}.csv")
def export_answer(answer_id: str, parts: Parts) -> str:
    """Give an answer as a table: a row for each statement and each of its passages."""
    return sheets.sheet_of_answers([parts.store.answer(answer_id)])


@router.get("/conversations/{conversation_id}.csv")
def export_conversation(conversation_id: str, parts: Parts) -> str:
    """Give a conversation's answers as one table."""
    answers = [turn.answer for turn in parts.store.turns(conversation_id) if turn.answer]
    return sheets.sheet_of_answers(answers)
