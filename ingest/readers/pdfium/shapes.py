"""What a page draws besides text: rules, areas, and the text objects that nobody can see under them."""

import ctypes
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import partial
from itertools import islice

import numpy as np
import pypdfium2 as pdfium
from numpy.typing import NDArray
from pypdfium2 import raw

from ingest.layout.parts import Box, Tag, bound_boxes, do_overlap
from ingest.layout.text.characters import Floats, Frame
from ingest.readers.pdfium.outlines import (
    Handle,
    Matrix,
    Polygon,
    bound_polygon,
    clip_polygons,
    covers_box,
    is_rectangle,
    multiply,
    read_polygons,
    transform,
)

THIN = 3.0
"""Drawn shapes narrower than this many points are rules: the thickest borders of tables have 2.25."""
MOST_SEGMENTS = 20
"""A path with more corners is a drawing, not a rule or a box; a rounded box has 17."""
MOST_RECTANGLES = 500
"""Segments of a path that may still be the borders of a table, drawn as one path of thin rectangles."""
MOST_OBJECTS = 20_000
"""Beyond this a page is a drawing (a map, a chart of points); its shapes tell nothing about its text."""
NEARLY_WHITE = 250
"""Of 255: with less in one of its colours a shape or a letter stands out from paper."""
SLACK = 0.5
"""Points by which a word may stick out of what covers it: the white beside its outer letters."""
DEEPEST_FORM = 4
"""Forms inside forms, as drawing programs nest them."""
LONGEST_NAME = 256
"""UTF-16 units of a layer's name."""
OPAQUE = 255
"""Of 255: anything less lets the text below show."""
FEWEST_CORNERS = 3
"""What has fewer and isn't thin is a slanted line."""
RECTANGLE = 5
"""Most segments that draw one rectangle."""


@dataclass(frozen=True, slots=True)
class Cover:
    """An opaque fill, and how many text objects were painted before it."""

    box: Box
    """As much of it as its clips leave."""
    texts: int
    polygons: Callable[[], list[Polygon]]
    even_odd: bool


@dataclass(frozen=True, slots=True)
class Shapes:
    """What a page draws besides text, and what that does to its text."""

    rules: list[Box] = field(default_factory=list)
    areas: list[Box] = field(default_factory=list)
    covers: list[Cover] = field(default_factory=list)
    paints: list[tuple[int, Box]] = field(default_factory=list)
    """Whatever isn't white, and how many text objects were painted before it."""
    pictures: list[Box] = field(default_factory=list)
    texts: dict[int, int] = field(default_factory=dict)
    """The place of each text object in the order of painting, by its address."""
    hidden: dict[int, str] = field(default_factory=dict)
    """Why nobody can see a text object, by its address."""
    fonts: dict[int, tuple[bool, bool]] = field(default_factory=dict)
    """Bold and italic of each font, by its address."""
    tags: dict[int, Tag] = field(default_factory=dict)
    """What the file says of each run of marked content, by the run's id."""


@dataclass(frozen=True, slots=True)
class Painting:
    """What is needed on the way through a page's objects, in the order in which they are painted."""

    frame: Frame
    off_layers: frozenset[str]
    shapes: Shapes = field(default_factory=Shapes)

    def add(self, drawn: Handle, outer: Matrix | None) -> None:
        """Take one object in; `outer` maps the form that holds it to the page."""
        match raw.FPDFPageObj_GetType(drawn):
            case raw.FPDF_PAGEOBJ_TEXT:
                add_text(self, drawn, outer)
            case raw.FPDF_PAGEOBJ_PATH:
                add_path(self, drawn, outer)
            case raw.FPDF_PAGEOBJ_IMAGE:
                box = locate_object(drawn, self.frame, outer)
                self.shapes.pictures.append(box)
                self.shapes.paints.append((len(self.shapes.texts), box))
            case raw.FPDF_PAGEOBJ_SHADING:
                self.shapes.paints.append((len(self.shapes.texts), locate_object(drawn, self.frame, outer)))


def read_shapes(page: pdfium.PdfPage, frame: Frame, off_layers: frozenset[str] = frozenset()) -> Shapes:
    """Rules, areas, pictures and hidden text objects, in one walk over the page's objects.

    `off_layers` are the names of the file's layers that are switched off.
    """
    painting = Painting(frame, off_layers)
    for drawn, outer in islice(walk_objects(page), MOST_OBJECTS):
        painting.add(drawn, outer)
    return painting.shapes


