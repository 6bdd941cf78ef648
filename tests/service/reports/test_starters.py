from service.assistant import Assistant
from service.reports.starters import CANDIDATES, starters


def test_every_reader_gets_questions_made_of_the_library(sample_assistant: Assistant) -> None:
    library = sample_assistant.library
    groups = starters(library)
    assert [group.reader for group in groups] == ["New here", "Leading the work", "Weighing the evidence"]
    assert all(0 < len(group.questions) <= CANDIDATES for group in groups)
    known = " ".join(library.report(entry.id).text for entry in library.details)
    assert all(question in known for question in groups[1].questions)
    shorts = {term.short for entry in library.details for term in library.report(entry.id).terms if term.long}
    asked = {q.removeprefix("What is ").rstrip("?") for q in groups[0].questions if q.startswith("What is ")}
    assert asked
    assert asked <= shorts
