"""The catalogue entry of a report: what `reports.toml` says, else what the file says, else what it shows."""

import hashlib
import re
import unicodedata
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from ingest.language.months import DATE, iso_date
from ingest.language.titles import is_leftover
from ingest.meaning.places import find_places, most_named
from ingest.types import Details, Reading

ISO_DATE = re.compile(r"\d{4}(?:-(?:0[1-9]|1[0-2])(?:-(?:0[1-9]|[12]\d|3[01]))?)?")
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


def make_details(reading: Reading, path: Path, sha256: str, overrides: Mapping[str, Any]) -> Details:
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
    """Small letters, digits and hyphens; never empty.

    Names in other letters than a to z, with or without accents, are told apart by some digits of their hash.
    """
    apart = unicodedata.normalize("NFKD", name)
    plain = re.sub(r"[^a-z0-9]+", "-", apart.encode("ascii", "ignore").decode().lower()).strip("-")
    if not any(char.isalnum() and not char.isascii() for char in apart):
        return plain or "report"
    return f"{plain or 'report'}-{hashlib.sha256(name.encode()).hexdigest()[:6]}"


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
    found = ISO_DATE.match(written.strip())
    return found[0] if found else _printed_date(written)
