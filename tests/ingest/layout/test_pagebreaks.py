"""What breaks cut in two, and what only looks so."""

from ingest.layout.pagebreaks import mend_breaks
from ingest.layout.parts import BlockDraft, Box, Placed, Word, make_line


def draft(text: str, region: int, page: int = 1, top: float = 100, *, celled: bool = False) -> BlockDraft:
    """Two lines of the text, both as wide as their column."""
    lines = [make_line([Word(text, Box(50, top + 12 * at, 250, top + 10 + 12 * at), 10)]) for at in range(2)]
    place = "cell 1" if celled else "body"
    return BlockDraft(
        (tuple(Placed(page, line) for line in lines),), place=place, region=region, right=250, celled=celled
    )


def mended(*drafts: BlockDraft) -> int:
    return len(mend_breaks(drafts)[0])


def test_an_unfinished_paragraph_goes_on_in_the_next_column_or_page() -> None:
    assert mended(draft("they met in", 1), draft("Exford and", 2)) == 1
    assert mended(draft("they met in", 1), draft("Exford and", 2, page=2)) == 1
    assert mended(draft("they met.", 1), draft("Exford and", 2)) == 2


def test_a_cell_ends_with_its_row_but_may_be_cut_by_a_page() -> None:
    one, other = draft("delivery and scale", 1, celled=True), draft("Staff concerns", 2, celled=True)
    assert mended(one, other) == 2
    assert mended(one, draft("of it all", 2, page=2, celled=True)) == 1


def test_a_paragraph_goes_on_under_the_box_beside_it() -> None:
    above, box, below = draft("they met in", 1), draft("Box 1. Aims.", 2), draft("Exford and", 3, top=124)
    assert mended(above, box.to("caption"), below) == 2


def test_the_next_item_of_a_list_is_none_of_the_item_before_the_break() -> None:
    item, rest = draft("learning from those who", 1).to("bullet", 1), draft("had walked there", 2, page=2)
    assert mended(item, rest) == 1
    assert mended(item, rest.to("bullet", 1)) == 2
