from service.telling.rows import ToldCell, ToldRow
from service.web.pages.view import ShownLine, join_rows


def row(caption: str, words: str) -> ShownLine:
    return ShownLine(
        words, None, (), ToldRow(caption, ((("Lesson", 1),),), (ToldCell("Lesson", words, asked=False),))
    )


def test_rows_that_follow_one_another_in_a_table_are_shown_under_the_same_heads() -> None:
    a, b, other = row("Table 1", "a"), row("Table 1", "b"), row("Table 2", "c")
    joined = list(join_rows([a, b, other]))
    assert [(line.text, [each.text for each in line.following]) for line in joined] == [
        ("a", ["b"]),
        ("c", []),
    ]


def test_equal_sentences_stay_apart() -> None:
    line = ShownLine("The same.", None, ())
    again = ShownLine("The same.", None, ())
    assert list(join_rows([line, again])) == [line, again]
