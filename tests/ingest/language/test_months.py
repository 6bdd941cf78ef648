import re

import pytest

from ingest.language.months import ANY, DATE, ENGLISH, NUMBERS, format_iso, read_month


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Published 3rd of May 2021", "2021-05-03"),
        ("May 3, 2021", "2021-05-03"),
        ("Sept. 2022", "2022-09"),
        ("le 1er mars 2019", "2019-03-01"),
        ("31 de diciembre de 2020", "2020-12-31"),
        ("Dezember 2018", "2018-12"),
        ("fevereiro 2017", "2017-02"),
        ("5 de mayo de 2020", "2020-05-05"),
        ("99 June 2020", "2020-06"),
    ],
)
def test_a_month_with_its_year_is_a_date(text: str, expected: str) -> None:
    found = DATE.search(text)
    assert found is not None
    assert format_iso(found) == expected


@pytest.mark.parametrize("text", ["It may help in 2021", "marched 2020", "June", "Maybe 2020"])
def test_other_words_are_none(text: str) -> None:
    assert DATE.search(text) is None


def test_every_month_has_its_number_in_every_language() -> None:
    assert [read_month(name) for name in ENGLISH] == list(range(1, 13))
    assert set(NUMBERS.values()) == set(range(1, 13))
    assert read_month("août") == 8
    assert read_month("SEP.") == 9
    assert read_month("Monday") is None


def test_the_pattern_takes_the_longest_name() -> None:
    found = re.match(ANY, "juillet")
    assert found is not None
    assert found[0] == "juillet"
