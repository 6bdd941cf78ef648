import pytest

from service.assistant import Assistant
from service.survey.compare import MOST_PLACES, STANCES, ThemeComparison, compare
from service.survey.look import Survey, look_through
from service.types import Filters

THEME = "Trust between partners"


@pytest.fixture(scope="module")
def survey(sample_assistant: Assistant) -> Survey:
    return look_through(sample_assistant.library, sample_assistant.embedder, THEME, Filters())


def keys_of(comparison: ThemeComparison, side: str) -> list[str]:
    row = next(row for row in comparison.rows if row.id == side)
    return [key for keys in row.cells.values() for key in keys]


def test_a_place_has_the_passages_that_name_it_and_no_others(survey: Survey) -> None:
    found = compare(survey, "place")
    assert 1 < len(found.rows) <= MOST_PLACES
    for row in found.rows:
        expected = [item.passage_id for item in survey.items if row.id in item.places]
        assert sorted(keys_of(found, row.id)) == sorted(expected)
        assert tuple(row.cells) == STANCES


def test_every_report_is_a_side_also_without_a_passage(survey: Survey) -> None:
    found = compare(survey, "report")
    assert [row.id for row in found.rows] == [entry.id for entry in survey.reports]
    assert sum(len(keys_of(found, row.id)) for row in found.rows) == len(survey.passages)


def test_years_come_in_their_order(survey: Survey) -> None:
    years = [row.id for row in compare(survey, "year").rows]
    assert years == sorted(years)
    assert all(len(year) == 4 for year in years)


def test_sides_are_shown_as_asked_and_one_without_passages_is_empty(survey: Survey) -> None:
    place = compare(survey, "place").rows[0].id
    found = compare(survey, "place", ("Atlantis", place.upper()))
    assert [row.name for row in found.rows] == ["Atlantis", place.upper()]
    assert not keys_of(found, "Atlantis")
    assert keys_of(found, place.upper()) == keys_of(compare(survey, "place"), place)
