"""Routes for briefs: making one, reading it again, and downloading it as a file."""

from fastapi import APIRouter, Response

from service.brief.keep import keep_brief, unpack_brief
from service.brief.make import make_brief
from service.brief.sheet.write import MEDIA_TYPES, SheetFormat, write_brief
from service.brief.types import Brief
from service.learning.registry import find_entry
from service.types import Filters
from service.web.context import Context, Parts
from service.wire import views
from service.wire.briefs import BriefBody, BriefModel

router = APIRouter(prefix="/v1/briefs", responses=views.ERRORS, tags=["briefs"])


@router.post("", status_code=201)
def create_brief(body: BriefBody, parts: Parts) -> BriefModel:
    """Make a brief: the evidence on a question, for and against, by place, and what the reports do not say."""
    return BriefModel.of(keep_new_brief(parts, body.question, body.question_id, body.filters.filters()))


@router.get("/{brief_id}.{form}", response_class=Response)
def read_brief_file(brief_id: str, form: SheetFormat, parts: Parts) -> Response:
    """Give a brief as a file: Markdown, HTML, Word or PDF."""
    brief = unpack_brief(parts.store.brief(brief_id))
    entries = {entry.id: entry for entry in parts.assistant.library.details}
    name = f"brief-{brief.id[:8]}.{form}"
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return Response(write_brief(brief, entries, form), media_type=MEDIA_TYPES[form], headers=headers)


@router.get("/{brief_id}")
def read_brief(brief_id: str, parts: Parts) -> BriefModel:
    """Give a brief as it was made."""
    return BriefModel.of(unpack_brief(parts.store.brief(brief_id)))


def keep_new_brief(parts: Context, question: str | None, question_id: str | None, filters: Filters) -> Brief:
    """Make a brief and keep it. Raises NotFound for a question's key that the library doesn't have."""
    library = parts.assistant.library
    if question is None:
        question = find_entry(library, question_id or "").text
    return keep_brief(
        parts.store, make_brief(library, parts.assistant.embedder, question, filters, question_id)
    )
