import pytest

from ingest.build import ingest
from ingest.errors import NotFound
from ingest.library.open import Library
from service.assistant import Assistant
from service.learning.registry import (
    are_near_identical,
    find_entry,
    list_asked,
    list_entries,
    question_id,
)
from service.reports.themes import THEMES
from service.settings import Settings

WIGAN = """# Wigan's year

Partners came to trust each other once they had shared a whole winter of hard cases.

## Questions for your team

- How might we build trust in our organisation? What would show it?
- Who else could we ask?
"""
BURY = """# Bury's year

## Questions for your team

- How can we build the trust in our organization? What would show it?
- Who else should we leave out?
"""


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory, sample_assistant: Assistant) -> Library:
    folder = tmp_path_factory.mktemp("two")
    (folder / "wigan.md").write_text(WIGAN, "utf-8")
    (folder / "bury.md").write_text(BURY, "utf-8")
    settings = Settings(data_dir=folder / "data", embedding_dtype="float32")
    assert not ingest([folder], settings).failures
    return Assistant(settings, embedder=sample_assistant.embedder).library


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("How might we keep trust?", "how can we keep the trust", True),
        ("How do we organise care?", "How do we organize care?", True),
        ("How do we keep trust?", "How do they keep trust?", False),
        ("How do leaders trust residents?", "How do residents trust leaders?", False),
        ("Why do we keep trust?", "How do we keep trust?", False),
        ("Which enabler do we have on paper?", "Which barrier do we have on paper?", False),
        ("Should we stop?", "Should we not stop?", False),
        ("What held in 2020?", "What held in 2021?", False),
        ("What did all 10000 say?", "What did all 10001 say?", False),
    ],
)
def test_only_questions_that_ask_the_same_are_near_identical(one: str, other: str, same: bool) -> None:
    assert are_near_identical(one, other) is same
    assert are_near_identical(other, one) is same


def test_a_question_that_two_reports_ask_is_one_entry_with_both(library: Library) -> None:
    entries = list_entries(library, library.details)
    joined = [entry for entry in entries if len(entry.sources) > 1]
    assert [len(entry.sources) for entry in joined] == [2]
    assert len(entries) == 3
    (entry,) = joined
    assert {source.passage.report_id for source in entry.sources} == {"wigan", "bury"}
    assert entry.conclusion is not None
    assert entry.conclusion.text.startswith("Partners came to trust")
    assert [source.conclusion is None for source in entry.sources].count(True) == 1


def test_an_entry_is_found_by_the_words_of_each_of_its_reports_and_by_its_key(library: Library) -> None:
    asked = list_asked(library, library.details)
    assert [each.passage.id for each in asked] == [f"Q{number}" for number in range(1, len(asked) + 1)]
    entry = next(each for each in list_entries(library, library.details) if len(each.sources) == 2)
    for source in entry.sources:
        assert find_entry(library, question_id(source.question.text)) == entry
    for each in asked:
        assert find_entry(library, each.passage.id) == each.entry
        assert each.source in each.entry.sources
        assert each.passage.text.strip() in each.source.question.text
    with pytest.raises(NotFound):
        find_entry(library, "Q99")


def test_ids_stay_when_a_report_comes_before(library: Library) -> None:
    last = library.details[-1:]
    every = {entry.id for entry in list_entries(library, library.details)}
    assert {entry.id for entry in list_entries(library, last)} & every
    assert question_id("How might WE go on?") == question_id("how might we go on")


def test_the_sample_reports_questions_have_a_theme_and_none_is_joined(corpus_assistant: Assistant) -> None:
    library = corpus_assistant.library
    entries = list_entries(library, library.details)
    assert all(entry.theme in THEMES and len(entry.sources) == 1 for entry in entries)
    assert len({entry.id for entry in entries}) == len(entries)
