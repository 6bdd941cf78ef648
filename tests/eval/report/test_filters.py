import pytest

from eval.figures.intervals import Estimate
from eval.report.filters import interval, p_value, percent, word_moment


@pytest.mark.parametrize(
    ("value", "shown"),
    [(None, "none"), (0.0, "0%"), (0.004, "under 1%"), (0.5, "50%"), (0.996, "over 99%"), (1.0, "100%")],
)
def test_rounding_never_makes_all_or_nothing(value: float | None, shown: str) -> None:
    assert percent(value) == shown


def test_an_interval_is_told_by_its_ends_or_not_at_all() -> None:
    assert interval(Estimate(0.5, 20, 0.301, 0.699)) == "30 to 70%"
    assert interval(Estimate(0.5, 1)) == ""


def test_p_is_told_as_far_as_swaps_can_tell_it() -> None:
    assert (p_value(0.0001), p_value(0.0312)) == ("under 0.001", "0.031")


def test_a_moment_is_told_in_utc() -> None:
    assert word_moment("2026-01-02T04:04:05+01:00") == "2 January 2026, 03:04 UTC"
