"""A story on the page: a place, a theme or a report, with one picture, and its files."""

from dataclasses import dataclass
from typing import Annotated, ClassVar

from fastapi import APIRouter, Query
from fastapi.responses import HTMLResponse

from ingest.errors import NotFound, WalkalongError
from service.survey.story import lay_out
from service.survey.story.make import make_story
from service.survey.story.types import Story, StoryEvent
from service.telling import wording
from service.telling.plain import flatten_text
from service.types import Passage
from service.web import http_errors
from service.web.context import Parts
from service.web.pages.themes.compare import show_passage
from service.web.render import addresses, rendering
from service.wire.addresses import below_root

router = APIRouter(include_in_schema=False)
FILES = (("docx", "Word"), ("pdf", "PDF"), ("html", "HTML"), ("md", "Markdown"))
"""The formats by the names that people know."""


@dataclass(frozen=True, slots=True)
class ToldLine:
    """A sentence of a story, or something dated, with its source where it has a passage."""

    text: str
    quoted: bool
    date: str = ""
    whose: str = ""
    source: str = ""
    address: str = ""


@dataclass(frozen=True, slots=True)
class StoryPart:
    """A part under its heading."""

    head: str
    lines: tuple[ToldLine, ...]


@dataclass(frozen=True, slots=True)
class StoryDrawing:
    """The picture as markup of our own, and what it shows."""

    svg: str
    title: str
    words: str


@dataclass(frozen=True)
class StoryPage(rendering.SitePage):
    """The form, and the story where something was named."""

    template: ClassVar[str] = "story.html"
    about: str
    name: str = ""
    facts: str = ""
    parts: tuple[StoryPart, ...] = ()
    drawing: StoryDrawing | None = None
    missing: str = ""
    chosen: str = lay_out.CHOSEN
    files: tuple[tuple[str, str], ...] = ()
    """Name and address of the story in each format."""
    places: tuple[tuple[str, str], ...] = ()
    """Places that stories may be about, with their addresses."""
    problem: str | None = None


@router.get("/story", response_class=HTMLResponse)
def show_story(parts: Parts, about: Annotated[str, Query(max_length=4000)] = "") -> HTMLResponse:
    """Show the form, and under it the story."""
    places: dict[str, None] = {}
    try:
        library = parts.assistant.library
        places = dict.fromkeys(place for entry in library.details for place in entry.places)
        if not about.strip():
            offered = tuple((place, addresses.story(place)) for place in places)
            return rendering.respond(StoryPage(about, places=offered))
        story = make_story(library, parts.assistant.embedder, about)
    except WalkalongError as error:
        page = StoryPage(about, problem=error.message)
        # A place that this page offers is no wrong address, however little is said of it.
        is_offered = isinstance(error, NotFound) and about in places
        return rendering.respond(page, 200 if is_offered else http_errors.status_of(error))
    return rendering.respond(_page(about, story))


def _page(about: str, story: Story) -> StoryPage:
    by_key = {each.id: each for each in story.passages}
    told = (StoryPart(head, _tell(story, name, by_key)) for name, head in lay_out.PARTS.items())
    picture = story.picture
    return StoryPage(
        about=about,
        name=flatten_text(story.subject.name),
        facts=lay_out.tell_about(story),
        parts=tuple(part for part in told if part.lines),
        drawing=StoryDrawing(picture.svg, flatten_text(picture.title), flatten_text(picture.words))
        if picture
        else None,
        missing=lay_out.tell_missing(story),
        files=tuple(
            (name, addresses.with_query(below_root(f"/v1/stories.{form}"), about=about))
            for form, name in FILES
        ),
    )


def _tell(story: Story, name: str, by_key: dict[str, Passage]) -> tuple[ToldLine, ...]:
    if name == "events":
        return tuple(_tell_event(event, by_key) for event in story.events)
    return tuple(_tell_sentence(by_key[key]) for key in getattr(story, name))


def _tell_event(event: StoryEvent, by_key: dict[str, Passage]) -> ToldLine:
    day = wording.name_day(event.date)
    if event.passage_id:
        return _tell_sentence(by_key[event.passage_id], day)
    words = lay_out.name_reports(event.reports)
    address = addresses.report(event.reports[0].id) if len(event.reports) == 1 else ""
    return ToldLine(f"{words} came out", quoted=False, date=day, address=address)


def _tell_sentence(passage: Passage, day: str = "") -> ToldLine:
    shown = show_passage(passage)
    plain = passage.voice in ("finding", "description")
    return ToldLine(
        shown.text,
        quoted=True,
        date=day,
        whose="" if plain else wording.name_voice(passage),
        source=f"{passage.id}: {shown.source}",
        address=shown.address,
    )
