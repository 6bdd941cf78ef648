"""What `walkalong doctor` looks at: each check says what it found and, if that is wrong, what to do."""

import os
import shutil
import sys
import tempfile
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, requires, version

from packaging.requirements import Requirement

from ingest.disk.folder import DataFolder
from ingest.errors import LibraryMissing, ModelUnavailable, WalkalongError
from ingest.library.manifest import CatalogueEntry
from service.access.exposure import check_exposure
from service.settings import Settings, load_settings, unknown_variables

FREE_BYTES = 500 * 1024 * 1024
"""Chosen by judgement, not measured: an ingestion needs room for a second generation next to the one that is served."""


@dataclass(frozen=True, slots=True)
class Examined:
    """One thing that was checked."""

    name: str
    ok: bool
    found: str
    remedy: str = ""


def examine() -> list[Examined]:
    """Check everything; a check that can't be made counts as bad."""
    try:
        settings = load_settings()
    except WalkalongError as error:
        return [
            _python(),
            _packages(),
            Examined("settings", ok=False, found=error.message, remedy="Correct it and run this again."),
        ]
    looked = [_python(), _packages(), *_settings(settings), _data_folder(settings), _disk(settings)]
    tries: tuple[tuple[str, Callable[[Settings], str]], ...] = (
        ("embedding model", _examine_embedding_model),
        ("library", _library),
        ("leftovers", _leftovers),
        ("conversations", _conversations),
        ("chat model", _chat_model),
    )
    return [*looked, *(_examine(name, settings, attempt) for name, attempt in tries), *_warnings(settings)]


def _examine(name: str, settings: Settings, attempt: Callable[[Settings], str]) -> Examined:
    try:
        return Examined(name, ok=True, found=attempt(settings))
    except LibraryMissing as error:
        return Examined(name, ok=False, found="nothing is ingested", remedy=error.message)
    except WalkalongError as error:
        return Examined(name, ok=False, found="can't be used", remedy=error.message)


def _python() -> Examined:
    found = ".".join(str(part) for part in sys.version_info[:3])
    return Examined("Python", sys.version_info >= (3, 11), found, "Install Python 3.11 or newer.")


def _packages() -> Examined:
    wrong = list(_wrong_packages())
    found = ", ".join(wrong) or "all there"
    return Examined(
        "packages", not wrong, found, "Run `pip install -r requirements.lock` in this environment."
    )


def _wrong_packages() -> Iterator[str]:
    for line in requires("walkalong") or ():
        needed = Requirement(line)
        if needed.marker and not needed.marker.evaluate({"extra": ""}):
            continue
        try:
            have = version(needed.name)
        except PackageNotFoundError:
            yield f"{needed.name} is missing"
            continue
        if not needed.specifier.contains(have, prereleases=True):
            yield f"{needed.name} {have} is not {needed.specifier}"


def _settings(settings: Settings) -> Iterator[Examined]:
    unknown = unknown_variables(os.environ)
    yield Examined(
        "settings",
        not unknown,
        f"no setting has the name {', '.join(unknown)}" if unknown else "read",
        "Correct the variable's name; README.md lists all settings.",
    )
    try:
        check_exposure(settings)
    except WalkalongError as error:
        yield Examined("address", ok=False, found="open to others without a key", remedy=error.message)


def _data_folder(settings: Settings) -> Examined:
    folder = settings.data_dir
    remedy = "Set WALKALONG_DATA_DIR to a folder that you may write to."
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=folder):
            return Examined("data folder", ok=True, found=str(folder.resolve()))
    except OSError as error:
        return Examined("data folder", ok=False, found=f"{folder}: {error.strerror}", remedy=remedy)


def _disk(settings: Settings) -> Examined:
    existing = next(
        path for path in (settings.data_dir.resolve(), *settings.data_dir.resolve().parents) if path.exists()
    )
    free = shutil.disk_usage(existing).free
    return Examined(
        "disk", free >= FREE_BYTES, f"{free / 1e9:.1f} GB free", "Make room where the data folder is."
    )


