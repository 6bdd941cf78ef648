"""Whether words are what an acronym stands for: their initials, or its letters in order."""

import re
from collections.abc import Sequence

from ingest.language.wordlists import word_set

JOINERS = word_set("of for and the in on to a an at by with de du des la le les et d l &")
"""Small words inside a name, which may give no letter to its initials."""
_WORD = re.compile(r"[^\W\d_]+(?:['’][a-z]+)?")
"""Words whose first letters an acronym may stand for."""
_SENTENCE_END = re.compile(r"[.!?:;]\s")
"""No long form reaches over one."""
_HYPHENATED = re.compile(r"[^\W\d_]{1,20}-$")
"""The first half of a compound, of which both halves may give a letter."""
_FARTHEST = 160
"""Characters before a bracket in which the words may stand that it abbreviates."""


def drop_plural(short: str) -> str:
    """The acronym without the s of its plural."""
    return short[:-1] if short.endswith("s") and len(short) > 2 and short[-2].isupper() else short


def find_words(text: str, start: int, end: int) -> list[re.Match[str]]:
    """The words in a range, without digits and punctuation."""
    return list(_WORD.finditer(text, start, end))


def find_long_before(text: str, start: int, end: int, short: str) -> tuple[int, int] | None:
    """The shortest run of words before the bracket that has the initials, or holds the letters in order."""
    stops = [stop.end() for stop in _SENTENCE_END.finditer(text, max(start, end - _FARTHEST), end)]
    words = find_words(text, stops[-1] if stops else max(start, end - _FARTHEST), end)
    if words and text[words[-1].end() : end].strip(" \n\r\t”\"'’*_"):
        return None
    for first in range(len(words) - 1, max(-1, len(words) - 2 * len(short) - 4), -1):
        if matches(short, words[first:]):
            return _find_word_start(text, start, words[first].start()), words[-1].end()
    return _find_letters_in_order(words, drop_plural(short))


def _find_word_start(text: str, start: int, at: int) -> int:
    """Where the word begins that the one at `at` is a part of: "Pro-Poor Agenda" for PAPD."""
    part = _HYPHENATED.search(text, max(start, at - 21), at)
    return part.start() if part and at > start else at


def find_long_after(text: str, start: int, end: int, short: str) -> tuple[int, int] | None:
    """The longest run of words at the beginning of a range that has the initials."""
    words = find_words(text, start, end)
    for last in range(min(len(words), 2 * len(short) + 2), 1, -1):
        if matches(short, words[:last]):
            return words[0].start(), words[last - 1].end()
    return None


def matches(short: str, words: list[re.Match[str]]) -> bool:
    """Whether the words have the acronym's initials; small joining words may be left out of it."""
    letters = drop_plural(short).replace("&", "").lower()
    if len(words) < 2 or words[0][0].lower() in JOINERS or words[-1][0].lower() in JOINERS:
        return False
    return _do_initials_match(letters, [word[0] for word in words])


def _do_initials_match(letters: str, words: Sequence[str]) -> bool:
    """Whether the words' initials are the letters; a word in capitals gives all its letters, a joiner may give none."""
    reached = {0}
    """How many letters the words so far can have given."""
    for word in words:
        lowered = word.lower()
        initials = lowered if len(word) > 1 and word.isupper() else lowered[0]
        given = {at + len(initials) for at in reached if letters.startswith(initials, at)}
        reached = given | (reached if lowered in JOINERS else set())
    return len(letters) in reached


def _find_letters_in_order(words: list[re.Match[str]], short: str) -> tuple[int, int] | None:
    """Long forms like "Intergovernmental Authority on Development": capitals, letters in order, few words."""
    if len(short) < 3:
        return None
    for first in range(len(words) - 2, max(-1, len(words) - len(short) - 3), -1):
        run = [word[0] for word in words[first:]]
        capitalised = all(word[0].isupper() or word in JOINERS for word in run)
        if capitalised and run[0][0].lower() == short[0].lower() and _spread(short.lower(), run):
            return words[first].start(), words[-1].end()
    return None


def _spread(letters: str, run: list[str]) -> bool:
    """Each word but joiners gives its initial, and may give letters after it, in order."""
    position = 0
    for word in run:
        lowered = word.lower()
        if lowered in JOINERS and not letters.startswith(lowered[0], position):
            continue
        if not letters.startswith(lowered[0], position):
            return False
        position += 1
        for letter in lowered[1:]:
            following = letters[position : position + 1]
            if letter == following and not _starts_next(letters, position, run, word):
                position += 1
    return position == len(letters)


def _starts_next(letters: str, position: int, run: list[str], word: str) -> bool:
    """Whether the letter is needed as the initial of the next word that is no joiner."""
    rest = [other for other in run[run.index(word) + 1 :] if other.lower() not in JOINERS]
    return bool(rest) and len(letters) - position <= len(rest) and rest[0][0].lower() == letters[position]
