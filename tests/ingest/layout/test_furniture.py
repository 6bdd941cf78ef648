"""Running heads and feet, and the numbers in them."""

from ingest.layout.furniture import strip_furniture
from ingest.layout.parts import Box, TextLine, Word, make_line

HEIGHT = 800.0


def line(text: str, top: float, size: float = 10) -> TextLine:
    return make_line([Word(text, Box(50, top, 50 + 5 * len(text), top + size), size)])


def strip(pages: list[list[TextLine]]) -> list[tuple[list[str], str | None]]:
    margins = strip_furniture(pages, [HEIGHT] * len(pages))
    return [([line.text for line in margin.lines], margin.label) for margin in margins]


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


def test_headings_that_count_on_from_page_to_page_stay_where_the_pages_have_their_own_number() -> None:
    pages = [
        [line(f"RECOMMENDATION {n}.", 40), line(f"Text {'x' * n}", 300), line(str(n + 50), 770)]
        for n in range(1, 6)
    ]
    assert strip(pages) == [([f"RECOMMENDATION {n}.", f"Text {'x' * n}"], str(n + 50)) for n in range(1, 6)]


def test_a_section_running_on_over_pages_stands_once() -> None:
    names = ["Lesson 1", "Lesson 1", "Lesson 2", "Lesson 2", "Lesson 2", "Lesson 3", "Lesson 3"]
    pages = [[line(name, 40), line("x" * at, 300)] for at, name in enumerate(names, 1)]
    assert [lines[0] for lines, _ in strip(pages) if len(lines) > 1] == ["Lesson 1", "Lesson 3"]


def test_a_running_foot_that_names_a_date_or_a_status_is_kept_where_it_stands_first() -> None:
    pages = [[line(f"Body {'x' * n}", 300), line("Second draft, 4 May 2021", 770)] for n in range(4)]
    margins = strip_furniture(pages, [HEIGHT] * 4)
    assert [[line.text for line in margin.running] for margin in margins] == [
        ["Second draft, 4 May 2021"],
        [],
        [],
        [],
    ]
    assert [len(margin.dropped) for margin in margins] == [0, 1, 1, 1]


def test_titles_of_chapters_beside_the_page_numbers_are_taken_off() -> None:
    def foot(page: int) -> list[TextLine]:
        number = make_line([Word(str(page), Box(500, 770, 506, 780), 10)])
        return [line(f"Chapter {'abcd'[page]}", 770), number]

    assert strip([[line(f"Body {'x' * n}", 300), *foot(n)] for n in range(4)]) == [
        ([f"Body {'x' * n}"], str(n)) for n in range(4)
    ]


def test_the_first_line_of_a_paragraph_stays_where_pages_begin_alike() -> None:
    pages = [[line("The hub opened in May 2021 and", 40), line(f"served {'x' * n}", 52)] for n in range(4)]
    assert all("The hub opened in May 2021 and" in lines for lines, _ in strip(pages))
