"""Columns of a few lines."""

from ingest.layout.parts import Box, TextLine, Word, make_line
from ingest.layout.shortcolumns import find_short_columns, is_figure


def line(text: str, left: float, top: float, size: float = 10) -> TextLine:
    return make_line([Word(text, Box(left, top, left + 5 * len(text), top + size), size)])


def columns_of(*rows: list[TextLine]) -> list[list[str]]:
    _, columns = find_short_columns(rows)
    return [[each.text for each in column] for column in columns]


def test_prose_side_by_side_is_read_column_by_column() -> None:
    found = columns_of(
        [line("The board met", 50, 100), line("approved the plan", 250, 100)],
        [line("in May and", 50, 112), line("for a year.", 250, 112)],
    )
    assert found == [["The board met", "in May and"], ["approved the plan", "for a year."]]


def test_figures_keep_their_captions() -> None:
    found = columns_of(
        [line("312", 50, 100, 20), line("£18k", 250, 100, 20)],
        [line("families came", 50, 122), line("spent in", 250, 122)],
        [line("two years", 250, 134)],
    )
    assert found == [["312", "families came"], ["£18k", "spent in", "two years"]]


def test_cells_of_a_table_are_no_columns() -> None:
    rows = [line("Area", 50, 100), line("Visits", 250, 100)], [line("North", 50, 112), line("12", 250, 112)]
    assert columns_of(*rows) == []


def test_a_figure_is_short_and_much_larger() -> None:
    caption = line("families came", 50, 122)
    assert is_figure(line("7 in 10", 50, 100, 20), caption)
    assert not is_figure(line("7 in 10", 50, 100, 11), caption)
    assert not is_figure(line("Families", 50, 100, 20), caption)
