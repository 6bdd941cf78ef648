"""Tables in files, CSV and XLSX: read cell by cell with where each stands, and written for people."""

import csv
import io
import re
import warnings
import zipfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from pathlib import Path

from ingest.disk.folder import raise_storage_errors, write_atomically
from ingest.errors import InvalidRequest
from service.telling.workbook import MOST_ROWS, FilledTable, name_column, write_workbook

SUFFIXES = (".csv", ".xlsx")
"""Endings of the files that are tables."""
_FORMULA = re.compile(r"'*[=+\-@\t\r]")
"""Text that begins so is run as a formula by spreadsheet programs that open CSV; an apostrophe before it keeps it text.

Text that has such an apostrophe already gets another one, so that reading takes off just what writing put there.
"""


@dataclass(frozen=True, slots=True)
class FileRow:
    """One row: its number as a spreadsheet shows it, and the text of each cell by its column's heading."""

    number: int
    cells: dict[str, str]
    """Only cells that hold something."""


@dataclass(frozen=True, slots=True)
class FileTable:
    """A table as its file has it; headings in lower case with `_` for spaces, empty rows left out."""

    columns: dict[str, str]
    """Heading -> the column's letter."""
    rows: tuple[FileRow, ...]


def read_table(path: Path, needed: str) -> FileTable:
    """Read a CSV file, or the first sheet of a workbook with a column `needed`.

    Numbers and dates become text: 2021, 1.5, 2022-10-31; ticks become yes and no. Raises InvalidRequest, with what
    to do, for a file that is no such table.
    """
    if path.suffix.lower() == ".xlsx":
        return _pick_sheet(path, needed)
    found = _make_table(path, _read_csv(path))
    if needed not in found.columns:
        raise InvalidRequest(_lacks(path.name, needed, found))
    return found


def write_table(path: Path, sheets: Sequence[FilledTable]) -> None:
    """Write a file whole or not at all: a workbook of all sheets, or the first as CSV. Raises StorageError."""
    is_book, first = path.suffix.lower() == ".xlsx", sheets[0]
    # Spreadsheet programs take UTF-8 for another encoding unless it begins with its mark.
    content = write_workbook(sheets) if is_book else write_csv(first.columns, first.rows).encode("utf-8-sig")
    with raise_storage_errors(path.parent):
        write_atomically(path, lambda file: file.write(content))


def write_csv(columns: Sequence[str], rows: Iterable[Mapping[str, object]]) -> str:
    """Rows as CSV. A cell of text that a spreadsheet would run as a formula begins with an apostrophe."""
    file = io.StringIO()
    writer = csv.DictWriter(file, columns, lineterminator="\r\n")
    writer.writeheader()
    writer.writerows({name: _disarm(value) for name, value in row.items()} for row in rows)
    return file.getvalue()


def name_cell(table: FileTable, heading: str, row: int) -> str:
    """Where a cell is, in words: `row 3, column kind (C3)`."""
    letter = table.columns.get(heading, "")
    return f"row {row}, column {heading}" + (f" ({letter}{row})" if letter else "")


def _read_csv(path: Path) -> Iterator[tuple[int, list[str]]]:
    """The rows of a CSV file with their numbers; commas, semicolons or tabs separate the cells."""
    text = _decode(path)
    first = text.split("\n", 1)[0]
    mark = max(",;\t", key=first.count)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=mark, strict=True)
    number = 0
    try:
        for number, row in enumerate(reader, start=1):
            yield number, [_bare(cell) for cell in row]
    except csv.Error as error:
        message = (
            f"{path.name}, row {number + 1}: it can't be read as CSV ({error}). A quotation mark in a cell is doubled, "
            'and the cell stands in quotation marks: "He said ""yes""". Or save the sheet as .xlsx.'
        )
        raise InvalidRequest(message) from error


def _decode(path: Path) -> str:
    with raise_storage_errors(path.parent):
        content = path.read_bytes()
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        message = (
            f"{path.name}: its characters are not UTF-8. Save it as “CSV UTF-8” (not as Unicode Text or plain CSV), or "
            "as .xlsx."
        )
        raise InvalidRequest(message) from error
    return text.replace("\0", "")


