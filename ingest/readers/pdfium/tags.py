"""What a tagged file says of its text: which runs of it are headings, figures or notes."""

import ctypes
import re
from collections.abc import Iterator

import pypdfium2 as pdfium
from pypdfium2 import raw

from ingest.layout.parts import PLAIN, Tag, TagKind
from ingest.readers.pdfium.outlines import Handle

HEADING = re.compile(r"H([1-6]?)")
"""The standard types of headings (ISO 32000-1, table 335); `H` takes its level from its place, and counts as 1 here."""
KINDS: dict[str, TagKind] = {"Figure": "figure", "Note": "note", "FENote": "note"}
"""Types that tell something which the look of the text doesn't; files' own types are mapped to these by pdfium."""
DEEPEST = 40
"""Elements inside elements; the deepest of the files at hand are 9 deep."""
LONGEST_TYPE = 64
"""Bytes of a type's name in UTF-16; standard types have up to 20."""


def read_tags(page: pdfium.PdfPage) -> dict[int, Tag]:
    """The tag of each run of marked content of a page, by the run's id; empty where the file has no tags."""
    tree = raw.FPDF_StructTree_GetForPage(page.raw)
    if not tree:
        return {}
    try:
        roots = [
            raw.FPDF_StructTree_GetChildAtIndex(tree, at)
            for at in range(raw.FPDF_StructTree_CountChildren(tree))
        ]
        return dict(pair for root in roots if root for pair in walk_element(root, PLAIN, 0))
    finally:
        raw.FPDF_StructTree_Close(tree)


def walk_element(element: Handle, outer: Tag, depth: int) -> Iterator[tuple[int, Tag]]:
    """The runs in an element and in those inside it; what stands in a heading, figure or note is of its kind."""
    tag = outer if outer.kind != "text" else read_tag(element)
    for at in range(raw.FPDF_StructElement_CountChildren(element)):
        run = raw.FPDF_StructElement_GetChildMarkedContentID(element, at)
        if run >= 0:
            yield run, tag
        elif depth < DEEPEST and (inner := raw.FPDF_StructElement_GetChildAtIndex(element, at)):
            yield from walk_element(inner, tag, depth + 1)


def read_tag(element: Handle) -> Tag:
    """What an element says of the text in it."""
    buffer = ctypes.create_string_buffer(LONGEST_TYPE)
    size = raw.FPDF_StructElement_GetType(element, buffer, LONGEST_TYPE)
    name = buffer.raw[: max(0, min(size, LONGEST_TYPE) - 2)].decode("utf-16-le", errors="replace")
    if name == "Title":
        return Tag("heading", 1, ctypes.addressof(element.contents))
    if found := HEADING.fullmatch(name):
        return Tag("heading", int(found[1] or 1), ctypes.addressof(element.contents))
    return Tag(KINDS[name], 0, ctypes.addressof(element.contents)) if name in KINDS else PLAIN
