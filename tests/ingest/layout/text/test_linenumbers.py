from ingest.layout.parts import Box, TextLine, Word, make_line
from ingest.layout.text.linenumbers import drop_line_numbers

WORDS = "Work with families began with a walk and two workers went from door to door".split()


def line(text: str, top: float) -> TextLine:
    words = [
        Word(word, Box(50 + 40 * at, top, 80 + 40 * at, top + 10), 10) for at, word in enumerate(text.split())
    ]
    return make_line(words)


def test_numbers_beside_the_lines_of_sentences_are_taken_off() -> None:
    lines = [line(f"{at + 1} {word} there", 100 + 14 * at) for at, word in enumerate(WORDS)]
    kept, numbers = drop_line_numbers([line("Title", 60), *lines])
    assert [each.text for each in kept] == ["Title", *(f"{word} there" for word in WORDS)]
    assert [word.text for word in numbers] == [str(at + 1) for at in range(len(WORDS))]


def test_a_list_and_a_column_of_years_keep_their_numbers() -> None:
    items = [line(f"{at + 1} Open on day {at}", 100 + 14 * at) for at in range(12)]
    years = [line(f"{2010 + at} families", 100 + 14 * at) for at in range(5)]
    assert drop_line_numbers(items) == (items, [])
    assert drop_line_numbers(years) == (years, [])
