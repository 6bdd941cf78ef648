"""Makes small tagged PDFs: lines of text, each in a structure element of a type."""

import io
from collections.abc import Sequence

import pypdf
from pypdf.generic import (
    ArrayObject,
    BooleanObject,
    DictionaryObject,
    IndirectObject,
    NameObject,
    NumberObject,
)
from reportlab.lib.pagesizes import A4
from reportlab.pdfgen.canvas import Canvas

Line = tuple[str, str, str]
"""Type of the element, font, text."""


def write_tagged(lines: Sequence[Line]) -> bytes:
    """One page; each line an element of its own."""
    buffer = io.BytesIO()
    canvas = Canvas(buffer, pagesize=A4)
    for at, (kind, font, text) in enumerate(lines):
        canvas._code.append(f"/{kind} <</MCID {at}>> BDC")
        canvas.setFont(font, 11)
        canvas.drawString(72, 760 - 22 * at, text)
        canvas._code.append("EMC")
    canvas.save()
    writer = pypdf.PdfWriter(clone_from=pypdf.PdfReader(buffer))
    add_tree(writer, [kind for kind, _, _ in lines])
    tagged = io.BytesIO()
    writer.write(tagged)
    return tagged.getvalue()


def add_tree(writer: pypdf.PdfWriter, kinds: Sequence[str]) -> None:
    """A structure tree with one element for each run of marked content of the first page."""
    page = writer.pages[0]
    root = DictionaryObject({NameObject("/Type"): NameObject("/StructTreeRoot")})
    root_reference = writer._add_object(root)
    elements = ArrayObject(
        add_element(writer, kind, at, page, root_reference) for at, kind in enumerate(kinds)
    )
    root[NameObject("/K")] = elements
    root[NameObject("/ParentTree")] = DictionaryObject(
        {NameObject("/Nums"): ArrayObject([NumberObject(0), elements])}
    )
    page[NameObject("/StructParents")] = NumberObject(0)
    writer.root_object[NameObject("/StructTreeRoot")] = root_reference
    writer.root_object[NameObject("/MarkInfo")] = DictionaryObject(
        {NameObject("/Marked"): BooleanObject(value=True)}
    )


def add_element(
    writer: pypdf.PdfWriter, kind: str, run: int, page: pypdf.PageObject, parent: IndirectObject
) -> IndirectObject:
    """One element of the tree."""
    return writer._add_object(
        DictionaryObject(
            {
                NameObject("/Type"): NameObject("/StructElem"),
                NameObject("/S"): NameObject(f"/{kind}"),
                NameObject("/P"): parent,
                NameObject("/Pg"): page.indirect_reference,
                NameObject("/K"): NumberObject(run),
            }
        )
    )
