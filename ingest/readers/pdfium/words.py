"""The words of a page: characters with boxes from pdfium's text page, put together to words with a style.

Why pypdfium2 and not pypdf for text: see `tests/shared/test_pdf_reading.py`, which holds the comparison.
"""

import ctypes
import math
import re
from collections import Counter, deque
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import repeat, starmap

import numpy as np
import pypdfium2 as pdfium
from numpy.typing import NDArray
from pypdfium2 import raw

from ingest.layout.parts import Box, Tag, Word, do_overlap
from ingest.layout.text.characters import SPACES, Floats, Frame, bound_ranges, split_words
from ingest.layout.text.glyphs import clean_glyphs
from ingest.layout.text.lines import make_lines
from ingest.layout.text.raised import find_raised
from ingest.readers.pdfium.outlines import Handle
from ingest.readers.pdfium.shapes import Shapes, fill_colour, find_covered, is_white

FILLED = 0
"""The text render mode of nearly all text."""
INVISIBLE = 3
"""The text render mode that draws nothing (ISO 32000-1, table 106)."""
STROKED_TOO = 2
"""The text render mode that fills and strokes: how some producers draw bold letters."""
SKEW = 10.0
"""Degrees by which a line of text may slope: scans lie askew by 2 or 3, watermarks by 30 and more."""
SAMPLE = 60
"""Characters of a page that are asked for their direction: asking all would double a page's time."""
BOLD_WEIGHT = 600
"""Weights of OpenType from semi-bold on."""
NEVER = 1_000_000
"""The order of a text object that the walk over the page did not meet: nothing counts as painted over it."""
SMALLEST = 1.5
"""Points; smaller letters can't be read, the smallest print in contracts has 4."""
MOSTLY = 0.6
"""Part of a text object under recognised words that the picture of the page covers at least."""
BOLD = re.compile(r"bold|black|heavy")
"""What names of bold fonts have in them, where the font does not give its weight."""


@dataclass(frozen=True, slots=True)
class Style:
    """How the characters of one text object look."""

    size: float
    bold: bool
    italic: bool
    upright: bool = True
    hidden: str | None = None
    """Why nobody can see it."""
    order: int = NEVER
    """Its place in the order of painting."""
    is_recognised: bool = False
    """Whether it is the invisible text that a text recognition laid over a picture."""
    tag: Tag | None = None
    """What the file says that it is."""


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
    textpage: pdfium.PdfTextPage, frame: Frame, turn: int, shapes: Shapes
) -> Iterator[tuple[Word, ...]]:
    """Lines of text that runs in another direction than most, with boxes where the page stands at `turn`."""
    for line in make_lines(read_words(textpage, frame, shapes).words):
        yield tuple(word._replace(box=word.box.turn(turn - frame.turn, *frame.size)) for word in line.words)


@dataclass(frozen=True, slots=True)
class FoundWords:
    """The words of a page that run in one direction."""

    words: list[Word]
    hidden: list[tuple[str, Word]]
    """Words that nobody can see, with the reason."""
    is_recognised: bool
    """Whether some of the words are a text recognition's."""


