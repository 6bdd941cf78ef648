from math import sqrt

import numpy as np
import pytest
from scipy import stats

from eval.figures.intervals import (
    Estimate,
    compare_pairs,
    estimate_mean,
    estimate_proportion,
    estimate_values,
)


def test_wilsons_interval_is_the_one_worked_out_by_hand() -> None:
    # 27 of 30 at z = 1.96: (p + z²/2n ± z sqrt(p(1-p)/n + z²/4n²)) / (1 + z²/n)
    z, n, p = 1.959964, 30, 0.9
    middle, half = p + z**2 / (2 * n), z * sqrt(p * (1 - p) / n + z**2 / (4 * n**2))
    found = estimate_proportion([True] * 27 + [False] * 3)
    assert (found.value, found.n) == (0.9, 30)
    assert found.low == pytest.approx((middle - half) / (1 + z**2 / n))
    assert found.high == pytest.approx((middle + half) / (1 + z**2 / n))


def test_eight_of_eight_is_not_certain() -> None:
    found = estimate_values([1.0] * 8)
    assert (found.value, found.high) == (1.0, 1.0)
    assert found.low == pytest.approx(0.676, abs=0.001)


def test_a_mean_has_scipys_bootstrap_interval() -> None:
    values = [0.2, 0.4, 0.9, 1.0, 0.3]
    wanted = stats.bootstrap(
        (np.array(values),), np.mean, n_resamples=2000, method="percentile", rng=np.random.default_rng(7)
    ).confidence_interval
    found = estimate_mean(values)
    assert found.value == pytest.approx(0.56)
    assert found == Estimate(found.value, 5, wanted.low, wanted.high)


def test_an_empty_set_has_no_value() -> None:
    assert [estimate_values([]), estimate_mean([]), estimate_proportion([])] == [Estimate(None, 0)] * 3
    assert str(Estimate(None, 0)) == "no cases"


def test_one_value_has_no_interval() -> None:
    assert estimate_mean([12.5]) == Estimate(12.5, 1)
    assert str(estimate_mean([12.5])) == "12.50 n=1"


def test_a_constant_has_an_interval_of_no_width() -> None:
    assert str(estimate_mean([0.5, 0.5])) == "0.50 [0.50, 0.50] n=2"


def test_the_p_of_a_few_pairs_is_exact() -> None:
    # Of the 16 ways to swap four pairs, only the one as it is and the one with all swapped are so far from 0.
    found = compare_pairs([0.0, 0.1, 0.2, 0.3], [0.5, 0.7, 0.9, 0.8])
    assert found.difference == pytest.approx((0.5 + 0.6 + 0.7 + 0.5) / 4)
    assert found.p == pytest.approx(2 / 16)
    assert found.low is not None
    assert found.high is not None
    assert found.difference is not None
    assert 0.5 <= found.low < found.difference < found.high <= 0.7


def test_the_p_of_many_pairs_is_scipys() -> None:
    rng = np.random.default_rng(0)
    first = rng.random(60)
    second = first + rng.normal(0.05, 0.2, 60)
    wanted = stats.permutation_test(
        (second, first),
        lambda x, y, axis: np.mean(x - y, axis=axis),
        permutation_type="samples",
        n_resamples=9999,
        batch=1000,
        rng=np.random.default_rng(7),
    )
    assert compare_pairs(first.tolist(), second.tolist()).p == wanted.pvalue


def test_runs_that_are_alike_do_not_differ() -> None:
    found = compare_pairs([0.1, 0.5, 1.0], [0.1, 0.5, 1.0])
    assert (found.difference, found.low, found.high, found.p) == (0.0, 0.0, 0.0, 1.0)


def test_one_pair_has_a_difference_only_and_none_has_nothing() -> None:
    assert compare_pairs([0.0], [1.0]).difference == 1.0
    assert compare_pairs([0.0], [1.0]).p is None
    assert compare_pairs([], []).difference is None
