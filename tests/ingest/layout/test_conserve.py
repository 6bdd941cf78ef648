import numpy as np

from ingest.layout.conserve import Loss, find_losses
from ingest.types import Words


def words_of(text: str, pages: list[int]) -> Words:
    """Each word of a text on the page given for it."""
    starts, at = [], 0
    for word in text.split():
        starts.append(text.index(word, at))
        at = starts[-1] + len(word)
    ends = [start + len(word) for start, word in zip(starts, text.split(), strict=True)]
    boxes = np.zeros((len(starts), 4), np.float32)
    return Words(np.array(starts, np.int32), np.array(ends, np.int32), np.array(pages, np.int32), boxes)


def test_words_in_another_order_and_hyphens_at_line_ends_are_no_loss() -> None:
    text = "trust takes inter agency time"
    assert (
        find_losses(
            [["takes", "trust"], ["inter-", "agency", "•", "time"]], text, words_of(text, [1, 1, 2, 2, 2])
        )
        == []
    )


def test_lost_and_doubled_words_are_named_with_their_page() -> None:
    text = "trust trust time"
    assert find_losses([["trust", "time"], ["85%"]], text, words_of(text, [1, 1, 1])) == [
        Loss(1, (), ("trust",)),
        Loss(2, ("85",), ()),
    ]
