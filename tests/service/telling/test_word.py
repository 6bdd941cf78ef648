from datetime import date
from io import BytesIO

from docx import Document

from service.assistant import Assistant
from service.telling.word import answer_docx, conversation_docx
from service.types import Ask

TODAY = date(2026, 11, 26)


def words_of(file: bytes) -> str:
    return "\n".join(paragraph.text for paragraph in Document(BytesIO(file)).paragraphs)


def test_an_answer_in_word_has_question_date_and_where_each_sentence_stands(
    sample_assistant: Assistant,
) -> None:
    answer = sample_assistant.answer(Ask("What is the No Wrong Door approach?"))
    entries = {entry.id: entry for entry in sample_assistant.library.details}
    words = words_of(answer_docx(answer, entries, TODAY))
    assert words.startswith("What is the No Wrong Door approach?\nWalkalong, 26 November 2026")
    for passage in answer.passages:
        assert passage.report_title in words
    assert "[1]" in words
    for statement in answer.statements:
        assert words.count(statement.text) == 1


def test_a_refusal_in_word_says_so_and_lists_what_is_near(sample_assistant: Assistant) -> None:
    answer = sample_assistant.answer(Ask("What is the airspeed of an unladen swallow?"))
    words = words_of(answer_docx(answer, {}, TODAY))
    assert answer.status != "answered"
    assert all(note in words for note in answer.notes)
    assert not answer.nearest or "The nearest passages" in words


def test_a_conversation_in_word_has_all_its_answers(sample_assistant: Assistant) -> None:
    asked = ("What is NWD?", "What is the airspeed of an unladen swallow?")
    answers = [sample_assistant.answer(Ask(question)) for question in asked]
    words = words_of(conversation_docx("Two questions", answers, {}, TODAY))
    assert words.startswith("Two questions\n")
    assert all(question in words for question in asked)
    assert answers[0].passages[0].report_title in words
