"""Commands for keys: who may use the service from elsewhere, and in which role."""

from contextlib import contextmanager
from typing import TYPE_CHECKING

import click

from service.access.roles import WORDS
from service.cli.library import JSON
from service.cli.terminal import strip_controls

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from service.store.contract import KeyStore, StoredKey

LONGEST_NAME = 100
"""Characters, so that a list of keys keeps to its columns."""


@click.group()
def keys() -> None:
    """Make, list and revoke keys for using the service from elsewhere."""


@keys.command()
@click.argument("name")
@click.option(
    "--role", type=click.Choice(WORDS), default="reader", show_default=True, help="What it lets do."
)
@click.option(
    "--ends", type=click.DateTime(["%Y-%m-%d"]), help="The day (UTC) from which it no longer works."
)
def add(name: str, role: str, ends: "datetime | None") -> None:
    """Make a key and print it, once: only its digest is kept."""
    from datetime import UTC

    from service.access.keyring import mint_key
    from service.access.roles import role_of

    until = ends.replace(tzinfo=UTC).isoformat(timespec="milliseconds") if ends else None
    with _open_store() as store:
        key, entry = mint_key(store, _check_name(name), role_of(role), until)
    click.echo(f"{entry.role} key for {entry.name}. It is shown now and never again.", err=True)
    click.echo(key)


@keys.command("list")
@JSON
def list_(as_json: bool) -> None:
    """List the keys, those that don't work any more as well."""
    import json
    from dataclasses import asdict

    with _open_store() as store:
        found = store.list_keys()
    if as_json:
        click.echo(json.dumps([asdict(key) for key in found], ensure_ascii=False, indent=2))
        return
    for key in found:
        click.echo(strip_controls(f"{key.name}: {key.role}, {_state(key)}"))


@keys.command()
@click.argument("name")
def revoke(name: str) -> None:
    """End a key, by its name or id; a running service follows within a second."""
    with _open_store() as store:
        entry = store.revoke_key(name)
    click.echo(strip_controls(f"The key of {entry.name} no longer works."), err=True)


@contextmanager
def _open_store() -> "Iterator[KeyStore]":
    from service.settings import load_settings
    from service.store.sql import open_store

    settings = load_settings()
    store = open_store(settings.database_url, settings.data_dir)
    try:
        yield store
    finally:
        store.close()


def _check_name(name: str) -> str:
    """Give the name without spaces at its ends; raises InvalidRequest if it can't be a name."""
    from ingest.errors import InvalidRequest

    name = name.strip()
    if not name or len(name) > LONGEST_NAME or not name.isprintable():
        message = f"NAME: write between 1 and {LONGEST_NAME} printable characters."
        raise InvalidRequest(message)
    return name


def _state(key: "StoredKey") -> str:
    """Tell the state of a key in a few words."""
    made = f"made {key.created_at[:10]}, " + (
        f"last used {key.last_used_at[:10]}" if key.last_used_at else "never used"
    )
    if key.revoked_at:
        return f"{made}, revoked {key.revoked_at[:10]}"
    return f"{made}, ends {key.ends_at[:10]}" if key.ends_at else made
