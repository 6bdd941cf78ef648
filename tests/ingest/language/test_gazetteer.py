import pytest

from ingest.language.gazetteer import is_name, list_names_by_first_word


@pytest.mark.parametrize("name", ["France", "germany", "Ivory Coast", "Salford", "Horn of Africa"])
def test_countries_their_parts_and_regions_are_names(name: str) -> None:
    assert is_name(name)


@pytest.mark.parametrize("word", ["central", "Hope", "delta", "school", "Door"])
def test_words_that_mean_other_things_are_not(word: str) -> None:
    assert not is_name(word)


def test_the_longest_name_that_begins_with_a_word_comes_first() -> None:
    names = list_names_by_first_word()["United"]
    assert list(names) == sorted(names, key=len, reverse=True)
