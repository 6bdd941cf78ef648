"""95% intervals for the two things that are reported: proportions and means."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from scipy import stats


@dataclass(frozen=True, slots=True)
class Estimate:
    """A figure with what it rests on; `value` is None when there was nothing to judge."""

    value: float | None
    n: int
    low: float | None = None
    high: float | None = None

    def __str__(self) -> str:
        """As printed in tables."""
        if self.value is None:
            return "no cases"
        return f"{self.value:.2f} [{self.low:.2f}, {self.high:.2f}] n={self.n}"


def proportion(outcomes: Sequence[bool]) -> Estimate:
    """Share of true outcomes with Wilson's interval."""
    if not outcomes:
        return Estimate(None, 0)
    interval = stats.binomtest(sum(outcomes), len(outcomes)).proportion_ci(method="wilson")
    return Estimate(sum(outcomes) / len(outcomes), len(outcomes), float(interval.low), float(interval.high))


def mean(values: Sequence[float]) -> Estimate:
    """Mean with a percentile bootstrap interval (fixed seed, 2,000 resamples)."""
    if not values:
        return Estimate(None, 0)
    average = float(np.mean(values))
    if len(set(values)) == 1:
        return Estimate(average, len(values), average, average)
    result = stats.bootstrap(
        (np.asarray(values),), np.mean, n_resamples=2000, method="percentile", rng=np.random.default_rng(7)
    )
    return Estimate(
        average, len(values), float(result.confidence_interval.low), float(result.confidence_interval.high)
    )
