"""Whether the service may start: on an address that others can reach, only with keys or a proxy that signs in."""

from ingest.errors import SettingsError
from service.settings import PREFIX, Settings, is_loopback
from service.store.sql import open_store


def check_exposure(settings: Settings) -> None:
    """Raise SettingsError when the service would be open to the network without a key."""
    if is_loopback(settings.host) or settings.api_keys or settings.proxy_user_header or _has_keys(settings):
        return
    message = (
        f"host is {settings.host!r}, which others can reach, and there is no key. Make one with "
        f"`walkalong keys add --role reader NAME`, set {PREFIX}API_KEYS (16 characters or more), "
        "or listen on 127.0.0.1."
    )
    raise SettingsError(message)


def _has_keys(settings: Settings) -> bool:
    """Whether a key was ever made: ended keys count too, since they keep the service closed."""
    store = open_store(settings.database_url, settings.data_dir)
    try:
        return bool(store.list_keys())
    finally:
        store.close()
