"""What is done with every request: it gets an id, protective headers and a limit on its size.

Requests from another site's page are refused. Who may send which request is decided in admission.py.
"""

import logging
import re
import uuid
from collections.abc import Mapping

from anyio import fail_after
from starlette.datastructures import Headers, MutableHeaders
from starlette.exceptions import HTTPException
from starlette.responses import JSONResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from service.access.origins import is_cross_site, is_own_host
from service.settings import Settings
from service.web.http_errors import body_of, path_of, refusal
from service.wire.addresses import ROOT

MAX_BODY = 256 * 1024
"""Bytes of a body that brings no file: a question with its filters has a few thousand."""
SLOWEST_BODY = 30
"""Seconds for a whole body, by judgement: a client that sends byte by byte must not hold its place."""
SLOWEST_CLIENT = 60
"""Seconds for a next piece of a request or of an answer; mobile networks come back within that."""
SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})
PAGE_POLICY = "; ".join(
    (
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self'",
        "connect-src 'self'",
        "form-action 'self'",
        "base-uri 'none'",
        "frame-ancestors 'none'",
    )
)
PROTECTION = {
    "X-Content-Type-Options": "nosniff",
    # Not `no-referrer`: over plain HTTP a browser then sends a form without saying which site it is from.
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Content-Security-Policy": PAGE_POLICY,
    "Cache-Control": "no-store",
}
"""Headers of every response that does not set its own."""

log = logging.getLogger(__name__)
_SANE_ID = re.compile(r"[A-Za-z0-9._-]{1,64}")
"""An id that a client may choose for its request. It is returned in a header and written to the log."""


class Envelope:
    """The outermost layer: gives each request an id, each response its headers, each unforeseen failure a body."""

    def __init__(self, app: ASGIApp, root_path: str = "") -> None:
        """Serve below `root_path`, unless the server names another."""
        self._app = app
        self._root_path = root_path

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        root = scope["root_path"] = scope.get("root_path") or self._root_path
        if root and not scope["path"].startswith(f"{root}/"):
            # The proxy took the prefix off. ASGI keeps it in the path, where mounted applications look for it.
            scope["path"] = root + scope["path"]
        ROOT.set(root)
        request_id = _request_id(Headers(scope=scope))
        scope.setdefault("state", {})["request_id"] = request_id
        started, bodiless = False, scope["method"] == "HEAD"
        if bodiless:
            # Routes know only GET; for HEAD their response is sent without its body.
            scope["method"] = "GET"

        async def send_with_headers(message: Message) -> None:
            nonlocal started
            if message["type"] == "http.response.start":
                started = True
                _add_headers(message, request_id)
            elif bodiless:
                message = {**message, "body": b""}
            await send(message)

        try:
            await self._app(scope, receive, send_with_headers)
        except Exception as error:
            if started:
                log.exception("Request %s broke off", request_id)
                raise
            await JSONResponse(body_of(error, request_id), 500)(scope, receive, send_with_headers)


class Guard:
    """Refuses requests to foreign host names, from other sites, or too large ones; drops slow clients."""

    def __init__(
        self, app: ASGIApp, settings: Settings | None = None, larger: Mapping[str, int] | None = None
    ) -> None:
        """Allow MAX_BODY bytes, or what `larger` says for a path; without `settings`, accept any host name."""
        self._app = app
        self._settings = settings
        self._origins = settings.allowed_origins if settings else ()
        self._larger = larger or {}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        refused = self._refuse(scope)
        if refused:
            await refused(scope, receive, send)
        else:
            await self._app(scope, _limit(receive, self._most(scope)), _patient(send))

    def _refuse(self, scope: Scope) -> JSONResponse | None:
        headers, request_id = Headers(scope=scope), scope["state"]["request_id"]
        if self._settings and not is_own_host(scope, self._settings):
            message = "This service is not known under that name. Its operator sets WALKALONG_ALLOWED_HOSTS."
            return refusal(400, message, request_id)
        if scope["method"] not in SAFE_METHODS and is_cross_site(headers, self._origins):
            return refusal(403, "This request was sent by a page of another site.", request_id)
        announced = headers.get("content-length", "")
        if announced.isdecimal() and int(announced) > (most := self._most(scope)):
            return refusal(413, f"The body is larger than {most} bytes.", request_id)
        return None

    def _most(self, scope: Scope) -> int:
        """Give how many bytes the body may have."""
        return self._larger.get(path_of(scope), MAX_BODY)


def _limit(receive: Receive, most: int) -> Receive:
    """Count the bytes of a body whose length was not announced; drop a client that stops sending it.

    Raises HTTPException.
    """
    taken, complete = 0, False

    async def count_received() -> Message:
        nonlocal taken, complete
        if complete:
            return await receive()  # tells when the client leaves, which may take long
        try:
            with fail_after(SLOWEST_BODY):
                message = await receive()
        except TimeoutError as error:
            raise HTTPException(408, f"Nothing of the body came for {SLOWEST_BODY} seconds.") from error
        complete = not message.get("more_body", False)
        taken += len(message.get("body", b""))
        if taken > most:
            raise HTTPException(413, f"The body is larger than {most} bytes.")
        return message

    return count_received


def _patient(send: Send) -> Send:
    """Drop a client that no longer takes what is sent."""

    async def send_marked(message: Message) -> None:
        with fail_after(SLOWEST_CLIENT):
            await send(message)

    return send_marked


def _add_headers(message: Message, request_id: str) -> None:
    headers = MutableHeaders(scope=message)
    headers["X-Request-ID"] = request_id
    for name, value in PROTECTION.items():
        headers.setdefault(name, value)


def _request_id(headers: Headers) -> str:
    sent = headers.get("x-request-id", "")
    return sent if _SANE_ID.fullmatch(sent) else uuid.uuid4().hex
