import pytest

from ingest.errors import InvalidQuestion
from service.question.wants import LONGEST_QUESTION, Want, check_question, names, understand


@pytest.mark.parametrize(
    ("text", "want"),
    [
        ("What is No Wrong Door?", "definition"),
        ("TAS?? whats that", "definition"),
        ("What does LP stand for?", "definition"),
        ("what do they mean by complex safeguarding in the report?", "definition"),
        ("Which barriers did project leads name?", "list"),
        ("How much did the programme cost?", "amount"),
        ("What is the annual budget of the hub?", "amount"),
        ("How many authorities took part?", "count"),
        ("When was the steering group disbanded?", "date"),
        ("Who said that trust takes time?", "quotation"),
        ("What's the name of the youth worker?", "person"),
        ("Compare Salford and Stockport", "comparison"),
        ("How might we create space for trust?", "reflection"),
        ("Why did the group stop meeting?", "any"),
    ],
)
def test_the_kind_of_answer_is_read_off_the_words(text: str, want: Want) -> None:
    assert understand(text).want == want


def test_a_definition_names_its_subject() -> None:
    assert understand("what is a DCS and what are they on the hook for?").subject == "DCS"
    assert understand("What is the No Wrong Door approach?").subject == "No Wrong Door approach"
    assert understand("What is the purpose of the hub?").subject is None


def test_names_leave_out_words_that_only_begin_a_sentence() -> None:
    assert names("What has Bolton done about the Local Pilot?") == ("Bolton", "Local Pilot")
    assert names("Why? And in Salford?") == ("Salford",)
    assert names("how is trust built?") == ()


def test_a_question_is_tidied() -> None:
    assert check_question("  what \n is\tNWD ? ") == "what is NWD ?"


@pytest.mark.parametrize(
    "text", ["", " \n ", "x" * (LONGEST_QUESTION + 1), "what\x00 is it", "what \x1b[2J is it"]
)
def test_a_question_that_cannot_be_taken_says_why(text: str) -> None:
    with pytest.raises(InvalidQuestion, match=r"empty|characters"):
        check_question(text)
