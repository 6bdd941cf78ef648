"""The page on which people rate answers: one at a time, blind to the engine, by keyboard alone or with a mouse.

It is for this machine only and works without scripts. What a rater sees is decided in eval/rating/desk.py.
"""

from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated
from urllib.parse import quote

from fastapi import APIRouter, Depends, FastAPI, Query, Request, Response
from fastapi.responses import HTMLResponse, RedirectResponse
from fastapi.staticfiles import StaticFiles
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.middleware.trustedhost import TrustedHostMiddleware

from eval.html import HtmlPage, render
from eval.rating import ratings
from eval.rating.desk import Desk, Item, items_of_feedback, items_of_run, rater_name
from eval.rating.pages import AgreementPage, DonePage, DraftForm, ItemPage, RatingErrorPage, StartPage
from eval.rating.ratings import ASPECTS, MARKS, RATINGS, Rating
from eval.runs.folder import load_run, require_unsealed
from eval.sets.drafts import Drafts
from ingest.errors import InvalidRequest, NotFound, WalkalongError
from service.settings import Settings
from service.store.sql import open_store
from service.web import guards
from service.web.forms import Fields, Form, only
from service.web.http_errors import status_of

STATIC = Path(__file__).parent / "static"
HOSTS = ["127.0.0.1", "localhost"]
"""Host names that the page answers to; any other may be a foreign site's name that leads here."""
NOTE = 2000
"""Longest note, in characters."""

router = APIRouter()


def create_app(desk: Desk, drafts: Drafts | None = None, suggested: str = "") -> FastAPI:
    """Build the app; with `drafts`, readers' feedback is shown after rating, and questions can become cases."""
    app = build_site(router)
    app.state.desk, app.state.drafts, app.state.suggested = desk, drafts, suggested
    return app


def build_site(routes: APIRouter) -> FastAPI:
    """A site of these pages for this machine only."""
    app = FastAPI(
        docs_url=None,
        redoc_url=None,
        openapi_url=None,
        middleware=[
            Middleware(guards.Envelope),
            Middleware(TrustedHostMiddleware, allowed_hosts=HOSTS),
            Middleware(guards.Guard),
        ],
    )
    app.add_exception_handler(WalkalongError, _error)
    app.add_exception_handler(HTTPException, _error)
    app.include_router(routes)
    app.mount("/static", StaticFiles(directory=STATIC))
    return app


def app_for_run(folder: Path, suggested: str = "") -> FastAPI:
    """The app over a run; ratings are kept in its folder. Raises NotFound, InvalidRequest, StorageError."""
    run = load_run(folder)
    require_unsealed(run)
    items = items_of_run(run.results)
    return create_app(Desk(folder.name, items, folder / RATINGS), suggested=suggested)


def app_for_feedback(settings: Settings, drafts: Path | None = None, suggested: str = "") -> FastAPI:
    """The app over the answers that readers gave feedback on; ratings and drafts are kept in the data folder.

    Raises InvalidRequest if there is no feedback yet, and StorageError.
    """
    store = open_store(settings.database_url, settings.data_dir)
    try:
        answers = store.answers_with_feedback()
    finally:
        store.close()
    if not answers:
        message = f"No answer in {settings.data_dir} has feedback yet; readers give it on the page."
        raise InvalidRequest(message)
    desk = Desk("Feedback", items_of_feedback(answers), settings.data_dir / f"feedback-{RATINGS}")
    return create_app(desk, Drafts(drafts or settings.data_dir / "draft-cases.yaml", answers), suggested)


def _desk(request: Request) -> Desk:
    desk: Desk = request.app.state.desk
    return desk


def _drafts(request: Request) -> Drafts | None:
    drafts: Drafts | None = request.app.state.drafts
    return drafts


OfDesk = Annotated[Desk, Depends(_desk)]
OfDrafts = Annotated[Drafts | None, Depends(_drafts)]
Name = Annotated[str, Depends(rater_name)]


@router.get("/")
def start(request: Request, desk: OfDesk) -> HTMLResponse:
    """Ask who rates."""
    names = ratings.count_raters(desk.ratings())
    return respond(StartPage(desk.title, len(desk.items), names, request.app.state.suggested))


@router.get("/rate")
def begin(rater: Name) -> RedirectResponse:
    """Go to the rater's own address."""
    return redirect(address_rater(rater))


@router.get("/rate/{rater}")
def go_on(desk: OfDesk, rater: Name) -> RedirectResponse:
    """Go to the first answer that is not rated, or to the list when all are."""
    return redirect(address_rater(rater, desk.next_place(rater) or "all"))


@router.get("/rate/{rater}/all")
def all_items(desk: OfDesk, rater: Name) -> HTMLResponse:
    """List the rater's answers with their marks."""
    rated = desk.by(rater)
    rows = tuple((place, item, rated.get(item.key)) for place, item in enumerate(desk.order(rater), 1))
    return respond(DonePage(rater, rows, len(rated)))


@router.get("/rate/{rater}/of")
def find(desk: OfDesk, rater: Name, case: str, repeat: int = 0) -> RedirectResponse:
    """Go to where an answer stands in the rater's order; raises NotFound."""
    for place, item in enumerate(desk.order(rater), 1):
        if item.key == (case, repeat):
            return redirect(address_rater(rater, place))
    message = f"There is no answer to {case!r} here."
    raise NotFound(message)


