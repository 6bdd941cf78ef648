"""The catalogue entry of a report: what `reports.toml` says, else what the file says, else what it shows."""

import hashlib
import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from ingest.language.detect import find_language
from ingest.language.months import DATE, format_iso
from ingest.language.titles import is_leftover
from ingest.meaning.frontpage import FrontPage, complete_title, mention_title, read_front_page
from ingest.meaning.parts import place_blocks
from ingest.meaning.places import choose_most_named, find_places
from ingest.types import Block, DetailMention, Details, Reading

ISO_DATE = re.compile(r"\d{4}(?:-(?:0[1-9]|1[0-2])(?:-(?:0[1-9]|[12]\d|3[01]))?)?")
"""A year, a month or a day, as ISO 8601 writes them."""
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
_CODE = 2
"""Letters of a language in ISO 639-1."""
_HEAD = 400
"""Characters that hold the words that name its kind."""
_SAVED = ("pdf", "docx")
"""Formats whose files have the date on which a program saved them; in others a date was written by somebody."""
_TITLED = ("markdown", "html")
"""Formats in which a heading is a title as a whole; on a cover of others it may go on in the heading below it."""


def make_details(reading: Reading, path: Path, sha256: str, overrides: Mapping[str, Any]) -> Details:
    """The catalogue entry of one file; `overrides` is its entry of `reports.toml`, or empty."""
    blocks = place_blocks(reading)
    front = read_front_page(reading.text, blocks, reading.metadata.get("author", ""))
    publisher = overrides.get("publisher") or reading.metadata.get("publisher") or front.publisher
    title = overrides.get("title") or _choose_title(reading, blocks, front, path)
    evidence = _select_evidence(reading.text, blocks)
    details = Details(
        id=overrides.get("id") or make_slug(path.stem),
        title=title,
        file=path.name,
        sha256=sha256,
        format=reading.format,
        pages=len(reading.pages),
        publisher=publisher,
        date=overrides.get("date") or _choose_date(reading, front),
        kind=overrides.get("kind") or _find_kind(f"{title}\n{reading.text[:_HEAD]}"),
        programme=overrides.get("programme"),
        places=tuple(overrides.get("places", ())) or choose_most_named(find_places(evidence), title),
        authors=tuple(overrides.get("authors", ())) or front.authors,
        language=find_language(evidence) or _read_language_code(reading.metadata.get("language", "")),
    )
    mentions = (*front.mentions, *mention_title(title, reading.text, blocks))
    return replace(details, mentions=_keep_agreeing(mentions, front, details))


def _keep_agreeing(
    mentions: Iterable[DetailMention], front: FrontPage, details: Details
) -> tuple[DetailMention, ...]:
    """The mentions of what the details say too: what somebody has corrected is not in the report."""
    wrong = {
        kind
        for kind, printed, told in (
            ("publisher", front.publisher, details.publisher),
            ("author", front.authors, details.authors),
            ("date", front.date, details.date),
        )
        if printed != told
    }
    kept = (mention for mention in mentions if mention.kind not in wrong)
    return tuple(sorted(kept, key=lambda mention: mention.start))


def is_date_of_file(reading: Reading, details: Details) -> bool:
    """Whether the date is only that of the file: the report prints none, and nobody has said one."""
    front = read_front_page(reading.text, place_blocks(reading))
    given = _read_iso_date(reading.metadata.get("date", ""))
    return reading.format in _SAVED and front.date is None and given is not None and details.date == given


def make_slug(name: str) -> str:
    """Small letters, digits and hyphens; never empty.

    Names in other letters than a to z, with or without accents, are told apart by some digits of their hash.
    """
    apart = unicodedata.normalize("NFKD", name)
    plain = re.sub(r"[^a-z0-9]+", "-", apart.encode("ascii", "ignore").decode().lower()).strip("-")
    if not any(char.isalnum() and not char.isascii() for char in apart):
        return plain or "report"
    return f"{plain or 'report'}-{hashlib.sha256(name.encode()).hexdigest()[:6]}"


def _choose_title(reading: Reading, blocks: Sequence[Block], front: FrontPage, path: Path) -> str:
    """The file's own title, unless its program put that there; else the cover's; else the file's name."""
    written = reading.metadata.get("title", "").strip()
    if not written or _is_file_name(written, path):
        written = front.title
    beside = () if reading.format in _TITLED else blocks
    title = complete_title(written, reading.text, beside, front.publisher) if written else ""
    return title or path.stem.replace("_", " ").replace("-", " ").strip() or path.name


def _is_file_name(title: str, path: Path) -> bool:
    """Whether what calls itself a title is left over from the program that made the file."""
    return title.casefold() in (path.name.casefold(), path.stem.casefold()) or is_leftover(title)


def _find_kind(head: str) -> str | None:
    """The most specific kind that the title and the first lines name."""
    return next((kind for kind, pattern in _KINDS if re.search(pattern, head, re.I)), None)


def _read_language_code(written: str) -> str | None:
    """`en` of `en-GB`: what the file says, which word processors set whatever is written."""
    code = written.strip().lower().replace("_", "-").partition("-")[0]
    return code if len(code) == _CODE and code.isalpha() else None


def _choose_date(reading: Reading, front: FrontPage) -> str | None:
    """The date that is printed; where nothing is, that of the file, which in formats that people write is theirs."""
    given = _read_iso_date(reading.metadata.get("date", ""))
    return front.date or given if reading.format in _SAVED else given or front.date


def _select_evidence(text: str, blocks: Sequence[Block]) -> str:
    """What is said in the report itself: without contents, references, and lists of who is thanked."""
    return "\n\n".join(
        text[block.start : block.end]
        for block in blocks
        if block.part not in ("contents", "references")
        and (block.part != "imprint" or block.role == "heading")
    )


def _read_iso_date(written: str) -> str | None:
    found = ISO_DATE.match(written.strip())
    dated = DATE.search(written)
    return found[0] if found else format_iso(dated) if dated else None
