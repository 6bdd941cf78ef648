import pytest
from hypothesis import given
from hypothesis import strategies as st

from eval.figures.intervals import Estimate
from eval.report.charts import MOST_BARS, WIDTH, Whisker, draw_histogram, draw_slices, draw_whisker


def test_a_whisker_stands_where_its_figures_are() -> None:
    drawn = draw_whisker(Estimate(0.5, 10, 0.25, 0.75), Estimate(0.1, 10))
    assert drawn == Whisker(dot=100, low=50, high=150, before=pytest.approx(20))  # type: ignore[arg-type]


def test_without_an_interval_there_is_only_the_dot() -> None:
    assert draw_whisker(Estimate(0.5, 1)) == Whisker(100, 100, 100)


@pytest.mark.parametrize("value", [None, 12.0])
def test_what_is_no_share_has_no_whisker(value: float | None) -> None:
    assert draw_whisker(Estimate(value, 0)) is None


def test_slices_fill_the_strip_in_order() -> None:
    cited, rest = draw_slices([("cited", 3), ("rest", 1)])
    assert (cited.start, cited.width) == (0, 150)
    assert (rest.start, rest.width) == (150, 50)
    assert draw_slices([("cited", 0)]) == ()


def test_a_histogram_has_round_steps_and_an_open_end() -> None:
    bars = draw_histogram([*range(0, 100, 5), 400.0], "ms")
    assert [bar.label for bar in bars[:2]] == ["0 to 10 ms", "10 to 20 ms"]
    assert bars[-1].label.endswith("and more")
    assert [bar.count for bar in bars][:10] == [2] * 10
    assert bars[0].width == WIDTH
    assert draw_histogram([], "ms") == ()


@given(st.lists(st.floats(0, 1e7), min_size=1, max_size=60))
def test_a_histogram_counts_every_value_once(values: list[float]) -> None:
    bars = draw_histogram(values, "ms")
    assert sum(bar.count for bar in bars) == len(values)
    assert len(bars) <= MOST_BARS
    assert max(bar.width for bar in bars) == WIDTH
