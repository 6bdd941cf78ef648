"""Which reports pass a filter, in searches and in lists. Names match in capitals or small letters."""

from collections.abc import Iterable

from ingest.errors import InvalidRequest
from ingest.types import Details
from service.types import Filters


def admits_report(filters: Filters, entry: Details) -> bool:
    """Whether a report as a whole passes: its id, kind and date. For its places see `names_any`."""
    return (
        names_any(filters.reports, (entry.id,))
        and names_any(filters.kinds, (entry.kind or "",))
        and is_within(entry.date, filters.from_date, filters.to_date)
    )


def names_any(wanted: Iterable[str], have: Iterable[str]) -> bool:
    """Whether one of the wanted names is there; true if none is wanted."""
    names = {name.casefold() for name in wanted}
    return not names or bool(names & {name.casefold() for name in have})


def is_within(date: str | None, first: str | None, last: str | None) -> bool:
    """Compare ISO dates as exactly as both are known: 2022 is within 2022-10. A missing date is in no range."""
    if first is None and last is None:
        return True
    if date is None:
        return False
    after = first is None or date[: len(first)] >= first[: len(date)]
    return after and (last is None or date[: len(last)] <= last[: len(date)])


def refuse_unknown_reports(filters: Filters, entries: Iterable[Details]) -> None:
    """Raise InvalidRequest if the filters name an unknown report."""
    unknown = sorted(set(filters.reports) - {entry.id for entry in entries})
    if unknown:
        message = f"filters.reports: there is no report {unknown[0]!r}. `walkalong reports` lists their ids."
        raise InvalidRequest(message)
