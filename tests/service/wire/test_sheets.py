import csv
import io
from dataclasses import replace

import pytest

from service.types import Statement
from service.wire.sheets import sheet_of, sheet_of_answers, write_sheet
from service.wire.views import TermModel
from tests.service.store.suite import ANSWER


def rows(sheet: str) -> list[dict[str, str]]:
    assert sheet.startswith("\ufeff")
    return list(csv.DictReader(io.StringIO(sheet[1:], newline="")))


def test_an_answer_has_a_row_for_each_passage_of_each_statement() -> None:
    passage = ANSWER.passages[0]
    other = replace(passage, id="S9", text="Two,\nlines", context="left out", places=("Salford", "Bury"))
    both = Statement("Both say so.", (passage.id, "S9"))
    found = rows(sheet_of_answers([replace(ANSWER, statements=(both,), passages=(passage, other))]))
    assert [row["passage_id"] for row in found] == [passage.id, "S9"]
    assert found[1]["passage_text"] == "Two,\nlines"
    assert found[1]["passage_places"] == "Salford; Bury"
    assert {(row["number"], row["statement"], row["status"]) for row in found} == {
        ("1", "Both say so.", ANSWER.status)
    }
    assert "left out" not in "".join(found[1].values())


def test_a_refusal_has_one_row() -> None:
    found = rows(sheet_of_answers([replace(ANSWER, status="declined", statements=(), passages=())]))
    assert [(row["question"], row["status"], row["statement"]) for row in found] == [
        (ANSWER.question, "declined", "")
    ]


def test_an_empty_list_has_its_columns() -> None:
    head = sheet_of([], TermModel).strip("\ufeff\r\n").split(",")
    assert head[:4] == ["short", "long", "said", "uses"]
    assert "passage_report_id" in head
    assert "passage_context" not in head


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@x", "\tx", "\r=x"])
def test_no_cell_is_a_formula(text: str) -> None:
    (row,) = rows(write_sheet([{"a": text, "b": [text], "c": -1}], ("a", "b", "c")))
    assert row == {"a": f"'{text}", "b": f"'{text}", "c": "-1"}
