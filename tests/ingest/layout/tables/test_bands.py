"""Tables between level rules, from lines of words."""

from ingest.layout.parts import Box, TextLine, Word, make_line
from ingest.layout.tables.bands import cut_lines, find_banded

RULES = [Box(0, top, 300, top + 0.5) for top in (0, 20, 40)]


def line(top: float, *words: tuple[float, float]) -> TextLine:
    """A line of words that each reach from one place across to another."""
    return make_line([Word("word", Box(left, top, right, top + 10), 10.0) for left, right in words])


def test_a_line_through_two_columns_is_cut_where_they_part() -> None:
    lines = [line(5, (5, 50)), line(5, (100, 150)), line(25, (5, 40), (43, 90), (100, 150))]
    (grid,) = find_banded(RULES, [], lines)
    assert [len(part.words) for part in cut_lines(lines, [grid])] == [1, 1, 2, 1]


def test_rules_of_different_widths_belong_to_different_tables() -> None:
    lines = [line(top, (5, 50), (100, 150)) for top in (5, 25)]
    assert len(find_banded(RULES, [], lines)) == 1
    assert (
        find_banded([RULES[0], RULES[1]._replace(right=200), RULES[2]._replace(right=250)], [], lines) == []
    )


def test_bands_without_shared_white_are_no_table() -> None:
    lines = [line(5, (5, 50), (100, 150)), line(25, (5, 120), (140, 190))]
    assert find_banded(RULES, [], lines) == []


def test_areas_part_rows_as_rules_do() -> None:
    lines = [line(top, (5, 50), (100, 150)) for top in (5, 25)]
    (grid,) = find_banded([], [Box(0, 20, 300, 40)], lines)
    assert grid.rows == (0, 0, 1, 1)


def test_a_page_without_words_has_no_table() -> None:
    assert find_banded(RULES, [], []) == []


def bullet(top: float, left: float) -> Word:
    """The mark of a list's item."""
    return Word("•", Box(left, top, left + 4, top + 10), 10.0)


def test_bullets_are_no_column_of_their_own() -> None:
    lines = [line(5, (5, 50), (100, 150))]
    lines += [
        make_line([*line(25, (5, 50)).words, bullet(25, 100), *line(25, (125, 180)).words]),
        make_line([*line(45, (5, 50)).words, bullet(45, 100), *line(45, (125, 180)).words]),
    ]
    (grid,) = find_banded([*RULES, Box(0, 60, 300, 60.5)], [], lines)
    assert len(grid.columns) == 3
    bare = [make_line([bullet(top, 5), *line(top, (40, 150)).words]) for top in (5, 25)]
    assert find_banded(RULES, [], bare) == []


def test_the_numbers_of_a_list_are_no_column() -> None:
    def item(mark: str, top: float) -> TextLine:
        return make_line([Word(mark, Box(5, top, 12, top + 10), 10.0), *line(top, (40, 150)).words])

    highlights = [Box(0, top, 300, top + 20) for top in (0, 20)]
    assert find_banded([], highlights, [item("1.", 5), item("2.", 25)]) == []
    assert len(find_banded([], highlights, [item("Hill", 5), item("2019", 25)])) == 1


def test_a_long_cell_under_rows_belongs_to_their_table() -> None:
    many = [
        line(45 + 10 * at, *(((5, 50),) if not at else ()), *((100 + x, 108 + x) for x in range(0, 190, 10)))
        for at in range(8)
    ]
    rules = [*RULES, Box(0, 130, 300, 130.5)]
    heads = [line(top, (5, 50), (100, 150)) for top in (5, 25)]
    (grid,) = find_banded(rules, [], [*heads, *many])
    assert sorted(set(grid.rows)) == [0, 1, 2]
