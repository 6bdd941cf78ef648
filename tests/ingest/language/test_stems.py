import pytest

from ingest.language.stems import content_stems, stems


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Programmes and programme's", ["programm", "and", "programm"]),
        ("co-produced, well–known", ["co", "produc", "well", "known"]),
        ("the partners’ CAFÉ", ["the", "partner", "cafe"]),
        ("£1.5m in 2022, 30% by the 3rd", ["£1.5m", "in", "2022", "30%", "by", "the", "3rd"]),
        ("ﬁnance A&E don't", ["financ", "a", "e", "dont"]),
        ("1,000 people at 10:30", ["1,000", "peopl", "at", "10:30"]),
        ("under_score 10years", ["under", "score", "10", "year"]),
        ("", []),
    ],
)
def test_words_and_numbers_become_stems_in_order(text: str, expected: list[str]) -> None:
    assert stems(text) == expected


def test_content_stems_leave_out_what_says_nothing() -> None:
    assert content_stems("What did the programme's partners learn, and why isn't it known?") == [
        "programm",
        "partner",
        "learn",
        "known",
    ]


def test_a_word_has_the_same_stem_in_any_case_and_script_form() -> None:
    assert stems("NAÏVE Trust") == stems("naive trust") == stems("nai\u0308ve trust")


def test_what_french_writes_before_a_vowel_is_no_part_of_the_word() -> None:
    assert stems("date d’envoi, l'État, lorsqu'on") == ["date", "envoi", "etat", "on"]
    assert stems("don't, o'clock, d'you, partner's") == ["dont", "oclock", "dyou", "partner"]
