"""Running heads and feet, and the numbers in them."""

import pytest

from ingest.layout.furniture import LONE_NUMBER, strip_furniture
from ingest.layout.parts import Box, TextLine, Word, make_line

HEIGHT = 800.0


def line(text: str, top: float, size: float = 10) -> TextLine:
    return make_line([Word(text, Box(50, top, 50 + 5 * len(text), top + size), size)])


def strip(pages: list[list[TextLine]]) -> list[tuple[list[str], str | None]]:
    margins = strip_furniture(pages, [HEIGHT] * len(pages))
    return [([line.text for line in margin.lines], margin.label) for margin in margins]


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
    ],
)
def test_a_line_that_is_only_a_page_number_gives_the_label(text: str, label: str | None) -> None:
    found = LONE_NUMBER.match(text)
    assert (found["label"] if found else None) == label


def test_a_foot_that_counts_is_taken_off_and_its_number_is_the_label() -> None:
    pages = [[line(f"Body {n}", 300), line(f"Learning 2021 | {n + 4}", 770)] for n in range(4)]
    assert strip(pages) == [([f"Body {n}"], str(n + 4)) for n in range(4)]


def test_a_line_that_repeats_in_the_middle_of_pages_stays() -> None:
    pages = [[line("The same", 300), line(f"Other {'x' * n}", 400)] for n in range(4)]
    assert all("The same" in lines for lines, _ in strip(pages))


def test_a_head_that_repeats_the_larger_title_is_taken_off() -> None:
    pages = [
        [line("EVALUATION BRIEF", 40, 24), line("One", 300)],
        [line("EVALUATION BRIEF", 30), line("Two", 300)],
    ]
    assert strip(pages) == [(["EVALUATION BRIEF", "One"], None), (["Two"], None)]
