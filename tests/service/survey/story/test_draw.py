import itertools
from xml.etree import ElementTree

from service.survey.picture import Label, Picture, PictureMark
from service.survey.story.draw import CLEAR, draw_grid, draw_timeline
from service.survey.story.types import StoryEvent

SVG = "{http://www.w3.org/2000/svg}"
HOSTILE = "<script>alert(1)</script> & “Salford”"


def find_texts(svg: str) -> list[tuple[float, float, str]]:
    root = ElementTree.fromstring(svg)
    return [
        (float(each.get("x", "")), float(each.get("y", "")), each.text or "")
        for each in root.iter(f"{SVG}text")
    ]


def test_the_picture_has_a_title_and_says_in_words_what_it_shows() -> None:
    picture = draw_timeline(HOSTILE, [StoryEvent("2018", "S3", ()), StoryEvent("2022-10", "S4", ())])
    root = ElementTree.fromstring(picture.svg)
    assert root.get("role") == "img"
    assert [each.tag for each in list(root)[:2]] == [f"{SVG}title", f"{SVG}desc"]
    assert root[0].text == picture.title == f"Timeline: {HOSTILE}"
    assert root[1].text == picture.words == "2018: S3; October 2022: S4."
    assert "<script" not in picture.svg


def test_words_of_dates_that_are_close_stand_below_one_another() -> None:
    dates = [f"2020-{month:02}" for month in range(1, 13)]
    picture = draw_timeline("Trust", [StoryEvent(date, "S1", ()) for date in (*dates, "2030")])
    rows: dict[float, list[float]] = {}
    for x, y, words in find_texts(picture.svg):
        assert y < picture.height
        if words[-4:].isdigit():
            rows.setdefault(y, []).append(x)
    assert sum(map(len, rows.values())) == 13
    for own in rows.values():
        own.sort()
        assert all(right - left >= CLEAR - 1 for left, right in itertools.pairwise(own))


def test_one_date_and_happenings_of_one_date_are_drawn_once() -> None:
    picture = draw_timeline("Trust", [StoryEvent("2018", "S1", ()), StoryEvent("2018", "S2", ())])
    assert picture.words == "2018: S1, S2."
    assert picture.svg.count("<circle") == 1


def test_the_matrix_has_a_mark_for_each_count() -> None:
    marks = (PictureMark(100, 50, 9, 3, "Salford", "for", "Salford, for: 3 passages"),)
    picture = draw_grid("Trust", Picture(530, 74, marks, (Label(0, 50, "Salford"), Label(100, 20, "For"))))
    assert [words for _, _, words in find_texts(picture.svg)] == ["Salford", "For", "3"]
    assert picture.words == "Salford, for: 3 passages."
