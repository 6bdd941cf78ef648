"""Words to lines: justified text stays whole, columns and cells stay apart."""

from ingest.layout.parts import Box, Word
from ingest.layout.text.lines import make_lines


def word(text: str, left: float, top: float = 100, size: float = 10) -> Word:
    return Word(text, Box(left, top, left + 5 * len(text), top + size), size)


def texts(words: list[Word], rules: list[Box] | None = None) -> list[str]:
    return [line.text for line in make_lines(words, rules or [])]


def test_wide_but_even_gaps_of_justified_text_do_not_part_a_line() -> None:
    assert texts([word("between", 0), word("2020", 58), word("and", 101), word("2024", 140)]) == [
        "between 2020 and 2024"
    ]


def test_a_gap_that_stands_out_parts_a_line() -> None:
    assert texts([word("Budget", 0), word("as", 33), word("agreed", 46), word("37,741", 200)]) == [
        "Budget as agreed",
        "37,741",
    ]


def test_an_upright_rule_parts_a_line_at_any_gap() -> None:
    rule = Box(31.5, 90, 32, 120)
    assert texts([word("Bolton", 0), word("12", 34)], [rule]) == ["Bolton", "12"]


def test_runs_that_touch_are_joined_wherever_the_file_has_them() -> None:
    marker = word("1", 30, top=99, size=6)
    assert texts([word("report", 0), word("Another", 0, top=130), marker]) == ["report 1", "Another"]


def test_columns_with_baselines_that_agree_stay_apart() -> None:
    left = [word("Left", 0), word("words", 25), word("Left", 0, top=113), word("again", 25, top=113)]
    right = [word("Right", 64), word("Right", 64, top=113)]
    assert texts([*left, *right]) == ["Left words", "Left again", "Right", "Right"]


def test_a_drop_cap_belongs_to_its_word() -> None:
    cap = Word("T", Box(0, 98, 22, 140), 36)
    assert texts([cap, word("he", 25, 100), word("first", 40, 100), word("words", 25, 113)]) == [
        "The first",
        "words",
    ]
