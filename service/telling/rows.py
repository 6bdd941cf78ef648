"""The table row of a passage, for people: heads and cells, and which cells were asked for."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from service.telling.plain import escape_markdown, flatten_text
from service.types import CitedRow, Passage


@dataclass(frozen=True, slots=True)
class ToldCell:
    """A cell with the heads above it."""

    name: str
    """Its heads in one line, outermost first; empty if it has none."""
    text: str
    asked: bool


@dataclass(frozen=True, slots=True)
class ToldRow:
    """A row as a small table."""

    caption: str
    heads: tuple[tuple[tuple[str, int], ...], ...]
    """For each level, the heads with the number of columns that they stand over."""
    cells: tuple[ToldCell, ...]
    """One for each column."""

    @property
    def filled(self) -> tuple[ToldCell, ...]:
        """The cells that are not empty."""
        return tuple(cell for cell in self.cells if cell.text)


def tell_row(row: CitedRow) -> ToldRow:
    """Give the row with its heads put together."""
    cells = (
        ToldCell(", ".join(row.names(column)), text, column in row.asked)
        for column, text in enumerate(row.row)
    )
    return ToldRow(row.caption, tuple(tuple(_join_equal(head)) for head in row.heads), tuple(cells))


def _join_equal(head: Sequence[str]) -> Iterator[tuple[str, int]]:
    """Join equal neighbouring heads: they are one head over several columns."""
    for text, members in groupby(head):
        width = len(list(members))
        yield from [(text, width)] if text else [("", 1)] * width


def write_words(passage: Passage) -> str:
    """Give a passage's words on one line; for a row, its cells without what a file draws between them."""
    if passage.table is None:
        return flatten_text(passage.text)
    inside = [
        flatten_text(text)
        for text, span in zip(passage.table.row, passage.table.spans, strict=True)
        if span and passage.start <= span[0] and span[1] <= passage.end
    ]
    return " · ".join(inside) or flatten_text(passage.text)


def write_markdown(row: CitedRow) -> list[str]:
    """The lines of a Markdown table, what was asked for in bold; cells are given as printed, on one line each."""
    told = tell_row(row)
    names = [escape_markdown(cell.name) for cell in told.cells]
    texts = [
        f"**{escape_markdown(cell.text)}**" if cell.asked else escape_markdown(cell.text)
        for cell in told.cells
    ]
    return [_line(names), _line(["---"] * len(names)), _line(texts)]


def write_lines(row: CitedRow) -> list[str]:
    """Write a line for each filled cell, with an arrow before those that were asked for."""
    return [
        f"{'→' if cell.asked else ' '} {f'{cell.name}: ' if cell.name else ''}{cell.text}"
        for cell in tell_row(row).filled
    ]


def _line(cells: Sequence[str]) -> str:
    return f"| {' | '.join(cells)} |"
