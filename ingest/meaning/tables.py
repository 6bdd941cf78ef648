"""Rows of tables as units: what each is found by (its heads and title as well), and what is shown of it.

What is cited stays as it is printed; only what is embedded and indexed says more.
"""

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from ingest.language.sentences import split_sentences
from ingest.types import Block, Cell, Report, Sentence, Table

LONGEST_ROW = 400
"""Characters of a row that is one unit. A longer one is cut between cells, and a longer cell into its sentences."""
_LONGEST_NAME = 80
"""Characters of a head, a label or a title that go along with each cell; more would drown its own words."""
_LONGEST_SHOWN = 3000
"""Characters of a row that is shown under its heads; a longer one is a page that is set in cells."""

Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class TableRow:
    """A row of a table under its heads. All tuples of cells have one entry for each column, empty for an empty cell."""

    caption: str
    heads: tuple[tuple[str, ...], ...]
    """The rows of heads, outermost first; a head over several columns stands in each."""
    texts: tuple[str, ...]
    """What is printed in the cells; a cell that reaches down from a row above is repeated."""
    spans: tuple[Span | None, ...]
    """Where that is in the report's text; None for an empty cell."""
    label: str
    """What the row is called: its first cell, or where that is empty the nearest above."""


def split_row(text: str, block: Block, cells: Sequence[Span]) -> list[Span]:
    """The units of a row with cells: itself, or where it is long its cells, neighbouring short ones together."""
    if block.end - block.start <= LONGEST_ROW:
        return [(block.start, block.end)]
    units: list[Span] = []
    grows = False
    for start, end in cells:
        if end - start > LONGEST_ROW:
            units += split_sentences(text, start, end)
            grows = False
        elif grows and end - units[-1][0] <= LONGEST_ROW:
            units[-1] = (units[-1][0], end)
        else:
            units.append((start, end))
            grows = True
    return units


def group_cells(tables: Iterable[Table], blocks: Sequence[Block]) -> dict[int, list[Span]]:
    """For each block that is a row of a table, by its number: the ranges of its cells, in order."""
    starts = [block.start for block in blocks]
    found: dict[int, list[Span]] = {}
    for table in tables:
        for cell in table.cells:
            row = bisect_right(starts, cell.start) - 1
            if blocks[row].role == "table_row":
                found.setdefault(row, []).append((cell.start, cell.end))
    return found


def find_rows(report: Report) -> list[TableRow | None]:
    """For each sentence of the report the row of a table that it stands in; None for others, and for heads."""
    found: list[TableRow | None] = [None] * len(report.sentences)
    starts = [sentence.start for sentence in report.sentences]
    for table in report.tables:
        rows = _make_rows(report.text, table)
        for cell in table.cells:
            row = rows.get(cell.row)
            if row is None:
                continue
            for at in _find_sentences(report.sentences, starts, cell):
                found[at] = found[at] or row
    return found


def _find_sentences(sentences: Sequence[Sentence], starts: Sequence[int], cell: Cell) -> Iterator[int]:
    """Numbers of the sentences that share characters with a cell."""
    at = max(bisect_right(starts, cell.start) - 1, 0)
    while at < len(sentences) and sentences[at].start < cell.end:
        if sentences[at].end > cell.start:
            yield at
        at += 1


def _make_rows(text: str, table: Table) -> dict[int, TableRow]:
    """The rows under a table's heads, by their number."""
    width = max(cell.column + cell.across for cell in table.cells)
    spans: dict[int, list[Span | None]] = {}
    for cell in table.cells:
        over = range(cell.column, cell.column + (cell.across if cell.row < table.heads else 1))
        for number in range(cell.row, cell.row + cell.down):
            row = spans.setdefault(number, [None] * width)
            for column in over:
                row[column] = row[column] or (cell.start, cell.end)
    heads = tuple(_read(text, spans[number]) for number in sorted(spans) if number < table.heads)
    caption = " ".join(text[slice(*table.caption)].split()) if table.caption else ""
    rows: dict[int, TableRow] = {}
    label = ""
    for number in sorted(set(spans) - set(range(table.heads))):
        texts = _read(text, spans[number])
        label = texts[0] or label
        if sum(map(len, texts)) <= _LONGEST_SHOWN:
            rows[number] = TableRow(caption, heads, texts, tuple(spans[number]), label)
    return rows


def _read(text: str, spans: Iterable[Span | None]) -> tuple[str, ...]:
    """The words of ranges, white space of the layout as one space."""
    return tuple(" ".join(text[slice(*span)].split()) if span else "" for span in spans)


def word_sentences(report: Report) -> list[str | None]:
    """For each sentence of the report what it is found by; None where that is its words alone."""
    return [
        _word(report.text, sentence, row) if row else None
        for sentence, row in zip(report.sentences, find_rows(report), strict=True)
    ]


def _word(text: str, sentence: Sentence, row: TableRow) -> str:
    """Title, label, and each cell after its heads, as far as the sentence holds it."""
    parts = [_shorten(row.caption)] if row.caption else []
    held: list[str] = []
    for column, span in enumerate(row.spans):
        if span and span[0] < sentence.end and sentence.start < span[1]:
            words = " ".join(text[max(span[0], sentence.start) : min(span[1], sentence.end)].split())
            names = dict.fromkeys(head[column] for head in row.heads if head[column])
            held.append(f"{_shorten(', '.join(names))}: {words}" if names else words)
    inside = row.spans[0] and row.spans[0][0] < sentence.end and sentence.start < row.spans[0][1]
    if row.label and not inside:
        parts.append(_shorten(row.label))
    return "; ".join([*parts, *held])


def _shorten(name: str) -> str:
    """A name cut at a word's end where it is long."""
    return name if len(name) <= _LONGEST_NAME else name[:_LONGEST_NAME].rpartition(" ")[0]
