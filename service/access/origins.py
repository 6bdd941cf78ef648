"""Where a request may come from: which names the service answers to, and which other sites' pages may send."""

from collections.abc import Sequence
from urllib.parse import urlsplit

from starlette.datastructures import Headers
from starlette.types import Scope

from service.settings import Settings, is_loopback


def is_own_host(scope: Scope, settings: Settings) -> bool:
    """Whether a request names this service: otherwise another site's page could reach it under that site's name.

    An attacker makes that name lead here once the page is loaded (DNS rebinding). A name for this machine, the
    address that was connected to, and what the settings allow can't be made so.
    """
    name = host_name(Headers(scope=scope).get("host", ""))
    server = (scope.get("server") or ("",))[0]
    if is_loopback(name) or name.endswith(".localhost") or name in {settings.host.lower(), server}:
        return bool(name)
    return any(_fits(name, allowed.lower()) for allowed in settings.allowed_hosts)


def host_name(host: str) -> str:
    """Give the name or address of a Host header, without port, brackets and the dot that ends a full name."""
    name = host[1:].partition("]")[0] if host.startswith("[") else host.partition(":")[0]
    return name.lower().removesuffix(".")


def is_cross_site(headers: Headers, origins: Sequence[str] = ()) -> bool:
    """Whether a browser says that another site's page sent this; other programs say nothing about it.

    `origins` are other sites that are allowed.
    """
    origin = headers.get("origin")
    if origin in origins:
        return False
    site = headers.get("sec-fetch-site")
    if site:
        return site not in {"same-origin", "none"}
    return origin is not None and urlsplit(origin).netloc != headers.get("host")


def _fits(name: str, allowed: str) -> bool:
    """Whether a name is the allowed one, or below `*.example.org`."""
    return allowed in {"*", name} or (allowed.startswith("*.") and name.endswith(allowed[1:]))
