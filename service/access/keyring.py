"""The keys that open the service: making a key, and telling who sent one."""

import hashlib
import secrets
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from service.access.callers import Caller
from service.access.roles import Role, role_of
from service.settings import Settings, is_loopback
from service.store.contract import KeyStore, StoredKey

PREFIX = "walkalong_"
"""So that programs which look for secrets in files can tell a key."""
SECRET_BYTES = 32
"""Too many to guess, so a plain SHA-256 keeps them; passwords, which people choose, would need a slow one."""
SIGNED_IN_FOR = timedelta(hours=12)
"""A working day: whoever leaves a browser open does not stay signed in over night."""
SURE_FOR = 1.0
"""Seconds for which a look-up counts: a revoked key ends within that time, and busy callers cost no look-ups."""
MOST_KEPT = 10_000
"""Look-ups kept; beyond that all are forgotten, so that wrong keys can't fill the memory."""
USED_EVERY = 60.0
"""Seconds between two notes of a key's last use."""


def digest_of(secret: str) -> str:
    """Give the digest of a key or cookie; only that is kept."""
    return hashlib.sha256(secret.encode()).hexdigest()


def mint_key(store: KeyStore, name: str, role: Role, ends_at: str | None = None) -> tuple[str, StoredKey]:
    """Make a key and keep its digest; the key itself is given only here. Raises InvalidRequest."""
    key = PREFIX + secrets.token_urlsafe(SECRET_BYTES)
    return key, store.add_key(name, role.word, digest_of(key), ends_at)


@dataclass(frozen=True, slots=True)
class _LookUp:
    caller: Caller | None
    until: float


class KeyRing:
    """Tells who sent a key or cookie. Its methods ask the database, so they are called in threads.

    `clock` gives seconds.
    """

    def __init__(
        self, settings: Settings, store: KeyStore, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self._store = store
        self._clock = clock
        self._of_setting = {
            digest_of(key.get_secret_value()): _make_setting_caller(digest_of(key.get_secret_value()))
            for key in settings.api_keys
        }
        self._needed = bool(self._of_setting or settings.proxy_user_header or not is_loopback(settings.host))
        self._kept: dict[str, _LookUp] = {}
        self._used: dict[str, float] = {}
        self._lock = threading.Lock()
        self._asked_whether_needed = -SURE_FOR

    def is_needed(self) -> bool:
        """Whether a key is asked for: always, except on loopback if none was ever made.

        Revoked keys still count, so that revoking the last one never opens the service.
        """
        if not self._needed and self._clock() - self._asked_whether_needed >= SURE_FOR:
            self._needed = bool(self._store.list_keys())
            self._asked_whether_needed = self._clock()
        return self._needed

    def by_key(self, key: str) -> Caller | None:
        """Tell whose key this is."""
        digest = digest_of(key)
        return self._of_setting.get(digest) or self._look_up_once(
            f"key {digest}", lambda: self._by_key(digest)
        )

    def by_cookie(self, cookie: str) -> Caller | None:
        """Tell who signed in with this cookie, as long as their key works."""
        digest = digest_of(cookie)
        return self._look_up_once(f"cookie {digest}", lambda: self._by_cookie(digest))

    def sign_in(self, caller: Caller) -> str:
        """Keep a sign-in; give its cookie."""
        cookie = secrets.token_urlsafe(SECRET_BYTES)
        ends_at = (datetime.now(UTC) + SIGNED_IN_FOR).isoformat(timespec="milliseconds")
        self._store.add_sign_in(digest_of(cookie), caller.owner, ends_at)
        return cookie

    def sign_out(self, cookie: str) -> None:
        """End a cookie's sign-in; in this process at once."""
        self._store.end_sign_in(digest_of(cookie))
        self._kept.pop(f"cookie {digest_of(cookie)}", None)

    def _look_up_once(self, name: str, look_up: Callable[[], Caller | None]) -> Caller | None:
        kept = self._kept.get(name)
        if kept is None or kept.until <= self._clock():
            kept = _LookUp(look_up(), self._clock() + SURE_FOR)
            with self._lock:
                if len(self._kept) >= MOST_KEPT:
                    self._kept.clear()
                self._kept[name] = kept
        return kept.caller

    def _by_key(self, digest: str) -> Caller | None:
        return self._caller_of(self._store.key_by_digest(digest))

    def _by_cookie(self, digest: str) -> Caller | None:
        owner = self._store.signed_in(digest)
        if owner is None:
            return None
        kind, _, id_ = owner.partition(":")
        if kind == "key":
            return self._caller_of(self._store.key_by_id(id_))
        return next((caller for caller in self._of_setting.values() if caller.owner == owner), None)

    def _caller_of(self, key: StoredKey | None) -> Caller | None:
        if key is None or not key.works(datetime.now(UTC).isoformat(timespec="milliseconds")):
            return None
        if self._clock() - self._used.get(key.id, -USED_EVERY) >= USED_EVERY:
            self._used[key.id] = self._clock()
            self._store.mark_used(key.id)
        return Caller("key", key.name, role_of(key.role), f"key:{key.id}")


def _make_setting_caller(digest: str) -> Caller:
    """Give the caller for a key of the setting, who may do everything, as before there were roles."""
    return Caller("setting", "a key of the setting", Role.ADMIN, f"setting:{digest[:16]}")
