import pytest

from service.assistant import Assistant
from service.reports.starters import CANDIDATES, Starter, find_starters
from service.types import Ask


def test_every_reader_gets_questions_made_of_the_library(sample_assistant: Assistant) -> None:
    library = sample_assistant.library
    groups = find_starters(library)
    assert [group.reader for group in groups] == ["New here", "Leading the work", "Weighing the evidence"]
    assert all(0 < len(group.questions) <= CANDIDATES for group in groups)
    known = " ".join(library.report(entry.id).text for entry in library.details)
    assert all(starter.question in known for starter in groups[1].questions)
    shorts = {term.short for entry in library.details for term in library.report(entry.id).terms if term.long}
    new = [starter.question for starter in groups[0].questions]
    asked = {q.removeprefix("What is ").rstrip("?") for q in new if q.startswith("What is ")}
    assert asked
    assert asked <= shorts


@pytest.mark.parametrize(
    ("starter", "kept"),
    [
        (Starter("What is NWD?", words=("No Wrong Door",)), True),
        (Starter("What is NWD?", words=("A Long Form Of Nothing",)), False),
        (Starter("What is NWD?", places=("Atlantis",)), False),
        (Starter("What is the airspeed of a swallow?"), False),
    ],
)
def test_a_question_to_begin_with_is_kept_when_its_answer_holds_what_it_promises(
    sample_assistant: Assistant, starter: Starter, kept: bool
) -> None:
    assert starter.is_kept_by(sample_assistant.answer(Ask(starter.question))) == kept


def test_a_promised_voice_is_heard_in_the_passages(sample_assistant: Assistant) -> None:
    answer = sample_assistant.answer(Ask("What was assumed about trust?"))
    voices = {passage.voice for passage in answer.passages}
    assert Starter("?", "assumption").is_held_by(answer.passages) == ("assumption" in voices)
    assert not Starter("?").is_held_by(())
