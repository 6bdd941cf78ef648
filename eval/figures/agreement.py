"""How far judges agree: Cohen's kappa of two on a scale of steps, Krippendorff's alpha of any number."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from eval.figures.intervals import jackknife_agreement


@dataclass(frozen=True, slots=True)
class Agreement:
    """How far two judges agree on the same cases; figures are None if they have no meaning."""

    n: int
    raw: float | None
    """Share of cases with the same step."""
    kappa: float | None
    """Linear weights: two judges one step apart agree half on a scale of three steps."""
    low: float | None = None
    high: float | None = None
    why: str = ""
    """Why there is no kappa or no interval, as a plain clause."""


def measure_agreement(pairs: Sequence[tuple[str, str]], steps: Sequence[str]) -> Agreement:
    """Compare two judges over the cases that both judged; `steps` is the scale in order, two steps or more.

    Kappa is Cohen (1968), weighted by the distance between steps; the 95% interval leaves out each case in turn.
    Raises ValueError for a step that is not on the scale.
    """
    table = _table(pairs, steps)
    n = len(pairs)
    if not n:
        return Agreement(0, None, None, why="no case was judged by both")
    raw = float(np.trace(table) / n)
    if not _expect_distance(table[None])[0]:
        return Agreement(
            n, raw, None, why="both gave every case the same mark, so chance can't be told from skill"
        )
    kappa = float(kappas(table[None])[0])
    low, high = _interval(kappa, table)
    why = "" if low is not None else "too few cases, or differences, for an interval"
    return Agreement(n, raw, kappa, low, high, why)


@dataclass(frozen=True, slots=True)
class Alpha:
    """How far any number of raters agree; figures are None if they have no meaning."""

    value: float | None
    n: int
    """Cases that two raters or more judged."""
    low: float | None = None
    high: float | None = None
    why: str = ""
    """Why there is no figure, as a plain clause."""


def measure_alpha(cases: Sequence[Sequence[str]], steps: Sequence[str] | None = None) -> Alpha:
    """Krippendorff's alpha (2004) over the marks that raters gave each case; not all need to have judged all.

    Without `steps` marks are names, and differ or do not; with a scale they differ by the square of the steps
    between them. The interval leaves out each case in turn, as for kappa.
    """
    marks = sorted({mark for case in cases for mark in case}) if steps is None else list(steps)
    counts = np.array([[list(case).count(mark) for mark in marks] for case in cases if len(case) > 1], float)
    if not len(counts):
        return Alpha(None, 0, why="no case was judged by two raters")
    distance = 1.0 - np.eye(len(marks)) if steps is None else _distance(len(marks)).astype(float) ** 2
    value = _alpha(counts, distance)
    if value is None:
        return Alpha(None, len(counts), why="all marks are the same, so chance can't be told from skill")
    kinds, times = np.unique(counts, axis=0, return_counts=True)
    without = [_alpha(np.delete(counts, _find_row(counts, kind), axis=0), distance) for kind in kinds]
    known = np.array([np.nan if each is None else each for each in without])
    return Alpha(value, len(counts), *jackknife_agreement(value, known, times))


def _find_row(counts: NDArray[np.float64], kind: NDArray[np.float64]) -> int:
    return int(np.flatnonzero((counts == kind).all(1))[0])


def _alpha(counts: NDArray[np.float64], distance: NDArray[np.float64]) -> float | None:
    """One minus the distance within cases over the distance of marks drawn from all; None where that is 0."""
    raters = counts.sum(1)
    within = np.einsum("ni,ij,nj->n", counts, distance, counts) / (raters - 1)
    totals, n = counts.sum(0), raters.sum()
    by_chance = float(totals @ distance @ totals) / (n - 1)
    return 1 - float(within.sum()) / by_chance if by_chance else None


def kappas(tables: NDArray[np.int64]) -> NDArray[np.float64]:
    """Linearly weighted kappas of a stack of tables (tables, steps, steps); NaN where undefined."""
    observed = (tables * _distance(tables.shape[-1])).sum((-2, -1)) / tables.sum((-2, -1))
    expected = _expect_distance(tables)
    share = np.full(len(tables), np.nan)
    np.divide(observed, expected, out=share, where=expected > 0)
    return 1 - share


def _expect_distance(tables: NDArray[np.int64]) -> NDArray[np.float64]:
    """Mean distance of steps that chance alone would give, for each table of a stack."""
    n = tables.sum((-2, -1))
    by_chance = tables.sum(-1)[:, :, None] * tables.sum(-2)[:, None, :]
    mean: NDArray[np.float64] = (by_chance * _distance(tables.shape[-1])).sum((-2, -1)) / n**2
    return mean


def _interval(kappa: float, table: NDArray[np.int64]) -> tuple[float, float] | tuple[None, None]:
    """Leave out a case of each cell of the table; the cases of one cell give the same kappa."""
    cells = np.argwhere(table)
    without = np.repeat(table[None], len(cells), axis=0)
    without[np.arange(len(cells)), cells[:, 0], cells[:, 1]] -= 1
    return jackknife_agreement(kappa, kappas(without), table[table > 0])


def _table(pairs: Sequence[tuple[str, str]], steps: Sequence[str]) -> NDArray[np.int64]:
    place = {step: row for row, step in enumerate(steps)}
    table = np.zeros((len(steps), len(steps)), dtype=np.int64)
    for first, second in pairs:
        if first not in place or second not in place:
            message = f"{first!r} and {second!r} must be among {list(steps)}"
            raise ValueError(message)
        table[place[first], place[second]] += 1
    return table


def _distance(steps: int) -> NDArray[np.int64]:
    return np.abs(np.subtract.outer(np.arange(steps), np.arange(steps)))
