import csv
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

import openpyxl
import pytest

from eval.tables import read_table, write_csv, write_table
from ingest.errors import InvalidRequest
from service.telling.workbook import MOST_ROWS, FilledTable, write_workbook

# Spreadsheets know no time zones.
DAYS = [datetime(2022, 10, 31), datetime(2022, 10, 31, 9, 30)]  # noqa: DTZ001
ROWS: list[dict[str, object]] = [{"question": "Who?", "n": 2}, {"question": "a\nb, “c”"}]


def written(path: Path, rows: Sequence[Sequence[object]]) -> Path:
    """A workbook as a spreadsheet program would save it."""
    book = openpyxl.Workbook()
    assert book.active is not None
    for row in rows:
        book.active.append(row)
    book.save(path)
    return path


@pytest.mark.parametrize("name", ["t.csv", "t.xlsx"])
def test_what_is_written_is_read_again(tmp_path: Path, name: str) -> None:
    write_table(tmp_path / name, [FilledTable("one", ("question", "n"), ROWS)])
    found = read_table(tmp_path / name, "question")
    assert found.columns == {"question": "A", "n": "B"}
    assert [(row.number, row.cells) for row in found.rows] == [
        (2, {"question": "Who?", "n": "2"}),
        (3, {"question": "a\nb, “c”"}),
    ]
    assert [child.name for child in tmp_path.iterdir()] == [name]


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@SUM(A1)"])
def test_no_text_becomes_a_formula_and_all_of_it_comes_back(tmp_path: Path, text: str) -> None:
    sheet = FilledTable("one", ("question",), [{"question": text}])
    assert write_csv(sheet.columns, sheet.rows).split("\r\n")[1].strip('"') == f"'{text}"
    for name in ("t.csv", "t.xlsx"):
        write_table(tmp_path / name, [sheet])
        assert read_table(tmp_path / name, "question").rows[0].cells["question"] == text
    page = openpyxl.load_workbook(tmp_path / "t.xlsx").worksheets[0]
    assert page["A2"].data_type == "s"


def test_numbers_dates_and_ticks_are_read_as_text(tmp_path: Path) -> None:
    row = ["x", 2021, 1.5, 0.1 + 0.2, *DAYS, True, None]
    heads = ["Question", "year", "share", "sum", "day", "moment", "is it", "none"]
    found = read_table(written(tmp_path / "t.xlsx", [[], heads, row]), "question")
    assert found.rows[0].number == 3
    assert list(found.rows[0].cells.values()) == [
        "x",
        "2021",
        "1.5",
        "0.3",
        "2022-10-31",
        "2022-10-31 09:30:00",
        "yes",
    ]
    assert "is_it" in found.columns


@pytest.mark.parametrize("mark", [",", ";", "\t"])
def test_cells_are_parted_by_what_the_headings_are_parted_by(tmp_path: Path, mark: str) -> None:
    (tmp_path / "t.csv").write_text(f"id{mark}question\na{mark}Why?\n\nb{mark}How?\n")
    found = read_table(tmp_path / "t.csv", "question")
    assert [(row.number, row.cells["question"]) for row in found.rows] == [(2, "Why?"), (4, "How?")]


def test_the_sheet_with_the_questions_is_found(tmp_path: Path) -> None:
    sheets = [
        FilledTable("cover", ("about",), [{"about": "x"}]),
        FilledTable("q", ("question",), [{"question": "Why?"}]),
    ]
    write_table(tmp_path / "t.xlsx", sheets)
    assert read_table(tmp_path / "t.xlsx", "question").rows[0].cells == {"question": "Why?"}


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("t.csv", b"id,name\na,b\n", "no column 'question' (the first row has: id, name)"),
        ("t.csv", b"", "the first row has: none"),
        ("t.csv", "question\nW\xe4r\n".encode("latin-1"), "not UTF-8"),
        ("t.csv", "question\nWhy?\n".encode("utf-16"), "not UTF-8"),
        ("t.csv", b'question\n"Why?\nHow?\n', "row 2: it can't be read as CSV"),
        (
            "t.csv",
            b"question,\nWhy?,because\n",
            "row 2, column B: there is text in a column without a heading",
        ),
        ("t.csv", b"question\nWhy, and how?\n", "row 2, column B: "),
        ("t.csv", b"question,Question\n", "two columns are called 'question'"),
        ("t.xlsx", b"PK\x03\x04", "can't be read as a workbook"),
        ("t.xlsx", b"", "can't be read as a workbook"),
        ("t.csv", b"question\n" + b"x\n" * MOST_ROWS, "more than 50,000 rows"),
    ],
)
def test_a_file_that_is_no_table_is_refused_with_what_to_do(
    tmp_path: Path, name: str, content: bytes, said: str
) -> None:
    (tmp_path / name).write_bytes(content)
    with pytest.raises(InvalidRequest) as refused:
        read_table(tmp_path / name, "question")
    assert said in refused.value.message
    assert refused.value.message.startswith(name)


def test_what_a_cell_can_not_hold_is_cut_and_says_so(tmp_path: Path) -> None:
    (tmp_path / "t.xlsx").write_bytes(
        write_workbook([FilledTable("one", ("question",), [{"question": "a\x07" + "b" * 40_000}])])
    )
    text = read_table(tmp_path / "t.xlsx", "question").rows[0].cells["question"]
    assert len(text) == 32_767
    assert text.startswith("ab")
    assert text.endswith("[…]")


def test_a_csv_file_can_be_read_by_any_program() -> None:
    (row,) = csv.DictReader(write_csv(("a", "b"), [{"a": 'say "yes"', "b": None}]).splitlines())
    assert row == {"a": 'say "yes"', "b": ""}
