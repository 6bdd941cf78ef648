"""Messages are split into the questions that they ask, and questions into their halves."""

import pytest

from service.question.parts import split_parts, split_questions


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("Which one was that, and where did it begin?", ("Which one was that", "and where did it begin")),
        ("With a protected caseload, how many families is the most?", ()),
        ("GM says it has five enablers. Which two are left out?", ()),
    ],
)
def test_a_question_for_two_things_is_split(text: str, parts: tuple[str, ...]) -> None:
    assert split_parts(text) == parts


@pytest.mark.parametrize(
    ("text", "questions"),
    [
        (
            "What is No Wrong Door? How much did it cost? Who leads it?",
            ("What is No Wrong Door?", "How much did it cost?", "Who leads it?"),
        ),
        ("what is nwd? and who leads it?", ("What is nwd?", "And who leads it?")),
        (
            "When did the evaluation start, who carried it out and how many people were interviewed?",
            ("When did the evaluation start?", "Who carried it out?", "How many people were interviewed?"),
        ),
    ],
)
def test_a_message_with_several_questions_is_split(text: str, questions: tuple[str, ...]) -> None:
    assert split_questions(text) == questions


@pytest.mark.parametrize(
    "text",
    [
        "Do both programmes value what numbers miss? What's the evidence?",
        "Country evaluation: lead evaluator? publication date?",
        "Do we hold any report in French? On what?",
        "Which two reports do the open questions in Where next? come from?",
        "Which one was that, and where did it begin?",
        "Adopt or adapt?",
        "They didn't all fill the post the same way, did they? What were the different set-ups?",
        "How many pages is the handbook? I need to know if I can read it tonight",
        "TAS?? What's that, and whose model was it?",
    ],
)
def test_what_can_not_be_asked_alone_stays_with_its_question(text: str) -> None:
    assert split_questions(text) == (text,)


def test_a_message_of_very_many_questions_is_answered_in_eight_pieces() -> None:
    asked = " ".join(f"How many teams did the programme reach in {year}?" for year in range(2000, 2020))
    assert len(split_questions(asked)) == 8
