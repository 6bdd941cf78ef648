"""Opening a PDF: how many pages it has, each page's words and shapes, pictures of pages."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

import pypdfium2 as pdfium
from PIL import Image
from pypdfium2 import raw

from ingest.errors import UnreadableFile
from ingest.layout.parts import Bookmark, DrawnPage
from ingest.layout.text.characters import Frame
from ingest.readers.pdfium.fields import Field, mark_values, read_fields
from ingest.readers.pdfium.shapes import read_shapes
from ingest.readers.pdfium.tags import read_tags
from ingest.readers.pdfium.words import read_aside, read_turns, read_words

WRITTEN = {raw.FPDF_ANNOT_WIDGET, raw.FPDF_ANNOT_FREETEXT, raw.FPDF_ANNOT_STAMP}
"""The annotations that hold words of their own. Links, highlights and pop-ups don't."""

DEEPEST_BOOKMARK = 15
"""Bookmarks inside bookmarks that are followed; Word has nine levels of headings."""


def count_pages(data: bytes, path: Path) -> int:
    """How many pages a file has; at least one.

    Raises `UnreadableFile`: `encrypted` when it needs a password, `corrupt` when it can't be opened.
    """
    with open_document(data, path) as document:
        count = len(document)
    if not count:
        raise UnreadableFile(path, "corrupt", "It has no pages.", "Fetch it again.")
    return count


def read_sheets(data: bytes, path: Path, off_layers: frozenset[str] = frozenset()) -> Iterator[DrawnPage]:
    """Each page's words and drawn shapes, one page at a time; `off_layers` are not shown.

    What is filled into forms and written on pages as notes is part of them.

    Raises `UnreadableFile` as `count_pages` does, also when a page can't be opened.
    """
    with open_document(data, path) as document:
        for index in range(len(document)):
            try:
                page, fields = open_page(document, index)
            except pdfium.PdfiumError as error:
                explanation = f"Page {index + 1} is damaged."
                raise UnreadableFile(path, "corrupt", explanation, "Save it anew from its source.") from error
            yield read_sheet(page, index + 1, off_layers, fields)
            page.close()


def read_bookmarks(data: bytes, path: Path) -> list[Bookmark]:
    """The outline of a file, in its order; entries that lead to no page are left out.

    Raises `UnreadableFile` as `count_pages` does.
    """
    found = []
    with open_document(data, path) as document:
        for entry in document.get_toc(max_depth=DEEPEST_BOOKMARK):
            leads_to = entry.get_dest()
            index = leads_to.get_index() if leads_to else None
            if index is not None and 0 <= index < len(document):
                top = measure_top(leads_to, document, index)
                found.append(Bookmark(entry.get_title(), entry.level + 1, index + 1, top))
    return found


def measure_top(leads_to: pdfium.PdfDest, document: pdfium.PdfDocument, index: int) -> float | None:
    """How far below the top of an upright page a bookmark leads."""
    kind, view = leads_to.get_view()
    if kind != raw.PDFDEST_VIEW_XYZ or len(view) < 2 or not view[1]:
        return None
    page = document[index]
    try:
        frame = read_frame(page)
    finally:
        page.close()
    return None if frame.turn else float(frame.top - view[1])


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
        document.init_forms()  # without it, what is filled into forms is not drawn
        picture: Image.Image = document[number - 1].render(scale=scale).to_pil()
        return picture


def read_sheet(
    page: pdfium.PdfPage, number: int, off_layers: frozenset[str], fields: Sequence[Field]
) -> DrawnPage:
    """One page, turned so that most of its text is upright; boxes are points from the top left."""
    shown = read_frame(page)
    textpage = page.get_textpage()
    try:
        turns = read_turns(textpage)
        frame = replace(shown, turn=turns[0] if turns else shown.turn)
        shapes = replace(read_shapes(page, frame, off_layers), tags=read_tags(page))
        found = read_words(textpage, frame, shapes)
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
        words=tuple(mark_values(found.words, fields, frame) if fields else found.words),
        rules=tuple(shapes.rules),
        areas=tuple(shapes.areas),
        turned=(frame.turn - shown.turn) % 360,
        asides=tuple(asides),
        hidden=tuple(found.hidden),
        is_recognised=found.is_recognised,
    )


def open_page(document: pdfium.PdfDocument, index: int) -> tuple[pdfium.PdfPage, list[Field]]:
    """A page with what stands in its form fields and notes made part of it, and the fields."""
    page = document[index]
    fields = read_fields(page)
    kinds = {read_note_kind(page, at) for at in range(raw.FPDFPage_GetAnnotCount(page.raw))}
    if not kinds & WRITTEN or raw.FPDFPage_Flatten(page.raw, raw.FLAT_NORMALDISPLAY) != raw.FLATTEN_SUCCESS:
        return page, fields
    page.close()
    return document[index], fields


def read_note_kind(page: pdfium.PdfPage, index: int) -> int:
    """The kind of one of a page's annotations."""
    note = raw.FPDFPage_GetAnnot(page.raw, index)
    kind: int = raw.FPDFAnnot_GetSubtype(note)
    raw.FPDFPage_CloseAnnot(note)
    return kind


def read_frame(page: pdfium.PdfPage) -> Frame:
    """What the crop box leaves of a page, turned as the page says."""
    media, crop = page.get_mediabox(), page.get_cropbox()
    left, bottom = max(media[0], crop[0]), max(media[1], crop[1])
    right, top = min(media[2], crop[2]), min(media[3], crop[3])
    return Frame(left, bottom, right, top, page.get_rotation())
