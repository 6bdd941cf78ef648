"""Plain words for what reports have names for."""

import numpy as np
import pytest

from ingest.language.stems import content_stems
from service.search.concepts import name_concepts


@pytest.mark.parametrize(
    ("question", "word"),
    [
        ("What held the pilot back?", "barriers"),
        ("Will the new forum last?", "sustainability"),
        ("What happens when the money runs out?", "sustainability"),
        ("Did the training achieve anything?", "outcomes"),
        ("What came of the visits?", "impact"),
        ("Was the grant well spent?", "efficiency"),
        ("How much does backing from the top matter?", "leadership"),
        ("Why was the app not taken up?", "uptake"),
        ("What should we do differently next time?", "lessons"),
        ("Who was left out?", "excluded"),
        ("Did residents have a say?", "involvement"),
        ("What kept the scheme going?", "enablers"),
        ("What speaks against it?", "limitations"),
    ],
)
def test_plain_words_bring_the_word_of_the_reports(question: str, word: str) -> None:
    assert word in name_concepts(question).split()


@pytest.mark.parametrize(
    "question",
    [
        "What does NWD stand for?",
        "Who wrote the report on housing?",
        "When did the last meeting take place?",
        "How many families were seen in Bolton?",
        "Which parts of the country are covered?",
    ],
)
def test_questions_in_plain_facts_bring_none(question: str) -> None:
    assert name_concepts(question) == ""


def test_each_phrase_ends_in_time() -> None:
    assert name_concepts("held " * 10_000) == ""


def test_the_words_are_words_that_reports_are_searched_by() -> None:
    stems = content_stems(name_concepts("Will it last?"))
    assert stems
    assert np.all([len(stem) > 2 for stem in stems])
