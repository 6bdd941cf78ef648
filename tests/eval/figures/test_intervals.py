from math import sqrt

import numpy as np
import pytest
from numpy.typing import NDArray
from scipy import stats

from eval.figures import intervals
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


def test_wilsons_interval_is_scipys() -> None:
    for right, n in ((0, 10), (3, 10), (156, 157), (5, 5)):
        wanted = stats.binomtest(right, n).proportion_ci(method="wilson")
        found = estimate_proportion([True] * right + [False] * (n - right))
        assert (found.low, found.high) == pytest.approx((wanted.low, wanted.high))


def test_a_mean_of_shares_has_the_interval_of_as_many_cases_as_vary_so() -> None:
    values = [0.0, 0.5, 1.0, 0.5, 1.0, 1.0, 0.5, 0.0]
    mean, n = np.mean(values), 8 * (np.mean(values) * (1 - np.mean(values))) / np.var(values, ddof=1)
    t = stats.t.ppf(0.975, 7)
    middle, half = mean + t**2 / (2 * n), t * sqrt(mean * (1 - mean) / n + t**2 / (4 * n**2))
    found = estimate_mean(values)
    assert found.value == pytest.approx(mean)
    assert (found.low, found.high) == pytest.approx(
        ((middle - half) / (1 + t**2 / n), (middle + half) / (1 + t**2 / n))
    )


def test_one_half_among_wholes_does_not_change_the_kind_of_interval() -> None:
    whole, half = estimate_values([1.0] * 12), estimate_values([1.0] * 11 + [0.5])
    assert half.value is not None
    assert half.low is not None
    assert whole.low is not None
    assert abs(half.low - whole.low) < 0.1
    assert half.high is not None
    assert half.high < 1


def test_milliseconds_have_students_interval() -> None:
    values = [20.0, 30.0, 50.0, 40.0, 35.0, 25.0]
    wanted = stats.t.interval(0.95, 5, loc=np.mean(values), scale=stats.sem(values))
    found = estimate_mean(values)
    assert (found.low, found.high) == pytest.approx(wanted)


def test_an_empty_set_has_no_value() -> None:
    assert [estimate_values([]), estimate_mean([]), estimate_proportion([])] == [Estimate(None, 0)] * 3
    assert str(Estimate(None, 0)) == "no cases"


def test_one_value_has_no_interval() -> None:
    assert estimate_mean([12.5]) == Estimate(12.5, 1)
    assert str(estimate_mean([12.5])) == "12.50 n=1"


@pytest.mark.parametrize("values", [[0.5, 1.0], [1.0, 0.0, 1.0, 1.0]])
def test_fewer_than_five_are_too_few_for_an_interval(values: list[float]) -> None:
    assert (estimate_values(values).low, estimate_values(values).high) == (None, None)
    assert estimate_values([*values, 1.0, 0.0, 1.0]).low is not None


def test_the_p_of_a_few_pairs_is_exact() -> None:
    # Of the 32 ways to swap five pairs, only the one as it is and the one with all swapped are so far from 0.
    found = compare_pairs([0.0, 0.1, 0.2, 0.3, 0.1], [0.5, 0.7, 0.9, 0.8, 0.7])
    assert found.difference == pytest.approx((0.5 + 0.6 + 0.7 + 0.5 + 0.6) / 5)
    assert found.p == pytest.approx(2 / 32)
    assert found.low is not None
    assert found.high is not None
    assert found.difference is not None
    assert found.low < found.difference < found.high


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
    # Both draw their swaps: two such draws are within 0.005 of each other, but for one in ten thousand.
    assert compare_pairs(first.tolist(), second.tolist()).p == pytest.approx(wanted.pvalue, abs=0.005)


def test_cases_that_did_not_move_change_no_p() -> None:
    first, second = [0.0, 0.1, 0.2, 0.3, 0.1, 0.5, 0.6], [0.5, 0.7, 0.1, 0.8, 0.7, 0.4, 0.9]
    wanted = stats.permutation_test(
        (second, first), lambda x, y, axis: np.mean(x - y, axis=axis), permutation_type="samples"
    )
    assert compare_pairs(first, second).p == pytest.approx(wanted.pvalue)
    still = [0.25] * 1993
    assert compare_pairs([*first, *still], [*second, *still]).p == pytest.approx(wanted.pvalue)


