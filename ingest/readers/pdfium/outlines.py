"""The outlines of drawn paths: their points on the page, the rectangles among them, and what lies inside."""

import ctypes
from collections.abc import Callable, Iterator, Sequence
from itertools import pairwise
from typing import Any

from pypdfium2 import raw

from ingest.layout.parts import Box
from ingest.layout.text.characters import Frame

STRAIGHT = 0.5
"""Points by which the sides of a rectangle may slope: less than any rule is thick."""
CORNERS = 4
"""Of a rectangle."""
INSET = 0.15
"""Part of a box's sides that its edges may stick out of an outline: what boxes of text have above and below
their letters."""

Handle = Any
"""A pointer of pdfium; its type is ctypes' own."""
Point = tuple[float, float]
Polygon = list[Point]
Matrix = Any
"""An `FS_MATRIX` of pdfium."""


def read_polygons(drawn: Handle, frame: Frame, outer: Matrix | None) -> list[Polygon]:
    """The sub-paths of a path object as polygons on the page as shown; curves by their control points.

    `outer` maps the form that holds the object to the page; None for an object of the page itself.
    """
    own = raw.FS_MATRIX()
    raw.FPDFPageObj_GetMatrix(drawn, own)
    segments = (
        raw.FPDFPath_GetPathSegment(drawn, index) for index in range(raw.FPDFPath_CountSegments(drawn))
    )
    return make_polygons(segments, frame, own if outer is None else multiply(own, outer))


def clip_polygons(clip: Handle, index: int, frame: Frame, outer: Matrix | None) -> list[Polygon]:
    """The sub-paths of one path of a clip, as `read_polygons` gives them."""
    segments = (
        raw.FPDFClipPath_GetPathSegment(clip, index, corner)
        for corner in range(raw.FPDFClipPath_CountPathSegments(clip, index))
    )
    return make_polygons(segments, frame, outer)


def make_polygons(segments: Iterator[Handle], frame: Frame, matrix: Matrix | None = None) -> list[Polygon]:
    """The points of segments on the page as shown, a polygon for each sub-path."""
    x, y = ctypes.c_float(), ctypes.c_float()
    polygons: list[Polygon] = []
    for segment in segments:
        raw.FPDFPathSegment_GetPoint(segment, x, y)
        point = transform((x.value, y.value), matrix) if matrix else (x.value, y.value)
        if not polygons or raw.FPDFPathSegment_GetType(segment) == raw.FPDF_SEGMENT_MOVETO:
            polygons.append([])
        left, top, _, _ = frame.map_edges(point[0], point[1], point[0], point[1])
        polygons[-1].append((left, top))
    return [polygon for polygon in polygons if len(polygon) > 1]


def transform(point: Point, matrix: Matrix) -> Point:
    """A point as a matrix maps it."""
    x, y = point
    return matrix.a * x + matrix.c * y + matrix.e, matrix.b * x + matrix.d * y + matrix.f


def multiply(first: Matrix, then: Matrix) -> Matrix:
    """One matrix that maps as the first and then the other does."""
    a, b = transform((first.a, first.b), then), transform((first.c, first.d), then)
    e, f = transform((first.e, first.f), then)
    return raw.FS_MATRIX(a[0] - then.e, a[1] - then.f, b[0] - then.e, b[1] - then.f, e, f)


def bound_polygon(polygon: Sequence[Point]) -> Box:
    """The box around a polygon."""
    across, down = zip(*polygon, strict=True)
    return Box(min(across), min(down), max(across), max(down))


def is_rectangle(polygon: Sequence[Point]) -> bool:
    """Whether a polygon is a rectangle with level and upright sides."""
    corners = polygon[:CORNERS]
    if len(corners) < CORNERS or any(point != corners[0] for point in polygon[CORNERS:]):
        return False
    sides = [*pairwise(corners), (corners[-1], corners[0])]
    return all(min(abs(a[0] - b[0]), abs(a[1] - b[1])) < STRAIGHT for a, b in sides)


def covers_box(polygons: Sequence[Polygon], box: Box, *, even_odd: bool) -> bool:
    """Whether the middle of a box and its corners, a little set in, lie in what a fill of the polygons paints."""
    across, down = INSET * box.width, INSET * box.height
    lefts, tops = (box.left + across, box.right - across), (box.top + down, box.bottom - down)
    points = [(x, y) for x in lefts for y in tops]
    points.append(((box.left + box.right) / 2, (box.top + box.bottom) / 2))
    inside: Callable[[int], bool] = (lambda turns: turns % 2 == 1) if even_odd else bool
    return all(inside(sum(count_windings(polygon, point) for polygon in polygons)) for point in points)


def count_windings(polygon: Sequence[Point], point: Point) -> int:
    """How often a polygon goes around a point: clockwise counts against anticlockwise."""
    x, y = point
    turns = 0
    for (ax, ay), (bx, by) in pairwise([*polygon, polygon[0]]):
        if (ay <= y) != (by <= y) and (ax + (y - ay) * (bx - ax) / (by - ay)) > x:
            turns += 1 if by > ay else -1
    return turns
