from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ingest.language.sentences import LONGEST, is_abbreviated, split_sentences


def sentences(text: str) -> list[str]:
    return [text[start:end] for start, end in split_sentences(text, 0, len(text))]


@pytest.mark.parametrize(
    "text",
    [
        "Dr. Okafor et al. met Ms. Lee at St. Helens.",
        "Costs fell by 3.5 per cent, e.g. in travel, i.e. buses.",
        "See Fig. 2, vol. 5 and pp. 4-6 of No. 7.",
        "It was written by J. R. Hartley of Acme Ltd., in time.",
        "The U.S. Government paid.",
        "1. Policy and programmes.",
        "It began very early on.... made us think.",
        "“Would this do?” she asked.",
        "People wanted “a sense of grip” (DCS) on the task.",
        "M. Dupont est venu.",
        "iPhone users (n = 12) agreed.",
    ],
)
def test_a_stop_that_ends_no_sentence_does_not_split(text: str) -> None:
    assert sentences(text) == [text]


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("It was “not my thing.” (Practitioner).", "Then we left."),
        ("We start with what is good. (DCS)", "They walked with us."),
        ("This is new. (Hoppe and Reinelt, 2010).", "It spread."),
        ("We saw it.", "(It was true everywhere.)"),
        ("It worked!", "“Really?”"),
        ("Support helped...", "Unique people came."),
        ("Acme Ltd.", "The firm grew."),
        ("Read, write, etc.", "Then rest."),
        ("Is it true?", "Yes."),
        ("It ended in plan B.", "The rest is known."),
        ("Sagen wir ja.", "Äpfel sind rot."),
        ("C’est « oui ».", "Est-ce vrai ?"),
    ],
)
def test_sentences_end_at_their_stop_with_what_belongs_to_it(first: str, second: str) -> None:
    assert sentences(f"{first} {second}") == [first, second]


def test_an_empty_line_ends_a_sentence() -> None:
    assert sentences("A title without stop\n\nThen text.") == ["A title without stop", "Then text."]


def test_a_line_end_inside_a_sentence_does_not() -> None:
    assert sentences("One long sentence\ngoes on here.") == ["One long sentence\ngoes on here."]


def test_a_very_long_sentence_is_cut_at_semicolons() -> None:
    text = "; ".join(["a clause of some words that go on and on"] * 40)
    pieces = sentences(text)
    assert len(pieces) > 1
    assert all(len(piece) <= LONGEST for piece in pieces)


def test_only_the_given_range_is_split() -> None:
    assert split_sentences("No. Yes. No.", 4, 8) == [(4, 8)]


@settings(max_examples=150, deadline=None)
@given(st.text(alphabet="aA1 .?!…“”()\n;,\u3002", max_size=200))
def test_sentences_are_in_order_and_hold_every_character_but_blanks(text: str) -> None:
    spans = split_sentences(text, 0, len(text))
    assert all(before[1] <= after[0] for before, after in pairwise(spans))
    assert "".join("".join(text[start:end].split()) for start, end in spans) == "".join(text.split())


@pytest.mark.parametrize(
    ("before", "following"),
    [
        ("The Rev", "Smith led it"),
        ("see para", "4 of the plan"),
        ("Open from 9 a.m", "to five"),
        ("2", "Then leave"),
        ("It was written by J", "Hartley"),
    ],
)
def test_an_abbreviation_is_told_without_a_report(before: str, following: str) -> None:
    assert is_abbreviated(before, following)


@pytest.mark.parametrize(
    ("before", "following"),
    [("It grew", "Then it fell"), ("It began in 12", "Then"), ("", "Then"), ("The Rev", "")],
)
def test_a_full_stop_after_another_word_is_none(before: str, following: str) -> None:
    assert not is_abbreviated(before, following)
