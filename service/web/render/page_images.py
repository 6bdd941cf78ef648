"""Pictures of pages with a passage marked.

The picture shows the file's own page; for a format without pages, its text is typeset.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from threading import Lock

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageChops, ImageDraw, ImageFont

from ingest.readers.pdfium.document import render_page
from ingest.types import Block, Report, Words

MARK = (255, 232, 112)
"""A marker pen."""
DARK = 110
"""Mean brightness below which a page's ground counts as dark, where a marker would not show."""
MAX_PIXELS = 3000
"""Longest side of a picture; a huge page is drawn smaller rather than filling the memory."""
SHEET_WIDTH, SHEET_MARGIN, TEXT_SIZE = 500, 40, 11
"""Of a typeset page, in points: with these a line holds some 70 characters."""
BULLET = 14
"""Points by which an item is set in, by eye."""
MAX_SHEET_SCALE = 2.4
"""A typeset page is drawn no larger, by eye: it is sharp then on screens of twice the usual points."""
SHEET_SHAPE = 2**0.5
"""Height over width of a sheet of paper."""
FEW_COLOURS = 48
"""Colours of a small picture, by eye."""
AROUND = 700
"""Characters shown before and after a passage on a typeset page."""
AROUND_MARK = 54
"""Points shown above and below a mark: four lines of a report's usual text, enough to see what it belongs to."""
FONT = Path(__file__).parents[1] / "static" / "DejaVuSerif.ttf"
INK, PAPER, SHEET_MARK = (32, 32, 32), (255, 255, 252), (255, 232, 128)
"""Colours of a typeset page in red, green and blue, by eye."""

Box = tuple[float, float, float, float]

_pdfium = Lock()
"""PDFium must not be entered by two threads at once."""


@dataclass(frozen=True, slots=True)
class Span:
    """Characters of `report.text`, half-open."""

    start: int
    end: int


@dataclass(frozen=True, slots=True)
class TextRun:
    """A typeset run without spaces, and its place in pixels; without characters it is a bullet's dot."""

    start: int
    end: int
    x: float
    y: float
    width: float
    font: ImageFont.FreeTypeFont


@dataclass(frozen=True, slots=True)
class Marks:
    """What is marked on one page of a passage."""

    boxes: tuple[Box, ...]
    """In points from the top left; words of a line are joined. Empty when not `sure`."""
    sure: bool
    """Whether the boxes hold the passage's words on this page, all of them, and no others."""


NOTHING = Marks((), sure=True)


def page_png(
    report: Report,
    file: Path,
    number: int,
    mark: Span | None,
    scale: float,
    *,
    lines: bool = False,
    cells: Sequence[Span] = (),
) -> bytes:
    """Draw page `number` (from 1) at `scale` pixels a point, with `mark`'s words marked, as PNG.

    With `cells`, only their words are marked. With `lines`, only the lines around the mark are drawn, if there is one.
    """
    if report.words is None:
        image = _typeset(report, mark or Span(0, 0), min(scale, MAX_SHEET_SCALE))
    else:
        page = report.pages[number - 1]
        scale = min(scale, MAX_PIXELS / max(page.width, page.height, 1))
        with _pdfium:
            image = render_page(file, number, scale)
        spans = cells or ([mark] if mark else [])
        boxes = marks_of_all(report, number, spans).boxes
        image = _with_marks(image, boxes, scale)
        if lines and (strip := find_strip(report, number, boxes)):
            image = image.crop((0, round(strip[0] * scale), image.width, round(strip[1] * scale)))
    buffer = BytesIO()
    image.save(buffer, "PNG")
    return buffer.getvalue()


def find_strip(report: Report, number: int, boxes: Sequence[Box]) -> tuple[float, float] | None:
    """Give top and bottom, in points, of the part of a page with the marked words and some lines around them.

    None where nothing is marked.
    """
    if not boxes:
        return None
    height = report.pages[number - 1].height
    top, bottom = min(box[1] for box in boxes) - AROUND_MARK, max(box[3] for box in boxes) + AROUND_MARK
    return max(0.0, top), min(height, bottom)


