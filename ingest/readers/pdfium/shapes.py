"""What a page draws besides text: rules, areas, and the text objects that nobody can see under them."""

import ctypes
from collections.abc import Iterator
from dataclasses import dataclass, field

import numpy as np
import pypdfium2 as pdfium
from pypdfium2 import raw

from ingest.layout.parts import Box, around, do_overlap
from ingest.layout.text.characters import Frame
from ingest.readers.pdfium.outlines import (
    Handle,
    Polygon,
    box_of,
    clip_polygons,
    covers,
    is_rectangle,
    path_polygons,
)

THIN = 3.0
"""Drawn shapes narrower than this many points are rules: the thickest borders of tables have 2.25."""
MOST_SEGMENTS = 20
"""A path with more corners is a drawing, not a rule or a box; a rounded box has 17."""
MOST_RECTANGLES = 500
"""Segments of a path that may still be the borders of a table, drawn as one path of thin rectangles."""
MOST_OBJECTS = 20_000
"""Beyond this a page is a drawing (a map, a chart of points); its shapes tell nothing about its text."""
WHITE = (255, 255, 255, 255)
OPAQUE = 255
FEWEST_CORNERS = 3
"""What has fewer and isn't thin is a slanted line."""
RECTANGLE = 5
"""Most segments that draw one rectangle."""


@dataclass(frozen=True, slots=True)
class Shapes:
    """What a page draws besides text, and the text objects that something opaque was painted over."""

    rules: list[Box] = field(default_factory=list)
    areas: list[Box] = field(default_factory=list)
    hidden: set[int] = field(default_factory=set)
    fonts: dict[int, tuple[bool, bool]] = field(default_factory=dict)
    """Bold and italic of each font, by its address."""


@dataclass(frozen=True, slots=True)
class Cover:
    """An opaque fill, and how many text objects were painted before it."""

    box: Box
    """As much of it as its clip leaves."""
    texts: int
    drawn: Handle


@dataclass(frozen=True, slots=True)
class Painting:
    """What is met on the way through a page's objects, in the order in which they are painted."""

    frame: Frame
    shapes: Shapes = field(default_factory=Shapes)
    texts: list[int] = field(default_factory=list)
    """Addresses of the text objects."""
    boxes: list[Box] = field(default_factory=list)
    """Where each text object stands."""
    covers: list[Cover] = field(default_factory=list)


def read_shapes(page: pdfium.PdfPage, frame: Frame) -> Shapes:
    """Rules, framed or filled areas, and hidden text objects, in one walk over the page's objects."""
    painting = Painting(frame)
    for index in range(min(raw.FPDFPage_CountObjects(page.raw), MOST_OBJECTS)):
        drawn = raw.FPDFPage_GetObject(page.raw, index)
        kind = raw.FPDFPageObj_GetType(drawn)
        if kind == raw.FPDF_PAGEOBJ_TEXT:
            add_text(painting, drawn)
        elif kind == raw.FPDF_PAGEOBJ_PATH:
            add_path(painting, drawn)
    painting.shapes.hidden.update(find_covered(painting))
    return painting.shapes


def add_text(painting: Painting, drawn: Handle) -> None:
    """Take a text object in; hide it where its clip leaves nothing of it."""
    address, box = ctypes.addressof(drawn.contents), object_box(drawn, painting.frame)
    painting.texts.append(address)
    painting.boxes.append(box)
    clips = clip_paths(drawn, painting.frame)
    if any(not do_overlap(box, around(map(box_of, path))) for path in clips if path):
        painting.shapes.hidden.add(address)


def clip_paths(drawn: Handle, frame: Frame) -> Iterator[list[Polygon]]:
    """The outlines of each path that an object is clipped to, but for long ones."""
    clip = raw.FPDFPageObj_GetClipPath(drawn)
    for index in range(raw.FPDFClipPath_CountPaths(clip) if clip else 0):
        if raw.FPDFClipPath_CountPathSegments(clip, index) <= MOST_SEGMENTS:
            yield clip_polygons(clip, index, frame)


def add_path(painting: Painting, drawn: Handle) -> None:
    """Take a path in: rectangles one by one, anything else as one shape."""
    count = raw.FPDFPath_CountSegments(drawn)
    box = object_box(drawn, painting.frame)
    if count > MOST_RECTANGLES:
        return
    parts = [box]
    if count > RECTANGLE and min(box.width, box.height) >= THIN:
        polygons = path_polygons(drawn, painting.frame)
        if all(map(is_rectangle, polygons)):
            parts = [box_of(polygon) for polygon in polygons]
        elif count > MOST_SEGMENTS:
            return
    filled, stroked = draw_mode(drawn)
    colour = fill_colour(drawn) if filled else None
    for part in parts:
        add_shape(painting.shapes, part, drawn, is_white=colour == WHITE, is_framed=bool(stroked))
    if colour is not None and colour[3] == OPAQUE and min(box.width, box.height) >= THIN:
        painting.covers.append(Cover(box, len(painting.texts), drawn))


def add_shape(shapes: Shapes, box: Box, drawn: Handle, *, is_white: bool, is_framed: bool) -> None:
    """Take a box in as a rule, or as an area with its frame; a white area is background."""
    count = raw.FPDFPath_CountSegments(drawn)
    if min(box.width, box.height) < THIN:
        shapes.rules.append(box)
        return
    if count < FEWEST_CORNERS:
        return
    if not is_white:
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


def find_covered(painting: Painting) -> Iterator[int]:
    """Addresses of the text objects that a later fill covers with its own outline, not just with its extent."""
    if not painting.texts:
        return
    left, top, right, bottom = np.array(painting.boxes).T
    middle = (top + bottom) / 2
    for cover in painting.covers:
        box, before = cover.box, slice(cover.texts)
        across = (box.left <= left[before]) & (right[before] <= box.right)
        held = np.flatnonzero(across & (box.top <= middle[before]) & (middle[before] <= box.bottom))
        if len(held):
            polygons = path_polygons(cover.drawn, painting.frame)
            even_odd = draw_mode(cover.drawn)[0] == raw.FPDF_FILLMODE_ALTERNATE
            for index in held.tolist():
                if covers(polygons, painting.boxes[index], even_odd=even_odd):
                    yield painting.texts[index]


def draw_mode(drawn: Handle) -> tuple[int, int]:
    """How a path is filled (0: not at all), and whether its outline is drawn."""
    filled, stroked = ctypes.c_int(), ctypes.c_int()
    raw.FPDFPath_GetDrawMode(drawn, filled, stroked)
    return filled.value, stroked.value


def object_box(drawn: Handle, frame: Frame) -> Box:
    """Where an object stands on the page as shown."""
    left, bottom, right, top = (ctypes.c_float() for _ in range(4))
    raw.FPDFPageObj_GetBounds(drawn, left, bottom, right, top)
    return Box(*frame.map_edges(left.value, top.value, right.value, bottom.value))


def fill_colour(drawn: Handle) -> tuple[int, ...]:
    """Red, green, blue and opacity, each of 255."""
    parts = [ctypes.c_uint() for _ in range(4)]
    raw.FPDFPageObj_GetFillColor(drawn, *parts)
    return tuple(part.value for part in parts)
