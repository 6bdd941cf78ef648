"""Each line of a page is in one region, wherever grids and panels meet."""

from ingest.layout.parts import Box, DrawnPage, TextLine, Word, make_line
from ingest.layout.regions import arrange_page, fill_cells
from ingest.layout.tables.grids import Grid

GRID = Grid(
    Box(0, 0, 200, 40),
    (0, 100, 200),
    (Box(0, 0, 100, 20), Box(100, 0, 200, 20), Box(0, 20, 100, 40), Box(100, 20, 200, 40)),
    (0, 0, 1, 1),
)


def line(text: str, left: float, top: float) -> TextLine:
    return make_line([Word(text, Box(left, top, left + 5 * len(text), top + 10), 10)])


def test_a_line_over_the_side_of_its_cell_is_in_the_cell_that_has_most_of_it() -> None:
    over = line("twenty letters long!", 70, 5)
    inner, outer = line("one", 5, 25), line("below", 5, 60)
    filled, loose = fill_cells([over, inner, outer], [GRID])
    assert filled[GRID] == [[], [over], [inner], []]
    assert loose == [outer]


def test_of_two_grids_the_smaller_has_the_line() -> None:
    small = Grid(Box(0, 20, 100, 40), (0, 100), (Box(0, 20, 100, 40),), (0,))
    one = line("one", 5, 25)
    filled, _ = fill_cells([one], [GRID, small])
    assert filled[small] == [[one]]
    assert one not in [held for cell in filled[GRID] for held in cell]


def test_lines_of_a_panel_over_a_grid_are_read_once() -> None:
    rules = tuple(
        Box(left, top, right, bottom)
        for left, top, right, bottom in [
            (50, 100, 350, 101),
            (50, 120, 350, 121),
            (50, 140, 350, 141),
            (50, 100, 51, 141),
            (200, 100, 201, 141),
            (349, 100, 350, 141),
        ]
    )
    lines = [
        line("a", 60, 105),
        line("b", 210, 105),
        line("c", 60, 125),
        line("d", 210, 125),
        line("below", 60, 160),
    ]
    sheet = DrawnPage(1, 400, 800, (), rules=rules, areas=(Box(40, 110, 360, 180),))
    regions = arrange_page(sheet, lines)
    assert sorted(each.text for region in regions for cell in region.cells for each in cell) == [
        "a",
        "b",
        "below",
        "c",
        "d",
    ]


def test_a_highlight_with_the_space_after_its_paragraph_is_no_box() -> None:
    first, second, after = (
        line("Walk along the path", 50, 50),
        line("to the hill", 50, 62),
        line("Rest.", 50, 90),
    )
    ground = Box(50, 58, 105, 81)
    sheet = DrawnPage(1, 600, 800, (), areas=(ground,))
    assert [region.cells for region in arrange_page(sheet, [first, second, after])] == [
        ((first, second, after),)
    ]
