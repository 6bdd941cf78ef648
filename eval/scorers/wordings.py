"""Whether an answer says a wording: its words close together, its numbers anywhere, neither denied by one alone."""

import re
from collections import Counter
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

from ingest.language.stems import content_stems
from service.check.numbers import Quantity, plain_digits, read_stated_numbers
from service.types import Answer, Statement

SPREAD = 2
"""A wording's words may stand among so many times as many words: "leadership of the council" is "council leadership"
with a name between. Three times as many found no point more in the answers to the curated set."""
REACH = 4
"""A negation denies so many words behind it: "did not yet have the same power". Between 3 and 8 one of the 364 answer
points of the curated set is judged otherwise."""
_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)*|[.;:!?,—]")
"""Words, with what follows an apostrophe, and the punctuation that ends what a negation denies."""
_DENIES = re.compile(
    r"(?:not|no|never|none|nobody|nothing|nowhere|neither|nor|without|cannot)|\w+n['’]t", re.IGNORECASE
)
"""Words that deny what follows them."""
_MILD = re.compile(r"(?:only|just|merely|simply|least)", re.IGNORECASE)
"""What makes of a negation none: "not only the schools", "not least in Salford"."""
_UNITS = frozenset(
    ("per", "cent", "percent", "percentage", "hundred", "thousand", "million", "billion", "pounds")
)
"""Written beside a number, or as a sign that is part of it."""


@dataclass(frozen=True, slots=True)
class WordStream:
    """A text in short: what `is_said` looks at."""

    numbers: tuple[frozenset[Quantity], ...]
    """Each with its readings."""
    stems: tuple[str, ...]
    """Of the other content words, in order."""
    denied: tuple[bool, ...]
    """Whether a negation stands before each of them, within its reach."""
    denies: bool
    """Whether there is any negation."""
    vocabulary: frozenset[str]
    """The stems, each once."""


def read_out(answer: Answer) -> str:
    """The first line, then the statements as they are read, with each label once above those that share it."""
    lines = [answer.headline.text] if answer.headline else []
    last: str | None = None
    for statement in answer.statements:
        lines += [statement.group] if statement.group and statement.group != last else []
        lines.append(statement.text)
        last = statement.group
    return "\n".join(lines)


def list_lines(answer: Answer) -> list[Statement]:
    """The first line and the statements."""
    return [*([answer.headline] if answer.headline else []), *answer.statements]


def is_said(wording: str, text: str) -> bool:
    """Whether the text has the wording's words close together and its numbers anywhere, and says the same of them.

    A wording with a negation is said where one stands before its words; one without, where none does.
    """
    wanted, there = read_words(wording), read_words(text)
    if not wanted.stems and not wanted.numbers:
        return False
    if not all(any(number & other for other in there.numbers) for number in wanted.numbers):
        return False
    if not wanted.stems:
        return True
    if not wanted.vocabulary <= there.vocabulary:
        return False
    counts, width = Counter(wanted.stems), SPREAD * len(wanted.stems)
    rows = [row for row, stem in enumerate(there.stems) if stem in counts]
    last = max(len(there.stems) - width, 0)
    # Only windows with one of the words in them: of 2,000 cases against 40 answers each, that is four in five saved.
    starts = {start for row in rows for start in range(max(row - width + 1, 0), min(row, last) + 1)}
    return any(_is_at(wanted, counts, there, start, start + width) for start in starts)


@lru_cache(maxsize=8192)
def read_words(text: str) -> WordStream:
    """The numbers, stems and negations of a text."""
    numbers = tuple(mention.readings for mention in read_stated_numbers(text))
    pieces = [piece for piece in _WORD.findall(plain_digits(text)) if not _is_of_number(piece.casefold())]
    stems: list[str] = []
    denied: list[bool] = []
    left, denies = 0, False
    for piece, following in pairwise([*pieces, ""]):
        if not piece[0].isalnum():
            left = 0
        elif _is_negation(piece, following):
            left, denies = REACH, True
        else:
            own = content_stems(piece)
            stems += own
            denied += [left > 0] * len(own)
            left -= 1
    return WordStream(numbers, tuple(stems), tuple(denied), denies, frozenset(stems))


def _is_at(wanted: WordStream, counts: Counter[str], there: WordStream, start: int, end: int) -> bool:
    window = there.stems[start:end]
    if any(window.count(stem) < count for stem, count in counts.items()):
        return False
    rows = [row for row in range(start, min(end, len(there.stems))) if there.stems[row] in counts]
    return any(there.denied[row] for row in rows) == wanted.denies


def _is_negation(piece: str, following: str) -> bool:
    if not _DENIES.fullmatch(piece) or _MILD.fullmatch(following):
        return False
    # A name begins with it: No Wrong Door.
    return not (piece == "No" and following[:1].isupper())


@lru_cache(maxsize=4096)
def _is_of_number(word: str) -> bool:
    has_digit = any(character.isdigit() for character in word)
    return has_digit or word in _UNITS or bool(read_stated_numbers(word))
