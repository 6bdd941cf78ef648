import pytest

from ingest.build import ingest
from service.assistant import Assistant
from service.settings import Settings
from service.types import Answer, Ask

WALKS = """---
title: "Riverside Walks: evaluation"
author: Ada Brook and Tom Field, Lowland Research
date: 2023-05-04
---

# Riverside Walks: evaluation

Ada Brook and Tom Field, Lowland Research

4 May 2023

## Summary

This report is an independent evaluation of the Riverside Walks programme in its first two years of work.

Walkers came back when the same leader met them each week, and left when leaders changed without a word.

The programme reached fewer carers than it had hoped, because walks began while children were still at home.

## What was found

Leaders were paid by the hour. A path that was lit in winter kept the evening groups going until spring came.
"""
GARDENS = """# Garden Days: a learning report

March 2021

## What was learned

Carers joined the garden when somebody minded their children, and said that trust between neighbours grew there.

Tools were shared between four allotments, which saved money and started friendships that outlasted the project.
"""
JARDINS = """# Jardins partagés

Janvier 2022

## Ce que nous avons appris

Les habitants du quartier se retrouvent chaque semaine dans le jardin et partagent les outils avec leurs voisins.

La confiance entre les habitants et les services de la ville a grandi lentement, au fil des saisons et des récoltes.

Les enfants des écoles voisines viennent semer au printemps, et leurs parents restent parler avec les jardiniers.

Quand la pluie a détruit une partie des semis, les voisins ont replanté ensemble pendant deux fins de semaine.
"""


@pytest.fixture(scope="module")
def three_reports(tmp_path_factory: pytest.TempPathFactory, sample_assistant: Assistant) -> Assistant:
    folder = tmp_path_factory.mktemp("catalogue")
    for name, text in (("walks", WALKS), ("gardens", GARDENS), ("jardins", JARDINS)):
        (folder / f"{name}.md").write_text(text, encoding="utf-8")
    settings = Settings(data_dir=folder / "data", embedding_dtype="float32")
    files = [folder / f"{name}.md" for name in ("walks", "gardens", "jardins")]
    assert not ingest(files, settings).failures
    return Assistant(settings, embedder=sample_assistant.embedder)


def _ask(assistant: Assistant, question: str) -> Answer:
    return assistant.answer(Ask(question))


def test_authors_and_date_are_cited_from_the_title_page(three_reports: Assistant) -> None:
    answer = _ask(three_reports, "Who wrote the Riverside Walks evaluation, and of what month is it?")
    assert answer.status == "answered"
    assert [passage.text for passage in answer.passages] == [
        "Ada Brook and Tom Field, Lowland Research",
        "4 May 2023",
    ]


def test_a_report_without_an_author_is_not_given_one(three_reports: Assistant) -> None:
    answer = _ask(three_reports, "Who wrote the Garden Days report?")
    assert answer.status == "not_in_reports"
    assert "Garden Days" in answer.notes[0]


def test_what_only_the_catalogue_knows_is_marked_as_its_word(three_reports: Assistant) -> None:
    answer = _ask(three_reports, "How many pages does the Garden Days report have?")
    assert answer.notes[0].startswith("From the library's catalogue: ")
    assert "has 1 page" in answer.notes[0]
    assert "Garden Days" in answer.passages[0].text


def test_all_reports_are_listed_with_their_title_lines(three_reports: Assistant) -> None:
    answer = _ask(three_reports, "What reports do you have?")
    assert {passage.report_id for passage in answer.passages} == {"walks", "gardens", "jardins"}
    assert answer.notes[0] == "From the library's catalogue: 3 of 3 reports (2021 to 2023)."
    groups = {statement.text: statement.group for statement in answer.statements}
    assert groups["Garden Days: a learning report"] is None


@pytest.mark.parametrize(
    ("question", "reports"),
    [
        ("Do we hold any report in French?", {"jardins"}),
        ("List all reports from 2021", {"gardens"}),
        ("Which reports mention carers?", {"walks", "gardens"}),
        ("Which documents in the library are independent evaluations?", {"walks"}),
        ("What is the newest report?", {"walks"}),
        ("What is the oldest report?", {"gardens"}),
        ("What is the newest report on trust?", {"gardens"}),
        ("What does the oldest report say about trust?", {"gardens"}),
    ],
)
def test_reports_are_found_by_year_language_theme_and_age(
    three_reports: Assistant, question: str, reports: set[str]
) -> None:
    answer = _ask(three_reports, question)
    assert answer.status == "answered"
    assert {passage.report_id for passage in answer.passages} == reports


def test_no_report_of_a_year_is_said_to_be_so(three_reports: Assistant) -> None:
    answer = _ask(three_reports, "List all reports from 1999")
    assert answer.status == "not_in_reports"
    assert answer.notes[0] == "By the library's catalogue, no report is dated 1999."


def test_a_summary_is_made_of_the_reports_own_summary(three_reports: Assistant) -> None:
    answer = _ask(three_reports, "Summarise the Riverside Walks evaluation")
    assert any("independent evaluation" in passage.text for passage in answer.passages)
    assert any("What was found" in note for note in answer.notes)
    assert all(len(passage.text) >= 60 for passage in answer.passages)


def test_which_report_is_meant_is_asked_back(three_reports: Assistant) -> None:
    answer = _ask(three_reports, "What is this report about?")
    assert answer.status == "clarify"
    assert "Which report is meant?" in answer.notes[0]
