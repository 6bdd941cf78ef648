import pytest
from starlette.datastructures import Headers

from service.access.origins import host_name, is_cross_site, is_own_host
from service.settings import Settings


def own(host: str, settings: Settings | None = None, server: str = "127.0.0.1") -> bool:
    scope = {"type": "http", "headers": [(b"host", host.encode())], "server": (server, 8765)}
    return is_own_host(scope, settings or Settings())


@pytest.mark.parametrize(
    "host",
    ["localhost", "localhost:8765", "127.0.0.1:8765", "[::1]:8765", "LOCALHOST", "a.localhost", "localhost."],
)
def test_names_of_this_machine_are_its_own(host: str) -> None:
    assert own(host)


@pytest.mark.parametrize(
    "host",
    ["evil.example", "evil.example:8765", "127.0.0.1.evil.example", "localhost.evil.example", "10.0.0.9", ""],
)
def test_other_names_are_not(host: str) -> None:
    assert not own(host)


def test_the_address_that_was_connected_to_is_its_own() -> None:
    assert own("10.0.0.9:8765", server="10.0.0.9")
    assert own("walkalong.example", Settings(host="walkalong.example"))


def test_a_setting_allows_names_and_all_below_one() -> None:
    allowed = Settings(allowed_hosts=("reports.example.org", "*.council.example"))
    assert own("Reports.example.org:443", allowed)
    assert own("walkalong.council.example", allowed)
    assert not own("council.example", allowed)
    assert not own("evilcouncil.example", allowed)
    assert own("anything.example", Settings(allowed_hosts=("*",)))


def test_the_name_is_what_stands_before_the_port() -> None:
    assert host_name("[2001:db8::1]:80") == "2001:db8::1"
    assert host_name("Example.ORG.:80") == "example.org"


def test_pages_of_allowed_origins_are_no_other_sites() -> None:
    headers = Headers({"origin": "https://intranet.example", "sec-fetch-site": "cross-site", "host": "a"})
    assert is_cross_site(headers)
    assert not is_cross_site(headers, ("https://intranet.example",))
    assert is_cross_site(headers, ("https://intranet.example.evil",))
