"""Passing an answer on to others: a sheet for printing and for e-mail, a Word file, Markdown and text."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Annotated, ClassVar

from fastapi import APIRouter, Query
from fastapi.responses import HTMLResponse, PlainTextResponse, Response

from ingest.errors import WalkalongError
from ingest.library.open import Library
from service.telling import export, wording
from service.telling.word import WORD, answer_docx
from service.types import Answer
from service.web.context import Parts
from service.web.pages.view import ShownTurn, catalogue, show_turn
from service.web.render import addresses, rendering
from service.web.render.page_images import Span, page_png

router = APIRouter(include_in_schema=False)
MOST_PICTURES = 3
"""So many passages are shown as they stand on their page, where pictures are wanted."""
SCALE = 2.0
"""Pixels a point: sharp on paper."""


@dataclass(frozen=True)
class AnswerSheet(rendering.SitePage):
    """One answer, without its conversation."""

    template: ClassVar[str] = "answer_sheet.html"
    turn: ShownTurn
    made: str
    address: str


@router.get("/answers/{answer_id}.md")
def answer_as_markdown(answer_id: str, parts: Parts) -> Response:
    """Give an answer as Markdown, with its passages as footnotes."""
    text = export.answer_markdown(parts.store.answer(answer_id), catalogue(_library(parts)))
    return Response(text, media_type="text/markdown")


@router.get("/answers/{answer_id}.txt")
def answer_as_text(answer_id: str, parts: Parts) -> Response:
    """Give an answer as plain text, with its passages numbered."""
    return PlainTextResponse(export.answer_text(parts.store.answer(answer_id), catalogue(_library(parts))))


@router.get("/answers/{answer_id}.docx")
def answer_as_word(
    answer_id: str, parts: Parts, pictures: Annotated[str, Query(max_length=4)] = ""
) -> Response:
    """Give an answer as a Word file; with `pictures`, the first passages as they look on their pages."""
    answer, library = parts.store.answer(answer_id), _library(parts)
    shown = dict(_pictures(answer, library)) if pictures and library else {}
    today = datetime.now(UTC).astimezone().date()
    named = {"Content-Disposition": f'attachment; filename="answer-{answer.id[:8]}.docx"'}
    return Response(answer_docx(answer, catalogue(library), today, shown), media_type=WORD, headers=named)


@router.get("/answers/{answer_id}/sheet", response_class=HTMLResponse)
def show_sheet(answer_id: str, parts: Parts) -> HTMLResponse:
    """Show an answer by itself, for printing and for copying into an e-mail."""
    answer, library = parts.store.answer(answer_id), _library(parts)
    turn = show_turn(answer, 1, library, catalogue(library))
    made = wording.name_day(datetime.now(UTC).astimezone().date().isoformat())
    return rendering.respond(AnswerSheet(turn, made, addresses.answer(answer_id)))


def _pictures(answer: Answer, library: Library) -> Iterator[tuple[str, bytes]]:
    """Give pictures of the lines around the first passages, by key; passages of reports that changed are left out."""
    for passage in answer.passages[:MOST_PICTURES]:
        try:
            report = library.report(passage.report_id)
        except WalkalongError:
            continue
        if report.text[passage.start : passage.end] == passage.text:
            file, mark = library.file(passage.report_id), Span(passage.start, passage.end)
            yield passage.id, page_png(report, file, passage.page, mark, SCALE, lines=True)


def _library(parts: Parts) -> Library | None:
    try:
        return parts.assistant.library
    except WalkalongError:
        return None
