from collections.abc import Callable, Mapping
from difflib import get_close_matches
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.index import lexicon
from ingest.index.lexicon import SPELT_ALIKE, Lexicon, Vocable, read_lexicon, write_lexicon

WORDS = ("governance", "government", "governor", "partner", "partners", "partnership", "practice", "practise")


def of_vectors(vectors: Mapping[str, tuple[float, ...]]) -> Lexicon:
    return Lexicon({}, (), (), tuple(vectors), np.array(list(vectors.values()), np.float16))


@pytest.fixture
def words() -> Lexicon:
    return of_vectors({"trust": (1, 0), "faith": (0.8, 0.6), "belief": (0.96, 0.28), "money": (0, 1)})


def test_the_nearest_words_come_first_and_never_the_word_itself(words: Lexicon) -> None:
    found = words.find_alike(["trust"], {}, 0.7, 5)["trust"]
    assert list(found) == ["belief", "faith"]
    assert found["faith"] == pytest.approx(0.8, abs=1e-3)
    assert list(words.find_alike(["trust"], {}, 0.7, 1)["trust"]) == ["belief"]


def test_each_stem_with_a_vector_has_its_own_neighbours(words: Lexicon) -> None:
    strange = {"credence": np.array([0.6, 0.8], np.float32)}
    found = words.find_alike(["trust", "nowhere", "credence"], strange, 0.9, 5)
    assert {stem: list(near) for stem, near in found.items()} == {"trust": ["belief"], "credence": ["faith"]}


def test_a_word_that_is_asked_again_finds_the_same(words: Lexicon) -> None:
    for _ in range(2):
        found = words.find_alike(["money", "trust", "faith"], {}, 0.9, 5)
        assert [list(each) for each in found.values()] == [[], ["belief"], ["belief"]]
    for vector, nearest in (((0.0, 1.0), ["money"]), ((1.0, 0.0), ["trust", "belief"])):
        strange = {"credence": np.array(vector, np.float32)}
        assert [list(each) for each in words.find_alike(["credence"], strange, 0.9, 5).values()] == [nearest]


def test_without_vectors_nothing_is_near(words: Lexicon) -> None:
    assert words.find_alike(["nowhere"], {}, 0.5, 3) == {}
    assert words.find_alike([], {}, 0.5, 3) == {}
    assert Lexicon({}, (), (), (), np.zeros((0, 0), np.float16)).find_alike(["trust"], {}, 0.5, 3) == {}


@given(st.text("governacptish", min_size=5, max_size=14))
def test_words_of_other_lengths_are_never_what_was_meant(typed: str) -> None:
    same_letter = [word for word in WORDS if word[0] == typed[0]]
    expected = get_close_matches(typed, same_letter, n=1, cutoff=SPELT_ALIKE)
    found = Lexicon({}, (), WORDS, (), np.zeros((0, 0), np.float16)).find_spelling(typed)
    if expected:  # letters in common are never fewer than those in the longest blocks in common
        assert found is not None
    if found is not None:
        assert found in same_letter
        assert abs(len(found) - len(typed)) <= 0.1 * (len(found) + len(typed))


def test_a_slip_of_the_pen_is_read_as_the_reports_word() -> None:
    known = Lexicon({}, (), WORDS, (), np.zeros((0, 0), np.float16))
    assert known.find_spelling("goverance") == "governance"
    assert known.find_spelling("Partnreship") == "partnership"
    assert known.find_spelling("zebras") is None


def test_words_are_embedded_in_parts_and_those_known_not_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(lexicon, "EMBEDDED_AT_ONCE", 2)
    asked: list[list[str]] = []

    def embed(some: list[str]) -> np.ndarray:
        asked.append(some)
        return np.array([[len(word), 1] for word in some], np.float32)

    write: Callable[..., None] = write_lexicon
    vocables = [
        Vocable({"NWD": None}, ("Salford",), ("trust",)),
        Vocable({"NWD": "No Wrong Door"}, (), ("faith",)),
    ]
    write(tmp_path / "one", iter(vocables), {"trust": "trust"}, embed, None)
    before = read_lexicon(tmp_path / "one")
    more = {"trust": "trust", "a": "a", "bb": "bb", "ccc": "ccc"}
    write(tmp_path / "two", iter(vocables), more, embed, before)
    found = read_lexicon(tmp_path / "two")
    assert asked == [["trust"], ["a", "bb"], ["ccc"]]
    assert found.stems == ("trust", "a", "bb", "ccc")
    assert found.vectors.tolist() == [[5, 1], [1, 1], [2, 1], [3, 1]]
    assert found.acronyms == {"NWD": ("No Wrong Door",)}
    assert (found.places, found.words) == (("Salford",), ("faith", "trust"))
