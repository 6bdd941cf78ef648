"""The only home of pypdfium2: the words, rules and areas that a page shows, and pictures of pages.

Why pypdfium2 and not pypdf for text: see `tests/shared/test_pdf_reading.py`, which holds the comparison.
"""

import ctypes
import math
import re
from collections import Counter, deque
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from itertools import repeat
from pathlib import Path
from typing import Any

import numpy as np
import pypdfium2 as pdfium
from numpy.typing import NDArray
from PIL import Image
from pypdfium2 import raw

from ingest.errors import UnreadableFile
from ingest.layout.parts import Box, DrawnPage, Word
from ingest.layout.text.characters import SPACES, Floats, Frame, bound_ranges, split_words
from ingest.layout.text.glyphs import clean_glyphs
from ingest.layout.text.lines import make_lines

INVISIBLE = 3
"""The text render mode that draws nothing."""
STROKED_TOO = 2
"""The text render mode that fills and strokes: how some producers draw bold letters."""
THIN = 3.0
"""Drawn shapes narrower than this many points are rules."""
SKEW = 10.0
"""Degrees by which a line of text may slope."""
SAMPLE = 60
"""Characters of a page that are asked for their direction."""
MOST_SEGMENTS = 20
"""A path with more corners is a drawing, not a rule or a box."""
MOST_OBJECTS = 20_000
"""Beyond this a page is a drawing; its shapes tell nothing about its text."""
WHITE = (255, 255, 255, 255)
OPAQUE = 255
FEWEST_CORNERS = 3
"""What has fewer and isn't thin is a slanted line."""
RECTANGLE = (4, 5)
"""How many segments draw a rectangle: with or without the one that closes it."""
BOLD = re.compile(r"bold|black|heavy")
Handle = Any
"""A pointer of pdfium; its type is ctypes' own."""


@dataclass(frozen=True, slots=True)
class Style:
    """How the characters of one text object look."""

    size: float
    bold: bool
    italic: bool
    visible: bool


def count_pages(data: bytes, path: Path) -> int:
    """How many pages a file has; at least one.

    Raises `UnreadableFile`: `encrypted` when it needs a password, `corrupt` when it can't be opened.
    """
    with open_document(data, path) as document:
        count = len(document)
    if not count:
        raise UnreadableFile(path, "corrupt", "It has no pages.", "Fetch it again.")
    return count


def read_sheets(data: bytes, path: Path) -> Iterator[DrawnPage]:
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


def read_sheet(page: pdfium.PdfPage, number: int) -> DrawnPage:
    """One page, turned so that most of its text is upright; boxes are points from the top left."""
    shown = frame_of(page)
    textpage = page.get_textpage()
    try:
        turns = read_turns(textpage)
        frame = replace(shown, turn=turns[0] if turns else shown.turn)
        shapes = read_shapes(page, frame)
        words = read_words(textpage, frame, shapes)
        asides = [
            aside
            for turn in turns[1:]
            for aside in read_aside(textpage, replace(frame, turn=turn), frame.turn, shapes)
        ]
    finally:
        textpage.close()
    return DrawnPage(
        number,
        *frame.size,
        words=tuple(words),
        rules=tuple(shapes.rules),
        areas=tuple(shapes.areas),
        turned=(frame.turn - shown.turn) % 360,
        asides=tuple(asides),
    )


def frame_of(page: pdfium.PdfPage) -> Frame:
    """What the crop box leaves of a page, turned as the page says."""
    media, crop = page.get_mediabox(), page.get_cropbox()
    left, bottom = max(media[0], crop[0]), max(media[1], crop[1])
    right, top = min(media[2], crop[2]), min(media[3], crop[3])
    return Frame(left, bottom, right, top, page.get_rotation())


