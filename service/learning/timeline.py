"""The timeline of a programme: dated sentences that say what began, changed or ended, and when reports came out."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from ingest.language import months
from ingest.library.open import Library
from ingest.types import Details
from service.learning.candidates import Candidate, choose_unlike, list_candidates
from service.types import Passage

MOST_EVENTS = 10
"""Dated sentences on the timeline: what one screen shows."""
MOST_OF_ONE = 6
"""Of one report, so that a report with a history of its field does not fill the timeline."""
FURTHEST_BACK = 12
"""Years before the first report in which a programme may have begun; what is older is the history of its field."""
NEAR = 60
"""Characters between a date and the verb that it dates; what is farther apart is two things in one sentence."""
_HAPPENED = re.compile(
    r"\b(?:began|begun|started|launch(?:ed)?|established|founded|set up|awarded|commissioned|ended|closed|completed"
    r"|extended|introduced|opened|formed|created|joined|moved|appointed|funded|piloted|adopted|ran|came into)\b"
)
"""Verbs of what begins, changes or ends."""
_WORK = re.compile(
    r"\b(?:programmes?|programs?|pilots?|projects?|initiatives?|partnerships?|innovations?|services?|teams?|networks?)\b",
    re.IGNORECASE,
)
"""What a programme's events happen to; a date of a law or of a book has none of these words."""
_YEAR = re.compile(
    r"(?<![\w(/-])(?:in|since|from|by|until|during|between|early|late|of)\s+(?P<year>(?:19|20)\d\d)\b(?!\s*\))",
    re.IGNORECASE,
)
"""A year that a sentence dates by; one in brackets is that of a source."""


@dataclass(frozen=True, slots=True)
class Event:
    """Something dated: what `passage` says happened; or, if `passage` is None, that these reports came out."""

    date: str
    """`2018` or `2018-05`."""
    passage: Passage | None
    reports: tuple[Details, ...]


def list_events(library: Library, reports: tuple[Details, ...]) -> tuple[Event, ...]:
    """Give what happened and which reports came out, the earliest first."""
    return choose_events(list_candidates(library, reports), reports, MOST_EVENTS, MOST_OF_ONE)


def choose_events(
    candidates: Iterable[Candidate], reports: tuple[Details, ...], most: int, most_of_one: int
) -> tuple[Event, ...]:
    """Likewise from these sentences; at most so many of them, and so many from one report."""
    published: dict[str, list[Details]] = {}
    for details in reports:
        if details.date:
            published.setdefault(details.date[:7], []).append(details)
    years = [int(date[:4]) for date in published]
    dates: dict[int, str] = {}
    found = []
    for candidate in candidates:
        if _tells_event(candidate) and (date := find_date(candidate.text, years)):
            dates[id(candidate)] = date
            found.append(candidate)
    chosen = choose_unlike(found, _rank, most, most_of_one)
    told = [Event(dates[id(each)], each.cite(""), (each.report.details,)) for each in chosen]
    came_out = [Event(date, None, tuple(own)) for date, own in published.items()]
    return tuple(sorted((*told, *came_out), key=lambda event: (event.date, event.passage is None)))


def find_date(text: str, report_years: list[int]) -> str | None:
    """Give the month or year in which a sentence says that something happened, if these reports cover that time."""
    happened = [found.start() for found in _HAPPENED.finditer(text)]
    if not happened or not report_years:
        return None
    dated = [*months.DATE.finditer(text), *_YEAR.finditer(text)]
    apart = {found: min(abs(found.start() - at) for at in happened) for found in dated}
    nearest = min(dated, key=apart.__getitem__, default=None)
    if nearest is None or apart[nearest] > NEAR:
        return None
    first = nearest.groupdict()
    month = months.read_month(first["month"]) if first.get("month") else None
    in_time = min(report_years) - FURTHEST_BACK <= int(first["year"]) <= max(report_years) + 1
    return (f"{first['year']}-{month:02d}" if month else first["year"]) if in_time else None


def _tells_event(candidate: Candidate) -> bool:
    told = candidate.sentence.voice in ("description", "finding")
    return told and _WORK.search(candidate.text) is not None


def _rank(candidate: Candidate) -> tuple[float, ...]:
    """Rank sentences higher that have the programme or the work as subject, and that come early."""
    begins = bool(_WORK.search(candidate.text[:60]))
    return (begins, -candidate.depth)
