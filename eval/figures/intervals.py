"""What scipy says of figures: 95% intervals for proportions, means and paired differences. Its only home."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import stats

SEED = 7
RESAMPLES = 2000
PERMUTATIONS = 9999


@dataclass(frozen=True, slots=True)
class Estimate:
    """A figure with what it rests on; `value` is None when there was nothing to judge."""

    value: float | None
    n: int
    low: float | None = None
    """Ends of the 95% interval; None where one case, or a constant, tells nothing of others."""
    high: float | None = None

    def __str__(self) -> str:
        """As printed in tables."""
        if self.value is None:
            return "no cases"
        if self.low is None or self.high is None:
            return f"{self.value:.2f} n={self.n}"
        return f"{self.value:.2f} [{self.low:.2f}, {self.high:.2f}] n={self.n}"


@dataclass(frozen=True, slots=True)
class Paired:
    """How much a figure moved from one run to another, over the cases that both have."""

    difference: float | None
    """Mean of second minus first; None without cases."""
    n: int
    low: float | None = None
    high: float | None = None
    p: float | None = None
    """Two-sided: how often so large a difference comes by swapping the runs at random, case by case."""


def estimate_values(values: Sequence[float]) -> Estimate:
    """A proportion where every value is 0 or 1, else a mean."""
    if all(value in (0.0, 1.0) for value in values):
        return estimate_proportion([value == 1.0 for value in values])
    return estimate_mean(values)


def estimate_proportion(outcomes: Sequence[bool]) -> Estimate:
    """Share of true outcomes with Wilson's interval."""
    if not outcomes:
        return Estimate(None, 0)
    interval = stats.binomtest(sum(outcomes), len(outcomes)).proportion_ci(method="wilson")
    return Estimate(sum(outcomes) / len(outcomes), len(outcomes), float(interval.low), float(interval.high))


def estimate_mean(values: Sequence[float]) -> Estimate:
    """Mean with a percentile bootstrap interval (fixed seed, 2,000 resamples); none for fewer than two values."""
    if not values:
        return Estimate(None, 0)
    return Estimate(float(np.mean(values)), len(values), *_bootstrap(values))


def compare_pairs(first: Sequence[float], second: Sequence[float]) -> Paired:
    """Compare the same cases in two runs: bootstrap interval of the mean difference and permutation test.

    Both with fixed seeds. Where there are fewer swaps than 9,999 all are tried, and p is exact.
    """
    if not first:
        return Paired(None, 0)
    differences = np.asarray(second, float) - np.asarray(first, float)
    if len(first) < 2:
        return Paired(float(differences[0]), 1)
    found = stats.permutation_test(
        (np.asarray(second, float), np.asarray(first, float)),
        _mean_difference,
        permutation_type="samples",
        n_resamples=PERMUTATIONS,
        batch=1000,
        rng=np.random.default_rng(SEED),
    )
    low, high = _bootstrap(differences.tolist())
    return Paired(float(differences.mean()), len(first), low, high, float(found.pvalue))


def _bootstrap(values: Sequence[float]) -> tuple[float, float] | tuple[None, None]:
    if len(values) < 2:
        return None, None
    if len(set(values)) == 1:
        return values[0], values[0]
    found = stats.bootstrap(
        (np.asarray(values, float),),
        np.mean,
        n_resamples=RESAMPLES,
        method="percentile",
        rng=np.random.default_rng(SEED),
    ).confidence_interval
    return float(found.low), float(found.high)


def _mean_difference(
    second: NDArray[np.float64], first: NDArray[np.float64], axis: int
) -> NDArray[np.float64]:
    difference: NDArray[np.float64] = np.mean(second - first, axis=axis)
    return difference
