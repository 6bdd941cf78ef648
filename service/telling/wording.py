"""Dates, pages, voices and outcomes in words, for people."""

from collections.abc import Mapping
from datetime import datetime

from ingest.language.months import ENGLISH
from ingest.language.numbers import number_word
from ingest.types import Details, Voice
from service.types import Passage, Status

VOICES: dict[Voice, str] = {
    "finding": "a finding",
    "assumption": "a working assumption",
    "quotation": "somebody’s words",
    "recommendation": "a recommendation",
    "question": "a question to the reader",
    "description": "a description",
}
STRENGTHS: dict[Voice, str] = {
    "finding": "The report gives this as something it found.",
    "assumption": "The report gives this as something it assumed or hoped, not as something it found.",
    "quotation": "These are one person’s words. The report quotes them; that does not make them its finding.",
    "recommendation": "The report advises this. It does not say that it was done.",
    "question": "The report asks this of its readers. It does not answer it here.",
    "description": "The report describes this. It does not say here how it knows.",
}
OUTCOMES: dict[Status, str] = {
    "answered": "",
    "partial": "The reports say part of this.",
    "not_in_reports": "The reports do not say.",
    "declined": "This can’t be answered here.",
    "clarify": "Please say more exactly what you mean.",
}
VERDICTS = {
    "useful": "Useful",
    "wrong": "Wrong",
    "wrong_passage": "The passage does not say this",
    "missing": "Something is missing",
}
"""What readers can say of an answer, by the names that are stored."""
_FEW = 9
"""A number up to this is written as a word."""


def name_day(iso: str) -> str:
    """A date as exact as it is known: `2022`, `October 2022` or `31 October 2022`."""
    parts = iso[:10].split("-")
    if len(parts) == 1:
        return parts[0]
    month = f"{ENGLISH[int(parts[1]) - 1]} {parts[0]}"
    return month if len(parts) == 2 else f"{int(parts[2])} {month}"


def name_moment(iso: str) -> str:
    """A point in time, to the minute, by this machine's clock: `22 November 2026, 14:05`."""
    when = datetime.fromisoformat(iso).astimezone()
    return f"{name_day(when.date().isoformat())}, {when:%H:%M}"


def name_page(passage: Passage, entry: Details | None) -> str | None:
    """`page 4`, or `PDF page 4 (printed 3)` where both are known and differ; None for formats without pages."""
    paged = entry is None or entry.format == "pdf"
    return name_page_number(passage.page, passage.page_label) if paged else None


def name_page_number(number: int, label: str | None, word: str = "page") -> str:
    """Name the page in words, with the printed number if that differs."""
    if label is None or label == str(number):
        return f"{word}\u00a0{number}"
    return f"PDF {word}\u00a0{number} (printed\u00a0{label})"


def abbreviate_page(passage: Passage) -> str:
    """`p. 4`, or `PDF p. 4 (printed 3)`; without meaning for formats without pages."""
    return name_page_number(passage.page, passage.page_label, "p.")


def name_voice(passage: Passage) -> str:
    """Whose words these are: `a finding`, or with the role of who is quoted, `Project Lead, quoted`."""
    if passage.voice == "quotation" and passage.speaker:
        return f"{passage.speaker}, quoted"
    return VOICES[passage.voice]


def describe_reach(passages: tuple[Passage, ...], entries: Mapping[str, Details]) -> str:
    """Say how much supports an answer: passages, reports, their dates, and places that the passages name."""
    reports = dict.fromkeys(passage.report_id for passage in passages)
    dates = sorted({entries[id_].date or "" for id_ in reports if id_ in entries and entries[id_].date})
    said = f"From {_count(len(passages), 'passage')} in {_count(len(reports), 'report')}"
    if dates:
        first, last = name_day(dates[0]), name_day(dates[-1])
        said += f", {first}" if first == last else f", {first} to {last}"
    places = list(dict.fromkeys(place for passage in passages for place in passage.places))
    return said + (f". Places named: {_list(places)}." if places else ".")


def _count(number: int, thing: str) -> str:
    return f"one {thing}" if number == 1 else f"{number_word(number) if number <= _FEW else number} {thing}s"


def _list(words: list[str], most: int = 6) -> str:
    shown = words[:most] + ([f"{len(words) - most} more"] if len(words) > most else [])
    return shown[0] if len(shown) == 1 else f"{', '.join(shown[:-1])} and {shown[-1]}"
