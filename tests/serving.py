"""A real server for tests, on a free port."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
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
