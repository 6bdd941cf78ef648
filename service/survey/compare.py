"""A theme compared: places, reports or years side by side, each with what it says for, against and on condition."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal, get_args

from ingest.types import Details
from service.brief.types import EvidenceItem, Stance
from service.survey.look import Survey

By = Literal["place", "report", "year"]
STANCES: tuple[Stance, ...] = get_args(Stance)
MOST_PLACES = 12
"""Places that are compared where none are named: those with most passages. More do not fit a page that one can read."""


@dataclass(frozen=True, slots=True)
class ComparedRow:
    """One side of a comparison."""

    id: str
    """The report's id; the place or the year as it is shown."""
    name: str
    cells: Mapping[Stance, tuple[str, ...]]
    """The keys of the passages by what they say, the nearest to the theme first. An empty cell stays empty."""


@dataclass(frozen=True, slots=True)
class ThemeComparison:
    """A theme, side by side."""

    by: By
    survey: Survey
    rows: tuple[ComparedRow, ...]


def compare(survey: Survey, by: By, only: Sequence[str] = ()) -> ThemeComparison:
    """Compare what was found; `only` gives the places, report ids or years, in the order in which they are shown.

    A place or a year without passages is a row with empty cells: finding nothing is a result too.
    """
    sides: dict[str, list[EvidenceItem]] = {}
    for item, passage in zip(survey.items, survey.passages, strict=True):
        for side in _sides(by, item, passage.report_id):
            sides.setdefault(side, []).append(item)
    wanted = tuple(dict.fromkeys(only)) or tuple(_choose(survey, by, sides))
    names = {entry.id: entry.title for entry in survey.reports}
    spelled = {side.casefold(): side for side in sides}
    rows = tuple(
        ComparedRow(side, names.get(side, side), _cells(sides.get(spelled.get(side.casefold(), side), ())))
        for side in wanted
    )
    return ThemeComparison(by, survey, rows)


def _sides(by: By, item: EvidenceItem, report: str) -> tuple[str, ...]:
    if by == "place":
        return item.places
    if by == "report":
        return (report,)
    return (item.date[:4],) if item.date else ()


def _choose(survey: Survey, by: By, sides: Mapping[str, Sequence[EvidenceItem]]) -> Iterable[str]:
    """Those with most passages, places first that reports are about; every report and year, the empty ones too."""
    if by == "report":
        return [entry.id for entry in survey.reports]
    if by == "year":
        return sorted({*sides, *_years(survey.reports)})
    known = dict.fromkeys([*sides, *(place for entry in survey.reports for place in entry.places)])
    return sorted(known, key=lambda place: (-len(sides.get(place, ())), place))[:MOST_PLACES]


def _years(reports: Iterable[Details]) -> Iterator[str]:
    return (entry.date[:4] for entry in reports if entry.date)


def _cells(items: Iterable[EvidenceItem]) -> dict[Stance, tuple[str, ...]]:
    listed = tuple(items)
    return {stance: tuple(item.passage_id for item in listed if item.stance == stance) for stance in STANCES}
