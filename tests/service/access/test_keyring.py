from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from ingest.errors import InvalidRequest
from service.access.keyring import SURE_FOR, USED_EVERY, KeyRing, digest_of, mint_key
from service.access.roles import Role
from service.settings import Settings
from service.store.contract import Store
from service.store.sql import open_store

OF_SETTING = "a-key-of-the-setting"


class Clock:
    """Goes on when it is told to."""

    now = 1000.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    store = open_store(None, tmp_path)
    yield store
    store.close()


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def ring(store: Store, clock: Clock) -> KeyRing:
    return KeyRing(Settings(), store, clock)


def in_days(days: int) -> str:
    return (datetime.now(UTC) + timedelta(days=days)).isoformat(timespec="milliseconds")


def test_a_key_tells_whose_it_is_and_what_they_may(store: Store, ring: KeyRing) -> None:
    key, entry = mint_key(store, "Ada", Role.CURATOR)
    caller = ring.by_key(key)
    assert caller is not None
    assert (caller.name, caller.role, caller.sees) == ("Ada", Role.CURATOR, (f"key:{entry.id}",))
    assert ring.by_key(f"{key}x") is None
    assert ring.by_key("") is None


def test_the_database_holds_no_key(store: Store, tmp_path: Path) -> None:
    key, _ = mint_key(store, "Ada", Role.READER)
    kept = b"".join(path.read_bytes() for path in tmp_path.glob("conversations.sqlite*"))
    assert digest_of(key).encode() in kept
    assert key.encode() not in kept


def test_a_revoked_key_ends_within_the_time_of_a_look_up(store: Store, ring: KeyRing, clock: Clock) -> None:
    key, _ = mint_key(store, "Ada", Role.READER)
    assert ring.by_key(key)
    store.revoke_key("Ada")
    clock.now += SURE_FOR
    assert ring.by_key(key) is None


def test_a_key_works_until_its_end(store: Store, ring: KeyRing) -> None:
    key, _ = mint_key(store, "Ada", Role.READER, in_days(1))
    late, _ = mint_key(store, "Bo", Role.READER, in_days(-1))
    assert ring.by_key(key)
    assert ring.by_key(late) is None


def test_a_name_is_free_again_when_its_key_works_no_more(store: Store) -> None:
    mint_key(store, "Ada", Role.READER)
    with pytest.raises(InvalidRequest, match="Ada"):
        mint_key(store, "Ada", Role.ADMIN)
    store.revoke_key("Ada")
    mint_key(store, "Ada", Role.ADMIN)
    assert [bool(key.revoked_at) for key in store.list_keys()] == [True, False]


def test_the_last_use_is_kept_once_a_minute(store: Store, ring: KeyRing, clock: Clock) -> None:
    key, _ = mint_key(store, "Ada", Role.READER)
    ring.by_key(key)
    first = store.list_keys()[0].last_used_at
    assert first is not None
    clock.now += SURE_FOR
    ring.by_key(key)
    assert store.list_keys()[0].last_used_at == first
    clock.now += USED_EVERY
    ring.by_key(key)
    assert store.list_keys()[0].last_used_at != first


def test_loopback_asks_for_a_key_from_the_first_that_was_made(
    store: Store, ring: KeyRing, clock: Clock
) -> None:
    assert not ring.is_needed()
    mint_key(store, "Ada", Role.READER)
    clock.now += SURE_FOR
    assert ring.is_needed()
    store.revoke_key("Ada")
    assert KeyRing(Settings(), store, clock).is_needed()


@pytest.mark.parametrize(
    "settings",
    [
        Settings.model_validate({"api_keys": (OF_SETTING,)}),
        Settings(host="0.0.0.0"),
        Settings(proxy_user_header="X-User"),
    ],
)
def test_elsewhere_a_key_is_always_asked_for(store: Store, settings: Settings) -> None:
    assert KeyRing(settings, store).is_needed()


def test_a_key_of_the_setting_may_everything_and_sees_what_is_nobodys(store: Store) -> None:
    caller = KeyRing(Settings.model_validate({"api_keys": (OF_SETTING,)}), store).by_key(OF_SETTING)
    assert caller is not None
    assert caller.role is Role.ADMIN
    assert caller.sees == (caller.owner, "")


def test_a_sign_in_lasts_as_long_as_its_key_or_until_signing_out(
    store: Store, ring: KeyRing, clock: Clock
) -> None:
    key, _ = mint_key(store, "Ada", Role.READER)
    caller = ring.by_key(key)
    assert caller is not None
    cookie, other = ring.sign_in(caller), ring.sign_in(caller)
    assert ring.by_cookie(cookie) == ring.by_cookie(other) == caller
    assert ring.by_cookie(key) is None
    assert ring.by_key(cookie) is None
    ring.sign_out(cookie)
    assert ring.by_cookie(cookie) is None
    store.revoke_key("Ada")
    clock.now += SURE_FOR
    assert ring.by_cookie(other) is None


def test_a_sign_in_with_a_key_of_the_setting_ends_with_the_setting(store: Store) -> None:
    ring = KeyRing(Settings.model_validate({"api_keys": (OF_SETTING,)}), store)
    caller = ring.by_key(OF_SETTING)
    assert caller is not None
    cookie = ring.sign_in(caller)
    assert ring.by_cookie(cookie) == caller
    assert KeyRing(Settings(), store).by_cookie(cookie) is None


def test_a_sign_in_that_has_ended_opens_nothing(store: Store, ring: KeyRing) -> None:
    key, entry = mint_key(store, "Ada", Role.READER)
    store.add_sign_in(digest_of("cookie"), f"key:{entry.id}", in_days(-1))
    assert ring.by_cookie("cookie") is None
    assert ring.by_key(key)
