"""What a report numbers is told by its number: tables, annexes, chapters, recommendations."""

import pytest

from ingest.build import ingest
from service.assistant import Assistant
from service.catalogue.numbered import tell_numbered
from service.settings import Settings
from service.types import Answer, Ask

QUAY = """# Quay Street Kitchen: evaluation

## Chapter 2. What was cooked

Soup was made from what the market gave away on Saturdays, and thirty people came to peel.

Bread came later, when an oven was lent by the bakery next door.

## Recommendation 1

The kitchen should open on a second evening so that people who work late can come.

## Recommendation 2

Peelers should be asked what they would like to learn before the summer begins.

Table 1. Meals by month

| Month | Meals |
|---|---|
| May | 410 |
| June | 385 |

Figure 3. How people heard of the kitchen

## Annex II. Whom we asked

Fourteen peelers and two bakers were asked at the table while they worked.
"""
WHARF = """# Wharf Lane Bikes: review

## What was mended

The yard mended two hundred bikes before the rain set in.

Table 1. Bikes by size

| Size | Bikes |
|---|---|
| Small | 120 |
| Large | 80 |
"""


@pytest.fixture(scope="module")
def numbering_reports(tmp_path_factory: pytest.TempPathFactory, sample_assistant: Assistant) -> Assistant:
    folder = tmp_path_factory.mktemp("numbered")
    for name, text in (("quay", QUAY), ("wharf", WHARF)):
        (folder / f"{name}.md").write_text(text, encoding="utf-8")
    settings = Settings(data_dir=folder / "data", embedding_dtype="float32")
    assert not ingest([folder / "quay.md", folder / "wharf.md"], settings).failures
    return Assistant(settings, embedder=sample_assistant.embedder)


def _ask(assistant: Assistant, question: str) -> Answer:
    return assistant.answer(Ask(question))


@pytest.mark.parametrize(
    "question",
    [
        "What does Table 1 of the Quay Street Kitchen evaluation show?",
        "What is in table 1 of the Quay Street Kitchen evaluation?",
        "Table 1 of the Quay Street Kitchen evaluation",
    ],
)
def test_a_table_is_told_with_its_caption_and_rows(numbering_reports: Assistant, question: str) -> None:
    answer = _ask(numbering_reports, question)
    words = [statement.text for statement in answer.statements]
    assert answer.status == "answered"
    captions = {passage.table.caption for passage in answer.passages if passage.table}
    assert captions == {"Table 1. Meals by month"}
    assert [any(value in line for line in words) for value in ("410", "385", "120")] == [
        True,
        True,
        False,
    ]


@pytest.mark.parametrize(
    ("question", "told"),
    [
        ("What is recommendation 2?", "Peelers should be asked"),
        ("What is in Annex 2?", "Fourteen peelers"),
        ("What is in appendix II?", "Fourteen peelers"),
        ("What is chapter 2 about?", "Soup was made"),
        ("Summarise chapter 2", "Bread came later"),
    ],
)
def test_what_stands_under_a_heading_is_told_by_its_number(
    numbering_reports: Assistant, question: str, told: str
) -> None:
    answer = _ask(numbering_reports, question)
    assert any(told in statement.text for statement in answer.statements)
    assert {passage.report_id for passage in answer.passages} == {"quay"}


def test_a_figure_is_told_to_be_a_picture(numbering_reports: Assistant) -> None:
    answer = _ask(numbering_reports, "What does Figure 3 show?")
    assert [passage.text for passage in answer.passages] == ["Figure 3. How people heard of the kitchen"]
    assert "is a picture" in answer.notes[0]


def test_a_number_that_several_reports_have_is_asked_back(numbering_reports: Assistant) -> None:
    answer = _ask(numbering_reports, "What does Table 1 show?")
    assert answer.status == "clarify"
    assert "Quay Street Kitchen" in answer.notes[0]
    assert "Wharf Lane Bikes" in answer.notes[0]


def test_one_word_of_its_name_says_which_report_is_meant(numbering_reports: Assistant) -> None:
    answer = _ask(numbering_reports, "What does Table 1 of the review show?")
    assert answer.status == "answered"
    assert {passage.report_id for passage in answer.passages} == {"wharf"}


def test_a_number_that_a_report_lacks_is_refused_with_those_it_has(numbering_reports: Assistant) -> None:
    answer = _ask(numbering_reports, "What does Table 7 of the Wharf Lane Bikes review show?")
    assert answer.status == "not_in_reports"
    assert answer.notes[0] == "“Wharf Lane Bikes: review” has no Table 7. It has Table 1."


@pytest.mark.parametrize(
    "question",
    [
        "What does Table 1 say about meals in May compared with June?",
        "Which figure shows how people heard of the kitchen?",
        "What is part of the review?",
        "What does the report recommend?",
    ],
)
def test_a_question_for_one_matter_is_searched(numbering_reports: Assistant, question: str) -> None:
    assert tell_numbered(question, numbering_reports.library, ()) is None
