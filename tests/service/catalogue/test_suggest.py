from service.assistant import Assistant
from service.catalogue.suggest import suggest
from service.types import Ask

QUESTION = "What helps partners to trust each other?"


def test_an_answer_suggests_what_may_be_asked_next(sample_assistant: Assistant) -> None:
    answer = sample_assistant.answer(Ask(QUESTION))
    assert 1 <= len(answer.suggestions) <= 3
    assert QUESTION not in answer.suggestions


def test_what_is_suggested_is_answered(sample_assistant: Assistant) -> None:
    for question in (QUESTION, "What is No Wrong Door?", "What did leaders do in Salford?"):
        for suggestion in sample_assistant.answer(Ask(question)).suggestions:
            assert sample_assistant.answer(Ask(suggestion)).status == "answered", suggestion


def test_nothing_is_suggested_beside_a_refusal(sample_assistant: Assistant) -> None:
    answer = sample_assistant.answer(Ask("What does the moon landing cost?"))
    assert answer.status == "not_in_reports"
    assert answer.suggestions == ()


def test_initials_that_the_question_explains_are_not_suggested(sample_assistant: Assistant) -> None:
    answer = sample_assistant.answer(Ask("What is No Wrong Door (NWD)?"))
    assert "What is NWD?" not in suggest(
        "What is No Wrong Door (NWD)?", answer.passages, sample_assistant.library
    )
