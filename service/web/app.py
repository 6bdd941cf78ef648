"""The HTTP service, put together: `create_app` is its composition root. Routes live in their own modules."""

import logging
import threading
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from importlib.metadata import entry_points, version

from anyio import CapacityLimiter, to_thread
from fastapi import APIRouter, FastAPI, Request, Response
from fastapi.responses import FileResponse, JSONResponse, PlainTextResponse
from fastapi.staticfiles import StaticFiles
from starlette.concurrency import run_in_threadpool
from starlette.middleware import Middleware
from starlette.middleware.cors import CORSMiddleware
from starlette.middleware.gzip import DEFAULT_EXCLUDED_CONTENT_TYPES, GZipMiddleware

from ingest.errors import WalkalongError
from service.access.exposure import check_exposure
from service.access.keyring import KeyRing
from service.access.limits import Limits
from service.access.proxies import ProxyHeaders
from service.access.slots import Slots
from service.assistant import Assistant
from service.intake.queue import Ingestions
from service.mcp.server import ReportServer
from service.settings import Settings
from service.store.library.follow import LibraryFollower
from service.store.sql import open_store
from service.upkeep.deleted import DeletedConversations
from service.upkeep.metrics import CONTENT_TYPE, Load, Metrics
from service.upkeep.retention import Retention
from service.upkeep.traces import Traces
from service.web import admission, guards, http_errors, limiting
from service.web.context import Context
from service.web.measuring import Measuring
from service.web.pages import add, ask, check, conversations, deletion, drafts, handon, sign_in
from service.web.pages import briefs as brief_pages
from service.web.pages.learning import firstdays, reflections
from service.web.pages.reports import curate, glossary, library, question, questions, remove, report
from service.web.pages.running import interface, state
from service.web.pages.themes import assumptions, compare, glance, news, story
from service.web.render import rendering
from service.web.routes import answers, briefs, checks, completions, corrections, exports, reports, surveys
from service.web.routes import ingestions as uploads
from service.web.routes import questions as question_routes
from service.web.routes import reflections as reflection_routes
from service.web.routes.learning import firstdays as firstday_routes
from service.web.routes.learning import stories as story_routes
from service.web.routes.mcp import serve_mcp
from service.web.shelf import ShelfKeeper
from service.web.tags import PageTags
from service.wire import views

LONGEST_WARMING = 60.0
"""Seconds for which a service that is stopped waits for what it is still loading."""
AS_THEY_ARE = (
    *DEFAULT_EXCLUDED_CONTENT_TYPES,
    "application/pdf",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
)
"""Types that are sent uncompressed: what is compressed already, parts of files, and events, which must not wait."""
ENTRY_POINTS = "walkalong.pages"
"""Packages above this one put routers of pages here; this one must not import them."""
log = logging.getLogger(__name__)

health = APIRouter(tags=["health"])


def create_app(settings: Settings, assistant: Assistant | None = None) -> FastAPI:
    """Build the service; the model and the library are opened when it starts, not here.

    Raises SettingsError when the service would be open to the network without a key.
    """
    check_exposure(settings)
    larger = dict.fromkeys(uploads.PATHS, uploads.most_bytes(settings))
    larger |= dict.fromkeys(checks.PATHS, checks.MOST_BYTES)
    app = FastAPI(
        title="Walkalong",
        description="Answers questions about learning reports, with the passage behind every sentence.",
        version=version("walkalong"),
        docs_url=None,
        redoc_url=None,
        lifespan=_lifespan,
        middleware=[
            Middleware(guards.Envelope, root_path=settings.root_path),
            Middleware(Measuring),
            Middleware(GZipMiddleware, compresslevel=6, exclude_content_types=AS_THEY_ARE),
            Middleware(ProxyHeaders, trusted=settings.proxy_addresses),
            *_cors(settings),
            Middleware(guards.Guard, settings=settings, larger=larger),
            Middleware(admission.Admission, settings=settings),
            Middleware(limiting.Limiting, settings=settings),
            Middleware(PageTags),
        ],
    )
    app.state.settings, app.state.assistant = settings, assistant or Assistant(settings)
    app.state.metrics = Metrics()
    app.state.traces = Traces(settings.otlp_endpoint)
    http_errors.install(app)
    for router in (
        # These come before routes whose ids would otherwise include `.csv`.
        exports.router,
        answers.router,
        briefs.router,
        surveys.router,
        story_routes.router,
        checks.router,
        completions.router,
        question_routes.router,
        reflection_routes.router,
        firstday_routes.router,
        reports.router,
        uploads.router,
        health,
        ask.router,
        handon.router,
        conversations.router,
        deletion.router,
        check.router,
        library.router,
        questions.router,
        question.router,
        corrections.router,
        curate.router,
        remove.router,
        report.router,
        brief_pages.router,
        reflections.router,
        glance.router,
        story.router,
        news.router,
        compare.router,
        assumptions.router,
        firstdays.router,
        drafts.router,
        glossary.router,
        add.router,
        interface.router,
        sign_in.router,
        state.router,
    ):
        app.include_router(router)
    for point in entry_points(group=ENTRY_POINTS):
        app.include_router(point.load())
    app.mount(f"/static/{rendering.VERSION}", rendering.KeptFiles(directory=rendering.STATIC))
    app.add_route("/favicon.ico", _icon, include_in_schema=False)
    app.add_route("/mcp", serve_mcp, methods=["POST"], include_in_schema=False)
    app.mount("/static", StaticFiles(directory=rendering.STATIC))
    return app


