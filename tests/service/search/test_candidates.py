import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from service.search.candidates import GAP, Candidates, axis, grow_windows, windows


def made(lengths: list[int], cosines: list[float], counts: list[int]) -> Candidates:
    ends = np.cumsum(np.array(lengths) + 1)
    rows = len(lengths)
    return Candidates(
        row=np.arange(rows),
        start=ends - np.array(lengths) - 1,
        end=ends - 1,
        cosine=np.array(cosines, dtype=np.float32),
        heading=np.zeros(rows, dtype=np.float32),
        weight=np.ones(rows, dtype=np.float32),
        counts=np.array(counts, dtype=np.float32)[:, None],
        heading_counts=np.zeros((rows, 1), dtype=np.float32),
        length=np.full(rows, 10, dtype=np.float32),
        title=np.zeros(rows, dtype=np.float32),
        telling=np.ones((rows, 1), dtype=np.float32),
    )


IDF = np.ones(1, dtype=np.float32)


def test_sentences_that_are_no_neighbours_lie_far_apart() -> None:
    start, end = axis(
        np.array([0, 0, 0, 1]),
        np.array([3, 4, 9, 10]),
        np.array([0, 50, 400, 0]),
        np.array([49, 99, 450, 80]),
    )
    assert start.tolist() == [0, 50, 400 + GAP, 2 * GAP]
    assert end.tolist() == [49, 99, 450 + GAP, 80 + 2 * GAP]


def test_a_window_holds_what_fits_and_at_least_one_sentence() -> None:
    scored = windows(made([100, 100, 500, 100], [0.1] * 4, [0] * 4), IDF, 250)
    assert (scored.last - scored.first).tolist() == [2, 1, 1, 1]


def test_the_sentence_with_the_words_and_the_meaning_scores_best() -> None:
    scored = windows(made([100] * 5, [0.1, 0.2, 0.9, 0.2, 0.1], [0, 0, 2, 0, 0]), IDF, 1)
    assert int(np.argmax(scored.score)) == 2


def test_a_window_grows_over_good_neighbours_only() -> None:
    candidates = made([100] * 5, [0.1, 0.8, 0.9, 0.1, 0.1], [0, 1, 1, 0, 0])
    best = next(grow_windows(candidates, windows(candidates, IDF, 1), 1000, np.ones(5, dtype=bool)))
    assert (best.first, best.last) == (1, 3)


def test_sentences_that_are_not_allowed_are_in_no_window() -> None:
    candidates = made([100] * 4, [0.9, 0.9, 0.2, 0.1], [1, 1, 0, 0])
    allowed = np.array([True, False, True, True])
    covered = [
        i
        for g in grow_windows(candidates, windows(candidates, IDF, 250), 400, allowed)
        for i in range(g.first, g.last)
    ]
    assert 1 not in covered


@given(
    st.lists(
        st.tuples(st.integers(5, 400), st.floats(-1, 1, width=32), st.integers(0, 3)), min_size=1, max_size=30
    ),
    st.integers(1, 900),
)
def test_windows_never_overlap_and_none_is_too_long(rows: list[tuple[int, float, int]], longest: int) -> None:
    lengths, cosines, counts = (list(column) for column in zip(*rows, strict=True))
    candidates = made(lengths, cosines, counts)
    seen: set[int] = set()
    for window in grow_windows(
        candidates, windows(candidates, IDF, 250), longest, np.ones(len(rows), dtype=bool)
    ):
        members = set(range(window.first, window.last))
        assert not members & seen
        seen |= members
        length = candidates.end[window.last - 1] - candidates.start[window.first]
        assert length <= max(longest, 250) or len(members) == 1
