"""Which lone figures at the edges of pages are page numbers."""

import pytest

from ingest.layout.pagenumbers import LONE_NUMBER, Edge, find_page_numbers
from ingest.layout.parts import Box, Word, make_line


@pytest.mark.parametrize(
    ("text", "label"),
    [
        ("12", "12"),
        ("Page 3 of 39", "3"),
        ("- 4 -", "4"),
        ("113 | P a g e", "113"),
        ("xiv", "xiv"),
        ("Page | 7", "7"),
        ("2021 to 2022", None),
        ("12 places", None),
        ("85%", None),
        ("£312", None),
        ("+7", None),
    ],
)
def test_a_line_that_is_only_a_page_number_gives_the_label(text: str, label: str | None) -> None:
    found = LONE_NUMBER.match(text)
    assert (found["label"] if found else None) == label


def edge(page: int, text: str, left: float = 290, top: float = 780, size: float = 10) -> Edge:
    box = Box(left, top, left + 5 * len(text), top + size)
    return Edge(page, make_line([Word(text, box, size)]), ("foot" if top > 400 else "head", "#"))


def found(edges: list[Edge], pages: int = 9) -> list[str]:
    return [edge.line.text for edge in find_page_numbers(edges, pages)]


def test_numbers_that_count_with_their_pages_are_page_numbers() -> None:
    assert found([edge(0, "4"), edge(1, "5"), edge(4, "8")]) == ["4", "5", "8"]
    assert found([edge(0, "iii"), edge(1, "iv")]) == ["iii", "iv"]


def test_a_number_that_nothing_counts_on_from_is_content() -> None:
    assert found([edge(0, "2019", top=40, size=24), edge(3, "41", top=60)]) == []
    assert found([edge(0, "12"), edge(1, "12")]) == []


def test_a_number_in_the_place_of_the_others_is_a_page_number_also_where_it_starts_anew() -> None:
    assert found([edge(0, "4"), edge(1, "5"), edge(2, "1"), edge(3, "312", left=100)]) == ["4", "5", "1"]


def test_a_number_that_calls_itself_a_pages_needs_no_second_one() -> None:
    assert found([edge(0, "Page 3 of 12"), edge(2, "- 7 -")]) == ["Page 3 of 12", "- 7 -"]


def test_the_only_page_may_be_page_one() -> None:
    assert found([edge(0, "1")], pages=1) == ["1"]
    assert found([edge(0, "2")], pages=1) == []
