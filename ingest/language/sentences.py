"""Where sentences end. Rules for English and French reports; a sentence keeps its quotation's attribution."""

import re
from collections.abc import Iterator

from ingest.language.wordlists import word_set

LONGEST = 600
"""A sentence with more characters and no stop is cut at a semicolon or a line end."""

_ATTRIBUTION = r"\((?:[^().!?]|\b(?:al|e\.g|i\.e|pp?|vol|no|ed|eds)\.){1,80}\)[.*_]*"
_STOP = r"(?<![.!?…])(?P<stop>[.!?…]++)(?P<close>[\"'”’»)\]*_]*|\s[\"'”’»](?=\s|$))"
_CREDIT = rf"(?P<credit>\s+{_ATTRIBUTION}(?=\s|$))?(?=\s+(?P<next>\S\S?)|\s*\Z)"
_WIDE_STOP = r"(?P<wide>[。！？])(?P<shut>[」』”）]*)"
_EMPTY_LINE = r"(?P<blank>(?:\r\n?|\n)[ \t>]*(?:\r\n?|\n)[\s>]*)"
_BOUNDARY = re.compile(rf"{_STOP}{_CREDIT}|{_WIDE_STOP}|{_EMPTY_LINE}")
"""Where a sentence may end: stops with the quotation marks that close on them, and who is quoted in brackets."""
_LAST_WORD = re.compile(r"[^\s(\[\"'“‘«]+$")
"""The word before a stop, which tells whether the stop is that of an abbreviation."""
_NEVER_LAST = word_set(
    "e.g i.e eg ie cf viz vs dr mr mrs ms mx prof rev hon sr st gen sen rep gov lit al approx ca resp"
    " mme mlle m"
)
_BEFORE_NUMBERS = word_set("no nos p pp fig figs vol vols ch sec para paras art eq tab cap ref n nr tel ext")
_OFTEN_LAST = word_set("etc ltd inc co corp plc jr dept univ bros est")
_DOTTED = re.compile(r"(?:[^\W\d_]\.)+[^\W\d_]")
"""Initials and abbreviations with a dot after each letter."""
_STARTERS = word_set("The This These It In We They There As At But And However He She A An Our For")
_SOFT_END = re.compile(r";\s+|[\r\n]\s*")
"""Where a text without stops is cut."""


def split_sentences(text: str, start: int, end: int) -> list[tuple[int, int]]:
    """The sentences of `text[start:end]`, in order, trimmed; together they hold all words."""
    sentences: list[tuple[int, int]] = []
    begin = start
    for stop, following in (*_find_boundaries(text, start, end), (end, end)):
        sentence = _trim(text, begin, stop)
        if sentence:
            sentences.extend(_cut(text, *sentence))
        begin = following
    return sentences


def _find_boundaries(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Where each sentence ends, and from where the next is to be looked for (behind a quotation's marks)."""
    begin = start
    for found in _BOUNDARY.finditer(text, start, end):
        if found["wide"]:
            begin = found.end()
        elif found["blank"] is not None:
            begin = found.end()
            yield found.start(), begin
            continue
        elif _ends_sentence(text, begin, found):
            begin = found.end("credit") if found["credit"] else found.end("close")
        else:
            continue
        yield begin, begin


def _ends_sentence(text: str, begin: int, found: re.Match[str]) -> bool:
    following = found["next"]
    if following is None:
        return False
    if following[0].islower() and not (following[0] in "iPe" and following[1:2].isupper()):
        return False
    if following[0] in ",;:":
        return False
    if found["stop"] != "." or (found["close"] and found["close"] != ")"):
        return True
    # No abbreviation is as long as 40 characters, and what follows it is told by its first word.
    nearest = text[max(begin, found.start() - 40) : found.start()]
    return not is_abbreviated(nearest, text[found.start("next") : found.start("next") + 12])


def is_abbreviated(before: str, following: str) -> bool:
    """Whether a full stop between the two belongs to the word before it, and ends no sentence.

    That is so for an abbreviation, an initial, and a number with which `before` begins (a list item's). Of
    `following` the first word is looked at; of an initial, only where more than that word is given.
    """
    last = _LAST_WORD.search(before.rstrip())
    if last is None or not following:
        return False
    word = last[0].strip("([")
    lowered = word.lower()
    if lowered in _NEVER_LAST:
        return True
    if lowered in _BEFORE_NUMBERS:
        return following[0].isdigit()
    if lowered in _OFTEN_LAST:
        return not (following[0].isupper() or following[0] in "“\"'‘(")
    if _DOTTED.fullmatch(word):
        return not _starts_sentence(following)
    if len(word) == 1 and word.isupper() and word != "I":
        return not _starts_sentence(following)
    return word.isdigit() and len(word) <= 2 and not before[: last.start()].strip()


def _starts_sentence(following: str) -> bool:
    word = re.match(r"(\w+)\W", following)
    return word is not None and word[1] in _STARTERS


def _trim(text: str, start: int, end: int) -> tuple[int, int] | None:
    piece = text[start:end]
    stripped = piece.strip()
    if not stripped:
        return None
    begin = start + len(piece) - len(piece.lstrip())
    return begin, begin + len(stripped)


def _cut(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """The sentence, or pieces of at most `LONGEST` characters where it is longer and has soft ends."""
    begin, last_soft_end = start, start
    if end - start > LONGEST:
        for soft in _SOFT_END.finditer(text, start, end):
            if soft.end() - begin > LONGEST and last_soft_end > begin:
                yield begin, begin + len(text[begin:last_soft_end].rstrip())
                begin = last_soft_end
            last_soft_end = soft.end()
        if end - begin > LONGEST and begin < last_soft_end < end:
            yield begin, begin + len(text[begin:last_soft_end].rstrip())
            begin = last_soft_end
    yield begin, end
