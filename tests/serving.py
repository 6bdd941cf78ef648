"""Real servers for tests, on free ports: of an application, and of answers that a test writes."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import uvicorn
from starlette.types import ASGIApp

PATIENCE = 30.0
"""Seconds: a busy machine is slow, and no test is about time."""


class Listening(uvicorn.Server):
    """A server that tells when it listens."""

    def __init__(self, app: ASGIApp) -> None:
        super().__init__(uvicorn.Config(app, port=0, log_level="error", timeout_graceful_shutdown=1))
        self.listens = threading.Event()

    async def startup(self, sockets: Any = None) -> None:
        await super().startup(sockets)
        self.listens.set()

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.servers[0].sockets[0].getsockname()[1]}"


@contextmanager
def served(app: ASGIApp) -> Iterator[str]:
    """Serve an application on a free port, and give its address."""
    server = Listening(app)
    thread = threading.Thread(target=server.run)
    thread.start()
    assert server.listens.wait(PATIENCE)
    try:
        yield server.address
    finally:
        server.should_exit = True
        thread.join()


class QuietHandler(BaseHTTPRequestHandler):
    """What answers a request as a test wants it, and logs nothing."""

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the base class names it so
        pass


@contextmanager
def served_handler(handler: type[BaseHTTPRequestHandler]) -> Iterator[str]:
    """Serve what a handler answers on a free port, and give its address."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    server.daemon_threads = True
    thread = threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
