import pytest

from service.question.followup import standalone, topic
from service.types import Turn

PLACES = ("Salford", "Stockport", "Manchester", "Bolton")


def after(*contents: str) -> tuple[Turn, ...]:
    return tuple(
        Turn("user" if number % 2 == 0 else "assistant", text) for number, text in enumerate(contents)
    )


@pytest.mark.parametrize(
    ("question", "previous", "expected"),
    [
        (
            "and in Salford?",
            "What did Stockport do about governance?",
            "What did Salford do about governance?",
        ),
        (
            "What about Bolton?",
            "What has Manchester done about leadership?",
            "What has Bolton done about leadership?",
        ),
        ("what about TAS?", "What is NWD?", "What is TAS?"),
        ("more please", "What is NWD?", "What else is said about NWD?"),
        (
            "has anybody done that yet?",
            "What's the sharing approach to scaling?",
            "Has anybody done that yet, with regard to the sharing approach to scaling?",
        ),
        ("no, I meant Stockport", "What happened in Salford?", "What happened in Stockport?"),
        ("not Salford, Stockport", "What happened in Salford?", "What happened in Stockport?"),
        ("and Stockport?", "What happened in Salford?", "What happened in Stockport?"),
        ("Stockport", "What happened in Salford?", "What happened in Stockport?"),
        ("And when did it start?", "Who runs No Wrong Door?", "When did No Wrong Door start?"),
        ("tell me more", "What else is said about NWD?", "What else is said about NWD?"),
        (
            "why?",
            "What is the working assumption on trust?",
            "Why, with regard to the working assumption on trust?",
        ),
    ],
)
def test_a_follow_up_becomes_a_question_of_its_own(question: str, previous: str, expected: str) -> None:
    assert standalone(question, after(previous, "An answer."), PLACES) == expected


def test_the_other_one_is_the_one_that_was_mentioned_and_not_asked_about() -> None:
    history = after("What is Nest?", "Nest is a service in one place; Haven is another.")
    assert standalone("what about the other one?", history, PLACES) == "What is Haven?"


@pytest.mark.parametrize(
    "question",
    [
        "What is No Wrong Door?",
        "Which barriers did project leads meet?",
        "How did staff look after their families during Covid?",
        "What helps residents to speak for themselves?",
        "Is there a rota for the hub?",
        "What is the aim of this programme?",
        "How did innovation leads support the ten local authorities that were importing it, and what did they find?",
    ],
)
def test_a_question_that_stands_alone_stays_as_it_is(question: str) -> None:
    assert standalone(question, after("What is NWD?", "A service."), PLACES) == question


def test_without_earlier_turns_nothing_changes() -> None:
    assert standalone("and in Salford?", (), PLACES) == "and in Salford?"


def test_a_follow_up_to_a_follow_up_goes_back_to_what_both_are_about() -> None:
    history = after("What did Stockport do about governance?", "Much.", "and in Salford?", "Less.")
    expected = "Why, with regard to Salford and governance?"
    assert standalone("why?", history, PLACES) == expected
    assert standalone("and in Bolton?", history, PLACES) == "What did Bolton do about governance?"


def test_the_topic_is_the_question_without_its_asking() -> None:
    assert topic("What did coaching from the leads involve?") == "coaching from the leads"
    assert topic("Tell me about the hub") == "the hub"


def test_they_are_the_last_two_things_that_were_asked_about() -> None:
    history = after("What is Nest?", "A service.", "What is Haven?", "Another.")
    assert standalone("How do they differ?", history, PLACES) == "How do Nest and Haven differ?"


def test_a_chain_of_follow_ups_names_its_topic_once() -> None:
    history = after("What is Nest?", "A service.", "Who runs it?", "A team.")
    assert standalone("And when did it start?", history, PLACES) == "When did Nest start?"


@pytest.mark.parametrize(
    ("before", "question", "alone"),
    [
        (
            "Who published the Salford evaluation?",
            "What are its recommendations?",
            "What are the recommendations of the Salford evaluation?",
        ),
        ("When did the data hub start?", "How much did it cost?", "How much did the data hub cost?"),
        ("Who led No Wrong Door?", "Who are its partners?", "Who are the partners of No Wrong Door?"),
    ],
)
def test_it_and_its_take_the_name_of_the_topic(before: str, question: str, alone: str) -> None:
    assert standalone(question, (Turn("user", before),)) == alone