def walk_objects(page: pdfium.PdfPage) -> Iterator[tuple[Handle, Matrix | None]]:
    """A page's objects in the order of painting, those inside forms with the matrix from there to the page."""
    for index in range(raw.FPDFPage_CountObjects(page.raw)):
        yield from unfold(raw.FPDFPage_GetObject(page.raw, index), None, 0)


def unfold(drawn: Handle, outer: Matrix | None, depth: int) -> Iterator[tuple[Handle, Matrix | None]]:
    """An object, or what a form holds."""
    if raw.FPDFPageObj_GetType(drawn) != raw.FPDF_PAGEOBJ_FORM:
        yield drawn, outer
    elif depth < DEEPEST_FORM:
        inner = raw.FS_MATRIX()
        raw.FPDFPageObj_GetMatrix(drawn, inner)
        matrix = inner if outer is None else multiply(inner, outer)
        for index in range(raw.FPDFFormObj_CountObjects(drawn)):
            yield from unfold(raw.FPDFFormObj_GetObject(drawn, index), matrix, depth + 1)


def add_text(painting: Painting, drawn: Handle, outer: Matrix | None) -> None:
    """Take a text object in; hide it on a layer that is off, or where its clip leaves nothing of it."""
    shapes, address = painting.shapes, ctypes.addressof(drawn.contents)
    shapes.texts[address] = len(shapes.texts)
    if painting.off_layers and read_layer(drawn) in painting.off_layers:
        shapes.hidden[address] = "on a layer that is switched off"
        return
    if raw.FPDFClipPath_CountPaths(raw.FPDFPageObj_GetClipPath(drawn)) > 0:
        box = locate_object(drawn, painting.frame, outer)
        if any(
            not do_overlap(box, bound_boxes(map(bound_polygon, path)))
            for path in clip_paths(drawn, painting.frame, outer)
        ):
            shapes.hidden[address] = "cut off by a clip"


def read_layer(drawn: Handle) -> str | None:
    """The name of the layer that an object is on."""
    for index in range(raw.FPDFPageObj_CountMarks(drawn)):
        mark = raw.FPDFPageObj_GetMark(drawn, index)
        buffer, written = (ctypes.c_ushort * LONGEST_NAME)(), ctypes.c_ulong()
        size = ctypes.sizeof(buffer)
        if (
            raw.FPDFPageObjMark_GetParamStringValue(mark, b"Name", buffer, size, written)
            and written.value > 1
        ):
            return bytes(buffer)[: written.value - 2].decode("utf-16-le", errors="replace")
    return None


def clip_paths(drawn: Handle, frame: Frame, outer: Matrix | None) -> Iterator[list[Polygon]]:
    """The outlines of each path that an object is clipped to, but for long ones."""
    clip = raw.FPDFPageObj_GetClipPath(drawn)
    for index in range(raw.FPDFClipPath_CountPaths(clip) if clip else 0):
        if raw.FPDFClipPath_CountPathSegments(clip, index) <= MOST_SEGMENTS and (
            polygons := clip_polygons(clip, index, frame, outer)
        ):
            yield polygons


def add_path(painting: Painting, drawn: Handle, outer: Matrix | None) -> None:
    """Take a path in: rectangles one by one, anything else as one shape."""
    shapes, count = painting.shapes, raw.FPDFPath_CountSegments(drawn)
    box = locate_object(drawn, painting.frame, outer)
    filled, stroked = draw_mode(drawn)
    colour = fill_colour(drawn) if filled else None
    if colour is not None and not is_white(colour):
        shapes.paints.append((len(shapes.texts), box))
    if count > MOST_RECTANGLES:
        return
    parts = [box]
    if count > RECTANGLE and min(box.width, box.height) >= THIN:
        polygons = read_polygons(drawn, painting.frame, outer)
        if all(map(is_rectangle, polygons)):
            parts = [bound_polygon(polygon) for polygon in polygons]
        elif count > MOST_SEGMENTS:
            return
    for part in parts if outer is None else ():  # what forms draw is decoration: logos, backgrounds of covers
        add_shape(shapes, part, count, colour, is_framed=bool(stroked))
    opaque = colour is not None and colour[3] == OPAQUE and not raw.FPDFPageObj_HasTransparency(drawn)
    if (
        opaque
        and min(box.width, box.height) >= THIN
        and (left := clip_box(box, drawn, painting.frame, outer))
    ):
        even_odd = filled == raw.FPDF_FILLMODE_ALTERNATE
        outline = partial(read_polygons, drawn, painting.frame, outer)
        shapes.covers.append(Cover(left, len(shapes.texts), outline, even_odd))


