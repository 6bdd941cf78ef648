import io

import openpyxl

from service.telling.workbook import FilledTable, name_column, write_workbook


def test_text_is_never_a_formula_and_headings_stay_in_sight() -> None:
    written = write_workbook([FilledTable("One", ("text", "number"), [{"text": "=1+1", "number": 3}])])
    page = openpyxl.load_workbook(io.BytesIO(written)).worksheets[0]
    assert (page["A2"].value, page["A2"].data_type) == ("=1+1", "s")
    assert page["B2"].value == 3
    assert page.freeze_panes == "A2"
    assert page["A1"].font.bold


def test_columns_have_the_letters_of_a_spreadsheet() -> None:
    assert [name_column(at) for at in (0, 25, 26, 701, 702)] == ["A", "Z", "AA", "ZZ", "AAA"]
