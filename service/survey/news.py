"""What is new on a theme since a date: reports, passages and places that were not there before it."""

from dataclasses import dataclass

from ingest.types import Details
from service.survey.look import Survey


@dataclass(frozen=True, slots=True)
class News:
    """A theme before and since a date."""

    since: str
    reports: tuple[Details, ...]
    """Reports of that date or later, whether or not they speak of the theme, the oldest first."""
    passages: tuple[str, ...]
    """Keys of the passages that they have on the theme, the nearest first."""
    before: tuple[str, ...]
    """Keys of the passages of older reports."""
    places: tuple[str, ...]
    """Places of the new passages that no older passage on the theme names."""
    undated: tuple[Details, ...]
    """Reports without a date, which stand on neither side."""


def find_news(survey: Survey, since: str) -> News:
    """Split what was found at a date, ISO 8601 as exact as it is known. A date of "2022" is not before "2022-06"."""
    new = {entry.id: entry for entry in survey.reports if entry.date and _is_since(entry.date, since)}
    undated = tuple(entry for entry in survey.reports if not entry.date)
    aside = {entry.id for entry in undated}
    later, older = [], []
    for passage, item in zip(survey.passages, survey.items, strict=True):
        if passage.report_id in new:
            later.append(item)
        elif passage.report_id not in aside:
            older.append(item)
    known = {place for item in older for place in item.places}
    places = dict.fromkeys(place for item in later for place in item.places if place not in known)
    return News(
        since,
        tuple(sorted(new.values(), key=lambda entry: (entry.date or "", entry.title))),
        tuple(item.passage_id for item in later),
        tuple(item.passage_id for item in older),
        tuple(places),
        undated,
    )


def _is_since(date: str, since: str) -> bool:
    """Compare as exactly as both are known."""
    return date[: len(since)] >= since[: len(date)]
