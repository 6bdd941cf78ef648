"""Tables as workbooks (XLSX). The home of writing with openpyxl."""

import io
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from openpyxl.worksheet.worksheet import Worksheet

MOST_ROWS = 50_000
"""Rows that a table may have: 25 times the largest set of questions that was tried, and still read in seconds."""
_LONGEST_CELL = 32_767
"""Characters that a cell of a spreadsheet holds, by the file format; openpyxl would cut the rest without a word."""
_WIDEST = 60
"""Characters of a column's width: wider ones push the next column off a laptop's screen."""
_CUT = " […]"
_ILLEGAL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f]")
"""Characters that XML, and so a spreadsheet, can't hold."""


@dataclass(frozen=True, slots=True)
class FilledTable:
    """A table to write."""

    title: str
    columns: Sequence[str]
    rows: Sequence[Mapping[str, object]]
    """Values by column; what is missing stays empty."""
    choices: Mapping[str, Sequence[str]] | None = None
    """Column -> the words that its cells may hold, offered as a list by a spreadsheet program."""


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


def name_column(at: int) -> str:
    """The letters over a column, counted from 0: A, B, ... Z, AA."""
    letters = ""
    at += 1
    while at:
        at, rest = divmod(at - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters


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
        page.column_dimensions[name_column(at - 1)].width = min(_WIDEST, max(len(name), longest) + 3)
    page.freeze_panes = "A2"
    _offer_choices(page, sheet)


def _offer_choices(page: "Worksheet", sheet: FilledTable) -> None:
    from openpyxl.worksheet.datavalidation import DataValidation

    for name, words in (sheet.choices or {}).items():
        letter = name_column(list(sheet.columns).index(name))
        choice = DataValidation(type="list", formula1=f'"{",".join(words)}"', allow_blank=True)
        choice.add(f"{letter}2:{letter}{MOST_ROWS}")
        page.add_data_validation(choice)


def _storable(value: object) -> str | int | float | bool | None:
    """A value as a cell can hold it."""
    if value is None or isinstance(value, bool | int | float):
        return value
    text = _ILLEGAL.sub("", str(value))
    return text if len(text) <= _LONGEST_CELL else text[: _LONGEST_CELL - len(_CUT)] + _CUT
