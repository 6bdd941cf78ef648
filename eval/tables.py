"""Tables in files, CSV and XLSX: read cell by cell with where each stands, and written for people. openpyxl's home."""

import csv
import io
import re
import warnings
import zipfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from pathlib import Path
from typing import TYPE_CHECKING

from ingest.disk.folder import raise_storage_errors, write_atomically
from ingest.errors import InvalidRequest

if TYPE_CHECKING:
    from openpyxl.worksheet.worksheet import Worksheet

SUFFIXES = (".csv", ".xlsx")
"""Endings of the files that are tables."""
MOST_ROWS = 50_000
"""Rows that a table may have: 25 times the largest set that was tried, and still read in seconds."""
_LONGEST_CELL = 32_767
"""Characters that a cell of a spreadsheet holds, by the file format; openpyxl would cut the rest without a word."""
_WIDEST = 60
"""Characters of a column's width: wider ones push the next column off a laptop's screen."""
_CUT = " […]"
_ILLEGAL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f]")
"""Characters that XML, and so a spreadsheet, can't hold."""
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


@dataclass(frozen=True, slots=True)
class FilledTable:
    """A table to write."""

    title: str
    columns: Sequence[str]
    rows: Sequence[Mapping[str, object]]
    """Values by column; what is missing stays empty."""
    choices: Mapping[str, Sequence[str]] | None = None
    """Column -> the words that its cells may hold, offered as a list by a spreadsheet program."""


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


def write_workbook(sheets: Sequence[FilledTable]) -> bytes:
    """A workbook with a bold, frozen line of headings on each sheet. No text of it is a formula.

    A cell's text of more than 32,767 characters is cut, and says so at its end.
    """
    from openpyxl import Workbook

    book = Workbook()
    book.remove(book.active)
    for sheet in sheets:
        _fill(book.create_sheet(sheet.title), sheet)
    file = io.BytesIO()
    book.save(file)
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
    columns = {name: _letter(at) for at, name in enumerate(headings) if name}
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
            message = (
                f"{path.name}, row {number}, column {_letter(beyond)}: there is text in a column without a heading. "
                "Give the column one, or empty the cell. In a CSV file, text with a comma stands in quotation marks."
            )
            raise InvalidRequest(message)
        cells = {headings[at]: cell.strip() for at, cell in enumerate(row) if cell.strip()}
        if cells:
            yield FileRow(number, cells)


def _read_heading(headings: Sequence[str], at: int) -> str:
    return headings[at] if at < len(headings) else ""


def _letter(at: int) -> str:
    """The letters over a column, counted from 0: A, B, ... Z, AA."""
    letters = ""
    at += 1
    while at:
        at, rest = divmod(at - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters


def _lacks(where: str, needed: str, found: FileTable) -> str:
    there = ", ".join(found.columns) or "none"
    return f"{where}: there is no column {needed!r} (the first row has: {there}). Headings stand in the first row."


def _fill(page: "Worksheet", sheet: FilledTable) -> None:
    from openpyxl.styles import Alignment, Font

    page.append(list(sheet.columns))
    for number, row in enumerate(sheet.rows, start=2):
        for at, name in enumerate(sheet.columns, start=1):
            value = _storable(row.get(name))
            if value is None or value == "":
                continue
            cell = page.cell(number, at, value)
            cell.alignment = Alignment(wrap_text=True, vertical="top")
            if isinstance(value, str):
                cell.data_type = "s"  # openpyxl takes text that begins with = for a formula
    for at, name in enumerate(sheet.columns, start=1):
        page.cell(1, at).font = Font(bold=True)
        longest = max(
            (len(line) for row in sheet.rows for line in str(row.get(name, "")).split("\n")), default=0
        )
        page.column_dimensions[_letter(at - 1)].width = min(_WIDEST, max(len(name), longest) + 3)
    page.freeze_panes = "A2"
    _offer_choices(page, sheet)


def _offer_choices(page: "Worksheet", sheet: FilledTable) -> None:
    from openpyxl.worksheet.datavalidation import DataValidation

    for name, words in (sheet.choices or {}).items():
        letter = _letter(list(sheet.columns).index(name))
        choice = DataValidation(type="list", formula1=f'"{",".join(words)}"', allow_blank=True)
        choice.add(f"{letter}2:{letter}{MOST_ROWS}")
        page.add_data_validation(choice)


def _storable(value: object) -> str | int | float | bool | None:
    """A value as a cell can hold it."""
    if value is None or isinstance(value, bool | int | float):
        return value
    text = _ILLEGAL.sub("", str(value))
    return text if len(text) <= _LONGEST_CELL else text[: _LONGEST_CELL - len(_CUT)] + _CUT


def _disarm(value: object) -> object:
    """Keep what others wrote from being run by a spreadsheet program."""
    return f"'{value}" if isinstance(value, str) and _FORMULA.match(value) else value
