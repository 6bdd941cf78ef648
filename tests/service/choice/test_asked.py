"""Cells that a question asks for."""

from dataclasses import replace
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from ingest.build import ingest
from service.assistant import Assistant
from service.choice.asked import find_asked, is_told_in_cell, keep_named_rows, mark_asked
from service.question.wants import Question, Want
from service.settings import Settings
from service.types import Ask, CitedRow, Passage
from service.web.app import create_app

HEADS = (("", "Budget", "Budget", ""), ("Place", "planned", "spent", "Led by"))
ROW = CitedRow(
    "Money by place", HEADS, ("Bury", "£4", "£3", "Ada Byron"), ((0, 4), (5, 7), (8, 10), (11, 20))
)

PLAIN = Passage(
    "S1", "r", "A report", 1, "1", 0, 20, "Bury", "Bury", (), "table_row", "finding", None, (), 1.0
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
    plain = PLAIN
    question = Question("How much was spent in Bury?", "amount")
    before, after = mark_asked(question, (plain, replace(plain, table=ROW)))
    assert before.table is None
    assert after.table is not None
    assert after.table.asked == (2,)


def test_rows_beside_the_one_that_is_named_are_left_out() -> None:
    other = replace(ROW, row=("Wigan", "£1", "£2", "Mary Ward"))
    passages = (replace(PLAIN, table=other), replace(PLAIN, id="S2", table=ROW), replace(PLAIN, id="S3"))
    kept = keep_named_rows(Question("How much was spent in Bury?", "amount"), passages)
    assert [(passage.id, passage.table) for passage in kept] == [("S1", ROW), ("S2", None)]
    assert len(keep_named_rows(Question("How much was spent?", "amount"), passages)) == 3


@pytest.mark.parametrize(
    ("text", "want", "told"),
    [
        ("How much was spent in Bury?", "amount", True),
        ("Who leads Bury?", "any", True),
        ("How much was spent in Wigan?", "amount", False),
        ("When was money spent in Bury?", "date", False),
        ("What was spent in Bury?", "any", False),
    ],
)
def test_a_cell_tells_what_is_asked_of_a_row_that_is_named(text: str, want: Want, told: bool) -> None:
    question = Question(text, want)
    passages = mark_asked(question, (PLAIN, replace(PLAIN, table=ROW)))
    assert is_told_in_cell(question, passages) is told


REPORT = """\
# Hubs in the North: a learning report

## What was spent

The hubs were paid for by the council and by the health board together.

Table 1. Money by hub, in pounds

| Hub | Led by | Budget | Spent | Families |
|---|---|---|---|---|
| Ashton | Ada Byron | 40,000 | 38,500 | 120 |
| Birch | Mary Ward | 25,000 | 26,100 | 85 |
| Cray | Jo Bloggs | 31,000 | | 60 |

Staff said that trust grew slowly, and that families came back when they knew one person by name.
"""


@pytest.mark.parametrize(
    ("question", "words", "asked"),
    [
        ("How much was spent in Birch?", "Birch · Mary Ward · 25,000 · 26,100 · 85", "26,100"),
        ("Who leads the Cray hub?", "Cray · Jo Bloggs · 31,000 · 60", "Jo Bloggs"),
        ("How many families came to Ashton?", "Ashton · Ada Byron · 40,000 · 38,500 · 120", "120"),
    ],
)
def test_a_question_for_a_cell_is_answered_from_its_row(
    hubs: Assistant, question: str, words: str, asked: str
) -> None:
    answer = hubs.answer(Ask(question))
    assert answer.status == "answered"
    assert answer.statements[0].text == words
    passage = answer.passages[0]
    assert passage.id == answer.statements[0].passage_ids[0]
    assert passage.table is not None
    assert passage.table.heads == (("Hub", "Led by", "Budget", "Spent", "Families"),)
    assert [passage.table.row[column] for column in passage.table.asked] == [asked]
    report = hubs.library.report(passage.report_id)
    assert [report.text[slice(*span)] for span in passage.table.list_asked_spans()] == [asked]


@pytest.fixture(scope="module")
def hubs(tmp_path_factory: pytest.TempPathFactory, sample_assistant: Assistant) -> Assistant:
    """An assistant over one report with a table."""
    folder = tmp_path_factory.mktemp("hubs")
    (folder / "hubs.md").write_text(REPORT, "utf-8")
    settings = Settings(data_dir=folder / "data")
    assert not ingest([folder / "hubs.md"], settings, embedder=sample_assistant.embedder).failures
    return Assistant(settings)


def test_the_page_shows_the_row_under_its_heads(hubs: Assistant, tmp_path: Path) -> None:
    settings = Settings(
        data_dir=hubs.library.file("hubs").parent, database_url=f"sqlite:///{tmp_path}/c.sqlite"
    )
    with TestClient(create_app(settings, hubs)) as client:
        html = client.post("/ask", data={"question": "How much was spent in Birch?"}).text
        found = client.post("/v1/answers", json={"question": "How much was spent in Birch?"}).json()
        picture = client.get(found["passages"][0]["url"])
    assert '<th scope="col">Spent</th>' in html
    assert "<td><mark>26,100</mark></td>" in html
    assert "<caption>Table 1. Money by hub, in pounds<a" in html
    assert found["passages"][0]["table"]["asked"] == [[0, 3]]
    assert picture.headers["content-type"] == "image/png"