def read_turns(textpage: pdfium.PdfTextPage) -> list[int]:
    """Quarter turns that text runs in, counted in a sample of characters; the most frequent first."""
    count = textpage.count_chars()
    matrix = raw.FS_MATRIX()
    turns: Counter[int] = Counter()
    for index in range(0, max(count, 0), max(1, count // SAMPLE)):
        if raw.FPDFText_GetMatrix(textpage.raw, index, matrix):
            angle = math.degrees(math.atan2(matrix.b, matrix.a))
            if abs(angle - 90 * round(angle / 90)) < SKEW:
                turns[90 * round(angle / 90) % 360] += 1
    return [turn for turn, _ in turns.most_common()]


def read_aside(
    textpage: pdfium.PdfTextPage, frame: Frame, turn: int, shapes: "Shapes"
) -> Iterator[tuple[Word, ...]]:
    """Lines of text that runs in another direction than most, with boxes where the page stands at `turn`."""
    for line in make_lines(list(read_words(textpage, frame, shapes))):
        yield tuple(word._replace(box=word.box.turned(turn - frame.turn, *frame.size)) for word in line.words)


def read_words(textpage: pdfium.PdfTextPage, frame: Frame, shapes: "Shapes") -> list[Word]:
    """Words that are visible and upright in the frame, in the order of the file."""
    count = textpage.count_chars()
    if count <= 0:
        return []
    codes = read_codes(textpage, count)
    boxes = frame.show(read_boxes(textpage, codes))
    starts, ends = split_words(codes, boxes)
    letters = codes.astype("<u4").tobytes().decode("utf-32-le", errors="replace")
    width, height = frame.size
    page = Box(-1, -1, width + 1, height + 1)
    styles: dict[int, Style] = {}
    words: list[Word] = []
    for start, end, edges in zip(
        starts.tolist(), ends.tolist(), bound_ranges(boxes, starts, ends), strict=True
    ):
        style = style_at(textpage, start, styles, frame, shapes)
        text, box = clean_glyphs(letters[start:end]), Box(*edges)
        if text and style.visible and page.holds(box):
            words.append(Word(text, box, style.size, style.bold, style.italic))
    return words


def read_codes(textpage: pdfium.PdfTextPage, count: int) -> NDArray[np.uint32]:
    """The code point of each character; one call where every character is a single UTF-16 unit."""
    units = (ctypes.c_ushort * (count + 1))()
    written = raw.FPDFText_GetText(textpage.raw, 0, count, units) - 1
    codes = np.array(units[:count], np.uint32)
    if written == count and not np.any((codes >= 0xD800) & (codes < 0xE000)):
        return codes
    codes = np.array([raw.FPDFText_GetUnicode(textpage.raw, index) for index in range(count)], np.uint32)
    codes[((codes >= 0xD800) & (codes < 0xE000)) | (codes > 0x10FFFF)] = 0xFFFD
    return codes


def read_boxes(textpage: pdfium.PdfTextPage, codes: NDArray[np.uint32]) -> Floats:
    """Left, top, right, bottom of each character that isn't a space, y upwards; zeros for spaces.

    The loose box has the font's height and the character's advance, so neighbours touch. A loop in Python
    would take longer than this `map`.
    """
    solid = np.flatnonzero(~np.isin(codes, SPACES))
    found = (raw.FS_RECTF * len(solid))()
    deque(map(raw.FPDFText_GetLooseCharBox, repeat(textpage.raw), solid.tolist(), found), maxlen=0)
    boxes = np.zeros((len(codes), 4))
    boxes[solid] = np.ctypeslib.as_array(found).view(np.float32).reshape(-1, 4) if len(solid) else 0
    return boxes


def style_at(
    textpage: pdfium.PdfTextPage, index: int, styles: dict[int, Style], frame: Frame, shapes: "Shapes"
) -> Style:
    """The style of the text object that a character belongs to; looked up once for each object."""
    drawn = raw.FPDFText_GetTextObject(textpage.raw, index)
    if not drawn:
        return Style(raw.FPDFText_GetFontSize(textpage.raw, index), bold=False, italic=False, visible=True)
    address = ctypes.addressof(drawn.contents)
    if address not in styles:
        styles[address] = read_style(textpage, index, drawn, frame, shapes)
    return styles[address]


def read_style(
    textpage: pdfium.PdfTextPage, index: int, drawn: Handle, frame: Frame, shapes: "Shapes"
) -> Style:
    """Size as shown, weight, slant, and whether the object draws anything that stands upright."""
    matrix = raw.FS_MATRIX()
    raw.FPDFText_GetMatrix(textpage.raw, index, matrix)
    mode = raw.FPDFTextObj_GetTextRenderMode(drawn)
    font = raw.FPDFTextObj_GetFont(drawn)
    address = ctypes.addressof(font.contents) if font else 0
    if address not in shapes.fonts:
        shapes.fonts[address] = read_font(font)
    bold, italic = shapes.fonts[address]
    scale = math.hypot(matrix.c, matrix.d) or 1.0
    angle = (math.degrees(math.atan2(matrix.b, matrix.a)) - frame.turn) % 360
    return Style(
        size=round(2 * raw.FPDFText_GetFontSize(textpage.raw, index) * scale) / 2,
        bold=bold or mode == STROKED_TOO,
        italic=italic,
        visible=ctypes.addressof(drawn.contents) not in shapes.hidden
        and mode != INVISIBLE
        and min(angle, 360 - angle) < SKEW,
    )


def read_font(font: Handle) -> tuple[bool, bool]:
    """Whether a font is bold, and whether it is italic, by what it says or by its name."""
    buffer = ctypes.create_string_buffer(128)
    raw.FPDFFont_GetBaseFontName(font, buffer, len(buffer))
    name = buffer.value.decode("latin-1").lower()
    slant = ctypes.c_int()
    raw.FPDFFont_GetItalicAngle(font, slant)
    bold = raw.FPDFFont_GetWeight(font) >= 600 or bool(BOLD.search(name))
    return bold, slant.value != 0 or "italic" in name or "oblique" in name


@dataclass(frozen=True, slots=True)
class Shapes:
    """What a page draws besides text, and the text objects that something opaque was painted over."""

    rules: list[Box] = field(default_factory=list)
    areas: list[Box] = field(default_factory=list)
    hidden: set[int] = field(default_factory=set)
    fonts: dict[int, tuple[bool, bool]] = field(default_factory=dict)
    """Bold and italic of each font, by its address."""


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
            if is_clipped_away(drawn, frame, box):
                shapes.hidden.add(address)
        elif kind == raw.FPDF_PAGEOBJ_PATH and raw.FPDFPath_CountSegments(drawn) <= MOST_SEGMENTS:
            add_shape(shapes, texts, drawn, object_box(drawn, frame))
    return shapes


def is_clipped_away(drawn: Handle, frame: Frame, box: Box) -> bool:
    """Whether a clipping rectangle leaves nothing of an object."""
    clip = raw.FPDFPageObj_GetClipPath(drawn)
    return any(
        raw.FPDFClipPath_CountPathSegments(clip, index) <= MOST_SEGMENTS
        and not do_overlap(box, clip_box(clip, index, frame))
        for index in range(raw.FPDFClipPath_CountPaths(clip) if clip else 0)
    )


def do_overlap(one: Box, other: Box) -> bool:
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
    return Box(*frame.map_edges(min(across), max(up), max(across), min(up)))


def add_shape(shapes: Shapes, texts: list[tuple[int, Box]], drawn: Handle, box: Box) -> None:
    """Take a path in as a rule, or as an area and its frame, and hide the text under it."""
    filled, stroked = ctypes.c_int(), ctypes.c_int()
    raw.FPDFPath_GetDrawMode(drawn, filled, stroked)
    if min(box.width, box.height) < THIN:
        shapes.rules.append(box)
        return
    if raw.FPDFPath_CountSegments(drawn) < FEWEST_CORNERS:
        return
    colour = fill_colour(drawn) if filled.value else None
    if colour != WHITE:
        shapes.areas.append(box)
    if colour is not None and colour[3] == OPAQUE:
        shapes.hidden.update(address for address, text in texts if box.holds(text, 0))
    if stroked.value and raw.FPDFPath_CountSegments(drawn) in RECTANGLE:
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


def object_box(drawn: Handle, frame: Frame) -> Box:
    """Where an object stands on the page as shown."""
    left, bottom, right, top = (ctypes.c_float() for _ in range(4))
    raw.FPDFPageObj_GetBounds(drawn, left, bottom, right, top)
    return Box(*frame.map_edges(left.value, top.value, right.value, bottom.value))


def fill_colour(drawn: Handle) -> tuple[int, ...]:
    """Red, green, blue and opacity."""
    parts = [ctypes.c_uint() for _ in range(4)]
    raw.FPDFPageObj_GetFillColor(drawn, *parts)
    return tuple(part.value for part in parts)
