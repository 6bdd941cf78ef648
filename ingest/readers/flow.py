"""What the readers of flowing formats share: text put together from parts, lines, wrapped prose, contents."""

import re
from collections.abc import Iterable, Mapping, Sequence
from itertools import pairwise
from types import MappingProxyType
from typing import TYPE_CHECKING, NamedTuple

from ingest.language.titles import is_contents_title
from ingest.layout.tables.assemble import TablePart, make_tables, split_row
from ingest.types import Block, Page, Role, Table

if TYPE_CHECKING:
    from ingest.layout.tables.heads import SeenCell

ONE_PAGE = (Page(1, None, 0, 0),)

_NEWLINE = re.compile(r"\r\n?|\n")
"""The three line ends."""
_LEADERS = r"(?<!\.)\.{3,}+|…|\t|(?<!\s)\s{2,20}"
_PAGE_REFERENCE = re.compile(
    rf"(?:{_LEADERS}|[-–—|]\s{{0,20}}(?:page|p\.))\s{{0,20}}\d{{1,4}}$|\]\(#", re.IGNORECASE
)
"""How an entry of a list of contents ends: with leaders, a gap or a dash and a page, or as a link inside the file."""
_MARKUP = re.compile(r"^\W*+(?:\d++(?:\.\d++)*+\.?\s++)?|(?<![\s.…\d])[\s.…\d]++$")
"""Number and page of an entry of contents, which its heading may not have."""
_TIGHT: frozenset[Role] = frozenset({"bullet", "table_row", "contents"})

DANGLING = re.compile(
    r"\b(?:a|an|the|at|of|to|and|or|in|for|with|is|was|were|are|that|by|on|from|as|than"
    r"|January|February|March|April|May|June|July|August|September|October|November|December)$"
)
"""A line that ends so goes on, whatever the next begins with."""
WIDEST_WRAP = 200
"""A file with longer lines was not wrapped: its line ends are meant."""


_ENOUGH = 200
"""Characters of a line that tell an entry of a table of contents."""


class RowShape(NamedTuple):
    """What a file says of a table's row beside the words of its cells."""

    starts: bool = False
    """Whether it is the first row of its table."""
    is_head: bool | None = None
    """Whether all its cells name columns; None where the file doesn't say."""
    spans: Mapping[int, tuple[int, int]] = MappingProxyType({})
    """For the column of a merged cell, over how many rows and columns it reaches."""


class FlowBlock(NamedTuple):
    """A block before its place in the text is known."""

    role: Role
    text: str
    level: int = 0
    shape: RowShape | None = None
    """Of a table's row; its text has a tab between two columns."""


class LineRange(NamedTuple):
    """The range of one line, without its line end."""

    start: int
    end: int


def assemble_text(parts: Iterable[FlowBlock]) -> tuple[str, tuple[Block, ...]]:
    """Join parts into a text: an empty line between blocks, a line end between items and between rows."""
    pieces: list[str] = []
    blocks: list[Block] = []
    position = 0
    for role, text, level, _ in parts:
        if blocks:
            gap = "\n" if role == blocks[-1].role and role in _TIGHT else "\n\n"
            pieces.append(gap)
            position += len(gap)
        pieces.append(text)
        blocks.append(Block(position, position + len(text), role, level))
        position += len(text)
    return "".join(pieces), tuple(blocks)


def find_tables(parts: Sequence[FlowBlock], text: str, blocks: Sequence[Block]) -> tuple[Table, ...]:
    """The tables among parts that were assembled to a text and its blocks."""
    tables: list[list[SeenCell]] = []
    row = 0
    for part, block in zip(parts, blocks, strict=True):
        if part.shape is None or block.role != "table_row":
            continue
        row = 0 if part.shape.starts else row + 1
        if part.shape.starts or not tables:
            tables.append([])
        tables[-1] += split_row(text, block, row, part.shape.spans, is_head=part.shape.is_head)
    return make_tables((TablePart("", 1, tuple(cells)) for cells in tables if cells), blocks, text)


def split_lines(text: str) -> list[LineRange]:
    """All lines of the text, in order; `\\r\\n`, `\\r` and `\\n` end a line."""
    lines: list[LineRange] = []
    start = 0
    for newline in _NEWLINE.finditer(text):
        lines.append(LineRange(start, newline.start()))
        start = newline.end()
    lines.append(LineRange(start, len(text)))
    return lines


def trim_range(text: str, start: int, end: int) -> tuple[int, int]:
    """The range without the white space at its ends."""
    piece = text[start:end]
    return start + len(piece) - len(piece.lstrip()), start + len(piece.rstrip())


def join_lines(text: str, lines: Sequence[LineRange]) -> list[list[LineRange]]:
    """Group the lines of a paragraph: one group if it was wrapped to a width, else one for each line.

    A wrapped line ends where the next word would not have fitted. A line that starts with a small letter goes
    on with the line before it in any case.
    """
    groups = [[lines[0]]]
    wrapped = _is_wrapped(text, lines)
    for line in lines[1:]:
        before = text[slice(*groups[-1][-1])].rstrip()
        goes_on = wrapped or text[line.start : line.end].lstrip()[:1].islower() or DANGLING.search(before)
        if goes_on and not _refers_to_page(text[slice(*groups[-1][-1])]):
            groups[-1].append(line)
        else:
            groups.append([line])
    return groups


def _is_wrapped(text: str, lines: Sequence[LineRange]) -> bool:
    width = max(line.end - line.start for line in lines)
    if width > WIDEST_WRAP or len(lines) < 2:
        return len(lines) < 2
    full = 0
    for line, following in pairwise(lines):
        next_word = text[following.start : following.end].split(maxsplit=1)[:1]
        full += line.end - line.start + 1 + len("".join(next_word)) > width - 4
    return full >= 0.8 * (len(lines) - 1)


def find_contents(rows: Sequence[tuple[Role, str]]) -> set[int]:
    """Which of the blocks (role and text each) are a table of contents: its title and the lines after it."""
    titles = {_strip_markup(text) for role, text in rows if role == "heading"}
    found: set[int] = set()
    for row, (_, text) in enumerate(rows):
        if is_contents_title(text):
            entries = _find_entries_after(rows, row, titles)
            found.update(entries, [row] if entries else [])
    return found


def _find_entries_after(rows: Sequence[tuple[Role, str]], title: int, titles: set[str]) -> list[int]:
    entries = []
    for row in range(title + 1, len(rows)):
        role, text = rows[row]
        if role == "heading" or len(text) > _ENOUGH:
            break
        if not (_refers_to_page(text) or _strip_markup(text) in titles):
            break
        entries.append(row)
    return entries


def _refers_to_page(line: str) -> bool:
    return _PAGE_REFERENCE.search(line.rstrip()[-_ENOUGH:]) is not None


def _strip_markup(text: str) -> str:
    return _MARKUP.sub("", " ".join(text[:_ENOUGH].split())).casefold()