def clip_box(box: Box, drawn: Handle, frame: Frame, outer: Matrix | None) -> Box | None:
    """What clips leave of a box; None where a clip is no rectangle, as its outline tells more than its extent."""
    for polygons in clip_paths(drawn, frame, outer):
        clip = bound_boxes(map(bound_polygon, polygons))
        if not all(map(is_rectangle, polygons)) or not do_overlap(box, clip):
            return None
        edges = zip(box, clip, strict=True)
        (left, top, right, bottom) = (
            pick(a, b) for pick, (a, b) in zip((max, max, min, min), edges, strict=True)
        )
        box = Box(left, top, right, bottom)
    return box


def add_shape(
    shapes: Shapes, box: Box, count: int, colour: tuple[int, ...] | None, *, is_framed: bool
) -> None:
    """Take a box in as a rule, or as an area with its frame; a white area is background."""
    if min(box.width, box.height) < THIN:
        shapes.rules.append(box)
        return
    if count < FEWEST_CORNERS:
        return
    if colour is None or not is_white(colour):
        shapes.areas.append(box)
    if is_framed and FEWEST_CORNERS < count <= RECTANGLE:
        shapes.rules.extend(make_frame(box))


def make_frame(box: Box) -> list[Box]:
    """The four sides of a box."""
    left, top, right, bottom = box
    return [
        Box(left, top, right, top + 1),
        Box(left, bottom - 1, right, bottom),
        Box(left, top, left + 1, bottom),
        Box(right - 1, top, right, bottom),
    ]


def find_covered(boxes: Floats, orders: NDArray[np.intp], covers: Sequence[Cover]) -> NDArray[np.bool_]:
    """Which words a later fill covers with its own outline, not just with its extent.

    Rows of `boxes` are left, top, right, bottom; `orders` has the place of each word's text object in the order
    of painting.
    """
    covered = np.zeros(len(boxes), bool)
    if not len(boxes):
        return covered
    left, top, right, bottom = boxes.T
    middle = (top + bottom) / 2
    for cover in covers:
        box = cover.box
        across = (box.left <= left + SLACK) & (right - SLACK <= box.right)
        down = (box.top <= middle) & (middle <= box.bottom)
        held = np.flatnonzero(across & down & (orders < cover.texts) & ~covered)
        if len(held):
            polygons = cover.polygons()
            for index in held.tolist():
                covered[index] = covers_box(polygons, Box(*boxes[index].tolist()), even_odd=cover.even_odd)
    return covered


def is_white(colour: tuple[int, ...]) -> bool:
    """Whether a colour can't be told from paper."""
    return min(colour[:3]) >= NEARLY_WHITE


def draw_mode(drawn: Handle) -> tuple[int, int]:
    """How a path is filled (0: not at all), and whether its outline is drawn."""
    filled, stroked = ctypes.c_int(), ctypes.c_int()
    raw.FPDFPath_GetDrawMode(drawn, filled, stroked)
    return filled.value, stroked.value


def locate_object(drawn: Handle, frame: Frame, outer: Matrix | None) -> Box:
    """Where an object stands on the page as shown."""
    left, bottom, right, top = (ctypes.c_float() for _ in range(4))
    raw.FPDFPageObj_GetBounds(drawn, left, bottom, right, top)
    if outer is None:
        return Box(*frame.map_edges(left.value, top.value, right.value, bottom.value))
    corners = [(x.value, y.value) for x in (left, right) for y in (bottom, top)]
    across, up = zip(*(transform(corner, outer) for corner in corners), strict=True)
    return Box(*frame.map_edges(min(across), max(up), max(across), min(up)))


def fill_colour(drawn: Handle) -> tuple[int, ...]:
    """Red, green, blue and opacity, each of 255."""
    red, green, blue, opacity = ctypes.c_uint(), ctypes.c_uint(), ctypes.c_uint(), ctypes.c_uint()
    raw.FPDFPageObj_GetFillColor(drawn, red, green, blue, opacity)
    return red.value, green.value, blue.value, opacity.value
