"""The only home of pypdfium2: the words, rules and areas that a page shows, and pictures of pages.

Why pypdfium2 and not pypdf for text: see `tests/shared/test_pdf_reading.py`, which holds the comparison.
"""

import ctypes
import math
import re
from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import repeat
from pathlib import Path
from typing import Any

import numpy as np
import pypdfium2 as pdfium
import pypdfium2.raw as raw
from numpy.typing import NDArray
from PIL import Image

from ingest.errors import UnreadableFile
from ingest.layout.glyphs import clean_glyphs
from ingest.layout.parts import Box, Sheet, Word

INVISIBLE = 3
"""The text render mode that draws nothing."""
STROKED_TOO = 2
"""The text render mode that fills and strokes: how some producers draw bold letters."""
THIN = 3.0
"""Drawn shapes narrower than this many points are rules."""
MOST_SEGMENTS = 20
"""A path with more corners is a drawing, not a rule or a box."""
MOST_OBJECTS = 20_000
"""Beyond this a page is a drawing; its shapes tell nothing about its text."""
LOST_SPACE = 0.15
"""A gap inside a word of more than this part of its height is a space that the file doesn't have."""
WHITE = (255, 255, 255, 255)
BOLD = re.compile(r"bold|black|heavy")
SPACES = np.array(
    [*range(0x21), 0x7F, 0xA0, 0x1680, *range(0x2000, 0x200B), 0x2028, 0x2029, 0x202F, 0x205F, 0x3000]
)
Handle = Any
"""A pointer of pdfium; its type is ctypes' own."""
Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Style:
    """How the characters of one text object look."""

    size: float
    bold: bool
    italic: bool
    visible: bool


@dataclass(frozen=True, slots=True)
class Frame:
    """Maps coordinates of a page's content to the page as shown."""

    left: float
    bottom: float
    right: float
    top: float
    turn: int
    """Degrees clockwise by which the page is shown."""

    @classmethod
    def of(cls, page: pdfium.PdfPage) -> "Frame":
        """The frame of a page: what its crop box leaves, turned as the page says."""
        media, crop = page.get_mediabox(), page.get_cropbox()
        left, bottom = max(media[0], crop[0]), max(media[1], crop[1])
        right, top = min(media[2], crop[2]), min(media[3], crop[3])
        return cls(left, bottom, right, top, page.get_rotation())

    def show(self, boxes: Floats) -> Floats:
        """Rows of left, top, right, bottom with y upwards, to such rows with y down from the shown top left."""
        left, top, right, bottom = boxes.T
        if self.turn == 90:
            shown = (bottom - self.bottom, left - self.left, top - self.bottom, right - self.left)
        elif self.turn == 180:
            shown = (self.right - right, bottom - self.bottom, self.right - left, top - self.bottom)
        elif self.turn == 270:
            shown = (self.top - top, self.right - right, self.top - bottom, self.right - left)
        else:
            shown = (left - self.left, self.top - top, right - self.left, self.top - bottom)
        return np.stack(shown, axis=1)


def count_pages(data: bytes, path: Path) -> int:
    """How many pages a file has; at least one.

    Raises `UnreadableFile`: `encrypted` when it needs a password, `corrupt` when it can't be opened.
    """
    with open_document(data, path) as document:
        count = len(document)
    if not count:
        raise UnreadableFile(path, "corrupt", "It has no pages.", "Fetch it again.")
    return count


def read_sheets(data: bytes, path: Path) -> Iterator[Sheet]:
    """Each page's words and drawn shapes, one page at a time.

    Raises `UnreadableFile` as `count_pages` does, also when a page can't be opened.
    """
    with open_document(data, path) as document:
        for index in range(len(document)):
            try:
                page = document[index]
            except pdfium.PdfiumError as error:
                explanation = f"Page {index + 1} is damaged."
                raise UnreadableFile(path, "corrupt", explanation, "Save it anew from its source.") from error
            yield read_sheet(page, index + 1)
            page.close()


