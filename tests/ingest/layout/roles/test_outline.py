"""Bookmarks that find their headings on the pages."""

from ingest.layout.parts import Bookmark, Box, Word
from ingest.layout.roles.outline import tag_by_bookmarks


def set_line(text: str, top: float, size: float = 10.0) -> list[Word]:
    words, left = [], 50.0
    for each in text.split():
        right = left + 0.5 * size * len(each)
        words.append(Word(each, Box(left, top, right, top + size), size))
        left = right + 0.3 * size
    return words


def tagged(pages: list[list[Word]], *bookmarks: Bookmark) -> list[tuple[int, str, int]]:
    return [
        (number, word.text, word.tag.level)
        for number, words in enumerate(tag_by_bookmarks(pages, bookmarks), 1)
        for word in words
        if word.tag
    ]


def test_a_bookmark_names_the_line_with_its_text() -> None:
    page = [*set_line("Where we are", 50), *set_line("We met where we are welcome", 80)]
    assert tagged([page], Bookmark("Where we are", 2, 1, None)) == [
        (1, "Where", 2),
        (1, "we", 2),
        (1, "are", 2),
    ]


def test_a_heading_over_two_lines_is_found_whole() -> None:
    page = [*set_line("What partners", 50), *set_line("learned", 62), *set_line("They met", 90)]
    assert [text for _, text, _ in tagged([page], Bookmark("What partners learned", 1, 1, 50))] == [
        "What",
        "partners",
        "learned",
    ]


def test_the_number_of_the_heading_belongs_to_it() -> None:
    page = set_line("4.2 Methods", 50)
    assert [text for _, text, _ in tagged([page], Bookmark("Methods", 2, 1, None))] == ["4.2", "Methods"]


def test_words_inside_a_sentence_are_no_heading() -> None:
    page = set_line("Our methods were simple", 50)
    assert tagged([page], Bookmark("Methods", 1, 1, None)) == []


def test_of_two_lines_the_one_nearest_to_the_aim_is_meant_and_each_bookmark_takes_one() -> None:
    page = [*set_line("Context", 100), *set_line("Context", 400)]
    (low,) = tag_by_bookmarks([page], [Bookmark("Context", 1, 1, 395.0)])
    assert [word.tag is not None for word in low] == [False, True]
    assert len(tagged([page], Bookmark("Context", 1, 1, 90.0), Bookmark("Context", 2, 1, 90.0))) == 2


def test_a_bookmark_may_lead_to_the_end_of_the_page_before() -> None:
    pages = [set_line("Last words", 700), set_line("Context", 50)]
    assert tagged(pages, Bookmark("Context", 1, 1, 800.0)) == [(2, "Context", 1)]


def test_a_bookmark_without_letters_finds_nothing() -> None:
    assert tagged([set_line("– –", 50)], Bookmark("–", 1, 1, None)) == []