def _cors(settings: Settings) -> list[Middleware]:
    """Allow requests from pages of the sites that a setting names; they send a key, since they get no cookie."""
    if not settings.allowed_origins:
        return []
    return [
        Middleware(
            CORSMiddleware,
            allow_origins=settings.allowed_origins,
            allow_methods=["GET", "POST", "PATCH", "DELETE"],
            allow_headers=["Authorization", "Content-Type", "X-Request-ID"],
            expose_headers=["Location", "Retry-After", "X-Request-ID"],
        )
    ]


def _icon(_: Request) -> Response:
    """Give the icon at the address where browsers look when no page names one."""
    return FileResponse(rendering.STATIC / "icon.svg", media_type="image/svg+xml")


@health.get("/healthz")
async def healthz() -> views.StateModel:
    """Tell that the process answers."""
    # This does not run in a thread: when all threads are at work, the process is busy, not dead.
    return views.StateModel()


@health.get("/readyz", response_model=views.StateModel, responses={503: {"model": views.ErrorModel}})
async def readyz(request: Request) -> Response | views.StateModel:
    """Tell whether questions can be answered: the library is open and the model is loaded."""
    request_id = http_errors.request_id(request)
    if request.app.state.warming.is_alive() and not request.app.state.warm.is_set():
        return http_errors.refusal(503, "The model is still being loaded.", request_id)
    try:
        await to_thread.run_sync(_make_ready, request.app, limiter=request.app.state.probes)
    except WalkalongError as error:
        return JSONResponse(http_errors.body_of(error, request_id), 503)
    return views.StateModel()


@health.get("/metrics", response_class=PlainTextResponse)
async def read_metrics(request: Request) -> Response:
    """Give the figures for monitoring, in Prometheus' text form."""
    # Nothing here waits for a model, a library or a thread.
    state = request.app.state
    library = state.assistant.served
    load = Load(state.slots.taken, state.slots.waiting, state.context.ingestions.count_unfinished())
    return Response(state.metrics.write(load, library and library.manifest), media_type=CONTENT_TYPE)


def _make_ready(app: FastAPI) -> None:
    """Load what is not loaded yet; once all is loaded, only check that the library is still there."""
    if app.state.warm.is_set():
        _ = app.state.assistant.library
    else:
        app.state.assistant.warm()
        app.state.warm.set()


@asynccontextmanager
async def _lifespan(app: FastAPI) -> AsyncIterator[None]:
    """Open the store, and load model and library while the first requests are served."""
    settings: Settings = app.state.settings
    store = open_store(settings.database_url, settings.data_dir)
    ingestions = Ingestions(settings)
    ingestions.resume()
    retention = Retention(settings, store)
    follower = app.state.follower = LibraryFollower(settings)
    follower.start()
    retention.start()
    app.state.limits = Limits(settings)
    app.state.slots = Slots(settings.answers_at_once, settings.answers_waiting, settings.answers_wait_seconds)
    app.state.keyring = KeyRing(settings, store)
    shelf = ShelfKeeper(app.state.assistant, settings.data_dir)
    app.state.context = Context(
        settings,
        app.state.assistant,
        store,
        ingestions,
        shelf,
        app.state.metrics,
        app.state.traces,
        DeletedConversations(),
    )
    app.state.warm, app.state.probes = threading.Event(), CapacityLimiter(1)
    app.state.warming = threading.Thread(target=_warm, args=(app,), daemon=True)
    app.state.warming.start()
    tools = ReportServer(app.state.assistant).http_sessions()
    app.state.mcp = tools.handle_request
    try:
        async with tools.run():
            yield
    finally:
        await run_in_threadpool(shelf.close)
        ingestions.close()
        await run_in_threadpool(retention.close)
        await run_in_threadpool(follower.close)
        await run_in_threadpool(app.state.traces.close)
        store.close()
        # A process that ends while the model is at work in a thread is aborted.
        await run_in_threadpool(app.state.warming.join, LONGEST_WARMING)


def _warm(app: FastAPI) -> None:
    """Load what answering needs; without a library, wait for one."""
    try:
        app.state.follower.look()
        _make_ready(app)
        app.state.context.shelf.look(app.state.assistant.library)
    except WalkalongError as error:
        log.warning("Not ready yet: %s", error.message)