def read_words(textpage: pdfium.PdfTextPage, frame: Frame, shapes: Shapes) -> FoundWords:
    """Words that are upright in the frame, in the order of the file."""
    count = textpage.count_chars()
    if count <= 0:
        return FoundWords([], [], is_recognised=False)
    codes = read_codes(textpage, count)
    boxes = frame.show(read_boxes(textpage, codes))
    raised = find_raised(codes, boxes)
    starts, ends = split_words(codes, boxes, raised)
    edges = bound_ranges(boxes, starts, ends)
    styles: dict[int, Style] = {}
    looks = [style_at(textpage, start, styles, frame, shapes) for start in starts.tolist()]
    orders = np.array([look.order for look in looks], np.intp)
    covered = find_covered(np.array(edges), orders, shapes.covers).tolist()
    letters = codes.astype("<u4").tobytes().decode("utf-32-le", errors="replace")
    width, height = frame.size
    page = Box(-1, -1, width + 1, height + 1)
    found = FoundWords([], [], is_recognised=any(look.is_recognised for look in looks if look.upright))
    for start, end, box, look, is_covered in zip(
        starts.tolist(), ends.tolist(), starmap(Box, edges), looks, covered, strict=True
    ):
        text = clean_glyphs(letters[start:end])
        if not text or not look.upright:
            continue
        word = Word(text, box, look.size, look.bold, look.italic, bool(raised[start]), look.tag)
        reason = look.hidden or ("under something painted over it" if is_covered else None)
        if reason is None and not page.holds(box):
            reason = "off the page"
        if reason:
            found.hidden.append((reason, word))
        else:
            found.words.append(word)
    return found


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
    textpage: pdfium.PdfTextPage, index: int, styles: dict[int, Style], frame: Frame, shapes: Shapes
) -> Style:
    """The style of the text object that a character belongs to; looked up once for each object."""
    drawn = raw.FPDFText_GetTextObject(textpage.raw, index)
    if not drawn:
        return Style(raw.FPDFText_GetFontSize(textpage.raw, index), bold=False, italic=False, hidden=None)
    address = ctypes.addressof(drawn.contents)
    if address not in styles:
        styles[address] = read_style(textpage, index, drawn, frame, shapes)
    return styles[address]


def read_style(
    textpage: pdfium.PdfTextPage, index: int, drawn: Handle, frame: Frame, shapes: Shapes
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
    size = raw.FPDFText_GetFontSize(textpage.raw, index) * scale
    angle = (math.degrees(math.atan2(matrix.b, matrix.a)) - frame.turn) % 360
    seen = ctypes.addressof(drawn.contents)
    is_recognised = mode == INVISIBLE and lies_on_picture(locate_character(textpage, index, frame), shapes)
    hidden = shapes.hidden.get(seen)
    if hidden is None and mode == INVISIBLE and not is_recognised:
        hidden = "drawn invisibly"
    elif hidden is None and 0 < size < SMALLEST:
        hidden = "too small to see"
    elif hidden is None and mode == FILLED and is_white(fill_colour(drawn)):
        box = locate_character(textpage, index, frame)
        hidden = None if is_backed(shapes.texts.get(seen), box, shapes) else "white on white"
    return Style(
        size=round(2 * size) / 2,
        bold=bold or mode == STROKED_TOO,
        italic=italic,
        upright=min(angle, 360 - angle) < SKEW,
        hidden=hidden,
        order=shapes.texts.get(seen, NEVER),
        is_recognised=is_recognised,
        tag=shapes.tags.get(raw.FPDFPageObj_GetMarkedContentID(drawn)) if shapes.tags else None,
    )


def locate_character(textpage: pdfium.PdfTextPage, index: int, frame: Frame) -> Box:
    """Where a character stands on the page as shown."""
    box = raw.FS_RECTF()
    raw.FPDFText_GetLooseCharBox(textpage.raw, index, box)
    return Box(*frame.map_edges(box.left, box.top, box.right, box.bottom))


def lies_on_picture(box: Box, shapes: Shapes) -> bool:
    """Whether a picture lies under most of a box."""
    for picture in shapes.pictures:
        across = min(picture.right, box.right) - max(picture.left, box.left)
        down = min(picture.bottom, box.bottom) - max(picture.top, box.top)
        if across > 0 and down > 0 and across * down >= MOSTLY * box.width * box.height:
            return True
    return False


def is_backed(order: int | None, box: Box, shapes: Shapes) -> bool:
    """Whether something that isn't white was painted behind a text object; unknown counts as so."""
    return order is None or any(before <= order and do_overlap(area, box) for before, area in shapes.paints)


def read_font(font: Handle) -> tuple[bool, bool]:
    """Whether a font is bold, and whether it is italic, by what it says or by its name."""
    buffer = ctypes.create_string_buffer(128)
    raw.FPDFFont_GetBaseFontName(font, buffer, len(buffer))
    name = buffer.value.decode("latin-1").lower()
    slant = ctypes.c_int()
    raw.FPDFFont_GetItalicAngle(font, slant)
    bold = raw.FPDFFont_GetWeight(font) >= BOLD_WEIGHT or bool(BOLD.search(name))
    return bold, slant.value != 0 or "italic" in name or "oblique" in name
