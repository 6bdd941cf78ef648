"""Routes for the registry of reflective questions."""

from collections.abc import Sequence
from typing import Annotated

from fastapi import APIRouter, Depends, Query

from service.learning.registry import AskedSentence, find_entry, list_asked
from service.web.context import Context, Parts
from service.web.lists import Paged, Selection
from service.wire import bodies, learning, views

router = APIRouter(prefix="/v1", responses=views.ERRORS, tags=["questions"])


class QuestionSelection:
    """Query parameters that select questions: their themes and reports, and what selects reports elsewhere."""

    def __init__(
        self,
        selected: Annotated[Selection, Depends()],
        theme: Annotated[list[bodies.ShortText] | None, Query(max_length=50)] = None,
        report: Annotated[list[bodies.ShortText] | None, Query(max_length=50)] = None,
    ) -> None:
        self._selected = selected
        self._themes = {name.casefold() for name in theme or ()}
        self._reports = set(report or ())

    def of(self, parts: Context) -> Sequence[AskedSentence]:
        """Give the asking sentences that pass; keys count those of the selected reports."""
        entries = self._selected.of(parts)
        if self._reports:
            entries = [entry for entry in entries if entry.id in self._reports]
        asked = list_asked(parts.assistant.library, entries)
        if not self._themes:
            return asked
        return [each for each in asked if each.entry.theme.casefold() in self._themes]


SelectedQuestions = Annotated[QuestionSelection, Depends()]


@router.get("/questions")
def list_questions(parts: Parts, selected: SelectedQuestions, paged: Paged) -> learning.QuestionsModel:
    """List the reflective questions that the reports put to their readers, each with the conclusion it follows."""
    return learning.QuestionsModel(questions=learning.view_questions(paged.of(selected.of(parts))))


@router.get("/questions/{question_id}")
def read_question(question_id: str, parts: Parts) -> learning.QuestionEntryModel:
    """Give a reflective question with every report that asks it, by its `entry_id` or its key in the whole list."""
    return learning.QuestionEntryModel.of(find_entry(parts.assistant.library, question_id))
