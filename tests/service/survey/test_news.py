from dataclasses import replace

import pytest

from service.assistant import Assistant
from service.survey.look import Survey, look_through
from service.survey.news import find_news
from service.types import Filters


@pytest.fixture(scope="module")
def survey(sample_assistant: Assistant) -> Survey:
    """The reports get the dates 2020-01, 2020-02, ... in their order; the last one has none."""
    found = look_through(
        sample_assistant.library, sample_assistant.embedder, "Trust between partners", Filters()
    )
    dated = tuple(
        replace(entry, date=f"2020-{number:02}" if number < len(found.reports) else None)
        for number, entry in enumerate(found.reports, start=1)
    )
    return replace(found, reports=dated)


def test_every_passage_of_a_dated_report_is_on_one_side(survey: Survey) -> None:
    news = find_news(survey, "2020-03")
    assert [entry.date for entry in news.reports] == [entry.date for entry in survey.reports[2:-1]]
    new = {entry.id for entry in news.reports}
    by_key = {each.id: each.report_id for each in survey.passages}
    assert {by_key[key] for key in news.passages} <= new
    assert not {by_key[key] for key in news.before} & new
    aside = [each for each in survey.passages if each.report_id == survey.reports[-1].id]
    assert len(news.passages) + len(news.before) + len(aside) == len(survey.passages)
    assert news.undated == survey.reports[-1:]


def test_a_place_is_new_when_no_older_passage_names_it(survey: Survey) -> None:
    news = find_news(survey, "2020-03")
    items = {item.passage_id: item for item in survey.items}
    older = {place for key in news.before for place in items[key].places}
    later = {place for key in news.passages for place in items[key].places}
    assert set(news.places) == later - older


def test_dates_are_compared_as_exactly_as_both_are_known(survey: Survey) -> None:
    assert len(find_news(survey, "2020").reports) == len(survey.reports) - 1
    assert find_news(survey, "2020-02-15").reports[0].date == "2020-02"
    assert not find_news(survey, "2021").reports
