import pytest

from service.question.about import Matter, asks_about


@pytest.mark.parametrize(
    ("question", "matters"),
    [
        ("Who wrote the Salford report?", ("authors",)),
        ("Who is the author of the evaluation, and of what month is it?", ("authors", "date")),
        ("Salford evaluation: lead evaluator? publication date?", ("authors", "date")),
        ("Who is the author of the case study and when was it published?", ("authors", "date")),
        ("When was the glossary published?", ("date",)),
        ("Who published the Salford digest?", ("publisher",)),
        ("Who commissioned the Salford evaluation?", ("commissioner",)),
        ("Who funded the Salford report?", ("funder",)),
        ("How many pages does the Salford report have?", ("pages",)),
        ("In what language is the Salford report?", ("language",)),
        ("What reports do you have?", ("which",)),
        ("List all reports from 2021", ("which",)),
        ("Do we hold any report in French?", ("which",)),
        ("Which reports mention trust?", ("which",)),
        ("Which documents in the library are independent evaluations?", ("which",)),
        ("What is the newest report?", ("newest",)),
        ("Which report is the oldest?", ("oldest",)),
        ("Please summarise the Salford report", ("summary",)),
        ("What is this report about?", ("summary",)),
    ],
)
def test_questions_about_reports_are_told_by_what_they_ask(
    question: str, matters: tuple[Matter, ...]
) -> None:
    about = asks_about(question)
    assert about is not None
    assert about.matters == matters


@pytest.mark.parametrize(
    "question",
    [
        "How many reports came out of the research series?",
        "What does the latest report say about trust?",
        "Which report is the glossary a digest of?",
        "What did the authors of their own stories say?",
        "Who led the evaluation of the pilot?",
        "What do the reports say about budgets?",
        "When did the programme start?",
        "End-of-life summary: how many were opened?",
        "Which places took part in the study?",
    ],
)
def test_questions_about_what_stands_in_reports_are_not(question: str) -> None:
    assert asks_about(question) is None


def test_the_theme_is_what_is_left_of_the_question() -> None:
    about = asks_about("Which reports deal with care homes?")
    assert about is not None
    assert about.theme == ("care", "home")
