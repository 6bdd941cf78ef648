import pytest

from ingest.types import Block, Details, Page, Report, Sentence
from service.assistant import Assistant
from service.reports.questions import all_whole_questions, drop_list_mark, whole_questions


@pytest.mark.parametrize(
    ("text", "bare"),
    [
        ("1) How will we know?", "How will we know?"),
        ("(b) Who asks?", "Who asks?"),
        ("iv. Who asks?", "Who asks?"),
        ("• Who asks?", "Who asks?"),
        ("– Who asks?", "Who asks?"),
        ("12. Who asks?", "Who asks?"),
        ("A. Okafor asks?", "A. Okafor asks?"),
        ("2020 was what?", "2020 was what?"),
        ("I asked who?", "I asked who?"),
    ],
)
def test_marks_of_lists_go_and_words_stay(text: str, bare: str) -> None:
    assert drop_list_mark(text) == bare


def test_questions_that_stand_together_in_a_bullet_are_one(corpus_assistant: Assistant) -> None:
    library = corpus_assistant.library
    questions = all_whole_questions(library, library.details)
    texts = [question.text for question in questions]
    assert len(texts) == len(set(texts))
    assert any(text.endswith("What record would show it?") and len(text) > 60 for text in texts)
    assert "What record would show it?" not in texts
    for question in questions:
        report = library.report(question.passage.report_id)
        whole = " ".join(report.text[question.passage.start : question.end].split())
        assert whole.endswith("?")
        assert whole in question.text or "*" in whole


def test_a_paragraph_gives_its_questions_and_not_the_words_before_them() -> None:
    said, one, two, after = "We looked back. ", "What held? ", "And what did not? ", "It was a year."
    text = said + one + two + after
    starts = [0, len(said), len(said + one), len(said + one + two)]
    sentences = tuple(
        Sentence(start, start + len(part.rstrip()), 0, "description")
        for start, part in zip(starts, (said, one, two, after), strict=True)
    )
    report = Report(
        details=Details("r", "R", "r.md", "0" * 64, "markdown", 1),
        text=text,
        words=None,
        pages=(Page(1, None, 0, 0),),
        blocks=(Block(0, len(text), "paragraph"),),
        sentences=sentences,
        questions=(1,),
    )
    (question,) = whole_questions(report)
    assert question.text == "What held? And what did not?"
    assert text[question.passage.start : question.end] == question.text
