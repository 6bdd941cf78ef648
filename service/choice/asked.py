"""Which cells of a table's row a question asks for, told by the heads over them and by what kind of thing is asked."""

import re
from collections.abc import Iterable
from dataclasses import replace

from ingest.language.stems import content_stems
from service.question.wants import Question, Want
from service.types import CitedRow, Passage

_KINDS: dict[Want, re.Pattern[str]] = {
    "amount": re.compile(r"[£$€%]|\d"),
    "count": re.compile(r"\d"),
    "date": re.compile(r"\b(?:19|20)\d\d\b|\d[/.]\d"),
}
"""What a cell holds that answers a question for such a thing."""


def mark_asked(question: Question, passages: Iterable[Passage]) -> tuple[Passage, ...]:
    """The same passages, those from tables with the cells that the question asks for."""
    return tuple(
        replace(passage, table=replace(passage.table, asked=find_asked(question, passage.table)))
        if passage.table
        else passage
        for passage in passages
    )


def find_asked(question: Question, table: CitedRow) -> tuple[int, ...]:
    """Columns of filled cells: those whose heads share most words with the question, else the only one of its kind.

    Words of the title and of the row's own label name the row, not the cell.
    """
    wanted = set(content_stems(question.text)) - set(content_stems(f"{table.caption} {table.row[0]}"))
    filled = [column for column, text in enumerate(table.row) if text and column]
    names = {column: {s for head in table.heads for s in content_stems(head[column])} for column in filled}
    shared = {column: len(wanted & names[column]) for column in filled}
    most = max(shared.values(), default=0)
    if most:
        return tuple(column for column in filled if shared[column] == most)
    kind = _KINDS.get(question.want)
    fitting = [column for column in filled if kind and kind.search(table.row[column])]
    return tuple(fitting) if len(fitting) == 1 else ()
