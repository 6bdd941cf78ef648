"""A real Chromium that looks at the running service.

Whatever a test does: a request to another host, an error in a script or a breach of the Content-Security-Policy
fails it.
"""

import re
import shutil
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from typing import Any

import pytest
from playwright.sync_api import (
    Browser,
    BrowserContext,
    ConsoleMessage,
    Locator,
    Page,
    Request,
    expect,
    sync_playwright,
)
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from ingest.errors import StorageError
from service.assistant import Assistant
from service.prepared import Prepared
from service.settings import Settings
from service.types import Answerer, Ask, Engine, Evidence, Omission, Statement, Usage
from service.web.app import create_app
from tests.serving import PATIENCE, served

BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
FLAGS = (
    "--no-sandbox",  # continuous integration runs as root
    "--disable-quic",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-dev-shm-usage",
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1, EXCLUDE localhost",
)
WIDE, NARROW = 1280, 375

expect.set_options(timeout=PATIENCE * 1000)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """The browser, started once."""
    path = next(filter(None, map(shutil.which, BROWSERS)), None)
    if path is None:
        pytest.fail("The tests of the page need Chromium: apt-get install chromium", pytrace=False)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=FLAGS)
        yield browser
        browser.close()


@dataclass
class Visitor:
    """Opens pages, each in a context of its own, and keeps what they complain of."""

    browser: Browser
    contexts: list[BrowserContext] = field(default_factory=list)
    complaints: list[str] = field(default_factory=list)
    requests: list[str] = field(default_factory=list)
    """Addresses, in the order of the requests."""
    forgiven: tuple[str, ...] = ()
    """What a test that provokes a failure expects the console to say."""

    def open(
        self,
        site: str,
        path: str | None = "/",
        *,
        scripts: bool = True,
        width: int = WIDE,
        height: int = 800,
        dark: bool = False,
        **options: Any,
    ) -> Page:
        """A new page at `path` of `site`; nowhere yet where that is None."""
        context = self.browser.new_context(
            base_url=site,
            java_script_enabled=scripts,
            viewport={"width": width, "height": height},
            has_touch=width < 600,
            color_scheme="dark" if dark else "light",
            **options,
        )
        context.set_default_timeout(PATIENCE * 1000)
        self.contexts.append(context)
        self.watch(context, site)
        page = context.new_page()
        if path is not None:
            page.goto(path)
        return page

    def watch(self, context: BrowserContext, site: str) -> None:
        """Take down requests, and complaints about scripts, styles and other hosts."""

        def requested(request: Request) -> None:
            self.requests.append(request.url)
            if not request.url.startswith((f"{site}/", "data:", "blob:")):
                self.complaints.append(f"request to {request.url}")

        def said(message: ConsoleMessage) -> None:
            if message.type in {"error", "warning"}:
                self.complaints.append(f"{message.type}: {message.text} ({message.location['url']})")

        context.on("request", requested)
        context.on("console", said)
        context.on("weberror", lambda error: self.complaints.append(str(error.error)))

    def leave(self) -> None:
        """Close all pages."""
        while self.contexts:
            self.contexts.pop().close()

    def close(self) -> None:
        """Close all pages, and fail where one complained."""
        self.leave()
        assert [line for line in self.complaints if not any(part in line for part in self.forgiven)] == []


@pytest.fixture
def visitor(browser: Browser) -> Iterator[Visitor]:
    """Whoever opens pages in a test."""
    visitor = Visitor(browser)
    yield visitor
    visitor.close()


@pytest.fixture
def page(visitor: Visitor, site: str) -> Page:
    """The first page, wide, with scripts."""
    return visitor.open(site)


@pytest.fixture(
    params=[(True, WIDE), (True, NARROW), (False, WIDE), (False, NARROW)],
    ids=["scripts-1280", "scripts-375", "plain-1280", "plain-375"],
)
def any_page(request: pytest.FixtureRequest, visitor: Visitor, site: str) -> Page:
    """The first page with scripts and without, wide and narrow: what works on it works on all."""
    scripts, width = request.param
    return visitor.open(site, scripts=scripts, width=width)


Asking = Callable[[Page, str], Locator]


