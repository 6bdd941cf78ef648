"""What callers get as CSV or XLSX: the fields of the JSON, flat, an entry a row, without the words around passages."""

import csv
import io
from collections.abc import Iterable, Iterator, Mapping, Sequence

from service.telling.arrange import number_passages
from service.telling.workbook import FilledTable, write_workbook
from service.types import Answer
from service.wire.views import PassageModel, View

LEFT_OUT = frozenset({"context"})
BOOK_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_FORMULA = ("=", "+", "-", "@", "\t", "\r")
"""What a cell may not begin with: spreadsheets would calculate it, and it comes from a stranger's report."""
_STATEMENT = ("question", "status", "number", "statement", "kind", "group")

Row = Mapping[str, object]


def sheet_of(entries: Iterable[View], kind: type[View]) -> str:
    """Write entries of one kind; a model inside a model becomes columns in its place, with its name before theirs."""
    return write_sheet((_flatten(entry) for entry in entries), tuple(_columns(kind)))


def book_of(entries: Iterable[View], kind: type[View], title: str) -> bytes:
    """Write the same as a workbook of one sheet; its cells are text, so that none of them is calculated."""
    rows = [{name: _join(value) for name, value in _flatten(entry).items()} for entry in entries]
    return write_workbook([FilledTable(title, tuple(_columns(kind)), rows)])


def sheet_of_answers(answers: Iterable[Answer]) -> str:
    """Write a row for each statement and each of its passages; an answer without statements has one row."""
    passage = tuple(f"passage_{name}" for name in _columns(PassageModel))
    rows = (row for answer in answers for row in _rows_of(answer))
    return write_sheet(rows, (*_STATEMENT, *passage))


def write_sheet(rows: Iterable[Row], columns: Sequence[str]) -> str:
    """Write rows under these columns, after a mark that tells spreadsheets that this is UTF-8."""
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow(columns)
    writer.writerows([_cell(row.get(name)) for name in columns] for row in rows)
    return "\ufeff" + text.getvalue()


def _rows_of(answer: Answer) -> Iterator[dict[str, object]]:
    asked: dict[str, object] = {"question": answer.question, "status": answer.status}
    if not answer.statements:
        yield asked
    numbers = number_passages(answer)
    for number, statement in enumerate(answer.statements, 1):
        written = {"statement": statement.text, "kind": statement.kind, "group": statement.group}
        for passage in answer.passages:
            if passage.id in statement.passage_ids and passage.id in numbers:
                cited = {f"passage_{k}": v for k, v in _flatten(PassageModel.of(passage)).items()}
                yield {**asked, "number": number, **written, **cited}


def _columns(kind: type[View]) -> Iterator[str]:
    for name, field in kind.model_fields.items():
        if isinstance(field.annotation, type) and issubclass(field.annotation, View):
            yield from (f"{name}_{inner}" for inner in _columns(field.annotation))
        elif name not in LEFT_OUT:
            yield name


def _flatten(entry: View) -> dict[str, object]:
    flat: dict[str, object] = {}
    for name, value in entry:
        if isinstance(value, View):
            flat |= {f"{name}_{inner}": each for inner, each in _flatten(value).items()}
        else:
            flat[name] = value
    return flat


def _join(value: object) -> object:
    return "; ".join(map(str, value)) if isinstance(value, list) else value


def _cell(value: object) -> str:
    if isinstance(value, list):
        return _cell(_join(value))
    if value is None:
        return ""
    if not isinstance(value, str):
        return str(value)
    return f"'{value}" if value.startswith(_FORMULA) else value
