"""Tables of Markdown: which rows are one table, and where its cells stand between the pipes."""

import re
from collections.abc import Iterator, Sequence

from ingest.layout.tables.assemble import TablePart, make_tables
from ingest.layout.tables.heads import SeenCell
from ingest.types import Block, Table

_CELL = re.compile(r"(?:[^|\\]|\\.)++", re.DOTALL)
"""A cell up to a stroke that is not escaped."""
_DELIMITERS = re.compile(r"(?:\r\n?|\n)[ \t>]*+[|:-][|: \t-]*+(?=[\r\n]|$)")
"""The line of dashes under the head of a table."""


def find_pipe_tables(text: str, blocks: Sequence[Block]) -> tuple[Table, ...]:
    """The tables of a text; the row over the line of dashes is their head."""
    parts: list[list[SeenCell]] = []
    row = 0
    for block in blocks:
        if block.role != "table_row":
            continue
        is_head = _DELIMITERS.match(text, block.end) is not None
        row = 0 if is_head else row + 1
        if is_head or not parts:
            parts.append([])
        parts[-1] += _read_cells(text, block, row, is_head=is_head)
    return make_tables((TablePart("", 1, tuple(cells)) for cells in parts if cells), blocks, text)


def _read_cells(text: str, block: Block, row: int, *, is_head: bool) -> Iterator[SeenCell]:
    """The cells of a row; empty ones keep their place."""
    start = block.start + 1 if text.startswith("|", block.start) else block.start
    column = 0
    while start < block.end:
        found = _CELL.match(text, start, block.end)
        end = found.end() if found else start
        words = text[start:end]
        if words.strip():
            begin = start + len(words) - len(words.lstrip())
            yield SeenCell(begin, begin + len(words.strip()), row, column, is_head=is_head)
        start, column = end + 1, column + 1
