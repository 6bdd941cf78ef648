from pathlib import Path

import bm25s
import numpy as np
import pytest

from ingest.index.keywords import (
    K1,
    B,
    KeywordIndex,
    TermLists,
    Vocabulary,
    count_lists_with,
    join,
    rank_rows,
    write_index,
)


def test_a_vocabulary_numbers_stems_by_first_use() -> None:
    vocabulary = Vocabulary()
    lists = vocabulary.lists(["trust and time", "", "time heals"])
    assert list(vocabulary) == ["trust", "time", "heal"]
    assert [lists[row].tolist() for row in range(len(lists))] == [[0, 1], [], [1, 2]]


def test_joined_lists_keep_their_words() -> None:
    first, second, common = Vocabulary(), Vocabulary(), Vocabulary()
    parts = [first.lists(["trust time", "time"]), second.lists(["money time", ""])]
    numbering = [np.array([common[stem] for stem in each], np.int32) for each in (first, second)]
    joined = join(parts, numbering)
    words = list(common)
    assert [[words[i] for i in joined[row]] for row in range(4)] == [
        ["trust", "time"],
        ["time"],
        ["money", "time"],
        [],
    ]


def test_joining_nothing_gives_no_lists() -> None:
    assert len(join([], [])) == 0


def test_a_term_is_counted_once_for_each_list_that_has_it() -> None:
    lists = TermLists(np.array([0, 0, 1, 1, 2], np.int32), np.array([0, 3, 5, 5], np.int64))
    assert count_lists_with(lists, 4).tolist() == [1, 2, 1, 0]


@pytest.fixture
def lists() -> TermLists:
    rng = np.random.default_rng(1)
    lengths = rng.integers(0, 40, 200)
    ids = np.minimum(rng.zipf(1.4, lengths.sum()), 80).astype(np.int32) - 1
    return TermLists(ids, np.concatenate([[0], np.cumsum(lengths)]).astype(np.int64))


def test_the_scores_are_those_that_bm25s_computes_itself(lists: TermLists, tmp_path: Path) -> None:
    write_index(tmp_path / "index", lists, 80)
    reference = bm25s.BM25(method="lucene", k1=K1, b=B, backend="numpy")
    reference.index(
        ([lists[row].tolist() for row in range(len(lists))], {str(i): i for i in range(80)}),
        show_progress=False,
    )
    for terms in ([0], [1, 5, 7], [79, 2, 2]):
        np.testing.assert_allclose(
            KeywordIndex(tmp_path / "index").scores(terms), reference.get_scores_from_ids(terms), atol=1e-5
        )


def test_an_index_of_nothing_scores_nothing(tmp_path: Path) -> None:
    write_index(tmp_path / "index", TermLists(np.zeros(0, np.int32), np.zeros(1, np.int64)), 1)
    assert len(KeywordIndex(tmp_path / "index").scores([0])) == 0


def test_the_best_come_first_and_equal_ones_in_order() -> None:
    scores = np.array([0, 2, 5, 2, 2, 0], np.float32)
    assert rank_rows(scores, 3).tolist() == [2, 1, 3]
    assert rank_rows(scores, 10).tolist() == [2, 1, 3, 4]
    assert rank_rows(np.zeros(3, np.float32), 2).tolist() == []
