import pytest

from service.assistant import Assistant
from service.brief.sheet.lay_out import STANCES
from service.survey.compare import compare
from service.survey.look import Survey, look_through
from service.survey.picture import (
    LARGEST,
    LONGEST_NAME,
    SMALLEST,
    lay_out_grid,
    lay_out_timeline,
    shorten_name,
)
from service.types import Filters


@pytest.fixture(scope="module")
def survey(sample_assistant: Assistant) -> Survey:
    return look_through(
        sample_assistant.library, sample_assistant.embedder, "Trust between partners", Filters()
    )


def test_every_filled_cell_has_a_mark_within_the_picture(survey: Survey) -> None:
    found = compare(survey, "place")
    picture = lay_out_grid(found, STANCES)
    filled = [(row.id, stance, len(keys)) for row in found.rows for stance, keys in row.cells.items() if keys]
    assert [(mark.side, mark.stance, mark.count) for mark in picture.marks] == filled
    assert all(0 < mark.x < picture.width and 0 < mark.y < picture.height for mark in picture.marks)
    assert all(SMALLEST <= mark.size <= LARGEST for mark in picture.marks)


def test_reports_stand_along_their_dates(survey: Survey) -> None:
    found = compare(survey, "report")
    dates = {entry.id: entry.date for entry in survey.reports}
    picture = lay_out_timeline(found, dates)
    shown = [dates[mark.side] for mark in picture.marks]
    assert shown == sorted(shown, key=str)
    assert None not in shown
    words = [label.words for label in picture.labels]
    assert len(words) == len(set(words))


def test_no_report_with_a_date_gives_an_empty_picture(survey: Survey) -> None:
    assert not lay_out_timeline(compare(survey, "report"), {}).marks


def test_a_long_name_is_cut_to_fit() -> None:
    assert shorten_name("Salford") == "Salford"
    assert len(shorten_name("Bath and North East Somerset and beyond")) == LONGEST_NAME