def marks_of_all(report: Report, number: int, spans: Sequence[Span]) -> Marks:
    """Give what to mark of several runs of words, such as the cells of a table: all of them, or nothing.

    Nothing in formats without pages.
    """
    if report.words is None:
        return NOTHING
    found = [marks(report.text, report.words, number, span) for span in spans]
    if not all(each.sure for each in found):
        return Marks((), sure=False)
    return Marks(tuple(box for each in found for box in each.boxes), sure=True)


def marks(text: str, words: Words, number: int, mark: Span) -> Marks:
    """Give what to mark of a passage on page `number`: exactly its words, or nothing.

    It is not sure when some of the passage's characters stand nowhere, when a box reaches beyond the passage, or
    when other words stand where words of the passage do.
    """
    on_page = words.page == number
    inside = (words.start < mark.end) & (words.end > mark.start)
    if not np.any(on_page & inside):
        return NOTHING
    boxes = tuple(find_marked_boxes(words, number, mark))
    others = words.box[on_page & ~inside]
    exact = _do_words_cover(text, words, np.flatnonzero(inside), mark) and not _any_within(others, boxes)
    return Marks(boxes, sure=True) if exact else Marks((), sure=False)


def _do_words_cover(text: str, words: Words, rows: NDArray[np.intp], mark: Span) -> bool:
    """Whether these words have exactly the passage's characters, apart from spaces."""
    placed = np.zeros(mark.end - mark.start, bool)
    for start, end in zip(words.start[rows].tolist(), words.end[rows].tolist(), strict=True):
        if text[start : max(start, mark.start)].strip() or text[min(end, mark.end) : end].strip():
            return False
        placed[max(start - mark.start, 0) : end - mark.start] = True
    return all(text[mark.start + at].isspace() for at in np.flatnonzero(~placed).tolist())


def _any_within(others: NDArray[np.float32], boxes: tuple[Box, ...]) -> bool:
    """Whether the middle of some other word lies in one of the boxes."""
    across, down = (others[:, 0] + others[:, 2]) / 2, (others[:, 1] + others[:, 3]) / 2
    return any(
        np.any((left < across) & (across < right) & (top < down) & (down < bottom))
        for left, top, right, bottom in boxes
    )


def small_png(report: Report, file: Path, number: int, width: int) -> bytes:
    """Draw page `number` (from 1) `width` pixels wide, in few colours and in the shape of a sheet of paper.

    A taller page is cut, a shorter one is filled: all pictures of a list have one size. A page that is very long is
    drawn narrower, since its picture is held whole in memory.
    """
    if report.words is None:
        image = _typeset(report, Span(0, 0), width / SHEET_WIDTH)
    else:
        with _pdfium:
            page = report.pages[number - 1]
            scale = min(width / max(page.width, 1), MAX_PIXELS / max(page.width, page.height, 1))
            image = render_page(file, number, scale)
    sheet = Image.new("RGB", (width, round(width * SHEET_SHAPE)), PAPER)
    sheet.paste(image.convert("RGB"))
    buffer = BytesIO()
    sheet.quantize(FEW_COLOURS, dither=Image.Dither.NONE).save(buffer, "PNG", optimize=True)
    return buffer.getvalue()


def find_marked_boxes(words: Words, number: int, mark: Span) -> list[Box]:
    """Give the boxes over the words of `mark` on one page, in points, words of a line joined."""
    rows = np.flatnonzero((words.page == number) & (words.start < mark.end) & (words.end > mark.start))
    boxes: list[Box] = []
    for left, top, right, bottom in words.box[rows].tolist():
        if boxes and _continues(boxes[-1], (left, top, right, bottom)):
            last = boxes[-1]
            boxes[-1] = (last[0], min(last[1], top), max(last[2], right), max(last[3], bottom))
        else:
            boxes.append((left, top, right, bottom))
    return boxes


def _continues(before: Box, box: Box) -> bool:
    """Whether a word stands right after another on the same line."""
    height = min(before[3] - before[1], box[3] - box[1])
    shared = min(before[3], box[3]) - max(before[1], box[1])
    return shared > height / 2 and -height < box[0] - before[2] < height