@pytest.fixture(scope="session")
def ask() -> Asking:
    """Ask a question on a page that has the form; gives the turn, once it is whole and has an address."""

    def asked(page: Page, question: str) -> Locator:
        before = page.locator("article.turn").count()
        page.locator("#question").fill(question)
        page.get_by_role("button", name="Ask", exact=True).click()
        turns = page.locator("article.turn")
        expect(turns).to_have_count(before + 1)
        expect(turns.last.locator(".tools")).to_be_visible()
        expect(page).to_have_url(re.compile("/conversations/"))
        return turns.last

    return asked


@pytest.fixture(scope="session")
def serve() -> Callable[[ASGIApp], Any]:
    """`served`, for tests that need a service of their own."""
    return served


@pytest.fixture(scope="session")
def site(sample_settings: Settings, sample_assistant: Assistant) -> Iterator[str]:
    """The address of the service over the small library, its questions to begin with tried out."""
    app = create_app(sample_settings, sample_assistant)
    with served(app) as address:
        app.state.context.shelf.look(sample_assistant.library)
        app.state.context.shelf.wait()
        yield address


class Stage:
    """What the answers of the staged service do; a test sets it up and moves it on."""

    def __init__(self) -> None:
        self.writes: tuple[str, ...] | None = None
        """Texts of a chat model's statements, instead of the real ones."""
        self.waits = False
        """Whether each statement waits for a `let_go`."""
        self.fails_after: int | None = None
        """Number of statements after which writing fails."""
        self.cut_after: int | None = None
        """Number of statements after which the connection breaks."""
        self._permits = threading.Semaphore(0)

    def let_go(self, statements: int = 1) -> None:
        """Let so many more statements be written."""
        self._permits.release(statements)

    def written(
        self, statements: Iterator[Statement | Omission | Usage]
    ) -> Iterator[Statement | Omission | Usage]:
        """The statements as this stage gives them."""
        for number, statement in enumerate(statements):
            if self.waits:
                self._permits.acquire(timeout=PATIENCE)
            if number == self.fails_after:
                message = "The disk is full."
                raise StorageError(message)
            yield statement


@dataclass(frozen=True)
class StagedAnswerer:
    """Writes what the stage says, as a chat model would, from the passages it is given."""

    inner: Answerer
    stage: Stage

    @property
    def engine(self) -> Engine:
        return Engine("chat", "staged") if self.stage.writes else self.inner.engine

    def statements(self, evidence: Evidence) -> Iterator[Statement | Omission | Usage]:
        if self.stage.writes is None:
            return self.stage.written(self.inner.statements(evidence))
        keys = (evidence.passages[0].id,)
        return self.stage.written(Statement(text, keys) for text in self.stage.writes)


class StagedAssistant(Assistant):
    """The real assistant with a staged answerer."""

    stage: Stage

    def prepare(self, ask: Ask) -> Prepared:
        prepared = super().prepare(ask)
        if ask.engine == "extractive":
            # The questions to begin with are tried so; the stage is for what a visitor asks.
            return prepared
        return replace(prepared, answerer=StagedAnswerer(prepared.answerer, self.stage))


class Cut:
    """Breaks the connection in the middle of a stream of events."""

    def __init__(self, app: ASGIApp, stage: Callable[[], Stage]) -> None:
        self._app, self._stage = app, stage

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        sent = 0

        async def counted(message: Message) -> None:
            nonlocal sent
            if b"event: statement" in message.get("body", b""):
                if sent == self._stage().cut_after:
                    why = "the connection is cut"
                    raise ConnectionResetError(why)
                sent += 1
            await send(message)

        await self._app(scope, receive, counted)


@pytest.fixture(scope="session")
def staged(sample_settings: Settings, sample_assistant: Assistant) -> Iterator[tuple[str, StagedAssistant]]:
    """The address of a service whose answers are staged, and its assistant."""
    assistant = StagedAssistant(sample_settings, embedder=sample_assistant.embedder)
    assistant.stage = Stage()
    with served(Cut(create_app(sample_settings, assistant), lambda: assistant.stage)) as address:
        yield address, assistant


@pytest.fixture
def stage(staged: tuple[str, StagedAssistant]) -> Iterator[Stage]:
    """The stage of `stage_site`, new for each test; what still waits at the end is let go."""
    staged[1].stage = stage = Stage()
    yield stage
    stage.let_go(1000)


@pytest.fixture
def stage_site(staged: tuple[str, StagedAssistant], stage: Stage) -> str:
    """The address of the service whose answers are staged."""
    return staged[0]
