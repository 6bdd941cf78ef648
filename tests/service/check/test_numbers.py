from fractions import Fraction

import pytest

from service.check.numbers import read_claimed_numbers, read_stated_numbers

READINGS = [
    ("three councils", {(3, "")}),
    ("3 councils", {(3, "")}),
    ("twenty-five people", {(25, "")}),
    ("the twenty-first century", {(21, "")}),
    ("two hundred and fifty people", {(250, "")}),
    ("a hundred people", {(100, "")}),
    ("one million people", {(1_000_000, "")}),
    ("two hundred thousand people", {(200_000, "")}),
    ("a dozen people", {(12, "")}),
    ("1,200 people", {(1200, "")}),
    ("1\u2009200 people", {(1200, "")}),
    ("30 per cent", {(30, "%")}),
    ("thirty percent", {(30, "%")}),
    ("30%", {(30, "%")}),
    ("3.5 per cent", {(Fraction("3.5"), "%")}),
    ("£2m", {(2_000_000, "£")}),
    ("£2 million", {(2_000_000, "£")}),
    ("two million pounds", {(2_000_000, "£")}),
    ("GBP 2.5bn", {(2_500_000_000, "£")}),
    ("€30k", {(30_000, "€")}),
    ("2m people", {(2_000_000, ""), (2, "")}),
    ("the 15th of May", {(15, "")}),
    ("the third wave", {(3, "")}),
    ("the 1990s", {(1990, "")}),
    ("mid-2022", {(2022, "")}),
    ("30-40%", {(30, ""), (30, "%"), (40, "%")}),
    ("£2–3 million", {(2, "£"), (2_000_000, "£"), (3_000_000, "£"), (3_000_000, "")}),
    ("2021/22", {(2021, ""), (22, ""), (2022, "")}),
    ("half of them", {(Fraction(1, 2), ""), (50, "%")}),
    ("two-thirds", {(2, ""), (Fraction(1, 3), "")}),
    ("a trial of trust", set()),
    ("stone, often and weight", set()),
    ("Q3", set()),
]


@pytest.mark.parametrize(("text", "expected"), READINGS)
def test_a_number_is_read_however_it_is_written(text: str, expected: set[tuple[Fraction, str]]) -> None:
    found = {reading for mention in read_stated_numbers(text) for reading in mention.readings}
    assert found == expected


@pytest.mark.parametrize(
    "text",
    ["One of the leads agreed.", "First, trust grew.", "Second, time passed.", "At first, one could not."],
)
def test_words_that_count_nothing_claim_nothing(text: str) -> None:
    assert read_claimed_numbers(text) == ()


@pytest.mark.parametrize(
    "text", ["one hundred people", "one million people", "twenty-one people", "1 person"]
)
def test_words_that_count_claim_a_number(text: str) -> None:
    assert len(read_claimed_numbers(text)) == 1


def test_a_number_may_be_absurdly_long() -> None:
    assert len(read_stated_numbers("1" * 10_000)) == 1
