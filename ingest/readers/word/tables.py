"""Tables of Word files: rows of cells, merged ones at the place where they start."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice

from docx.oxml.ns import qn
from docx.oxml.xmlchemy import BaseOxmlElement as Element

from ingest.readers.flow import FlowBlock, RowShape
from ingest.readers.word.paragraphs import read_paragraph_text

_HEAD = f"{qn('w:trPr')}/{qn('w:tblHeader')}"
"""Marks a row that is repeated on each page."""
_WIDEST_SPAN = 50
"""Columns; more is a slip that would fill memory."""


@dataclass(frozen=True, slots=True)
class _WordCell:
    """A cell of a row; `goes_on` where it is only the rest of the merged cell above it."""

    column: int
    across: int
    text: str
    goes_on: bool


def read_rows(table: Element) -> Iterator[FlowBlock]:
    """The rows of a table; what a table inside a cell says is part of that cell."""
    rows = list(_own(table, "w:tr"))
    cells = [list(_read_cells(row)) for row in rows]
    marked = any(row.find(_HEAD) is not None for row in rows)
    starts = True
    for at, (row, own) in enumerate(zip(rows, cells, strict=True)):
        texts = [""] * max((cell.column + cell.across for cell in own), default=0)
        spans: dict[int, tuple[int, int]] = {}
        for cell in own:
            if not cell.goes_on:
                texts[cell.column] = cell.text
                spans[cell.column] = _count_down(cells, at, cell.column), cell.across
        text = "\t".join(texts).rstrip("\t")
        is_head = row.find(_HEAD) is not None if marked else None
        yield FlowBlock("table_row", text, shape=RowShape(starts, is_head, spans))
        starts = starts and not text


def _own(parent: Element, tag: str) -> Iterator[Element]:
    """The rows of a table, or the cells of a row, without those of the tables inside it."""
    for found in parent.iter(qn(tag)):
        above = next(each for each in found.iterancestors() if each is parent or each.tag == parent.tag)
        if above is parent:
            yield found


def _read_cells(row: Element) -> Iterator[_WordCell]:
    column = _number(row.find(f"{qn('w:trPr')}/{qn('w:gridBefore')}"), 0)
    for cell in _own(row, "w:tc"):
        across = _number(cell.find(f"{qn('w:tcPr')}/{qn('w:gridSpan')}"), 1)
        merge = cell.find(f"{qn('w:tcPr')}/{qn('w:vMerge')}")
        goes_on = merge is not None and merge.get(qn("w:val"), "continue") == "continue"
        text = " ".join(text for text in map(read_paragraph_text, cell.iter(qn("w:p"))) if text)
        yield _WordCell(column, across, text.replace("\t", " ").replace("\n", " "), goes_on)
        column += across


def _number(mark: Element | None, usual: int) -> int:
    """The number that a property gives, at least the usual one."""
    value = "" if mark is None else mark.get(qn("w:val"), "")
    return min(max(int(value), usual), _WIDEST_SPAN) if value.isdigit() else usual


def _count_down(rows: Sequence[Sequence[_WordCell]], at: int, column: int) -> int:
    """Over how many rows the cell of one that starts in a column reaches."""
    down = 1
    for row in islice(rows, at + 1, None):
        if not any(cell.column == column and cell.goes_on for cell in row):
            break
        down += 1
    return down