def _bare(cell: str) -> str:
    """A cell without the apostrophe that keeps its text from being a formula."""
    return cell[1:] if cell.startswith("'") and _FORMULA.match(cell) else cell


def _pick_sheet(path: Path, needed: str) -> FileTable:
    from openpyxl import load_workbook
    from openpyxl.utils.exceptions import InvalidFileException

    broken = (zipfile.BadZipFile, InvalidFileException, KeyError, ValueError, EOFError)
    seen: dict[str, FileTable] = {}
    with raise_storage_errors(path.parent), warnings.catch_warnings():
        # openpyxl warns of parts that it leaves out, such as pictures and drop-down lists; no cell is lost.
        warnings.simplefilter("ignore")
        try:
            book = load_workbook(path, read_only=True, data_only=True)
            try:
                for sheet in book.worksheets:
                    sheet.reset_dimensions()
                    rows = ([_word(cell) for cell in row] for row in sheet.iter_rows(values_only=True))
                    seen[sheet.title] = found = _make_table(path, enumerate(rows, start=1))
                    if needed in found.columns:
                        return found
            finally:
                book.close()
        except broken as error:
            message = (
                f"{path.name}: it can't be read as a workbook. Save it as .xlsx without a password (old .xls "
                "files and other programs' formats can't be read), or as “CSV UTF-8”."
            )
            raise InvalidRequest(message) from error
    where = path.name if len(seen) == 1 else f"{path.name} ({', '.join(seen)})"
    raise InvalidRequest(_lacks(where, needed, next(iter(seen.values()))))


def _word(value: object) -> str:
    """A cell of a workbook as text."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, datetime):
        return value.isoformat(" ") if value.time() != time() else value.date().isoformat()
    if isinstance(value, date | time):
        return value.isoformat()
    return f"{value:.15g}" if isinstance(value, float) else str(value)


def _make_table(path: Path, rows: Iterable[tuple[int, list[str]]]) -> FileTable:
    """Headings from the first row that is not empty, and the cells below them."""
    lines = iter(rows)
    headings: list[str] = []
    for _, row in lines:
        headings = ["_".join(cell.casefold().split()) for cell in row]
        if any(headings):
            break
    twice = [name for name in headings if name and headings.count(name) > 1]
    if twice:
        message = f"{path.name}: two columns are called {twice[0]!r}. Rename one of them."
        raise InvalidRequest(message)
    columns = {name: name_column(at) for at, name in enumerate(headings) if name}
    return FileTable(columns, tuple(_rows(path, headings, lines)))


def _rows(path: Path, headings: Sequence[str], lines: Iterable[tuple[int, list[str]]]) -> Iterator[FileRow]:
    for number, row in lines:
        if number > MOST_ROWS:
            message = f"{path.name}: it has more than {MOST_ROWS:,} rows. Make several files of it."
            raise InvalidRequest(message)
        beyond = next(
            (at for at, cell in enumerate(row) if cell.strip() and not _read_heading(headings, at)), None
        )
        if beyond is not None:
            where = f"{path.name}, row {number}, column {name_column(beyond)}"
            message = (
                f"{where}: there is text in a column without a heading. Give the column one, or empty the cell. "
                "In a CSV file, text with a comma stands in quotation marks."
            )
            raise InvalidRequest(message)
        cells = {headings[at]: cell.strip() for at, cell in enumerate(row) if cell.strip()}
        if cells:
            yield FileRow(number, cells)


def _read_heading(headings: Sequence[str], at: int) -> str:
    return headings[at] if at < len(headings) else ""


def _lacks(where: str, needed: str, found: FileTable) -> str:
    there = ", ".join(found.columns) or "none"
    return f"{where}: there is no column {needed!r} (the first row has: {there}). Headings stand in the first row."


def _disarm(value: object) -> object:
    """Keep what others wrote from being run by a spreadsheet program."""
    return f"'{value}" if isinstance(value, str) and _FORMULA.match(value) else value
