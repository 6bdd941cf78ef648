"""A theme at a glance: what is said of each place, reports by date, what is new, and what is assumed."""

from dataclasses import dataclass
from typing import Annotated, ClassVar

from fastapi import APIRouter, Query
from fastapi.responses import HTMLResponse

from ingest.errors import WalkalongError
from service.brief.sheet.lay_out import STANCES
from service.brief.types import Stance
from service.reports.themes import OTHER, THEMES
from service.survey.compare import compare
from service.survey.look import Survey, look_through
from service.survey.news import News, find_news
from service.survey.picture import Label, Picture, PictureMark, lay_out_grid, lay_out_timeline
from service.telling import wording
from service.types import Filters
from service.web import http_errors
from service.web.context import Parts
from service.web.pages.themes.compare import CellPassage, show_passage
from service.web.render import addresses, rendering
from service.web.routes.surveys import read_since
from service.wire.addresses import below_root

router = APIRouter(include_in_schema=False)
NEW_SHOWN = 10
"""New passages that are shown, the nearest to the theme."""


@dataclass(frozen=True, slots=True)
class ShownMark:
    """A mark with the address of its passages."""

    mark: PictureMark
    address: str


@dataclass(frozen=True, slots=True)
class ShownPicture:
    """A picture whose marks are links."""

    width: int
    height: int
    marks: tuple[ShownMark, ...]
    labels: tuple[Label, ...]


@dataclass(frozen=True, slots=True)
class ShownNews:
    """What is new since a date."""

    since: str
    reports: tuple[tuple[str, str], ...]
    """Title and address."""
    places: tuple[str, ...]
    passages: tuple[CellPassage, ...]
    count: int
    before: int
    undated: int


@dataclass(frozen=True)
class ThemePage(rendering.SitePage):
    """The form, and the theme where one was given."""

    template: ClassVar[str] = "theme.html"
    theme: str
    since: str
    suggested: tuple[tuple[str, str], ...]
    """Name and address of themes that may be looked at."""
    looked_at: int
    grid: ShownPicture | None
    timeline: ShownPicture | None
    news: ShownNews | None
    others: tuple[tuple[str, str], ...]
    """Words and address of other views of the theme."""
    problem: str | None = None


@router.get("/theme", response_class=HTMLResponse)
def show_theme(
    parts: Parts,
    theme: Annotated[str, Query(max_length=4000)] = "",
    since: Annotated[str, Query(max_length=20)] = "",
) -> HTMLResponse:
    """Show the form, and under it the pictures of the theme."""
    if not theme.strip():
        return rendering.respond(_page(theme, since))
    try:
        date = read_since(since)
        survey = look_through(parts.assistant.library, parts.assistant.embedder, theme, Filters())
    except WalkalongError as error:
        return rendering.respond(_page(theme, since, problem=error.message), http_errors.status_of(error))
    return rendering.respond(_page(theme, since, survey, date))


def _page(
    theme: str, since: str, survey: Survey | None = None, date: str | None = None, problem: str | None = None
) -> ThemePage:
    has_any = survey is not None and bool(survey.passages)
    return ThemePage(
        theme=theme,
        since=since,
        suggested=tuple(
            (name, addresses.with_query(below_root("/theme"), theme=name)) for name in THEMES if name != OTHER
        ),
        looked_at=len(survey.passages) if survey else 0,
        grid=_grid(survey) if survey and has_any else None,
        timeline=_timeline(survey) if survey and has_any else None,
        news=_news(survey, find_news(survey, date)) if survey and date else None,
        others=(
            ("The story on a page, to take with you", addresses.story(theme)),
            ("Compare places, with their passages", _show_compared(theme, "place")),
            ("What reports assume about it, and what was found since", _show_assumed(theme)),
        )
        if has_any
        else (),
        problem=problem,
    )


def _grid(survey: Survey) -> ShownPicture:
    return _lead(survey.theme, "place", lay_out_grid(compare(survey, "place"), STANCES))


def _timeline(survey: Survey) -> ShownPicture:
    dates = {entry.id: entry.date for entry in survey.reports}
    return _lead(survey.theme, "report", lay_out_timeline(compare(survey, "report"), dates))


def _lead(theme: str, by: str, picture: Picture) -> ShownPicture:
    marks = tuple(
        ShownMark(mark, _show_compared(theme, by, mark.side, mark.stance)) for mark in picture.marks
    )
    return ShownPicture(picture.width, picture.height, marks, picture.labels)


def _show_compared(theme: str, by: str, only: str | None = None, stance: Stance | None = None) -> str:
    address = addresses.with_query(below_root("/compare"), theme=theme, by=by, only=only)
    return f"{address}#{stance}-1" if stance else address


def _show_assumed(theme: str) -> str:
    return addresses.with_query(below_root("/assumptions"), theme=theme)


def _news(survey: Survey, news: News) -> ShownNews:
    by_key = {each.id: each for each in survey.passages}
    return ShownNews(
        wording.name_day(news.since),
        tuple((entry.title, addresses.report(entry.id)) for entry in news.reports),
        news.places,
        tuple(show_passage(by_key[key]) for key in news.passages[:NEW_SHOWN]),
        len(news.passages),
        len(news.before),
        len(news.undated),
    )
