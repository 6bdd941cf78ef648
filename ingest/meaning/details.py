"""The catalogue entry of a report: what `reports.toml` says, else what the file says, else what it shows."""

import re
import tomllib
import unicodedata
from collections import Counter
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from ingest.errors import SettingsError
from ingest.language.months import DATE, iso_date
from ingest.language.titles import is_leftover
from ingest.meaning.places import find_places, most_named
from ingest.types import Details, Reading

OVERRIDES = "reports.toml"

_TEXTS = ("id", "title", "publisher", "date", "kind", "programme")
_KEYS = frozenset({"file", "places", *_TEXTS})
_ISO_DATE = re.compile(r"\d{4}(?:-(?:0[1-9]|1[0-2])(?:-(?:0[1-9]|[12]\d|3[01]))?)?")
_KINDS = (
    ("management response", r"management response|réponse de la direction"),
    ("case study", r"case stud(?:y|ies)|étude de cas"),
    ("glossary", r"glossary|glossaire"),
    ("brief", r"\b(?:evaluation|policy|learning|research)? ?brief(?:ing)?\b"),
    ("learning report", r"learning (?:\w+ )?report|process learning|learning from\b|lessons learned"),
    ("evaluation", r"evaluation|évaluation"),
    ("review", r"\breview\b"),
    ("guide", r"\b(?:guide|handbook|toolkit)\b"),
    ("report", r"\breport\b|\brapport\b"),
)
_FRONT = 1500
"""Characters at the beginning of a report that say what it is and when it appeared."""
_HEAD = 400
"""Characters that hold the words that name its kind."""
_LONGEST_DATED_LINE = 90


def load_overrides(folder: Path) -> dict[str, dict[str, Any]]:
    """The entries of the folder's `reports.toml` by file name; empty without one.

    Raises `SettingsError`, naming the entry, for what is unknown, double, missing or no date.
    """
    source = folder / OVERRIDES
    entries: dict[str, dict[str, Any]] = {}
    for number, entry in enumerate(_listed(source), 1):
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
    ignored = _catalogue(folder / OVERRIDES).get("ignore", [])
    if not (isinstance(ignored, list) and all(isinstance(name, str) for name in ignored)):
        message = f'{OVERRIDES}: ignore must be a list of names, ignore = ["drafts", "*.txt"].'
        raise SettingsError(message)
    return tuple(ignored)


def _catalogue(source: Path) -> dict[str, Any]:
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


def _listed(source: Path) -> list[dict[str, Any]]:
    listed = _catalogue(source).get("report", [])
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
    places = entry.get("places", [])
    if not (isinstance(places, list) and all(isinstance(place, str) and place.strip() for place in places)):
        message = f'{name}: places must be a list of names, places = ["Salford", "Wigan"].'
        raise SettingsError(message)
    if not _ISO_DATE.fullmatch(entry.get("date", "2000")):
        message = f"{name}: date {entry['date']!r} must be 2022, 2022-10 or 2022-10-31."
        raise SettingsError(message)
    if entry.get("id", "x") != slug(entry.get("id", "x")):
        message = f"{name}: id {entry['id']!r} may only have small letters, digits and hyphens."
        raise SettingsError(message)


def _check_ids(entries: Mapping[str, Mapping[str, Any]], source: str) -> None:
    ids = Counter(entry.get("id", slug(Path(file).stem)) for file, entry in entries.items())
    double = [name for name, count in ids.items() if count > 1]
    if double:
        message = f"{source}: {double[0]!r} is the id of two entries. Give each its own."
        raise SettingsError(message)


def details(reading: Reading, path: Path, sha256: str, overrides: Mapping[str, Any]) -> Details:
    """The catalogue entry of one file; `overrides` is its entry of `reports.toml`, or empty."""
    title = overrides.get("title") or _title(reading, path)
    front = f"{title}\n{reading.text[:_FRONT]}"
    return Details(
        id=overrides.get("id") or slug(path.stem),
        title=title,
        file=path.name,
        sha256=sha256,
        format=reading.format,
        pages=len(reading.pages),
        publisher=overrides.get("publisher") or reading.metadata.get("publisher"),
        date=overrides.get("date") or _printed_date(front) or _iso_date(reading.metadata.get("date", "")),
        kind=overrides.get("kind") or _kind(f"{title}\n{reading.text[:_HEAD]}"),
        programme=overrides.get("programme"),
        places=tuple(overrides.get("places", ())) or most_named(find_places(_evidence(reading)), title),
    )


def slug(name: str) -> str:
    """Small letters, digits and hyphens; never empty."""
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-") or "report"


def _title(reading: Reading, path: Path) -> str:
    written = reading.metadata.get("title", "").strip()
    heading = next((block for block in reading.blocks if block.role == "heading"), None)
    if written and not _is_file_name(written, path):
        return written
    if heading and heading.start < _FRONT:
        return " ".join(reading.text[heading.start : heading.end].split())
    return path.stem.replace("_", " ").replace("-", " ").strip() or path.name


def _is_file_name(title: str, path: Path) -> bool:
    """Whether what calls itself a title is left over from the program that made the file."""
    return title.casefold() in (path.name.casefold(), path.stem.casefold()) or is_leftover(title)


def _kind(head: str) -> str | None:
    """The most specific kind that the title and the first lines name."""
    return next((kind for kind, pattern in _KINDS if re.search(pattern, head, re.I)), None)


def _printed_date(front: str) -> str | None:
    """The first date with month and year at the front that stands on a line of its own or in a title."""
    lines = (line for line in re.split(r"[\r\n]+", front) if len(line) < _LONGEST_DATED_LINE)
    found = next((found for found in map(DATE.search, lines) if found), None)
    return iso_date(found) if found else None


def _evidence(reading: Reading) -> str:
    """The text without its tables of contents."""
    return "\n\n".join(
        reading.text[block.start : block.end] for block in reading.blocks if block.role != "contents"
    )


def _iso_date(written: str) -> str | None:
    found = _ISO_DATE.match(written.strip())
    return found[0] if found else _printed_date(written)
