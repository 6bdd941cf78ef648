"""Rows of heads, told by the file or by their looks."""

import pytest

from ingest.layout.tables.heads import SeenCell, count_heads


def seen(
    *rows: str,
    bold: int = 0,
    head: int | None = None,
    wide: dict[tuple[int, int], tuple[int, int]] | None = None,
) -> tuple[list[SeenCell], str]:
    """The cells of rows with a bar between two columns, and their text; the first rows are bold or said to be heads."""
    text, cells = "", []
    for number, row in enumerate(rows):
        for column, words in enumerate(row.split("|")):
            if words:
                down, across = (wide or {}).get((number, column), (1, 1))
                said = None if head is None else number < head
                cells.append(
                    SeenCell(
                        len(text), len(text) + len(words), number, column, down, across, said, number < bold
                    )
                )
            text += words + "\t"
    return cells, text


@pytest.mark.parametrize(
    ("rows", "heads"),
    [
        (("Place|2019|2020", "Salford|£1|£2", "Bury|£3|£4"), 1),
        (("Place|People|Money", "Salford|12|n/a", "Bury|14|7"), 1),
        (
            (
                "Name|Role in the project|Organisation",
                "Ada Byron|Chair of the board of trustees|The big charity of the north",
            ),
            1,
        ),
        (("Ada Byron|Chair", "Mary Ward|Treasurer", "Jo Bloggs|Member"), 0),
        (("12|14|15", "3|4|5"), 0),
        (("Budget|£1,200", "Spent|£1,100"), 0),
        (("People by place||", "Place|2019|2020", "Salford|12|14"), 2),
    ],
)
def test_heads_are_told_by_figures_under_them_and_by_length(rows: tuple[str, ...], heads: int) -> None:
    assert count_heads(*seen(*rows)) == heads


def test_a_bold_first_row_is_a_head() -> None:
    assert count_heads(*seen("Who|What", "Ada Byron|Chair", "Mary Ward|Treasurer", bold=1)) == 1


def test_what_the_file_says_counts() -> None:
    rows = ("Ada Byron|Chair", "Mary Ward|Treasurer", "Jo Bloggs|Member")
    assert count_heads(*seen(*rows, head=2)) == 2
    assert count_heads(*seen(*rows, head=3)) == 1


def test_heads_have_levels_under_a_head_of_several_columns() -> None:
    wide = {(0, 0): (2, 1), (0, 1): (1, 2)}
    assert (
        count_heads(*seen("Place|Budget|", "|Planned|Spent", "Salford|£4|£3", "Bury|£2|£1", wide=wide)) == 2
    )
    assert count_heads(*seen("Place|Budget|", "|2019|2020", "Salford|£4|£3", "Bury|£2|£1", wide=wide)) == 2
