"""Ruled tables from rules."""

from ingest.layout.parts import Box
from ingest.layout.tables.grids import find_grids


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
