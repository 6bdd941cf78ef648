"""What people say of their reports, and which files they leave out: the `reports.toml` of a folder."""

import tomllib
from collections import Counter
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from ingest.errors import SettingsError
from ingest.meaning.details import ISO_DATE, make_slug

OVERRIDES = "reports.toml"

_TEXTS = ("id", "title", "publisher", "date", "kind", "programme")
_LISTS = {"places": '["Salford", "Wigan"]', "authors": '["A. Okafor", "B. Lind"]'}
"""Key -> what its value looks like."""
_KEYS = frozenset({"file", *_LISTS, *_TEXTS})


def load_overrides(folder: Path) -> dict[str, dict[str, Any]]:
    """The entries of the folder's `reports.toml` by file name; empty without one.

    Raises `SettingsError`, naming the entry, for what is unknown, double, missing or no date.
    """
    source = folder / OVERRIDES
    entries: dict[str, dict[str, Any]] = {}
    for number, entry in enumerate(_read_entries(source), 1):
        name = f"{source.name}, entry {number} ({entry.get('file', 'without file')})"
        _check_entry(entry, name, folder)
        if entry["file"] in entries:
            message = f"{name}: that file has an entry already. Keep one."
            raise SettingsError(message)
        entries[entry["file"]] = entry
    _check_ids(entries, source.name)
    return entries


def load_ignored(folder: Path) -> tuple[str, ...]:
    """Names and patterns (`drafts`, `*.txt`) that the folder's `reports.toml` leaves out. Raises `SettingsError`."""
    ignored = _read_file(folder / OVERRIDES).get("ignore", [])
    if not (isinstance(ignored, list) and all(isinstance(name, str) for name in ignored)):
        message = f'{OVERRIDES}: ignore must be a list of names, ignore = ["drafts", "*.txt"].'
        raise SettingsError(message)
    return tuple(ignored)


def _read_file(source: Path) -> dict[str, Any]:
    if not source.is_file():
        return {}
    try:
        catalogue = tomllib.loads(source.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        message = f"{source.name} is not TOML: {error}. Correct it, or take it away."
        raise SettingsError(message) from error
    unknown = sorted(set(catalogue) - {"report", "ignore"})
    if unknown:
        names = ", ".join(unknown)
        message = f"{source.name} has {names} at its top; it may only hold ignore and [[report]] entries."
        raise SettingsError(message)
    return catalogue


def _read_entries(source: Path) -> list[dict[str, Any]]:
    listed = _read_file(source).get("report", [])
    if not (isinstance(listed, list) and all(isinstance(entry, dict) for entry in listed)):
        message = f"{source.name}: each report needs a [[report]] line and its fields under it."
        raise SettingsError(message)
    return listed


def _check_entry(entry: Mapping[str, Any], name: str, folder: Path) -> None:
    unknown = sorted(set(entry) - _KEYS)
    if unknown:
        message = f"{name}: unknown {', '.join(unknown)}. An entry may have {', '.join(sorted(_KEYS))}."
        raise SettingsError(message)
    if not isinstance(entry.get("file"), str):
        message = f'{name}: it needs file = "NAME", the name of a file in {folder.name}.'
        raise SettingsError(message)
    if not (folder / entry["file"]).is_file():
        message = f"{name}: there is no such file in {folder.name}. Correct the name or remove the entry."
        raise SettingsError(message)
    for key in _TEXTS:
        if key in entry and not (isinstance(entry[key], str) and entry[key].strip()):
            message = f"{name}: {key} must be text in quotation marks."
            raise SettingsError(message)
    for key, example in _LISTS.items():
        names = entry.get(key, [])
        if not (isinstance(names, list) and all(isinstance(each, str) and each.strip() for each in names)):
            message = f"{name}: {key} must be a list of names, {key} = {example}."
            raise SettingsError(message)
    if not ISO_DATE.fullmatch(entry.get("date", "2000")):
        message = f"{name}: date {entry['date']!r} must be 2022, 2022-10 or 2022-10-31."
        raise SettingsError(message)
    if entry.get("id", "x") != make_slug(entry.get("id", "x")):
        message = f"{name}: id {entry['id']!r} may only have small letters, digits and hyphens."
        raise SettingsError(message)


def _check_ids(entries: Mapping[str, Mapping[str, Any]], source: str) -> None:
    ids = Counter(entry.get("id", make_slug(Path(file).stem)) for file, entry in entries.items())
    double = [name for name, count in ids.items() if count > 1]
    if double:
        message = f"{source}: {double[0]!r} is the id of two entries. Give each its own."
        raise SettingsError(message)
