"""The page on which people compare two runs, one question at a time, without seeing which run wrote which answer."""

from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated, ClassVar

from fastapi import APIRouter, Depends, FastAPI, Request, Response
from fastapi.responses import HTMLResponse, RedirectResponse

from eval.html import HtmlPage, environment
from eval.rating.app import NOTE, address_rater, build_site, redirect, respond
from eval.rating.desk import Item, rater_name
from eval.rating.preferences import (
    Preference,
    add_preference,
    parse_preference,
    preference_lines,
    sort_disputed,
    sum_preferences,
)
from eval.rating.ratings import count_raters
from eval.rating.sides import SideDesk
from eval.runs.folder import load_run, require_unsealed
from ingest.errors import InvalidRequest
from service.web.forms import Fields, Form, only

CHOICES = (
    ("left", "The left one"),
    ("right", "The right one"),
    ("same", "Neither: as good"),
    ("cannot_tell", "Can’t tell"),
)
"""Value and label; the keys 1 to 4 stand for them."""
OUTCOMES = {"this": "this run", "other": "the other run", "same": "as good", "cannot_tell": "can’t tell"}

router = APIRouter()


@dataclass(frozen=True)
class SidesStartPage(HtmlPage):
    """Who chooses?"""

    template: ClassVar[str] = "sides_start.html"
    title: str
    total: int
    alike: int
    """Questions with the same answer in both runs."""
    raters: dict[str, int]
    """Questions decided, by name."""
    suggested: str


@dataclass(frozen=True)
class SidesPage(HtmlPage):
    """Two answers to one question."""

    template: ClassVar[str] = "sides.html"
    rater: str
    place: int
    total: int
    rated: int
    left: Item
    right: Item
    chosen: str
    """The side that was chosen before; empty where none was."""
    note: str
    error: str


@dataclass(frozen=True)
class SidesOutcomePage(HtmlPage):
    """What was chosen, and where raters differ."""

    template: ClassVar[str] = "sides_outcome.html"
    lines: tuple[str, ...]
    apart: tuple[tuple[Item, tuple[Preference, ...]], ...]


def app_for_sides(this: Path, other: Path, suggested: str = "") -> FastAPI:
    """The app over two runs; choices are kept in the folder of `this`.

    Raises NotFound, InvalidRequest, StorageError.
    """
    runs = load_run(this), load_run(other)
    for run in runs:
        require_unsealed(run)
    app = build_site(router)
    app.state.desk, app.state.suggested = SideDesk(*runs), suggested
    return app


def _desk(request: Request) -> SideDesk:
    desk: SideDesk = request.app.state.desk
    return desk


OfDesk = Annotated[SideDesk, Depends(_desk)]
Name = Annotated[str, Depends(rater_name)]


@router.get("/")
def start(request: Request, desk: OfDesk) -> HTMLResponse:
    """Ask who chooses."""
    names = count_raters(desk.preferences())
    return respond(
        SidesStartPage(desk.title, len(desk.items), desk.alike, names, request.app.state.suggested)
    )


@router.get("/rate")
def begin(rater: Name) -> RedirectResponse:
    """Go to the rater's own address."""
    return redirect(address_rater(rater))


@router.get("/rate/{rater}")
def go_on(desk: OfDesk, rater: Name) -> RedirectResponse:
    """Go to the first question that is not decided, or to what was chosen when all are."""
    place = desk.next_place(rater)
    return redirect(address_rater(rater, place) if place else "/outcome")


@router.get("/rate/{rater}/{place:int}")
def show(desk: OfDesk, rater: Name, place: int) -> HTMLResponse:
    """Show two answers, with the choice that was made before."""
    return respond(_page(desk, rater, place))


@router.post("/rate/{rater}/{place:int}")
def save(desk: OfDesk, rater: Name, place: int, form: Form) -> Response:
    """Keep a choice and go on."""
    try:
        made = _preference(desk, rater, place, form)
    except InvalidRequest as error:
        return respond(_page(desk, rater, place, form, error.message), 422)
    add_preference(desk.path, made)
    following = desk.next_place(rater, place)
    return redirect(address_rater(rater, following) if following else "/outcome")


@router.get("/outcome")
def outcome(desk: OfDesk) -> HTMLResponse:
    """Show what was chosen, and so also which run is which."""
    given = desk.preferences()
    items = {couple.key: couple.this for couple in desk.items}
    apart = tuple((items[own[0].answer], tuple(own)) for own in sort_disputed(given))
    return respond(SidesOutcomePage(tuple(preference_lines(sum_preferences(given))), apart))


def _page(desk: SideDesk, rater: str, place: int, form: Fields | None = None, error: str = "") -> SidesPage:
    couple, made = desk.item(rater, place), desk.by(rater)
    sides = desk.sides(rater, couple)
    before = made.get(couple.key)
    answers = {"this": couple.this, "other": couple.other}
    was = next((side for side, better in sides.items() if before and better == before.better), "")
    return SidesPage(
        rater=rater,
        place=place,
        total=len(desk.items),
        rated=len(made),
        left=answers[sides["left"]],
        right=answers[sides["right"]],
        chosen=was if form is None else only(form, "better"),
        note=(before.note if before else "") if form is None else only(form, "note"),
        error=error,
    )


def _preference(desk: SideDesk, rater: str, place: int, form: Fields) -> Preference:
    """The choice that a form holds; raises InvalidRequest."""
    couple = desk.item(rater, place)
    better, note = desk.sides(rater, couple).get(only(form, "better")), only(form, "note")
    if better is None:
        message = "Nothing was saved: choose one. “Can’t tell” is a choice."
        raise InvalidRequest(message)
    if len(note) > NOTE:
        message = f"Nothing was saved: the note has {len(note)} characters, and {NOTE} is the most."
        raise InvalidRequest(message)
    case_id, repeat = couple.key
    now = datetime.now(UTC).isoformat(timespec="seconds")
    return parse_preference({"case_id": case_id, "repeat": repeat, "rater": rater, "against": desk.against,
                             "better": better, "note": note, "at": now})  # fmt: skip


environment.globals.update(choices=CHOICES, outcomes=OUTCOMES)
