"""Figures in the words of the report: the filters of its templates."""

from datetime import UTC, datetime

from eval.figures.compare import Difference
from eval.figures.intervals import Estimate
from eval.figures.measures import find_measure
from service.telling.arrange import group_statements


def percent(value: float | None) -> str:
    """A share in whole per cent; 99.6% is not shown as 100%, nor 0.4% as 0%."""
    if value is None:
        return "none"
    rounded = round(100 * value)
    if rounded == 100 and value < 1:
        return "over 99%"
    return "under 1%" if rounded == 0 and value > 0 else f"{rounded}%"


def interval(estimate: Estimate) -> str:
    """The ends of an interval in whole per cent; empty where there is none."""
    if estimate.low is None or estimate.high is None:
        return ""
    return f"{100 * estimate.low:.0f} to {100 * estimate.high:.0f}%"


def word_move(found: Difference) -> str:
    """A difference with its sign, shares in points of a hundred."""
    change = found.paired.difference
    return "none" if change is None else f"{_sign(change)}{_points(found.name, change)}"


def word_size(found: Difference) -> str:
    """The size of a difference, with its unit."""
    unit = "ms" if found.name.endswith("_ms") else "points"
    return f"{_points(found.name, found.paired.difference or 0.0)} {unit}"


def word_interval(found: Difference) -> str:
    """The ends of a difference's interval; empty where there is none."""
    low, high = found.paired.low, found.paired.high
    if low is None or high is None:
        return ""
    return f"{_sign(low)}{_points(found.name, low)} to {_sign(high)}{_points(found.name, high)}"


def is_better(found: Difference) -> bool:
    """Whether a difference goes the way that is wanted."""
    return ((found.paired.difference or 0.0) > 0) != find_measure(found.name).lower_is_better


def p_value(p: float) -> str:
    """A p-value with three decimals; 9,999 swaps can't distinguish smaller steps than 0.001."""
    return "under 0.001" if p < 0.001 else f"{p:.3f}"


def _points(name: str, change: float) -> str:
    return f"{abs(change):.0f}" if name.endswith("_ms") else f"{100 * abs(change):.1f}"


def _sign(change: float) -> str:
    return "−" if change < 0 else "+" if change > 0 else ""


def word_moment(moment: str) -> str:
    """An ISO time in UTC as people write it."""
    known = datetime.fromisoformat(moment).astimezone(UTC)
    return f"{known.day} {known:%B %Y, %H:%M} UTC"


FILTERS = {
    each.__name__: each
    for each in (
        percent,
        interval,
        word_move,
        word_size,
        word_interval,
        is_better,
        p_value,
        word_moment,
        group_statements,
    )
}