def _examine_embedding_model(settings: Settings) -> str:
    from ingest.embedding.models import check_weights, find_model, is_remote

    if is_remote(settings.embedding_model):
        return f"{settings.embedding_model} (a provider's; not asked)"
    check_weights(find_model(settings.embedding_model))
    return f"{settings.embedding_model}, weights as expected"


def _library(settings: Settings) -> str:
    """Check every part of the library. Raises LibraryMissing, StorageError."""
    from ingest.errors import StorageError
    from ingest.library.open import open_library
    from service.upkeep import condition

    data = DataFolder(settings.data_dir)
    damage = condition.find_damage(settings)
    manifest = condition.read_current(data)
    entries = manifest.entries if manifest else ()
    if not damage and (bad := condition.find_bad_records(data, entries)):
        damage = f"The records of {_ids(bad)} are gone or damaged."
    if not damage and (bad := condition.find_bad_copies(data, entries)):
        damage = f"The copies of the files of {_ids(bad)} are gone or damaged."
    if damage:
        message = f"{damage} `walkalong doctor --repair` mends what can be mended."
        raise StorageError(message)
    library = open_library(settings)
    try:
        return f"{len(library.details)} reports, made with these settings, every part readable"
    finally:
        library.close()


def _ids(entries: Iterable[CatalogueEntry]) -> str:
    return ", ".join(entry.details.id for entry in entries)


def _leftovers(settings: Settings) -> str:
    """Count what was left unfinished; it may also belong to an ingestion that is running now."""
    from service.upkeep import condition

    data = DataFolder(settings.data_dir)
    left, unended = condition.find_leftovers(data), condition.find_unended(data)
    if not left and not unended:
        return "none"
    return (
        f"{len(left)} half-made or unused files, {len(unended)} unfinished ingestions; "
        "`walkalong doctor --repair` sees to them"
    )


def _warnings(settings: Settings) -> list[Examined]:
    """List what was not read properly, report by report: worth knowing, but no fault of the installation."""
    from service.upkeep.condition import read_current

    manifest = read_current(DataFolder(settings.data_dir))
    return [
        Examined(f"report {entry.details.id}", ok=True, found=warning)
        for entry in (manifest.entries if manifest else ())
        for warning in entry.warnings
    ]


def _conversations(settings: Settings) -> str:
    from ingest.errors import StorageError
    from service.store.sql import open_store
    from service.upkeep.condition import check_database

    database = settings.data_dir / "conversations.sqlite"
    if settings.database_url is None and (damage := check_database(database)):
        message = f"{database} is damaged ({damage}). Restore a backup; it can't be mended without loss."
        raise StorageError(message)
    open_store(settings.database_url, settings.data_dir).close()
    return "the database is sound" if settings.database_url is None else "the database opens"


def _chat_model(settings: Settings) -> str:
    if not (settings.chat_model or settings.chat_base_url):
        return "none; answers are extractive"
    from service.answer.model.probe import probe_model, suggest_pool

    where = f" at {settings.chat_base_url}" if settings.chat_base_url else ""
    try:
        found = probe_model(settings)
    except ModelUnavailable as error:
        message = (
            f"{settings.chat_model}{where}: {error.message} Start the server, or correct WALKALONG_CHAT_MODEL, "
            "WALKALONG_CHAT_BASE_URL or WALKALONG_CHAT_API_KEY."
        )
        raise ModelUnavailable(message) from None
    pace = f", then {found.words_a_second:.1f} words a second" if found.words_a_second else ""
    speed = f"first word after {found.first_seconds:.1f} s{pace}" if found.words else "it said nothing"
    context = f"{found.context:,} tokens" if found.context else "not told by the server"
    pool = suggest_pool(found, settings)
    small = f", too small for long answers: set WALKALONG_CHAT_POOL_CHARS to {pool:,}" if pool else ""
    return f"{settings.chat_model}{where} answers: {speed}; context {context}{small}"
