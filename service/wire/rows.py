"""The wire, outwards: the table row that contains a passage."""

from pydantic import BaseModel

from service.types import Passage
from service.wire import addresses


class TableModel(BaseModel):
    """The row of a table under its heads, each text as printed; an empty one for an empty cell."""

    caption: str
    heads: list[list[str]]
    row: list[str]
    asked: list[tuple[int, int]]
    """Row (always 0) and column of each cell that was asked for."""


class CellModel(BaseModel):
    """A filled cell of that row, with what stands over it and where it stands."""

    text: str
    heads: list[str]
    column: int
    start: int
    end: int
    asked: bool
    url: str


def view_table(passage: Passage) -> TableModel | None:
    """Give the row under its heads; None outside tables."""
    if passage.table is None:
        return None
    table = passage.table
    heads = [list(head) for head in table.heads]
    asked = [(0, column) for column in table.asked]
    return TableModel(caption=table.caption, heads=heads, row=list(table.row), asked=asked)


def view_cells(passage: Passage) -> list[CellModel]:
    """Give the filled cells of the row, from left to right."""
    if passage.table is None:
        return []
    return [
        CellModel(
            text=text,
            heads=passage.table.names(column),
            column=column,
            start=span[0],
            end=span[1],
            asked=column in passage.table.asked,
            url=addresses.picture(passage.report_id, passage.page, *span),
        )
        for column, (text, span) in enumerate(zip(passage.table.row, passage.table.spans, strict=True))
        if span
    ]
