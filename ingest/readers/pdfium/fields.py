"""The fields of a form: where values are filled in, and which boxes are ticked."""

import ctypes
from collections.abc import Iterator, Sequence
from typing import NamedTuple

import pypdfium2 as pdfium
from pypdfium2 import raw

from ingest.layout.parts import Box, Tag, Word
from ingest.layout.text.characters import Frame
from ingest.layout.text.lines import share_row

TICKED, EMPTY = "\u2611", "\u2610"
LONGEST_STATE = 64
"""Bytes of the name of a button's state in UTF-16."""
FARTHEST_LABEL = 100.0
"""Points between a tick box and the words that it stands beside."""


class Field(NamedTuple):
    """One field of a form on a page."""

    left: float
    bottom: float
    right: float
    top: float
    state: str
    """Of a button: `Off`, or the name of what is chosen; empty for fields that are written into."""


def read_fields(page: pdfium.PdfPage) -> list[Field]:
    """The fields of a page, before they are made part of it."""
    found = []
    for index in range(raw.FPDFPage_GetAnnotCount(page.raw)):
        note = raw.FPDFPage_GetAnnot(page.raw, index)
        edges = raw.FS_RECTF()
        if raw.FPDFAnnot_GetSubtype(note) == raw.FPDF_ANNOT_WIDGET and raw.FPDFAnnot_GetRect(note, edges):
            buffer = ctypes.create_string_buffer(LONGEST_STATE)
            size = raw.FPDFAnnot_GetStringValue(
                note, b"AS", ctypes.cast(buffer, ctypes.POINTER(ctypes.c_ushort)), LONGEST_STATE
            )
            state = buffer.raw[: max(0, min(size, LONGEST_STATE) - 2)].decode("utf-16-le", errors="replace")
            found.append(Field(edges.left, edges.bottom, edges.right, edges.top, state))
        raw.FPDFPage_CloseAnnot(note)
    return found


def mark_values(words: Sequence[Word], fields: Sequence[Field], frame: Frame) -> list[Word]:
    """The words of a page with those in fields tagged as values, and a sign for each tick box beside its words."""
    boxes = [(Box(*frame.map_edges(f.left, f.top, f.right, f.bottom)), f.state) for f in fields]
    written = [box for box, state in boxes if not state]
    marked = [
        word._replace(tag=Tag("value")) if any(box.holds(word.box) for box in written) else word
        for word in words
    ]
    return [*marked, *place_ticks(marked, [(box, state) for box, state in boxes if state])]


def place_ticks(words: Sequence[Word], buttons: Sequence[tuple[Box, str]]) -> Iterator[Word]:
    """A sign for each tick box, set as large as the words that it stands beside; none where there are none."""
    for box, state in buttons:
        beside = [
            word for word in words if share_row(word.box, box) and find_gap(word.box, box) < FARTHEST_LABEL
        ]
        if beside:
            label = min(beside, key=lambda word: find_gap(word.box, box))
            yield Word(EMPTY if state == "Off" else TICKED, box, label.size)


def find_gap(one: Box, other: Box) -> float:
    """The white between two boxes side by side."""
    return max(one.left, other.left) - min(one.right, other.right)
