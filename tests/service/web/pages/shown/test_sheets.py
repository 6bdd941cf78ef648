from dataclasses import replace

from service.assistant import Assistant
from service.types import Ask
from service.web.pages.shown import sheets
from service.web.render.page_images import Span, marks

QUESTION = "What is the No Wrong Door approach?"


def test_where_the_place_is_not_sure_nothing_is_marked_and_the_page_says_so(
    sample_assistant: Assistant,
) -> None:
    report = sample_assistant.library.report("no-wrong-door")
    assert report.words is not None
    start = int(report.words.start[30])
    half = replace(sample_assistant.answer(Ask(QUESTION)).passages[0], start=start + 1, end=start + 40)
    found = marks(report.text, report.words, int(report.words.page[30]), Span(half.start, half.end))
    note = sheets.find_note(report, half, found)
    assert note
    assert "nothing is marked" in note
