"""Raised figures: apart from the word before them, and out of the running text where they point to a note."""

import re
from collections.abc import Iterable, Sequence

import numpy as np
from numpy.typing import NDArray

from ingest.layout.parts import Word, bound_boxes
from ingest.layout.text.characters import SPACES, Floats

SMALLER = 0.85
"""A raised character has at most this part of its neighbour's height: 0.48 to 0.67 for the 165 raised
figures of the ten reports."""
HIGHER = 0.12
"""Its foot is higher than its neighbour's by this part of that one's height. 0.34 to 0.45 for those of the ten
reports; small capitals share the line."""
FIGURES = np.array([ord(c) for c in "0123456789*†‡§¶"])
SIGNS = "*†‡§¶"
CLOSE = 0.35
"""Font sizes between a word and its mark."""
NOTE_GAP = 3.0
"""Font sizes between the mark of a note and its first word."""
LONGEST_MARK = 3
"""Characters of a mark: the report at hand with the most notes has 150, three signs stand for a third note."""
LAST_WORD = re.compile(r"(?<![^\W_])[^\W_]++$")
"""The word that a text ends in, to which a raised figure belongs."""
POWERED = frozenset({"10", "2", "e", "n"})
"""What has powers in reports; any other figure with a raised figure has a note."""
RAISED = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")
UNITS = frozenset("m km cm mm dm ft yd mi ha CO R r x χ Chi chi".split())
"""Words after which a raised figure is a power and belongs to them (km², R²)."""


def find_raised(codes: NDArray[np.uint32], boxes: Floats) -> NDArray[np.bool_]:
    """Which characters are figures or signs that stand smaller and higher than the character before.

    Rows of `boxes` are left, top, right, bottom, y downwards; spaces are passed over.
    """
    raised = np.zeros(len(codes), bool)
    solid = np.flatnonzero(~np.isin(codes, SPACES))
    if len(solid) < 2:
        return raised
    heights, feet = boxes[solid, 3] - boxes[solid, 1], boxes[solid, 3]
    lifted = feet[:-1] - feet[1:]
    start = (
        (heights[1:] < SMALLER * heights[:-1]) & (lifted > HIGHER * heights[:-1]) & (lifted < heights[:-1])
    )
    for at in np.flatnonzero(start & np.isin(codes[solid[1:]], FIGURES)) + 1:
        end = int(at)
        while end < len(solid) and codes[solid[end]] in FIGURES and abs(feet[end] - feet[at]) < 0.5:
            raised[solid[end]] = True
            end += 1
    return raised


def drop_note_marks(pages: Sequence[Sequence[Word]]) -> list[tuple[list[Word], list[Word]]]:
    """For each page, the words without the marks that point to notes (which they remember), and those marks.

    After a figure a mark must have its note on the same page or at the file's end: without one it may be a
    power of ten, which stays, as a word of its own.
    """
    if not any(word.raised for words in pages for word in words):
        return [(list(words), []) for words in pages]
    notes = {mark for words in pages for mark in find_notes(words)}
    return [part_marks(words, notes) for words in pages]


def find_notes(words: Sequence[Word]) -> Iterable[str]:
    """The marks of notes: what stands raised or small at the start of a line, before its first word."""
    for at, mark in enumerate(words[:-1]):
        if not is_mark(mark.text) or (at and shares_row(words[at - 1], mark)):
            continue
        after = words[at + 1]
        if not after.raised and after.text[:1].isalpha() and shares_row(mark, after):
            yield mark.text.strip(".")


def shares_row(word: Word, after: Word) -> bool:
    """Whether a word follows another on its line."""
    gap = after.box.left - word.box.right
    return (
        -CLOSE * after.size < gap < NOTE_GAP * after.size
        and word.box.top < after.box.bottom
        and after.box.top < word.box.bottom
    )


def is_mark(text: str) -> bool:
    """Whether a word can be the mark of a note."""
    if len(text) > LONGEST_MARK + 1:
        return False
    bare = text.strip(".")
    return 0 < len(bare) <= LONGEST_MARK and (bare.isdigit() or not bare.strip(SIGNS))


def part_marks(words: Sequence[Word], notes: set[str]) -> tuple[list[Word], list[Word]]:
    """The words that stay, and the marks."""
    kept: list[Word] = []
    marks: list[Word] = []
    for word in words:
        beside = word.raised and bool(kept) and is_beside(kept[-1], word)
        if beside and kept[-1].text.lstrip("(") in UNITS:
            last = kept.pop()
            kept.append(last._replace(text=last.text + word.text, box=bound_boxes([last.box, word.box])))
        elif beside and points_to_note(kept[-1], word, notes):
            marks.append(word)
            kept[-1] = kept[-1]._replace(notes=(*kept[-1].notes, word.text.strip(".")))
        else:
            kept.append(word)
    return kept, marks


def is_beside(word: Word, mark: Word) -> bool:
    """Whether a mark stands directly after a word, on its line."""
    gap = mark.box.left - word.box.right
    return abs(gap) < CLOSE * word.size and word.box.top < mark.box.bottom < word.box.bottom


def points_to_note(word: Word, mark: Word, notes: set[str]) -> bool:
    """Whether a raised figure after a word is no power."""
    if not is_mark(mark.text):
        return False
    return not word.text[-1].isdigit() or mark.text in notes or not mark.text.isdigit()


def put_raised(before: str, raised: str) -> str:
    """Text that goes on with raised text, for formats that say what is raised.

    Figures and signs are the mark of a note and go, but for powers: those of units stay as they are printed in
    plain text (km2), those of ten and of symbols become raised characters (10⁶). Letters stay (1st).
    """
    mark = raised.strip().strip("[]()")
    base = LAST_WORD.search(before)
    if not is_mark(mark):
        return before + raised
    if base and base[0] in UNITS:
        return before + mark
    if base and mark.isdigit() and base[0] in POWERED:
        return before + mark.translate(RAISED)
    return before
