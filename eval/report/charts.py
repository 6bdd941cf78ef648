"""From figures to the lengths that the templates draw: whiskers, bars and shares, in units of a strip's width."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from eval.figures.intervals import Estimate

WIDTH = 200.0
"""Units from one end of a strip to the other."""
MOST_BARS = 12
"""Bars whose labels still fit on a printed page."""


@dataclass(frozen=True, slots=True)
class Whisker:
    """A share of 0 to 1 with its interval, and what it was in another run."""

    dot: float
    low: float
    high: float
    before: float | None = None


@dataclass(frozen=True, slots=True)
class Bar:
    """One bar of a histogram."""

    label: str
    count: int
    width: float


@dataclass(frozen=True, slots=True)
class Slice:
    """One part of a whole."""

    label: str
    count: int
    start: float
    width: float


def draw_whisker(estimate: Estimate, before: Estimate | None = None) -> Whisker | None:
    """Where a share and the ends of its interval are drawn; None if there is no value, or it is outside 0 to 1."""
    if estimate.value is None or not 0 <= estimate.value <= 1:
        return None
    low = estimate.value if estimate.low is None else estimate.low
    high = estimate.value if estimate.high is None else estimate.high
    earlier = None if before is None or before.value is None else WIDTH * before.value
    return Whisker(WIDTH * estimate.value, WIDTH * low, WIDTH * high, earlier)


def draw_slices(counts: Sequence[tuple[str, int]]) -> tuple[Slice, ...]:
    """Counts as parts of a strip, in their order; none without cases."""
    whole, start, found = sum(count for _, count in counts), 0.0, []
    for label, count in counts:
        width = WIDTH * count / whole if whole else 0.0
        found.append(Slice(label, count, start, width))
        start += width
    return tuple(found) if whole else ()


def draw_histogram(values: Sequence[float], unit: str) -> tuple[Bar, ...]:
    """At most twelve bars of equal, round steps; the last takes all above the 95th percentile's step."""
    if not values:
        return ()
    step = _round_step(float(np.percentile(values, 95)))
    last = min(MOST_BARS - 1, int(max(values) // step))
    places = [min(int(value // step), last) for value in values]
    counts = np.bincount(places, minlength=last + 1).tolist()
    is_open = max(values) >= (last + 1) * step
    labels = [f"{step * at:g} to {step * (at + 1):g} {unit}" for at in range(last)]
    labels.append(
        f"{step * last:g} {unit} and more" if is_open else f"{step * last:g} to {step * (last + 1):g} {unit}"
    )
    return tuple(
        Bar(label, count, WIDTH * count / max(counts)) for label, count in zip(labels, counts, strict=True)
    )


def _round_step(highest: float) -> float:
    """The smallest of 1, 2, 5, 10, 20, 50, ... of which eleven reach `highest`."""
    rough = max(highest / (MOST_BARS - 1), 1e-9)
    magnitude = 10 ** math.floor(math.log10(rough))
    return next(float(factor * magnitude) for factor in (1, 2, 5, 10) if factor * magnitude >= rough)
