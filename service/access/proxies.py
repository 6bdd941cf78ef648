"""What trusted proxies say about a request: who signed in, from which address, and by which scheme."""

from ipaddress import ip_address, ip_network

from starlette.datastructures import Headers
from starlette.types import ASGIApp, Receive, Scope, Send
from uvicorn.middleware.proxy_headers import ProxyHeadersMiddleware

from service.access.callers import Caller
from service.access.roles import role_of
from service.settings import Settings

MOST_CHARACTERS = 150
"""Of a user's name: about the longest e-mail address that people have."""


class ProxyHeaders:
    """Takes client and scheme from `X-Forwarded-For` and `-Proto` of trusted proxies, and keeps who really sent it."""

    def __init__(self, app: ASGIApp, trusted: tuple[str, ...]) -> None:
        self._app = ProxyHeadersMiddleware(app, list(trusted))  # type: ignore[arg-type]

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request."""
        if scope["type"] == "http":
            scope.setdefault("state", {})["peer"] = address_of(scope)
        await self._app(scope, receive, send)  # type: ignore[arg-type]


def address_of(scope: Scope) -> str:
    """Give the address that a request came from; empty if it came through a socket file."""
    client = scope.get("client")
    return client[0] if client else ""


def user_of_proxy(scope: Scope, settings: Settings) -> Caller | None:
    """Give the user whom a trusted proxy has signed in; the header from anywhere else is ignored."""
    if not settings.proxy_user_header or not _is_among(scope["state"]["peer"], settings.proxy_addresses):
        return None
    name = Headers(scope=scope).get(settings.proxy_user_header, "").strip()
    if not name or len(name) > MOST_CHARACTERS or not name.isprintable():
        return None
    return Caller("proxy", name, role_of(settings.proxy_role), f"proxy:{name}")


def _is_among(peer: str, addresses: tuple[str, ...]) -> bool:
    try:
        return any(ip_address(peer) in ip_network(address) for address in addresses)
    except ValueError:
        return False
