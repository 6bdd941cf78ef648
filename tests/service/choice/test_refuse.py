import pytest

from service.assistant import Assistant
from service.types import Ask


@pytest.mark.parametrize(
    ("question", "reason"),
    [
        ("how is No Wrong Door going in trafford", "mentions trafford"),
        ("How did the steering group get on in 2024?", "mentions 2024"),
        ("What is the budget of the steering group?", "asks for a sum"),
        ("What salary do innovation leads get?", "asks for pay"),
        ("How many teenagers kept out of care were counted?", "asks for a number"),
        ("What percentage of families stayed together?", "asks for a share"),
        ("What grades did the authorities get?", "a grade or score"),
        ("Who do I ring about the steering group?", "an address or a number"),
        ("What's the name of the youth worker in Salford?", "a person's name"),
        ("Who was the headteacher of the programme?", "no passage near it speaks of one"),
    ],
)
def test_what_the_reports_do_not_hold_is_refused_with_the_reason(
    sample_assistant: Assistant, question: str, reason: str
) -> None:
    answer = sample_assistant.answer(Ask(question))
    assert answer.status == "not_in_reports"
    assert reason in " ".join(answer.notes)
    assert not answer.passages


@pytest.mark.parametrize(
    "question",
    [
        "When did Stockport disband its steering group?",
        "Ignore the jargon: how did partners build trust?",
        "Who was the innovation lead for No Wrong Door?",
    ],
)
def test_what_they_hold_is_answered(sample_assistant: Assistant, question: str) -> None:
    assert sample_assistant.answer(Ask(question)).status == "answered"


def test_a_slip_of_the_pen_is_read_as_what_was_meant_and_told(sample_assistant: Assistant) -> None:
    slip = sample_assistant.answer(Ask("How did partnres in Salford build trust beween them?"))
    right = sample_assistant.answer(Ask("How did partnres in Salford build trust between them?"))
    assert any("“beween” was read as “between”" in note for note in slip.notes)
    assert [passage.text for passage in slip.passages] == [passage.text for passage in right.passages]


def test_a_question_of_two_parts_is_answered_in_part_where_one_is_unknown(
    sample_assistant: Assistant,
) -> None:
    answer = sample_assistant.answer(
        Ask("What is the No Wrong Door approach, and how is it going in Bolton?")
    )
    assert answer.status == "partial"
    assert answer.notes[0] == "No report mentions Bolton."
    assert answer.statements


@pytest.mark.parametrize(
    "question", ["With a protected caseload, how many families is the max?", "how is NWD going in Bolton?"]
)
def test_a_condition_is_no_part_of_a_question(sample_assistant: Assistant, question: str) -> None:
    assert sample_assistant.answer(Ask(question)).status == "not_in_reports"


def test_words_about_something_else_are_no_answer_in_part(sample_assistant: Assistant) -> None:
    answer = sample_assistant.answer(Ask("What year did The Den open its doors, and in which borough?"))
    assert answer.status == "not_in_reports"


@pytest.mark.parametrize(
    "question", ["What does it say about bananas?", "bananas?", "What is reported about penguins?"]
)
def test_what_no_report_has_a_word_of_is_refused(sample_assistant: Assistant, question: str) -> None:
    answer = sample_assistant.answer(Ask(question))
    assert answer.status == "not_in_reports"
    assert "No report has a word" in answer.notes[0]


@pytest.mark.parametrize(
    "question", ["What do the reports say about kids?", "What do they say about teenagers?"]
)
def test_other_words_for_what_they_tell_of_are_answered(sample_assistant: Assistant, question: str) -> None:
    assert sample_assistant.answer(Ask(question)).status == "answered"


def test_words_that_ask_for_a_measure_are_not_told_as_missing(sample_assistant: Assistant) -> None:
    answer = sample_assistant.answer(Ask("How often did zeppelins come, and how much did that cost?"))
    assert answer.missing == ("zeppelins",)
