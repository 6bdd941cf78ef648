"""A brief as a tagged PDF. The only home of typst, which sets the pages; what reports say reaches it as data alone."""

import json
from dataclasses import asdict

import typst

from service.brief.sheet.parts import BriefSheet
from service.brief.sheet.templates import FOLDER

PIXELS_PER_INCH = 200
"""Sharp on paper, and about 50 KB."""


def write_pdf(sheet: BriefSheet) -> bytes:
    """Write a document as PDF/UA-1: tagged, with a title, a language and a reading order.

    The standard allows no character that no font here can show; with one, the file is tagged all the same, but does
    not claim the standard.
    """
    parts = [{"kind": part.kind, **asdict(part)} for part in sheet.parts]
    told = json.dumps({"title": sheet.title, "about": sheet.about, "parts": parts})
    try:
        return _compile(told, accessible=True)
    except typst.TypstError:
        return _compile(told, accessible=False)


def draw_png(svg: str) -> bytes:
    """Draw a picture as PNG, for formats that hold no SVG."""
    drawn: bytes = typst.compile(
        str(FOLDER / "picture.typ"), sys_inputs={"svg": svg}, format="png", ppi=PIXELS_PER_INCH
    )
    return drawn


def _compile(told: str, *, accessible: bool) -> bytes:
    written: bytes = typst.compile(
        str(FOLDER / "brief.typ"), sys_inputs={"sheet": told}, pdf_standards="ua-1" if accessible else None
    )
    return written
