import pytest

from ingest.errors import InvalidRequest, NotFound
from service.assistant import Assistant
from service.learning.reflections import (
    LONGEST_PASSAGE,
    find_by_words,
    ids_of,
    reflect_on_passage,
    reflect_on_question,
)
from service.learning.registry import list_entries
from service.store.reflection_contract import StoredReflection

SAID = ("We meet weekly now.", "team leader", "Bury", "2026-11-02")


def kept(text: str, about: str = "How do we go on?") -> StoredReflection:
    return StoredReflection(
        text, "", "", "2026", about, id=text, created_at="2026", state="accepted", decided_at="2026"
    )


def test_a_reflection_keeps_the_words_that_it_is_on(sample_assistant: Assistant) -> None:
    library = sample_assistant.library
    entry = list_entries(library, library.details)[0]
    on_question = reflect_on_question(library, entry.id, *SAID)
    assert (on_question.about, on_question.question_id) == (entry.text, entry.id)
    assert on_question.question_id in ids_of(entry)
    report_id = library.details[0].id
    on_passage = reflect_on_passage(library, report_id, (0, 40), *SAID)
    assert on_passage.about in " ".join(library.report(report_id).text.split())
    assert (on_passage.report_id, on_passage.start, on_passage.end) == (report_id, 0, 40)


@pytest.mark.parametrize("span", [(-1, 5), (5, 5), (0, LONGEST_PASSAGE + 1), (0, 10**9)])
def test_words_that_are_not_there_are_refused(sample_assistant: Assistant, span: tuple[int, int]) -> None:
    library = sample_assistant.library
    with pytest.raises(InvalidRequest, match="start and end"):
        reflect_on_passage(library, library.details[0].id, span, *SAID)


def test_a_question_that_is_not_there_is_refused(sample_assistant: Assistant) -> None:
    with pytest.raises(NotFound):
        reflect_on_question(sample_assistant.library, "nothing", *SAID)


def test_reflections_are_found_by_most_of_the_words_best_first() -> None:
    shared, meeting, other = kept("We shared offices and met."), kept("We shared an office."), kept("Rain.")
    assert find_by_words([other, meeting, shared], "Who met in a shared office?") == (shared, meeting)
    assert find_by_words([other, meeting, shared], "the and of") == ()
    assert find_by_words([other], "offices") == ()
