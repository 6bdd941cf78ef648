import pytest

from ingest.layout.parts import Box
from ingest.readers.pdfium.outlines import bound_polygon, count_windings, covers_box, is_rectangle

SQUARE = [(0.0, 0.0), (10.0, 0.0), (10.0, 10.0), (0.0, 10.0)]
HOLE = [(2.0, 2.0), (8.0, 2.0), (8.0, 8.0), (2.0, 8.0)]


@pytest.mark.parametrize("polygon", [SQUARE, [*SQUARE, SQUARE[0]]])
def test_four_level_and_upright_sides_are_a_rectangle(polygon: list[tuple[float, float]]) -> None:
    assert is_rectangle(polygon)


@pytest.mark.parametrize(
    "polygon", [SQUARE[:3], [*SQUARE, (5.0, 5.0)], [(0.0, 0.0), (10.0, 5.0), (10.0, 15.0), (0.0, 10.0)]]
)
def test_triangles_houses_and_slanted_boxes_are_none(polygon: list[tuple[float, float]]) -> None:
    assert not is_rectangle(polygon)


def test_a_point_outside_is_not_gone_around_and_one_inside_once() -> None:
    assert count_windings(SQUARE, (5, 5)) == -count_windings(SQUARE[::-1], (5, 5))
    assert abs(count_windings(SQUARE, (5, 5))) == 1
    assert count_windings(SQUARE, (15, 5)) == 0


def test_a_box_in_a_hole_is_covered_only_where_the_fill_does_not_leave_the_hole_out() -> None:
    box = Box(4, 4, 6, 6)
    assert covers_box([SQUARE], box, even_odd=False)
    assert covers_box([SQUARE, HOLE], box, even_odd=False)
    assert not covers_box([SQUARE, HOLE], box, even_odd=True)
    assert not covers_box([SQUARE, HOLE[::-1]], box, even_odd=False)


def test_a_box_that_sticks_out_is_not_covered() -> None:
    assert not covers_box([SQUARE], Box(4, 4, 14, 6), even_odd=False)


def test_the_box_of_a_polygon_is_its_extent() -> None:
    assert bound_polygon([(1.0, 5.0), (3.0, 2.0)]) == Box(1, 2, 3, 5)
