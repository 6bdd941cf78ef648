import re

import pytest

from ingest.language.numbers import VALUES, match_number_words, number_word, spell_numbers


@pytest.mark.parametrize("number", range(1, 20))
def test_a_word_and_its_value_belong_together(number: int) -> None:
    assert VALUES[number_word(number)] == number


@pytest.mark.parametrize("number", [0, 20, 1234])
def test_numbers_without_one_word_stay_digits(number: int) -> None:
    assert number_word(number) == str(number)


def test_tens_and_ordinals_are_known() -> None:
    assert [VALUES[word] for word in ("thirty", "twelfth", "dozen")] == [30, 12, 12]


def test_small_numbers_are_written_in_two_ways() -> None:
    assert spell_numbers(2, 3) == {"two": 2, "2": 2, "three": 3, "3": 3}


def test_a_pattern_holds_no_other_words() -> None:
    assert re.findall(rf"\b(?:{match_number_words(2, 4)})\b", "one two three four five") == [
        "two",
        "three",
        "four",
    ]
