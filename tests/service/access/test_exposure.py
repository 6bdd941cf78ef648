import pytest

from ingest.errors import SettingsError
from service.access.exposure import check_exposure
from service.access.keyring import mint_key
from service.access.roles import Role
from service.settings import load_settings
from service.store.sql import open_store

KEY = "a-key-of-sixteen-or-more"
OTHERS_REACH = ["0.0.0.0", "::", "192.168.1.4", "walkalong.example"]


@pytest.mark.parametrize("host", ["127.0.0.1", "::1", "localhost", "127.8.8.8"])
def test_loopback_needs_no_key(host: str) -> None:
    check_exposure(load_settings(host=host))


@pytest.mark.parametrize("host", OTHERS_REACH)
def test_an_address_that_others_reach_needs_a_key(host: str, monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(SettingsError, match="walkalong keys add"):
        check_exposure(load_settings(host=host))
    monkeypatch.setenv("WALKALONG_API_KEYS", KEY)
    check_exposure(load_settings(host=host))


def test_a_key_of_the_database_is_enough() -> None:
    settings = load_settings(host="0.0.0.0")
    store = open_store(settings.database_url, settings.data_dir)
    mint_key(store, "Ada", Role.READER)
    store.close()
    check_exposure(settings)


def test_a_proxy_that_signs_people_in_is_enough() -> None:
    check_exposure(load_settings(host="0.0.0.0", proxy_user_header="X-Forwarded-User"))
