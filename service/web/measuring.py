"""Measuring every request: it is counted, timed and logged in one line, without what was asked."""

import logging
import time
from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext
from typing import TYPE_CHECKING

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from service.access.limits import work_of
from service.upkeep.logs import FACTS, REQUEST_ID
from service.upkeep.traces import Attributes
from service.web.http_errors import path_of

if TYPE_CHECKING:
    from service.access.callers import Caller
    from service.upkeep.metrics import Metrics
    from service.upkeep.traces import Traces

QUIET = ("/healthz", "/readyz", "/metrics", "/static/", "/favicon.ico")
"""Asked for every few seconds, or with every page: counted, but without a line in the log."""
LEFT = 499
"""The status of a request whose client had gone before there was one."""
log = logging.getLogger(__name__)


class Measuring:
    """Measures how the rest of the service handles a request."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        REQUEST_ID.set(scope["state"]["request_id"])
        begun, status = time.perf_counter(), LEFT

        async def note_status(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
            await send(message)

        try:
            with _follow(scope, lambda: _describe(scope, status)):
                await self._app(scope, receive, note_status)
        except Exception as error:
            status = status if status != LEFT else 500
            metrics: Metrics = scope["app"].state.metrics
            metrics.count_error(error)
            raise
        finally:
            _note(scope, status, time.perf_counter() - begun)


def _follow(scope: Scope, describe: Callable[[], tuple[str, Attributes]]) -> AbstractContextManager[None]:
    traces: Traces = scope["app"].state.traces
    quiet = path_of(scope).startswith(QUIET)
    return nullcontext() if quiet else traces.follow_request(scope["headers"], describe)


def _describe(scope: Scope, status: int) -> tuple[str, Attributes]:
    """Name a request's span by its route, since an address may contain words of a question."""
    route = getattr(scope.get("route"), "path", "/")
    return f"{scope['method']} {route}", {
        "http.request.method": scope["method"],
        "http.route": route,
        "http.response.status_code": status,
        "walkalong.request_id": scope["state"]["request_id"],
    }


def _note(scope: Scope, status: int, seconds: float) -> None:
    method, path = scope["method"], path_of(scope)
    metrics: Metrics = scope["app"].state.metrics
    work = "probes" if path.startswith(QUIET) else work_of(method, path)
    metrics.count_request(work, status, seconds)
    if path.startswith(QUIET):
        return
    caller: Caller | None = scope["state"].get("caller")
    facts = {
        "method": method,
        "path": path,
        "status": status,
        "ms": round(seconds * 1000, 1),
        "caller": f"{caller.kind}:{caller.name}" if caller else None,
    }
    log.info("Request", extra={FACTS: facts})
