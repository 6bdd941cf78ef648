"""Which hyphen at a line's end belongs to its word."""

import pytest

from ingest.layout.text.hyphens import WordCounts, is_torn

WORDS = [
    "the",
    "building",
    "of",
    "long-standing",
    "well-being,",
    "(evidence)",
    "based",
    "on",
    "what",
    "works",
]
VOCABULARY = WordCounts(WORDS)


@pytest.mark.parametrize(
    ("head", "tail", "kept"),
    [
        ("build\u2010", "ing", False),
        ("Build-", "ing", False),
        ("long\ufffe", "standing", True),
        ("well\u2010", "being,", True),
        ("evidence\ufffe", "based", True),
        ("collabo-", "ration", False),
        ("co\u00ad", "llaboration", False),
        ("OECD\ufffe", "DAC", True),
        ("COVID-", "19", True),
    ],
)
def test_the_form_printed_elsewhere_decides_then_what_the_parts_are(head: str, tail: str, kept: bool) -> None:
    assert VOCABULARY.keeps_hyphen(head, tail) is kept


@pytest.mark.parametrize(
    ("word", "following", "torn"),
    [("build-", "ing", True), ("–", "and", False), ("-", "item", False), ("2020-", "(draft)", False)],
)
def test_a_dash_between_words_tears_nothing(word: str, following: str, torn: bool) -> None:
    assert is_torn(word, following) is torn
