"""Which cells of a table's row a question asks for, told by the heads over them and by what kind of thing is asked."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace

from ingest.language.stems import content_stems
from service.question.wants import Question, Want
from service.types import CitedRow, Passage

_KINDS: dict[Want, re.Pattern[str]] = {
    "amount": re.compile(r"[£$€%]|\d"),
    "count": re.compile(r"\d"),
    "date": re.compile(r"\b(?:19|20)\d\d\b|\d[/.]\d"),
    "person": re.compile(r"(?<!\w)[A-Z][\w’'-]+ (?:[A-Z][\w’'.-]*\s?)+$"),
}
"""What a cell holds that answers a question for such a thing."""
_WHO = re.compile(r"^\W*who(?:se)?\b", re.IGNORECASE)
"""A question for persons."""


def mark_asked(question: Question, passages: Iterable[Passage]) -> tuple[Passage, ...]:
    """The same passages, those from tables with the cells that the question asks for."""
    return tuple(
        replace(passage, table=replace(passage.table, asked=find_asked(question, passage.table)))
        if passage.table
        else passage
        for passage in passages
    )


def keep_named_rows(question: Question, passages: Sequence[Passage]) -> tuple[Passage, ...]:
    """Leave out a table's rows that the question does not name, if it names others of that table. Give new keys."""
    tables = {
        (p.report_id, p.table.caption, p.table.heads)
        for p in passages
        if p.table and _is_named(question, p.table)
    }
    kept = [
        passage
        for passage in passages
        if passage.table is None
        or (passage.report_id, passage.table.caption, passage.table.heads) not in tables
        or _is_named(question, passage.table)
    ]
    return tuple(replace(passage, id=f"S{number}") for number, passage in enumerate(kept, start=1))


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
    kind = _KINDS.get(_want(question))
    fitting = [column for column in filled if kind and kind.search(table.row[column])]
    return tuple(fitting) if len(fitting) == 1 else ()


def is_told_in_cell(question: Question, passages: Iterable[Passage]) -> bool:
    """Whether a cell that was asked for holds the kind of thing asked for, in a row that the question names."""
    kind = _KINDS.get(_want(question))
    return kind is not None and any(
        _is_named(question, passage.table)
        and any(kind.search(passage.table.row[column]) for column in passage.table.asked)
        for passage in passages
        if passage.table
    )


def _is_named(question: Question, table: CitedRow) -> bool:
    """Whether the question has a word of the row's label; words of the title or of a head alone name no row."""
    others = " ".join((table.caption, *(text for head in table.heads for text in head)))
    label = set(content_stems(table.row[0])) - set(content_stems(others))
    return bool(label & set(content_stems(question.text)))


def _want(question: Question) -> Want:
    return "person" if _WHO.search(question.text) else question.want
