"""The door: who sends a request, and whether their role allows it. Routes and pages then know the caller."""

import base64
import binascii
from typing import TYPE_CHECKING
from urllib.parse import quote

from anyio import CapacityLimiter, to_thread
from starlette.datastructures import Headers
from starlette.requests import Request
from starlette.responses import JSONResponse, RedirectResponse, Response
from starlette.types import ASGIApp, Receive, Scope, Send

from ingest.errors import StorageError
from service.access.callers import CALLER, LOCAL, SIGNED_IN, Caller
from service.access.proxies import address_of, user_of_proxy
from service.access.routes import is_listed, role_needed
from service.settings import Settings
from service.web import http_errors
from service.wire.addresses import below_root

if TYPE_CHECKING:
    from service.access.keyring import KeyRing
    from service.access.limits import Limits

COOKIE = "walkalong"
MOST_KEY_CHARACTERS = 1000
"""A longer key is nobody's: it is not looked up."""
LOOKERS = 4
"""Threads that look keys up. They are not those of the answers, so that nobody waits at the door for an answer."""
ASKING = {"WWW-Authenticate": 'Bearer, Basic realm="walkalong"'}


class Admission:
    """Lets in those whom the table of routes allows."""

    def __init__(self, app: ASGIApp, settings: Settings) -> None:
        self._app = app
        self._settings = settings
        self._lookers: CapacityLimiter | None = None

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        try:
            refused = await self._refuse(scope)
        except StorageError as error:
            request_id = scope["state"]["request_id"]
            refused = JSONResponse(http_errors.body_of(error, request_id), http_errors.status_of(error))
        await (refused or self._app)(scope, receive, send)

    async def _refuse(self, scope: Scope) -> Response | None:
        """Give the refusal; or None for a caller who is allowed, and keep the caller in the scope's state."""
        path, request_id = http_errors.path_of(scope), scope["state"]["request_id"]
        needed = role_needed(scope["method"], path)
        if needed is None and path != "/sign-out":
            return None
        caller = await self._identify(scope)
        scope["state"]["caller"] = caller
        CALLER.set(caller)
        if needed is None:
            return None
        if caller is None:
            return self._count_failure(scope) or _ask_for_key(scope, path)
        if caller.role >= needed:
            return None
        if not is_listed(path):
            return http_errors.refusal(404, f"There is nothing at {path}.", request_id)
        message = f"This needs the role {needed.word}; {caller.name} is {caller.role.word}."
        return http_errors.refuse_page(scope, 403, message)

    def _count_failure(self, scope: Scope) -> Response | None:
        """Refuse an address that has sent too many wrong keys."""
        headers = Headers(scope=scope)
        if "authorization" not in headers and COOKIE not in Request(scope).cookies:
            return None
        limits: Limits = scope["app"].state.limits
        allowance = limits.count("sign_ins", None, address_of(scope))
        if allowance is None or allowance.allowed:
            return None
        message = f"Too many wrong keys came from this address. Try again in {allowance.seconds} s."
        return http_errors.refuse_page(scope, 429, message, allowance.headers)

    async def _identify(self, scope: Scope) -> Caller | None:
        """Tell who sends this. A key in the header comes first, then a cookie, then what a proxy says."""
        ring: KeyRing = scope["app"].state.keyring
        if self._lookers is None:
            self._lookers = CapacityLimiter(LOOKERS)
        if not await to_thread.run_sync(ring.is_needed, limiter=self._lookers):
            return LOCAL
        if authorization := Headers(scope=scope).get("authorization"):
            return await to_thread.run_sync(ring.by_key, _read_key(authorization), limiter=self._lookers)
        if cookie := Request(scope).cookies.get(COOKIE):
            caller = await to_thread.run_sync(
                ring.by_cookie, cookie[:MOST_KEY_CHARACTERS], limiter=self._lookers
            )
            if caller:
                SIGNED_IN.set(True)
                return caller
        return user_of_proxy(scope, self._settings)


def _ask_for_key(scope: Scope, path: str) -> Response:
    """Send a reader to the page for signing in; tell a program what to send."""
    wants_page = "text/html" in Headers(scope=scope).get("accept", "")
    if wants_page and scope["method"] == "GET" and not path.startswith(http_errors.API):
        query = scope["query_string"].decode("latin-1")
        wanted = quote(f"{path}?{query}" if query else path, safe="/")
        return RedirectResponse(below_root(f"/sign-in?to={wanted}"), 303)
    message = "Send a key as `Authorization: Bearer KEY`."
    return http_errors.refusal(401, message, scope["state"]["request_id"], ASKING)


def _read_key(authorization: str) -> str:
    """Take the key from a bearer token or from the password of Basic, which simple programs can send."""
    scheme, _, value = authorization[:MOST_KEY_CHARACTERS].partition(" ")
    if scheme.lower() == "bearer":
        return value.strip()
    if scheme.lower() != "basic":
        return ""
    try:
        return base64.b64decode(value, validate=True).decode().partition(":")[2]
    except (binascii.Error, UnicodeDecodeError):
        return ""
