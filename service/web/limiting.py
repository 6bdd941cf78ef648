"""Limits at the door: how much each caller may ask in a given time, and how many answers run at once.

Probes and static files are never counted and never wait.
"""

from typing import TYPE_CHECKING

from anyio import fail_after
from starlette.datastructures import MutableHeaders
from starlette.exceptions import HTTPException
from starlette.responses import JSONResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from ingest.errors import ServiceBusy
from service.access.limits import AT_ONCE, Allowance, Limits, work_of
from service.access.proxies import address_of
from service.settings import Settings
from service.web import http_errors

if TYPE_CHECKING:
    from service.access.slots import Slots

FREE = ("/healthz", "/readyz", "/metrics", "/static/", "/favicon.ico")
LONGEST_BODY = 120
"""Seconds for the whole body of a question; it is complete before it takes a place."""
RETRY_SECONDS = 5
"""About the time in which a full queue moves on."""


class Limiting:
    """Counts requests, and makes answers wait for a place."""

    def __init__(self, app: ASGIApp, settings: Settings) -> None:
        self._app = app
        self._settings = settings

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request."""
        if scope["type"] != "http" or (path := http_errors.path_of(scope)).startswith(FREE):
            await self._app(scope, receive, send)
            return
        work = work_of(scope["method"], path)
        limits: Limits = scope["app"].state.limits
        allowance = limits.count(work, scope["state"].get("caller"), address_of(scope))
        if allowance:
            send = _add_headers(send, allowance)
            if not allowance.allowed:
                await http_errors.refuse_page(scope, 429, _complaint(allowance))(scope, receive, send)
                return
        if work in AT_ONCE:
            await self._wait(scope, receive, send)
        else:
            await self._app(scope, receive, send)

    async def _wait(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve a request once there is a place for it."""
        slots: Slots = scope["app"].state.slots
        try:
            whole = await _take_body(receive)
            async with slots.place():
                await self._app(scope, whole, send)
        except HTTPException as error:
            await http_errors.refuse_page(scope, error.status_code, error.detail)(scope, receive, send)
        except ServiceBusy as error:
            body = http_errors.body_of(error, scope["state"]["request_id"])
            await JSONResponse(body, 503, {"Retry-After": str(RETRY_SECONDS)})(scope, receive, send)


def _complaint(allowance: Allowance) -> str:
    return f"That is more than {allowance.limit} in the time allowed. Try again in {allowance.seconds} s."


def _add_headers(send: Send, allowance: Allowance) -> Send:
    """Add the headers that tell how much remains."""

    async def send_counted(message: Message) -> None:
        if message["type"] == "http.response.start":
            MutableHeaders(scope=message).update(allowance.headers)
        await send(message)

    return send_counted


async def _take_body(receive: Receive) -> Receive:
    """Read the whole body first, so that no slow client holds a place, and then pass it on.

    Raises HTTPException.
    """
    kept: list[Message] = []
    try:
        with fail_after(LONGEST_BODY):
            while not kept or kept[-1].get("more_body", False):
                kept.append(await receive())
    except TimeoutError as error:
        raise HTTPException(408, f"The body was not complete after {LONGEST_BODY} seconds.") from error
    kept.reverse()

    async def again() -> Message:
        return kept.pop() if kept else await receive()

    return again