def open_document(data: bytes, path: Path) -> pdfium.PdfDocument:
    """The file, opened with an empty password where it has one."""
    try:
        return pdfium.PdfDocument(data)
    except pdfium.PdfiumError as error:
        if error.err_code == raw.FPDF_ERR_PASSWORD:
            explanation = "It is encrypted and needs a password."
            raise UnreadableFile(path, "encrypted", explanation, "Save a copy without a password.") from error
        explanation = "It is damaged, or not a PDF."
        raise UnreadableFile(path, "corrupt", explanation, "Fetch it again, or save it anew.") from error


def render_page(path: Path, number: int, scale: float) -> Image.Image:
    """A picture of page `number` (1-based), at `scale` times 72 dots an inch."""
    with pdfium.PdfDocument(path) as document:
        picture: Image.Image = document[number - 1].render(scale=scale).to_pil()
        return picture


def read_sheet(page: pdfium.PdfPage, number: int) -> Sheet:
    """One page; boxes are mapped to the page as shown, from its top left."""
    width, height = page.get_size()
    frame = Frame.of(page)
    shapes = read_shapes(page, frame)
    textpage = page.get_textpage()
    try:
        words = list(read_words(textpage, frame, shapes))
    finally:
        textpage.close()
    shown = Box(-1, -1, width + 1, height + 1)
    inside = tuple(word for word in words if shown.holds(word.box))
    return Sheet(number, width, height, inside, tuple(shapes.rules), tuple(shapes.areas))


def read_words(textpage: pdfium.PdfTextPage, frame: Frame, shapes: "Shapes") -> Iterator[Word]:
    """Visible upright words in the order of the file."""
    count = textpage.count_chars()
    if count <= 0:
        return
    codes = read_codes(textpage, count)
    boxes = frame.show(read_boxes(textpage, count))
    starts, ends = split_words(codes, boxes)
    if not len(starts):
        return
    letters = codes.astype("<u4").tobytes().decode("utf-32-le", errors="replace")
    styles: dict[int, Style] = {}
    for start, end, edges in zip(starts.tolist(), ends.tolist(), bounds(boxes, starts, ends), strict=True):
        style = style_at(textpage, start, styles, frame, shapes)
        text = clean_glyphs(letters[start:end])
        if text and style.visible:
            yield Word(text, Box(*edges), style.size, style.bold, style.italic)


def read_codes(textpage: pdfium.PdfTextPage, count: int) -> NDArray[np.uint32]:
    """The code point of each character; one call where every character is a single UTF-16 unit."""
    units = (ctypes.c_ushort * (count + 1))()
    written = raw.FPDFText_GetText(textpage.raw, 0, count, units) - 1
    codes = np.frombuffer(units, np.uint16, count).astype(np.uint32)
    surrogates = (codes >= 0xD800) & (codes < 0xE000)
    if written == count and not surrogates.any():
        return codes
    exact = np.fromiter(map(raw.FPDFText_GetUnicode, repeat(textpage.raw), range(count)), np.uint32, count)
    exact[((exact >= 0xD800) & (exact < 0xE000)) | (exact > 0x10FFFF)] = 0xFFFD
    return exact


def read_boxes(textpage: pdfium.PdfTextPage, count: int) -> Floats:
    """Left, top, right, bottom of each character, y upwards.

    The loose box has the font's height and the character's advance, so neighbours touch; a loop in Python would
    take three times as long as this `map`.
    """
    boxes = (raw.FS_RECTF * count)()
    deque(map(raw.FPDFText_GetLooseCharBox, repeat(textpage.raw), range(count), boxes), maxlen=0)
    return np.frombuffer(boxes, np.float32).reshape(count, 4).astype(np.float64)


