import numpy as np
import pytest
from numpy.typing import NDArray
from sklearn.metrics import cohen_kappa_score

from eval.figures.agreement import kappas, measure_agreement, measure_alpha

STEPS = ("no", "partly", "yes")


def pairs(**counts: int) -> list[tuple[str, str]]:
    """Spell a table out: `yes_no=2` is two cases marked yes by the first and no by the second."""
    return [
        (first, second)
        for cell, count in counts.items()
        for first, _, second in [cell.partition("_")]
        for _ in range(count)
    ]


def test_kappa_is_what_comes_out_by_hand() -> None:
    # Distances: 6 x 0 + 2 x 1 + 2 x 2 = 6, so 0.6 observed. First: 6 yes, 4 no; second: 4 yes, 2 partly, 4 no.
    # By chance: (6 x (2 x 1 + 4 x 2) + 4 x (2 x 1 + 4 x 2)) / 100 = 1.0. Kappa = 1 - 0.6 / 1.0 = 0.4.
    found = measure_agreement(pairs(yes_yes=3, no_no=3, yes_partly=2, yes_no=1, no_yes=1), STEPS)
    assert found.n == 10
    assert found.raw == pytest.approx(0.6)
    assert found.kappa == pytest.approx(0.4)
    assert found.low is not None
    assert found.high is not None
    assert found.low < 0.4 < found.high


def test_whole_agreement_on_differing_cases_is_one() -> None:
    found = measure_agreement(pairs(yes_yes=5, partly_partly=5, no_no=5), STEPS)
    assert (found.raw, found.kappa, found.low, found.high) == (1.0, 1.0, None, None)
    assert "interval" in found.why


def test_without_cases_there_are_no_figures() -> None:
    found = measure_agreement([], STEPS)
    assert (found.n, found.raw, found.kappa, found.low) == (0, None, None, None)
    assert "no case" in found.why


def test_without_differing_marks_there_is_no_kappa() -> None:
    found = measure_agreement(pairs(yes_yes=12), STEPS)
    assert (found.n, found.raw, found.kappa) == (12, 1.0, None)
    assert "same mark" in found.why


def test_one_odd_mark_gives_a_kappa_and_no_interval() -> None:
    found = measure_agreement(pairs(yes_yes=1, no_no=1), STEPS)
    assert found.kappa == 1.0
    assert (found.low, found.high) == (None, None)
    assert "interval" in found.why


def test_a_mark_that_is_not_on_the_scale_is_refused() -> None:
    with pytest.raises(ValueError, match="cannot_tell"):
        measure_agreement([("yes", "cannot_tell")], STEPS)


def test_kappas_of_many_tables_are_the_librarys() -> None:
    rng = np.random.default_rng(3)
    tables = rng.integers(0, 6, (20, 3, 3))
    for table, ours in zip(tables, kappas(tables), strict=True):
        first, second = np.indices((3, 3)).reshape(2, -1).repeat(table.ravel(), axis=1)
        assert ours == pytest.approx(cohen_kappa_score(first, second, weights="linear", labels=[0, 1, 2]))


# Krippendorff, Computing Krippendorff's Alpha-Reliability (2011), section C: four observers, twelve units, gaps.
OBSERVED = ("123321412   ", "1233224125 3", " 3332342251 ", "12332441251 ")
UNITS = [[mark for mark in unit if mark != " "] for unit in zip(*OBSERVED, strict=True)]


def test_alpha_is_the_published_one() -> None:
    names, scale = measure_alpha(UNITS), measure_alpha(UNITS, "12345")
    assert names.value == pytest.approx(0.743, abs=0.0005)
    assert scale.value == pytest.approx(0.849, abs=0.0005)
    # The last unit has one mark, which nothing can be held against.
    assert names.n == 11
    assert names.low is not None
    assert names.high is not None
    assert names.low < 0.743 < names.high


def test_alpha_says_why_it_can_not_be_told() -> None:
    assert measure_alpha([["yes"], ["no"], []]).why == "no case was judged by two raters"
    assert "all marks are the same" in measure_alpha([["yes", "yes"], ["yes", "yes"]]).why


def test_raters_who_mark_at_random_agree_by_chance() -> None:
    marks = np.random.default_rng(1).integers(0, 3, (2000, 3))
    found = measure_alpha([[STEPS[mark] for mark in case] for case in marks])
    assert found.value == pytest.approx(0, abs=0.05)


TABLES = (
    [[0.15, 0.06, 0.03], [0.05, 0.12, 0.08], [0.02, 0.09, 0.40]],
    [[0.10, 0.10, 0.10], [0.10, 0.12, 0.10], [0.10, 0.08, 0.20]],
    [[0.30, 0.03, 0.00], [0.03, 0.30, 0.04], [0.00, 0.03, 0.27]],
    [[0.05, 0.03, 0.02], [0.02, 0.05, 0.05], [0.01, 0.07, 0.70]],
)
"""How two raters' marks fall together: fair, poor, good agreement, and one mark far more often than the others."""


@pytest.mark.parametrize("size", [10, 13, 19, 30, 60, 156])
def test_the_interval_of_a_kappa_holds_it_as_often_as_it_says(size: int) -> None:
    """Over several tables: for a single one of few cases it jumps, as for proportions."""
    rng = np.random.default_rng(11)
    held = told = 0
    for shares in np.array(TABLES):
        true = float(kappas((shares * 10_000).round().astype(np.int64)[None])[0])
        for table in rng.multinomial(size, shares.ravel(), size=1000).reshape(-1, 3, 3):
            found = measure_agreement(unfold(table), STEPS)
            if found.low is not None and found.high is not None:
                told += 1
                held += found.low <= true <= found.high
    assert told > 3000
    assert 0.93 <= held / told <= 0.97


@pytest.mark.parametrize("size", [10, 19, 60])
def test_the_interval_of_an_alpha_holds_it_as_often_as_it_says(size: int) -> None:
    """Three raters, who mark as the case deserves or by chance; the true alpha is that of very many cases."""
    rng = np.random.default_rng(11)

    def draw(cases: int) -> list[list[str]]:
        deserved = rng.choice(3, size=(cases, 1), p=(0.2, 0.3, 0.5))
        by_chance = rng.choice(3, size=(cases, 3), p=(0.2, 0.3, 0.5))
        marks = np.where(rng.random((cases, 3)) < 0.7, deserved, by_chance)
        return [[STEPS[mark] for mark in case] for case in marks]

    # Two raters both mark as deserved in 0.7 x 0.7 of all cases, and agree by chance in the others.
    true, found = 0.49, [measure_alpha(draw(size)) for _ in range(1000)]
    told = [each for each in found if each.low is not None and each.high is not None]
    assert len(told) > 950
    held = sum((each.low or 0.0) <= true <= (each.high or 0.0) for each in told)
    assert 0.93 <= held / len(told) <= 0.97


def test_fewer_than_ten_cases_get_no_interval() -> None:
    assert measure_agreement(pairs(yes_yes=4, no_no=4, yes_no=1), STEPS).low is None
    assert measure_agreement(pairs(yes_yes=4, no_no=4, yes_no=2), STEPS).low is not None


def unfold(table: NDArray[np.int64]) -> list[tuple[str, str]]:
    first, second = np.indices(table.shape).reshape(2, -1).repeat(table.ravel(), axis=1)
    return [(STEPS[one], STEPS[other]) for one, other in zip(first, second, strict=True)]
