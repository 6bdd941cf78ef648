"""What a question was limited to, shown beside it: `Only: Salford ×`; each chip can be taken away."""

from collections.abc import Mapping
from dataclasses import dataclass

from ingest.types import Details
from service.telling import wording
from service.types import Filters

Fields = tuple[tuple[str, str], ...]
"""Names and values of the form's fields."""


@dataclass(frozen=True, slots=True)
class Chip:
    """One thing that a question is limited to."""

    words: str
    left: Fields
    """The fields of all others, for asking without this one."""


def list_fields(filters: Filters) -> Fields:
    """Give filters as fields of the form in which questions are asked."""
    return (
        *(("place", place) for place in filters.places),
        *(("report", report) for report in filters.reports),
        *(("kind", kind) for kind in filters.kinds),
        *(("voice", voice) for voice in filters.voices),
        *((("from", filters.from_date),) if filters.from_date else ()),
        *((("to", filters.to_date),) if filters.to_date else ()),
    )


def make_chips(fields: Fields, entries: Mapping[str, Details]) -> tuple[Chip, ...]:
    """Give a chip for each field that is filled in."""
    return tuple(
        Chip(_describe(name, value, entries), (*fields[:row], *fields[row + 1 :]))
        for row, (name, value) in enumerate(fields)
    )


def _describe(name: str, value: str, entries: Mapping[str, Details]) -> str:
    if name == "report":
        return entries[value].title if value in entries else value
    if name in {"from", "to"}:
        return f"{name} {_name_day(value)}"
    return value


def _name_day(value: str) -> str:
    """Write the date in words; anything else stays as it was typed, so that the reader can correct it."""
    try:
        return wording.name_day(value)
    except (ValueError, IndexError):
        return value
