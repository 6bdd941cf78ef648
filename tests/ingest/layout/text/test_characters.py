"""Where words end, from the boxes of their characters."""

import numpy as np

from ingest.layout.text.characters import split_words


def words_of(text: str, boxes: list[tuple[float, float, float, float]]) -> list[str]:
    starts, ends = split_words(
        np.array([ord(c) for c in text], np.uint32), np.array(boxes), np.zeros(len(text), np.bool_)
    )
    return [text[start:end] for start, end in zip(starts, ends, strict=True)]


def test_a_hyphen_of_another_font_parts_no_word() -> None:
    letters = [(0.0, 0.0, 4.0, 8.0), (4.0, 0.0, 8.0, 8.0)]
    hyphen, last = (8.3, 4.5, 10.0, 6.0), (10.3, 0.0, 14.0, 8.0)
    assert words_of("ab\u2011c", [*letters, hyphen, last]) == ["ab\u2011c"]
    far = [(left + 5, top, right + 5, bottom) for left, top, right, bottom in (hyphen, last)]
    assert words_of("ab\u2011c", [*letters, *far]) == ["ab", "\u2011c"]


def test_a_low_small_sign_is_a_word_of_its_own() -> None:
    boxes = [(0.0, 0.0, 4.0, 8.0), (4.0, 0.0, 8.0, 8.0), (8.0, 6.5, 9.0, 8.0)]
    assert words_of("ab*", boxes) == ["ab", "*"]
