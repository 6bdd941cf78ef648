from types import SimpleNamespace

import pytest

from eval.scorers.wordings import is_said, list_lines, read_out

Made = SimpleNamespace


@pytest.mark.parametrize(
    ("wording", "text"),
    [
        ("twelve months", "It took\n12  MONTHS."),
        ("30 per cent of schools", "Of the schools, 30% took part."),
        ("30%", "thirty per cent"),
        ("1,500 people", "1500 people came"),
        ("£2 million", "a grant of £2m"),
        ("partner’s trust", "the partners' trust"),
        ("leadership of the council", "council leadership"),
        ("paid for by the Department for Education", "was paid for by the Department for Education (DfE)"),
        ("North Yorkshire", "It came from North\nYorkshire."),
    ],
)
def test_spaces_case_endings_and_ways_to_write_numbers_do_not_matter(wording: str, text: str) -> None:
    assert is_said(wording, text)


@pytest.mark.parametrize(
    ("wording", "text"),
    [
        ("twelve months", "It took 13 months."),
        ("30%", "30 schools took part."),
        ("North Yorkshire", "It went north, and met with little interest until Yorkshire joined."),
        ("funding ended", "It was funded."),
        ("the", "the"),
        ("schools did not take part", "schools did take part"),
    ],
)
def test_what_is_not_there_is_not_said(wording: str, text: str) -> None:
    assert not is_said(wording, text)


def test_a_label_is_read_once_above_the_statements_that_share_it(made: Made) -> None:
    statements = [
        made.statement("One.", group="Salford"),
        made.statement("Two.", group="Salford"),
        made.statement("Three."),
        made.statement("Four.", group="Salford"),
    ]
    assert read_out(made.answer(statements)) == "Salford\nOne.\nTwo.\nThree.\nSalford\nFour."


@pytest.mark.parametrize(
    ("wording", "text"),
    [
        ("power", "Leads had no power."),
        ("power", "Nobody gave them power."),
        ("no power", "They have power."),
        ("doesn't say", "They say so."),
        ("no numbers", "Many numbers were given."),
        ("not measured", "It was measured, not guessed."),
        ("authorities left", "No authority left the programme."),
        ("common job description", "There was no common job description."),
    ],
)
def test_what_one_says_and_the_other_denies_is_not_said(wording: str, text: str) -> None:
    assert not is_said(wording, text)


@pytest.mark.parametrize(
    ("wording", "text"),
    [
        ("no power", "They had no real power."),
        ("no authority left", "None of the authorities left."),
        ("power", "It was slow, not clear, and gave power."),
        ("not measured", "It wasn’t measured."),
        ("No Wrong Door", "No Wrong Door came from elsewhere."),
        ("schools took part", "Not only the schools took part."),
        ("cannot decree", "Trust can’t be decreed, and cannot be decreed."),
    ],
)
def test_what_both_say_or_both_deny_is_said(wording: str, text: str) -> None:
    assert is_said(wording, text)


def test_the_first_line_is_read_too(made: Made) -> None:
    answer = made.answer([made.statement("Two.", group="A")], headline=made.statement("One."))
    assert read_out(answer) == "One.\nA\nTwo."
    assert [line.text for line in list_lines(answer)] == ["One.", "Two."]
