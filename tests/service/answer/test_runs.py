"""The runs of `tests.service.answer.runs` on a few questions."""

from service.assistant import Assistant
from tests.service.answer.runs import count, sample_questions, write_echo, write_nonsense

QUESTIONS = sample_questions(4)


def test_no_nonsense_reaches_the_reader(sample_assistant: Assistant) -> None:
    counted = count(sample_assistant, write_nonsense, QUESTIONS)
    assert counted.written
    assert counted.dropped
    assert counted.told == ()


def test_no_echo_is_dropped(sample_assistant: Assistant) -> None:
    counted = count(sample_assistant, write_echo, QUESTIONS)
    assert counted.told
    assert counted.dropped == ()
