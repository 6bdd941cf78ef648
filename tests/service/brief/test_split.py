import pytest

from service.brief.split import find_turn

HELPED = (
    "Working side by side every week helped the two teams to trust one another and improved their results."
)
HINDERED = (
    "Short-term funding was a barrier to all this, and many of the staff struggled to find any time for it."
)
NEITHER = "The two teams sat in the same building, which had been put up beside the station in the same year."


def test_a_passage_turns_where_its_other_side_begins() -> None:
    assert find_turn([HELPED, HELPED, HINDERED, HINDERED]) == 2
    assert find_turn([HINDERED, HINDERED, NEITHER, HELPED]) in (2, 3)


@pytest.mark.parametrize(
    "sentences", [[], [HELPED], [HELPED, HELPED, NEITHER], [HELPED[:40], HINDERED], [NEITHER, NEITHER]]
)
def test_what_keeps_to_one_side_or_is_short_is_one_passage(sentences: list[str]) -> None:
    assert find_turn(sentences) is None