def _with_marks(image: Image.Image, boxes: Iterable[Box], scale: float) -> Image.Image:
    """Lay the marks over the page: on light ground as ink, which keeps print black; on dark ground as a veil."""
    image = image.convert("RGB")
    for left, top, right, bottom in boxes:
        area = _round_to_pixels(
            image, ((left - 1) * scale, (top - 1) * scale, (right + 1) * scale, (bottom + 1) * scale)
        )
        if area is None:
            continue
        ground = image.crop(area)
        ink = Image.new("RGB", ground.size, MARK)
        dark = float(np.asarray(ground.convert("L")).mean()) < DARK
        image.paste(Image.blend(ground, ink, 0.4) if dark else ImageChops.multiply(ground, ink), area)
    return image


def _round_to_pixels(image: Image.Image, box: Box) -> tuple[int, int, int, int] | None:
    """Round a box to the picture's pixels; None if no part of the box is inside."""
    left, top = max(0, round(box[0])), max(0, round(box[1]))
    right, bottom = min(image.width, round(box[2])), min(image.height, round(box[3]))
    return (left, top, right, bottom) if left < right and top < bottom else None


def _typeset(report: Report, mark: Span, scale: float) -> Image.Image:
    """Set the blocks around the passage in one column."""
    pieces = list(_pieces(report, mark, scale))
    margin = round(SHEET_MARGIN * scale)
    height = max((p.y + p.font.size * 1.5 for p in pieces), default=0) + margin
    image = Image.new("RGB", (round(SHEET_WIDTH * scale), max(round(height), 2 * margin)), PAPER)
    draw = ImageDraw.Draw(image)
    marked = [p for p in pieces if p.start < mark.end and p.end > mark.start]
    for before, piece in zip([None, *marked], marked, strict=False):
        joined = before is not None and before.y == piece.y and before.x + before.width < piece.x
        left = before.x + before.width if joined and before else piece.x - 1
        bottom = piece.y + piece.font.size * 1.3
        draw.rectangle((left, piece.y, piece.x + piece.width + 1, bottom), SHEET_MARK)
    for piece in pieces:
        draw.text((piece.x, piece.y), report.text[piece.start : piece.end] or "•", INK, piece.font)
    return image


def _pieces(report: Report, mark: Span, scale: float) -> Iterator[TextRun]:
    y = SHEET_MARGIN * scale
    for block in _blocks_around(report, mark):
        size = TEXT_SIZE + max(0, 5 - block.level) if block.role == "heading" else TEXT_SIZE
        font = ImageFont.truetype(FONT, round(size * scale), layout_engine=ImageFont.Layout.BASIC)
        left = (SHEET_MARGIN + _indent(block)) * scale
        if block.role == "bullet":
            yield TextRun(0, 0, left - BULLET * scale, y, 0, font)
        window = _window(report.text, block, mark)
        for piece in _wrap(report.text, window, font, left, y, (SHEET_WIDTH - SHEET_MARGIN) * scale):
            y = piece.y
            yield piece
        y += font.size * 2.1


def _wrap(
    text: str, span: Span, font: ImageFont.FreeTypeFont, left: float, top: float, right: float
) -> Iterator[TextRun]:
    """Break a block into lines; a run too long for a line is broken anywhere."""
    x, y, space = left, top, font.getlength(" ")
    before = None
    for found in re.compile(r"\S{1,40}").finditer(text, span.start, span.end):
        width = font.getlength(found.group())
        x += space if before is not None and found.start() > before else 0
        if x > left and x + width > right:
            x, y = left, y + font.size * 1.5
        yield TextRun(found.start(), found.end(), x, y, width, font)
        x, before = x + width, found.end()


def _blocks_around(report: Report, mark: Span) -> list[Block]:
    return [b for b in report.blocks if b.start < mark.end + AROUND and b.end > mark.start - AROUND]


def _window(text: str, block: Block, mark: Span) -> Span:
    """Give what is shown of a block: all of it, or, if it is very long, whole words around the passage."""
    start, end = max(block.start, mark.start - 3 * AROUND), min(block.end, mark.end + 3 * AROUND)
    while block.start < start < end and not text[start - 1].isspace():
        start += 1
    return Span(start, end)


def _indent(block: Block) -> int:
    if block.role == "bullet":
        return BULLET * max(block.level, 1)
    return 20 if block.role == "quotation" else 0
