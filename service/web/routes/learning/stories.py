"""Routes for stories: a place, a theme or a report on a page, also as a file."""

from typing import Annotated

from fastapi import APIRouter, Query, Response

from service.brief.sheet.write import MEDIA_TYPES, SheetFormat, write_document
from service.survey.story.lay_out import lay_out_story
from service.survey.story.make import make_story
from service.web.context import Parts
from service.wire import bodies, views
from service.wire.surveys.stories import StoryModel

router = APIRouter(prefix="/v1", responses=views.ERRORS, tags=["surveys"])
About = Annotated[
    bodies.Text,
    Query(description="A place, a theme, a term, or a report by its id or title.", max_length=400),
]


@router.get("/stories")
def read_story(parts: Parts, about: About) -> StoryModel:
    """Tell of a place, a theme or a report on a page: what it is, what happened, helped, hindered and was learned."""
    return StoryModel.of(make_story(parts.assistant.library, parts.assistant.embedder, about))


@router.get("/stories.{form}", response_class=Response)
def read_story_file(form: SheetFormat, parts: Parts, about: About) -> Response:
    """Give a story as a file: Markdown, HTML, Word or PDF."""
    sheet = lay_out_story(make_story(parts.assistant.library, parts.assistant.embedder, about))
    headers = {"Content-Disposition": f'attachment; filename="story.{form}"'}
    return Response(write_document(sheet, form), media_type=MEDIA_TYPES[form], headers=headers)
