"""Checking a draft in the browser: paste it or choose a file, and read what the reports say about each sentence."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Annotated, ClassVar

from fastapi import APIRouter, HTTPException, Query, Request, Response
from fastapi.responses import HTMLResponse
from starlette.concurrency import run_in_threadpool

from ingest.errors import WalkalongError
from service.draft.check import MOST_SENTENCES
from service.draft.sheet.lay_out import LIMITS, ParagraphFindings, count_outcomes, lay_out_check
from service.draft.sheet.write import DraftFormat
from service.draft.types import DraftCheck, ParagraphKind
from service.web import http_errors
from service.web.context import Context, Parts
from service.web.render import addresses, rendering
from service.web.routes import checks
from service.wire.drafts import MOST_CHARACTERS

router = APIRouter(include_in_schema=False)
ACCEPT = ".docx,.md,.markdown,.txt"
_LEADS: dict[ParagraphKind, str] = {"heading": "## ", "bullet": "- ", "paragraph": "", "aside": ""}


@dataclass(frozen=True)
class DraftPage(rendering.SitePage):
    """The form, and what was found."""

    template: ClassVar[str] = "draft.html"
    text: str
    """What the form has in it: the draft that was sent, so that it can be mended and sent again."""
    problem: str | None = None
    summary: str | None = None
    notes: tuple[str, ...] = ()
    paragraphs: tuple[ParagraphFindings, ...] = ()
    places: Mapping[str, str] = field(default_factory=dict)
    """The address of each passage, by its key."""
    limits: str = LIMITS
    accept: str = ACCEPT
    most_sentences: int = MOST_SENTENCES
    most_characters: int = MOST_CHARACTERS


@router.get("/check", response_class=HTMLResponse)
def show_draft_form() -> HTMLResponse:
    """Show the form."""
    return rendering.respond(DraftPage(""))


@router.post("/check", response_class=HTMLResponse)
async def check_on_page(
    request: Request, parts: Parts, form: Annotated[DraftFormat | None, Query(alias="format")] = None
) -> Response:
    """Check the draft that the form sends, and show the result sentence by sentence, or give it as a file."""
    try:
        draft, filters = await checks.receive_draft(request, parts.settings)
        checked = await run_in_threadpool(checks.check_received, parts, draft, filters)
    except WalkalongError as error:
        page = DraftPage(await _read_text(request), problem=error.message)
        return rendering.respond(page, http_errors.status_of(error))
    except HTTPException as error:
        return rendering.respond(DraftPage("", problem=str(error.detail)), error.status_code)
    if form:
        return await run_in_threadpool(checks.give_file, parts, checked, form)
    return await run_in_threadpool(_show, parts, checked)


async def _read_text(request: Request) -> str:
    """Give what was pasted into the form, so that it can be shown again."""
    sent = (await request.form()).get("text")
    return sent if isinstance(sent, str) else ""


def _show(parts: Context, checked: DraftCheck) -> HTMLResponse:
    entries = {entry.id: entry for entry in parts.assistant.library.details}
    page = DraftPage(
        text="\n\n".join(_write_again(checked)),
        summary=count_outcomes(checked),
        notes=checked.notes,
        paragraphs=lay_out_check(checked, entries),
        places={each.id: addresses.span(each.report_id, each.start, each.end) for each in checked.passages},
    )
    return rendering.respond(page)


def _write_again(checked: DraftCheck) -> Iterator[str]:
    """Yield the paragraphs of a draft in a form that can be pasted again."""
    for paragraph in checked.paragraphs:
        yield _LEADS[paragraph.kind] + " ".join(each.text for each in paragraph.sentences)
