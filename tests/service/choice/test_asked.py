"""Cells that a question asks for."""

from dataclasses import replace

import pytest

from service.choice.asked import find_asked, mark_asked
from service.question.wants import Question, Want
from service.types import CitedRow, Passage

HEADS = (("", "Budget", "Budget", ""), ("Place", "planned", "spent", "Led by"))
ROW = CitedRow(
    "Money by place", HEADS, ("Bury", "£4", "£3", "Ada Byron"), ((0, 4), (5, 7), (8, 10), (11, 20))
)


@pytest.mark.parametrize(
    ("text", "want", "asked"),
    [
        ("How much was spent in Bury?", "amount", (2,)),
        ("What was the budget in Bury?", "amount", (1, 2)),
        ("Who led Bury?", "person", (3,)),
        ("What about Bury?", "any", ()),
        ("Which place has money?", "any", ()),
    ],
)
def test_heads_that_share_words_with_the_question_tell(text: str, want: Want, asked: tuple[int, ...]) -> None:
    assert find_asked(Question(text, want), ROW) == asked


def test_the_only_cell_of_the_kind_asked_for_is_meant() -> None:
    row = CitedRow("", (("Risk", "Owner", "Review"),), ("Staff", "Ada", "May 2021"), ((0, 1), (2, 3), (4, 5)))
    assert find_asked(Question("When will staffing be looked at?", "date"), row) == (2,)
    assert find_asked(Question("How many for staffing?", "count"), row) == (2,)


def test_only_passages_from_tables_are_marked() -> None:
    plain = Passage(
        "S1", "r", "A report", 1, "1", 0, 20, "Bury", "Bury", (), "table_row", "finding", None, (), 1.0
    )
    question = Question("How much was spent in Bury?", "amount")
    before, after = mark_asked(question, (plain, replace(plain, table=ROW)))
    assert before.table is None
    assert after.table is not None
    assert after.table.asked == (2,)
