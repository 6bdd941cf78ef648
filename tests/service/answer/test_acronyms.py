import pytest

from service.assistant import Assistant
from service.types import Ask


@pytest.mark.parametrize(
    "question", ["What does NWD stand for?", "What is NWD?", "What does NWD mean?", "NWD?"]
)
def test_the_first_line_says_what_an_acronym_stands_for(sample_assistant: Assistant, question: str) -> None:
    answer = sample_assistant.answer(Ask(question))
    assert answer.headline is not None
    assert answer.headline.text == "NWD stands for No Wrong Door."
    (key,) = answer.headline.passage_ids
    assert answer.passages[0].id == key
    assert "NWD" in answer.passages[0].text


def test_the_plural_of_an_acronym_is_read_as_the_acronym(sample_assistant: Assistant) -> None:
    answer = sample_assistant.answer(Ask("What does LPs stand for?"))
    assert answer.headline is not None
    assert answer.headline.text == "LP stands for Local Pilot."
