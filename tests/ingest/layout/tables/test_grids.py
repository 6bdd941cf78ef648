"""Ruled tables from rules."""

from ingest.layout.parts import Box
from ingest.layout.tables.grids import find_grids, find_slots


def flat(left: float, right: float, top: float) -> Box:
    return Box(left, top, right, top + 0.5)


def upright(left: float, top: float, bottom: float) -> Box:
    return Box(left, top, left + 0.5, bottom)


def test_rules_drawn_cell_by_cell_make_one_grid() -> None:
    flats = [flat(x, x + 100, y) for x in (0, 100) for y in (0, 20, 40)]
    uprights = [upright(x, y, y + 20) for x in (0, 100, 200) for y in (0, 20)]
    (grid,) = find_grids([*flats, *uprights])
    assert len(grid.cells) == 4
    assert grid.rows == (0, 0, 1, 1)
    assert len(grid.columns) == 3


def test_cells_without_a_rule_between_them_are_one() -> None:
    flats = [flat(0, 200, 0), flat(100, 200, 20), flat(0, 200, 40)]
    (grid,) = find_grids([*flats, *(upright(x, 0, 40) for x in (0, 100, 200))])
    assert [(cell.left, cell.top, cell.bottom) for cell in grid.cells] == [
        (0, 0, 40),
        (100, 0, 20),
        (100, 20, 40),
    ]


def test_tables_one_above_the_other_are_two_grids() -> None:
    rules = []
    for top in (0, 100):
        rules += [flat(top / 50, 200, top), flat(top / 50, 200, top + 30)]
        rules += [upright(top / 50, top, top + 30), upright(200, top, top + 30)]
    assert [grid.box.top for grid in find_grids(rules)] == [0, 100]


def test_rules_that_do_not_cross_are_no_grid() -> None:
    assert find_grids([flat(0, 200, 0), flat(0, 200, 20), upright(300, 0, 50)]) == []


def test_columns_at_the_edge_may_be_open_at_their_side() -> None:
    flats = [flat(0, 300, y) for y in (0, 20, 40)]
    (grid,) = find_grids([*flats, upright(100, 0, 40), upright(200, 0, 40)])
    assert grid.columns == (0, 100, 200, 300)
    assert len(grid.cells) == 6


def test_one_rule_drawn_too_long_opens_no_column() -> None:
    flats = [flat(0, 300, 0), flat(100, 200, 20), flat(100, 200, 40)]
    (grid,) = find_grids([*flats, *(upright(x, 0, 40) for x in (100, 150, 200))])
    assert grid.columns == (100, 150, 200)


def test_slots_count_the_rows_and_columns_that_a_cell_reaches_over() -> None:
    flats = [flat(0, 200, 0), flat(100, 200, 20), flat(0, 200, 40), flat(0, 200, 60)]
    (grid,) = find_grids(
        [*flats, *(upright(x, 0, 40) for x in (0, 100, 200)), upright(0, 40, 60), upright(200, 40, 60)]
    )
    places = [(slot.row, slot.column, slot.down, slot.across) for slot in find_slots(grid)]
    assert places == [(0, 0, 2, 1), (0, 1, 1, 1), (1, 1, 1, 1), (2, 0, 1, 2)]