def split_words(codes: NDArray[np.uint32], boxes: Floats) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
    """Where words start and end: at spaces, at another line, and at gaps that the file shows without a space."""
    solid = ~np.isin(codes, SPACES)
    follows = solid[1:] & solid[:-1]
    left, top, right, bottom = boxes.T
    height = np.minimum(bottom - top, np.roll(bottom - top, 1))[1:]
    shift = np.abs((top + bottom)[1:] - (top + bottom)[:-1]) / 2
    gap = left[1:] - right[:-1]
    torn = follows & ((shift > 0.6 * height) | (gap < -height) | (gap > 3 * height))
    wide = follows & ~torn & (gap > LOST_SPACE * height)
    # Spaced-out lettering has such a gap after every letter; a lost space has none beside it.
    beside = np.concatenate([[False], wide[:-1]]) | np.concatenate([wide[1:], [False]])
    cut = torn | (wide & ~beside)
    starts = np.flatnonzero(solid & np.concatenate([[True], ~solid[:-1] | cut]))
    ends = np.flatnonzero(solid & np.concatenate([~solid[1:] | cut, [True]])) + 1
    return starts, ends


def bounds(boxes: Floats, starts: NDArray[np.intp], ends: NDArray[np.intp]) -> list[list[float]]:
    """Left, top, right, bottom around each range of characters."""
    padded = np.vstack([boxes, boxes[-1:]])
    ranges = np.stack([starts, ends], axis=1).ravel()
    low = np.minimum.reduceat(padded[:, :2], ranges)[::2]
    high = np.maximum.reduceat(padded[:, 2:], ranges)[::2]
    edges: list[list[float]] = np.hstack([low, high]).tolist()
    return edges


def style_at(
    textpage: pdfium.PdfTextPage, index: int, styles: dict[int, Style], frame: Frame, shapes: "Shapes"
) -> Style:
    """The style of the text object that a character belongs to; looked up once for each object."""
    drawn = raw.FPDFText_GetTextObject(textpage.raw, index)
    if not drawn:
        return Style(raw.FPDFText_GetFontSize(textpage.raw, index), bold=False, italic=False, visible=True)
    address = ctypes.addressof(drawn.contents)
    if address not in styles:
        styles[address] = read_style(textpage, index, drawn, frame, visible=address not in shapes.hidden)
    return styles[address]


def read_style(
    textpage: pdfium.PdfTextPage, index: int, drawn: Handle, frame: Frame, *, visible: bool
) -> Style:
    """Size as shown, weight, slant, and whether the object draws anything that stands upright."""
    matrix = raw.FS_MATRIX()
    raw.FPDFText_GetMatrix(textpage.raw, index, matrix)
    mode = raw.FPDFTextObj_GetTextRenderMode(drawn)
    font = raw.FPDFTextObj_GetFont(drawn)
    name = font_name(font)
    slant = ctypes.c_int()
    raw.FPDFFont_GetItalicAngle(font, slant)
    scale = math.hypot(matrix.c, matrix.d) or 1.0
    angle = (math.degrees(math.atan2(matrix.b, matrix.a)) - frame.turn) % 360
    return Style(
        size=round(2 * raw.FPDFText_GetFontSize(textpage.raw, index) * scale) / 2,
        bold=mode == STROKED_TOO or raw.FPDFFont_GetWeight(font) >= 600 or bool(BOLD.search(name)),
        italic=slant.value != 0 or "italic" in name or "oblique" in name,
        visible=visible and mode != INVISIBLE and min(angle, 360 - angle) < 10,
    )


def font_name(font: Handle) -> str:
    """The base name of a font, in lower case, without the mark of a subset."""
    buffer = ctypes.create_string_buffer(128)
    raw.FPDFFont_GetBaseFontName(font, buffer, len(buffer))
    return buffer.value.decode("latin-1").lower().split("+")[-1]


@dataclass(frozen=True, slots=True)
class Shapes:
    """What a page draws besides text, and the text objects that something opaque was painted over."""

    rules: list[Box] = field(default_factory=list)
    areas: list[Box] = field(default_factory=list)
    hidden: set[int] = field(default_factory=set)


