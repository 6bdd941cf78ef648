import numpy as np
import pytest
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
    assert (found.raw, found.kappa, found.low, found.high) == (1.0, 1.0, 1.0, 1.0)


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


def test_kappas_of_resamples_are_the_librarys() -> None:
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
