import pytest
from fastapi.testclient import TestClient
from starlette.responses import Response
from starlette.types import Receive, Scope, Send

from service.access.proxies import ProxyHeaders, user_of_proxy
from service.access.roles import Role
from service.settings import Settings

PROXY = "10.0.0.1"


def seen(peer: str, trusted: tuple[str, ...], **headers: str) -> Scope:
    """Give a request's scope as it is behind the middleware."""
    found: list[Scope] = []

    async def app(scope: Scope, receive: Receive, send: Send) -> None:
        found.append(scope)
        await Response()(scope, receive, send)

    named = {name.replace("_", "-"): value for name, value in headers.items()}
    TestClient(ProxyHeaders(app, trusted), client=(peer, 1)).get("/", headers=named)
    return found[0]


def test_client_and_scheme_come_from_a_trusted_proxy_only() -> None:
    headers = {"x_forwarded_for": "203.0.113.9", "x_forwarded_proto": "https"}
    scope = seen(PROXY, (PROXY,), **headers)
    assert (scope["client"][0], scope["scheme"], scope["state"]["peer"]) == ("203.0.113.9", "https", PROXY)
    scope = seen("10.0.0.2", (PROXY,), **headers)
    assert (scope["client"][0], scope["scheme"]) == ("10.0.0.2", "http")


def test_a_user_is_believed_from_a_trusted_proxy_only() -> None:
    settings = Settings(proxy_user_header="X-User", proxy_addresses=("10.0.0.0/24",), proxy_role="curator")
    name = "ada@example.org"
    caller = user_of_proxy(seen(PROXY, settings.proxy_addresses, x_user=name), settings)
    assert caller is not None
    assert (caller.name, caller.role, caller.owner) == (name, Role.CURATOR, f"proxy:{name}")
    forged = seen("10.9.9.9", settings.proxy_addresses, x_user=name, x_forwarded_for=PROXY)
    assert user_of_proxy(forged, settings) is None


@pytest.mark.parametrize("name", ["", " ", "a\tb", "x" * 151])
def test_what_is_no_name_is_nobody(name: str) -> None:
    settings = Settings(proxy_user_header="X-User", proxy_addresses=(PROXY,))
    assert user_of_proxy(seen(PROXY, (PROXY,), x_user=name), settings) is None