def test_that_nothing_moved_in_a_few_cases_does_not_say_that_nothing_would() -> None:
    found = compare_pairs([1.0] * 26, [1.0] * 26)
    assert (found.difference, found.p) == (0.0, 1.0)
    assert found.low == pytest.approx(-(found.high or 0.0))
    # Wilson's end for none of 26, in both ways.
    assert found.high == pytest.approx(1.96**2 / (26 + 1.96**2), abs=0.001)
    assert found.least == pytest.approx(6 / 26)


def test_the_least_effect_is_what_six_cases_make_or_what_their_spread_hides() -> None:
    steady = compare_pairs([0.0] * 100, [1.0] * 3 + [0.0] * 97)
    assert steady.least == pytest.approx(6 / 100)
    rng = np.random.default_rng(3)
    wild = rng.choice([-1.0, 0.0, 1.0], 100)
    found = compare_pairs([0.0] * 100, wild.tolist())
    assert found.least == pytest.approx(2.8 * wild.std(ddof=1) / 10)


SHARES = {
    "points, all some or none": [0.0] * 30 + [0.25] * 4 + [0.5] * 30 + [0.67] * 10 + [1.0] * 82,
    "citations": [0.0] * 40 + [0.2] * 20 + [0.33] * 20 + [0.5] * 30 + [0.75] * 10 + [1.0] * 30,
    "small shares": np.linspace(0.0, 0.1, 150).tolist(),
    "reciprocal ranks": [1.0] * 70 + [0.5] * 25 + [1 / 3] * 15 + [0.2] * 10 + [0.0] * 30,
}
SIZES = (10, 13, 19, 30, 60, 156)
DRAWS = 4000


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("name", SHARES)
def test_the_interval_of_a_mean_holds_it_as_often_as_it_says(name: str, size: int) -> None:
    population = np.array(SHARES[name])
    rng = np.random.default_rng(11)
    held = 0
    for _ in range(DRAWS):
        found = estimate_mean(rng.choice(population, size).tolist())
        assert found.low is not None
        assert found.high is not None
        held += found.low <= population.mean() <= found.high
    assert 0.93 <= held / DRAWS <= 0.97


@pytest.mark.parametrize("size", SIZES)
def test_where_nearly_all_are_right_the_interval_is_not_too_narrow(size: int) -> None:
    population = np.array([1.0] * 110 + [0.5] * 25 + [0.0] * 15)
    rng = np.random.default_rng(11)
    ends = [estimate_mean(rng.choice(population, size).tolist()) for _ in range(DRAWS)]
    held = sum((each.low or 0.0) <= population.mean() <= (each.high or 0.0) for each in ends)
    assert held / DRAWS >= 0.93


@pytest.mark.parametrize("size", SIZES)
def test_the_interval_of_a_proportion_holds_it_as_often_as_it_says(size: int) -> None:
    """Over many proportions: for one alone it jumps from count to count, whatever the method."""
    rng = np.random.default_rng(11)
    shares = rng.uniform(0.05, 0.95, DRAWS)
    held = 0
    for share in shares:
        found = estimate_proportion((rng.random(size) < share).tolist())
        assert found.low is not None
        assert found.high is not None
        held += found.low <= share <= found.high
    assert 0.93 <= held / DRAWS <= 0.97


DIFFERENCES = {
    "all move": np.linspace(-0.4, 0.6, 150).tolist(),
    "half move": [0.0] * 75 + np.linspace(-1.0, 1.0, 75).tolist(),
    "mostly up": [0.0] * 60 + [0.5] * 60 + [-0.5] * 30,
}


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("name", DIFFERENCES)
def test_the_interval_of_a_difference_holds_it_as_often_as_it_says(name: str, size: int) -> None:
    population = np.array(DIFFERENCES[name])
    assert 0.93 <= hold_difference(population, size) <= 0.97


@pytest.mark.parametrize("size", SIZES)
def test_where_few_cases_move_the_interval_of_a_difference_is_not_too_narrow(size: int) -> None:
    population = np.array([0.0] * 145 + [1.0] * 5)
    assert hold_difference(population, size) >= 0.93


def hold_difference(population: NDArray[np.float64], size: int) -> float:
    """How often the interval holds the mean of the differences; without the permutation test, which takes long."""
    rng = np.random.default_rng(11)
    held = 0
    for _ in range(DRAWS):
        low, high = intervals._difference_interval(rng.choice(population, size))
        assert low is not None
        assert high is not None
        held += low <= population.mean() <= high
    return held / DRAWS


def test_one_pair_has_a_difference_only_and_none_has_nothing() -> None:
    assert compare_pairs([0.0], [1.0]).difference == 1.0
    assert compare_pairs([0.0], [1.0]).p is None
    assert compare_pairs([], []).difference is None
