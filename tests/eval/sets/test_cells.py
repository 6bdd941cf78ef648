import pytest

from eval.sets.cells import (
    CellSlip,
    choose_word,
    read_filters,
    read_history,
    read_points,
    read_yes,
    write_points,
)


def test_wordings_stand_between_slashes_that_stand_alone() -> None:
    assert read_points("slow / not quick\n\n either/or \n") == (("slow", "not quick"), "either/or")
    assert read_points(write_points([("a / b", "/", "\\/"), "c"])) == (("a / b", "/", "\\/"), "c")


def test_a_word_is_known_whatever_its_case_and_hyphens() -> None:
    assert choose_word(2, "kind", "Follow-Up") == choose_word(2, "kind", "follow up") == "follow_up"
    with pytest.raises(CellSlip, match="Perhaps follow_up is meant") as slip:
        choose_word(2, "kind", "followup")
    assert (slip.value.row, slip.value.column) == (2, "kind")


def test_an_empty_cell_says_yes() -> None:
    assert read_yes(2, "answerable", {})
    assert not read_yes(2, "answerable", {"answerable": "No"})


def test_turns_and_filters_stand_on_lines_of_their_own() -> None:
    assert read_history(2, "User: What?\nassistant:That.")[1] == {"role": "assistant", "content": "That."}
    assert read_filters(2, "place: Salford\nPlace: Wigan\nfrom: 2022") == {
        "places": ["Salford", "Wigan"],
        "from_date": "2022",
    }
