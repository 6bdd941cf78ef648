"""Words torn at a line's end: whether the hyphen is the typesetter's or the word's own."""

import re
from collections import Counter
from collections.abc import Iterable

from ingest.layout.text.glyphs import SOFT_HYPHENS

LINE_END = "-" + SOFT_HYPHENS
TENS = frozenset("twenty thirty forty fifty sixty seventy eighty ninety".split())
ONES = frozenset(
    "one two three four five six seven eight nine first second third fourth fifth sixth ninth".split()
)
PREFIXES = frozenset("well self cross half".split())
"""What English joins with a hyphen that stays, wherever the line ends."""
EDGES = re.compile(r"^\W+|\W+$")
"""Signs around a word, which are no part of it when words are counted."""


class WordCounts:
    """The words of a file, by which a torn word is made whole."""

    def __init__(self, words: Iterable[str]) -> None:
        self.counts = Counter(EDGES.sub("", word).lower() for word in words)

    def keeps_hyphen(self, head: str, tail: str) -> bool:
        """Whether the hyphen between two parts belongs to the word.

        The form that the file prints elsewhere decides. When it prints neither, a hyphen that typesetters use
        goes; another stays before a capital or a digit, or when both parts are words of the file.
        """
        start, end = EDGES.sub("", head).lower(), EDGES.sub("", tail).lower()
        joined, hyphened = self.counts[start + end], self.counts[f"{start}-{end}"]
        if joined != hyphened:
            return hyphened > joined
        if not tail[:1].islower():
            return True
        if start in PREFIXES or (start in TENS and end in ONES):
            return True
        if head[-1] in "\u2010\u00ad":
            return False
        return min(self.counts[start], self.counts[end]) > 0 and min(len(start), len(end)) > 2


def is_torn(word: str, following: str) -> bool:
    """Whether a word at a line's end goes on in the next line's first word."""
    return len(word) > 1 and word[-1] in LINE_END and word[-2].isalnum() and following[:1].isalnum()