def read_shapes(page: pdfium.PdfPage, frame: Frame) -> Shapes:
    """Rules, framed or filled areas, and hidden text objects, in one walk over the page's objects."""
    shapes = Shapes()
    texts: list[tuple[int, Box]] = []
    for index in range(min(raw.FPDFPage_CountObjects(page.raw), MOST_OBJECTS)):
        drawn = raw.FPDFPage_GetObject(page.raw, index)
        kind = raw.FPDFPageObj_GetType(drawn)
        if kind == raw.FPDF_PAGEOBJ_TEXT:
            address, box = ctypes.addressof(drawn.contents), object_box(drawn, frame)
            texts.append((address, box))
            if clipped_away(drawn, frame, box):
                shapes.hidden.add(address)
        elif kind == raw.FPDF_PAGEOBJ_PATH and raw.FPDFPath_CountSegments(drawn) <= MOST_SEGMENTS:
            add_shape(shapes, texts, drawn, object_box(drawn, frame))
    return shapes


def clipped_away(drawn: Handle, frame: Frame, box: Box) -> bool:
    """Whether a clipping rectangle leaves nothing of an object."""
    clip = raw.FPDFPageObj_GetClipPath(drawn)
    return any(
        raw.FPDFClipPath_CountPathSegments(clip, index) <= MOST_SEGMENTS
        and not overlap(box, clip_box(clip, index, frame))
        for index in range(raw.FPDFClipPath_CountPaths(clip) if clip else 0)
    )


def overlap(one: Box, other: Box) -> bool:
    """Whether two boxes share more than an edge."""
    across = min(one.right, other.right) - max(one.left, other.left)
    return across > 0 and min(one.bottom, other.bottom) - max(one.top, other.top) > 0


def clip_box(clip: Handle, index: int, frame: Frame) -> Box:
    """The box around one path of a clip."""
    x, y = ctypes.c_float(), ctypes.c_float()
    points = []
    for corner in range(raw.FPDFClipPath_CountPathSegments(clip, index)):
        raw.FPDFPathSegment_GetPoint(raw.FPDFClipPath_GetPathSegment(clip, index, corner), x, y)
        points.append((x.value, y.value))
    across, up = zip(*points, strict=True)
    return Box(*frame.show(np.array([[min(across), max(up), max(across), min(up)]]))[0].tolist())


def add_shape(shapes: Shapes, texts: list[tuple[int, Box]], drawn: Handle, box: Box) -> None:
    """Take a path in as a rule or an area, and hide the text under it."""
    colour = fill_colour(drawn)
    if min(box.width, box.height) < THIN:
        shapes.rules.append(box)
    elif colour != WHITE:
        shapes.areas.append(box)
    if colour is not None and colour[3] == 255 and min(box.width, box.height) > THIN:
        shapes.hidden.update(address for address, text in texts if box.holds(text, 0))


def object_box(drawn: Handle, frame: Frame) -> Box:
    """Where an object stands on the page as shown."""
    left, bottom, right, top = (ctypes.c_float() for _ in range(4))
    raw.FPDFPageObj_GetBounds(drawn, left, bottom, right, top)
    row = np.array([[left.value, top.value, right.value, bottom.value]])
    return Box(*frame.show(row)[0].tolist())


def fill_colour(drawn: Handle) -> tuple[int, int, int, int] | None:
    """Red, green, blue and opacity, None for a path that isn't filled."""
    mode, stroke = ctypes.c_int(), ctypes.c_int()
    raw.FPDFPath_GetDrawMode(drawn, mode, stroke)
    if not mode.value:
        return None
    parts = [ctypes.c_uint() for _ in range(4)]
    raw.FPDFPageObj_GetFillColor(drawn, *parts)
    red, green, blue, opacity = (part.value for part in parts)
    return red, green, blue, opacity
