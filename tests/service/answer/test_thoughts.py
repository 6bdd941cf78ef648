import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.answer.citations import LONGEST_SENTENCE, StatementStream
from service.answer.thoughts import ThoughtFilter


def filtered(*pieces: str) -> str:
    thoughts = ThoughtFilter()
    return "".join([*(thoughts.feed(piece) for piece in pieces), thoughts.finish()])


THOUGHTS = [
    "<think>Is it [S1]?</think>",
    "<THINK>Is it [S1]?</THINK>",
    "<thinking>Is it [S1]?</thinking>",
    "<reasoning>Is it [S1]?\n</reasoning >",
    "[THINK]Is it [S1]?[/THINK]",
    "<|channel|>analysis<|message|>Is it [S1]?<|end|><|start|>assistant<|channel|>final<|message|>",
]


@pytest.mark.parametrize("thought", THOUGHTS)
@pytest.mark.parametrize("step", [1, 7, 1000])
def test_thoughts_are_taken_out_however_they_arrive(thought: str, step: int) -> None:
    text = f"{thought}Trust takes time [S1]."
    assert filtered(*(text[i : i + step] for i in range(0, len(text), step))) == "Trust takes time [S1]."


def test_what_a_lone_end_mark_closes_was_a_thought() -> None:
    thoughts = ThoughtFilter()
    assert thoughts.feed("The user asks about trust [S1]. ").startswith("The user")
    assert not thoughts.unopened
    assert thoughts.feed("So I write.</think>Trust takes time.") == "Trust takes time."
    assert thoughts.unopened


def test_a_thought_that_never_ends_is_none_of_the_answer() -> None:
    assert filtered("Trust takes time. <think>", "and so ", "on") == "Trust takes time. "


@given(st.lists(st.text("aS1[]()<>|/ .\n", max_size=12), max_size=12))
def test_text_without_thoughts_comes_out_whole(pieces: list[str]) -> None:
    assert filtered(*pieces) == "".join(pieces)


def test_a_long_thought_takes_little_room() -> None:
    stream = StatementStream(["S1"])
    stream.feed("<think>")
    assert not any(stream.feed("Some words. ") for _ in range(2000))
    assert not stream.stuck
    (draft,) = [*stream.feed("</think>Trust takes time [S1]."), *stream.finish()]
    assert draft.text == "Trust takes time."


def test_a_sentence_without_an_end_is_told_as_stuck() -> None:
    stream = StatementStream(["S1"])
    stream.feed("word " * (LONGEST_SENTENCE // 5 + 1))
    assert stream.stuck
