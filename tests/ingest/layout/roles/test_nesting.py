"""Headings that stand below one that looks alike."""

from ingest.layout.parts import BlockDraft, Box, Placed, Word, make_line
from ingest.layout.roles.nesting import nest_headings


def draft(text: str, level: int = 0) -> BlockDraft:
    """A heading of a level, or a paragraph for 0."""
    words = [
        Word(each, Box(50 + 40 * at, 50, 85 + 40 * at, 60), 10.0) for at, each in enumerate(text.split())
    ]
    made = BlockDraft(((Placed(1, make_line(words)),),))
    return made.to("heading", level) if level else made


def levels(*headings: tuple[str, int]) -> list[int]:
    return [each.level for each in nest_headings([draft(*heading) for heading in headings])]


def test_points_right_under_a_title_stand_below_it_until_the_sections_go_on() -> None:
    found = levels(
        ("2. Summary", 2), ("Words of it.", 0), ("Lessons", 2), ("1. Contracts", 2), ("More.", 0),
        ("Detail", 3), ("2. Leadership", 2), ("3. Local context", 2), ("3. Methods", 2), ("4. Findings", 2),
    )  # fmt: skip
    assert found == [2, 0, 2, 3, 0, 4, 3, 3, 2, 2]


def test_sections_behind_the_text_of_an_opening_stay_sections() -> None:
    assert levels(("Foreword", 1), ("Words.", 0), ("1. Methods", 1), ("2. Findings", 1)) == [1, 0, 1, 1]
    assert levels(("1. Methods", 1), ("1. Aims", 1)) == [1, 1]


def test_what_stands_under_several_counted_items_is_a_part_of_each() -> None:
    found = levels(
        ("RECOMMENDATION 1.", 5), ("Response: Accepted", 5), ("Words.", 0), ("Who", 6),
        ("RECOMMENDATION 2.", 5), ("Response: Accepted", 5), ("Annex", 5),
    )  # fmt: skip
    assert found == [5, 6, 0, 6, 5, 6, 5]


def test_what_stands_once_under_a_counted_item_stays() -> None:
    assert levels(("CHAPTER 1", 2), ("Background", 2), ("CHAPTER 2", 2), ("Findings", 2)) == [2, 2, 2, 2]
