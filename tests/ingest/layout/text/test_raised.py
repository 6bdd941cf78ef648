"""Raised figures are parted from what they follow; marks of notes leave the text."""

import numpy as np

from ingest.layout.parts import Box, Word
from ingest.layout.text.raised import drop_note_marks, find_raised


def raised(text: str, marks: str, lift: float = 4) -> str:
    """Which characters count as raised where those in `marks` stand 6 points high, `lift` above the others."""
    small = [c in marks for c in text]
    boxes = np.array(
        [[x, 4 - lift, x + 3, 10 - lift] if s else [x, 0, x + 5, 10] for x, s in enumerate(small)], float
    )
    codes = np.array([ord(c) for c in text], np.uint32)
    return "".join(c for c, is_raised in zip(text, find_raised(codes, boxes), strict=True) if is_raised)


def test_small_high_figures_and_signs_after_a_word_are_raised() -> None:
    assert raised("year12, then", "12") == "12"
    assert raised("end* of", "*") == "*"


def test_small_figures_on_the_line_and_raised_letters_are_not() -> None:
    assert raised("CO2 fell", "2", lift=0) == ""
    assert raised("1st of", "st") == ""


def word(text: str, left: float, top: float = 100, size: float = 10, *, mark: bool = False) -> Word:
    box = Box(left, top, left + 5 * len(text), top + (6 if mark else size))
    return Word(text, box, 6 if mark else size, raised=mark)


NOTE = [word("1", 50, 700, mark=True), word("Rounded.", 58, 700)]


def texts(words: list[Word]) -> tuple[list[str], list[str]]:
    ((kept, marks),) = drop_note_marks([words])
    return [word.text for word in kept], [word.text for word in marks]


def test_a_mark_after_a_figure_goes_where_its_note_is_on_the_page() -> None:
    assert texts([word("120", 50), word("1", 65, 99, mark=True), word("mentors", 75), *NOTE]) == (
        ["120", "mentors", "1", "Rounded."],
        ["1"],
    )


def test_a_power_without_a_note_stays_and_is_never_glued() -> None:
    assert texts([word("10", 50), word("6", 60, 99, mark=True), word("cells", 75), *NOTE])[0][:3] == [
        "10",
        "6",
        "cells",
    ]


def test_a_mark_after_a_word_goes_and_a_unit_keeps_its_power() -> None:
    assert texts([word("trust.", 50), word("4", 80, 99, mark=True)]) == (["trust."], ["4"])
    assert texts([word("km", 50), word("2", 60, 99, mark=True)]) == (["km2"], [])
