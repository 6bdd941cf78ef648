from dataclasses import replace

import pytest

from service.assistant import Assistant
from service.reports.starters import CANDIDATES, POINTS_BACK, Starter, find_starters
from service.types import Ask, Statement


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


def test_questions_that_need_what_stands_before_them_and_initials_of_places_are_left_out(
    sample_assistant: Assistant,
) -> None:
    groups = find_starters(sample_assistant.library)
    questions = [starter.question for group in groups for starter in group.questions]
    assert "What is GM?" not in questions
    assert not any(set(question.casefold().split()) & POINTS_BACK for question in questions)


def test_an_answer_that_begins_with_a_heading_or_a_list_of_places_keeps_no_promise(
    sample_assistant: Assistant,
) -> None:
    answer = sample_assistant.answer(Ask("What is NWD?"))
    first = replace(answer.passages[0], places=("Stockport",))
    answer = replace(answer, passages=(first, *answer.passages[1:]))
    starter = Starter("What is NWD?", places=("Stockport",))
    assert starter.is_kept_by(answer)
    listed = replace(first, places=("Stockport", "Salford", "Wigan"))
    assert not starter.is_kept_by(replace(answer, passages=(listed, *answer.passages[1:])))
    heading = Statement("c) What No Wrong Door is", answer.statements[0].passage_ids)
    assert not starter.is_kept_by(replace(answer, headline=heading))


def test_a_promised_voice_is_heard_in_the_passages(sample_assistant: Assistant) -> None:
    answer = sample_assistant.answer(Ask("What was assumed about trust?"))
    voices = {passage.voice for passage in answer.passages}
    assert Starter("?", "assumption").is_held_by(answer.passages) == ("assumption" in voices)
    assert not Starter("?").is_held_by(())