@router.get("/rate/{rater}/{place:int}")
def show(desk: OfDesk, drafts: OfDrafts, rater: Name, place: int) -> HTMLResponse:
    """Show one answer, with the rating that it has."""
    return respond(_item_page(desk, drafts, rater, place))


@router.post("/rate/{rater}/{place:int}")
def save(desk: OfDesk, drafts: OfDrafts, rater: Name, place: int, form: Form) -> Response:
    """Keep a rating and go on; where readers said something, stay and show it."""
    item = desk.item(rater, place)
    try:
        rating = _read_rating(item, rater, form)
    except InvalidRequest as error:
        return respond(_item_page(desk, drafts, rater, place, form, error.message), 422)
    ratings.add_rating(desk.path, rating)
    if drafts:
        return redirect(address_rater(rater, place))
    return redirect(address_rater(rater, desk.next_place(rater, place) or "all"))


@router.post("/rate/{rater}/{place:int}/draft")
def make_draft(desk: OfDesk, drafts: OfDrafts, rater: Name, place: int, form: Form) -> RedirectResponse:
    """Turn a real question into a draft case."""
    item = desk.item(rater, place)
    if drafts is None or item.key not in desk.by(rater):
        message = (
            "Only a question that readers gave feedback on, and that you have rated, becomes a case here."
        )
        raise InvalidRequest(message)
    answerable = only(form, "answerable") == "yes"
    drafts.add(item.case_id, only(form, "kind"), only(form, "persona"), answerable)
    return redirect(address_rater(rater, place))


@router.get("/agreement")
def agreement(
    desk: OfDesk,
    first: Annotated[str, Query(max_length=40)] = "",
    second: Annotated[str, Query(max_length=40)] = "",
) -> HTMLResponse:
    """Compare two raters: those named, or those with the most answers in common."""
    known = desk.ratings()
    names = list(ratings.count_raters(known))
    pair = (
        (first, second)
        if {first, second} <= set(names) and first != second
        else ratings.find_busiest_pair(known)
    )
    if pair is None:
        return respond(AgreementPage(desk.title, None, (), 0, (), ()))
    others = tuple((a, b) for place, a in enumerate(names) for b in names[place + 1 :] if {a, b} != set(pair))
    shared = ratings.pair_ratings(known, *pair)
    items = {item.key: item for item in desk.items}
    apart = tuple((items[one.answer], one, other) for one, other in ratings.sort_disagreements(shared))
    compared = tuple(ratings.compare_raters(shared))
    return respond(AgreementPage(desk.title, pair, others, len(shared), compared, apart))


def _item_page(
    desk: Desk,
    drafts: Drafts | None,
    rater: str,
    place: int,
    form: Fields | None = None,
    error: str = "",
) -> ItemPage:
    item, rated = desk.item(rater, place), desk.by(rater)
    rating = rated.get(item.key)
    marks: dict[str, str] = {aspect: rating.mark(aspect) for aspect in ASPECTS} if rating else {}
    return ItemPage(
        rater=rater,
        place=place,
        total=len(desk.items),
        rated=len(rated),
        item=item,
        marks=marks if form is None else {aspect: only(form, aspect) for aspect in ASPECTS},
        note=(rating.note if rating else "") if form is None else only(form, "note"),
        is_rated=rating is not None,
        draft=_draft_form(drafts, item) if drafts else None,
        error=error,
    )


def _draft_form(drafts: Drafts, item: Item) -> DraftForm:
    return DraftForm(str(drafts.path), drafts.has(item.case_id), bool(item.sections))


def _read_rating(item: Item, rater: str, form: Fields) -> Rating:
    """The rating that a form holds; raises InvalidRequest."""
    missing = [aspect for aspect in ASPECTS if only(form, aspect) not in MARKS]
    if missing:
        message = f"Nothing was saved: mark {' and '.join(missing)} as well. “Can’t tell” is a mark."
        raise InvalidRequest(message)
    note = only(form, "note")
    if len(note) > NOTE:
        message = f"Nothing was saved: the note has {len(note)} characters, and {NOTE} is the most."
        raise InvalidRequest(message)
    now = datetime.now(UTC).isoformat(timespec="seconds")
    return ratings.parse_rating({**{a: only(form, a) for a in ASPECTS}, "case_id": item.case_id, "repeat": item.repeat,
                           "rater": rater, "note": note, "at": now})  # fmt: skip


def address_rater(rater: str, place: int | str | None = None) -> str:
    """A rater's own address, or a place below it."""
    own = f"/rate/{quote(rater, safe='')}"
    return own if place is None else f"{own}/{place}"


def redirect(address: str) -> RedirectResponse:
    """Lead on after a form."""
    return RedirectResponse(address, 303)


def respond(page: HtmlPage, status: int = 200) -> HTMLResponse:
    """Send a page."""
    return HTMLResponse(render(page), status)


async def _error(_request: Request, error: Exception) -> HTMLResponse:
    if isinstance(error, HTTPException):
        return respond(RatingErrorPage("There is nothing at this address."), error.status_code)
    message = error.message if isinstance(error, WalkalongError) else ""
    return respond(RatingErrorPage(message), status_of(error))
