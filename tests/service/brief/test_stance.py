import pytest

from service.brief.stance import find_condition, find_telling, read_stance


@pytest.mark.parametrize(
    ("text", "stance"),
    [
        ("Shared offices enabled teams to solve problems together.", "for"),
        ("Short contracts were a barrier to joint work.", "against"),
        ("The lack of a shared record hampered the teams.", "against"),
        (
            "Mentors helped, but the high turnover of staff undermined the scheme and caused delays.",
            "against",
        ),
        ("Teams overcame the barriers between them.", "for"),
        ("The scheme did not improve attendance.", "against"),
        ("The board met on Tuesdays in the town hall.", "context"),
        ("The Cost-Benefit Analysis was being made by the support team.", "context"),
        ("Whether the help was valued and successful.", "context"),
        ("The pilot may prove useful.", "context"),
        ("Police were rarely present and felt isolated.", "against"),
        ("There were fewer problems at school.", "for"),
        ("Teams gained trust. Teams lost time, and posts were short.", "context"),
    ],
)
def test_stance_is_told_by_what_a_passage_asserts(text: str, stance: str) -> None:
    assert read_stance(text, "finding").stance == stance


def test_a_condition_is_quoted_verbatim() -> None:
    text = "Sharing works well where there is a senior lead in each partner."
    read = read_stance(text, "finding")
    assert read.stance == "on_condition"
    assert read.condition == "where there is a senior lead in each partner"
    assert read.condition in text


def test_a_place_to_meet_is_no_condition() -> None:
    assert find_condition("They provided common rooms for teams.") is None
    assert find_condition("They had the required skills and knowledge.") is None


def test_a_question_asserts_nothing() -> None:
    read = read_stance("Does co-location help teams?", "question")
    assert read.stance == "context"


def test_every_stance_says_why() -> None:
    for text in ("It helped.", "It failed.", "It works where people agree on it first.", "It is red."):
        assert read_stance(text, "finding").why.endswith((".", "”."))


def test_a_need_is_a_condition() -> None:
    assert (
        read_stance("Boards need time to meet before they can share anything.", "finding").stance
        == "on_condition"
    )


def test_a_place_in_the_middle_of_a_sentence_is_no_condition() -> None:
    assert find_condition("It began in Oldham, where the teams met in the library.") is None


def test_a_sentence_that_is_a_condition_as_a_whole_is_not_outweighed() -> None:
    text = "Joint work was successful and valued. For partners to share records they must first trust each other."
    read = read_stance(text, "finding")
    assert read.stance == "on_condition"
    assert read.condition == "For partners to share records they must first trust each other"
    assert find_telling(text, "for") == "Joint work was successful and valued."
    assert find_telling(text, "on_condition").startswith("For partners")


def test_what_has_to_be_considered_is_no_condition() -> None:
    assert find_condition("Growing leaders needs to be a key consideration for the future.") is None


@pytest.mark.parametrize(
    ("text", "stance"),
    [
        ("Collecting the data has been time-intensive.", "against"),
        ("It caught on in some, but by no means all, areas.", "against"),
        ("Data are seen as a way of judging people rather than as a source of valuable insight.", "against"),
        ("Taking part was influenced by the time that each of them could find.", "on_condition"),
        ("This helped people who were clear about what might be needed.", "for"),
        ("It might be that this helped.", "context"),
        ("Members had honest conversations about challenges.", "for"),
    ],
)
def test_what_speaks_against_and_on_what_it_hangs_is_seen(text: str, stance: str) -> None:
    assert read_stance(text, "finding").stance == stance
