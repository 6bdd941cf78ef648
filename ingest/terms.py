"""Acronyms of a report and what it says they stand for. Nothing is spelled out that the report does not say."""

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from ingest.types import Block, Term

COMMON = {
    "AI": "artificial intelligence",
    "CYP": "children and young people",
    "EDI": "equality, diversity and inclusion",
    "M&E": "monitoring and evaluation",
    "PA": "physical activity",
    "ToC": "theory of change",
    "ToR": "terms of reference",
    "VCSE": "voluntary, community and social enterprise",
}
"""Acronyms whose words are written small; they count only where the report has these very words."""

_SHORT = r"[A-Z][A-Za-z]{0,3}(?:[A-Z&][A-Za-z&]*)+"
_IN_BRACKETS = re.compile(rf"\(\s*({_SHORT})\s*\)")
_BEFORE_BRACKETS = re.compile(rf"\b({_SHORT})\s\(([^()]{{4,100}})\)")
_SPELLED_OUT = re.compile(rf"\b({_SHORT})(?:\s+stands for|\s*[:=–—\t]|\s+-|\s+is short for)\s+(?=\w)")
_USE = re.compile(rf"(?<![\w@#/.-])(?:{_SHORT}|[A-Z]{{2,8}})(?![\w@]|-\d|\.\w)")
_WORD = re.compile(r"[^\W\d_]+(?:['’][a-z]+)?")
_PHRASE = re.compile(
    r"[A-Z][\w'’]*(?:-[\w'’]+)*(?:,?\s(?:(?:of|for|and|the|in|on|to|de|du|des|et)\s){0,2}[A-Z][\w'’]*(?:-[\w'’]+)*){1,8}"
)
_JOINERS = frozenset("of for and the in on to a an at by with de du des la le les et d l &".split())
_ROMAN = re.compile(r"[IVXLC]+")
_SENTENCE_END = re.compile(r"[.!?:;]\s")


class _Definition(NamedTuple):
    short: str
    start: int
    end: int


def find_terms(text: str, blocks: Sequence[Block]) -> tuple[Term, ...]:
    """The acronyms, in order of their letters; `long` is None for one that is used twice or more, never defined."""
    uses = _uses(text, blocks)
    defined = _definitions(text, blocks)
    counts = {short: len(starts) for short, starts in uses.items()}
    terms = [
        Term(short, " ".join(text[found.start : found.end].split()), found.start, found.end, counts.get(short, 1))
        for short, found in defined.items()
    ]
    open_shorts = [short for short, starts in uses.items() if short not in defined and len(starts) > 1]
    phrases = _phrases(text) if open_shorts else {}
    lowered = text.lower()
    terms.extend(_undefined(text, lowered, short, uses[short], phrases) for short in open_shorts)
    return tuple(sorted(terms, key=lambda term: (term.short.casefold(), term.start)))


def _undefined(text: str, lowered: str, short: str, starts: list[int], phrases: dict[str, list[_Definition]]) -> Term:
    """A term that no bracket defines: resolved by the only phrase with its initials, else without words."""
    found = _only_phrase(text, phrases.get(short.casefold(), []))
    common = lowered.find(COMMON.get(short, "\0"))
    if found is None and common >= 0:
        found = _Definition(short, common, common + len(COMMON[short]))
    if found is None:
        return Term(short, None, starts[0], starts[0] + len(short), len(starts))
    return Term(short, " ".join(text[found.start : found.end].split()), found.start, found.end, len(starts))


def _only_phrase(text: str, found: list[_Definition]) -> _Definition | None:
    wordings = {" ".join(text[each.start : each.end].split()).casefold() for each in found}
    return found[0] if len(wordings) == 1 else None


def _singular(short: str) -> str:
    return short[:-1] if short.endswith("s") and len(short) > 2 and short[:-1].isupper() else short


def _uses(text: str, blocks: Sequence[Block]) -> dict[str, list[int]]:
    """Where each acronym is used, plural counted with singular; capitals that are words or numerals are left out."""
    starts = [block.start for block in blocks]
    uses: dict[str, list[int]] = {}
    for found in _USE.finditer(text):
        short = _singular(found[0])
        if sum(letter.isupper() for letter in short) > 1 and not _in_capitals(text, blocks, starts, found.start()):
            uses.setdefault(short, []).append(found.start())
    words = set(re.findall(r"\b[a-z]{2,8}\b", text))
    return {
        short: found
        for short, found in uses.items()
        if not (_ROMAN.fullmatch(short) or short.lower() in words)
    }


def _in_capitals(text: str, blocks: Sequence[Block], starts: list[int], position: int) -> bool:
    """Whether the block, like a heading in capitals, has hardly any small letters."""
    row = bisect_right(starts, position) - 1
    if row < 0 or position >= blocks[row].end or blocks[row].role == "contents":
        return True
    piece = text[blocks[row].start : blocks[row].end][:200]
    return sum(letter.islower() for letter in piece) < sum(letter.isupper() for letter in piece) / 3


def _definitions(text: str, blocks: Sequence[Block]) -> dict[str, _Definition]:
    """The first definition of each acronym."""
    found: dict[str, _Definition] = {}
    for block in blocks:
        if block.role != "contents":
            for definition in _in_block(text, block.start, block.end):
                found.setdefault(definition.short, definition)
    return found


def _in_block(text: str, start: int, end: int) -> Iterator[_Definition]:
    if "(" in text[start:end]:
        for bracket in _IN_BRACKETS.finditer(text, start, end):
            span = _long_before(text, start, bracket.start(), bracket[1])
            if span:
                yield _Definition(_singular(bracket[1]), *span)
        for bracket in _BEFORE_BRACKETS.finditer(text, start, end):
            if _matches(bracket[1], _words(text, bracket.start(2), bracket.end(2))):
                yield _Definition(_singular(bracket[1]), bracket.start(2), bracket.end(2))
    for opening in _SPELLED_OUT.finditer(text, start, end):
        span = _long_after(text, opening.end(), min(end, opening.end() + 120), opening[1])
        if span:
            yield _Definition(_singular(opening[1]), *span)


def _words(text: str, start: int, end: int) -> list[re.Match[str]]:
    return list(_WORD.finditer(text, start, end))


def _long_before(text: str, start: int, end: int, short: str) -> tuple[int, int] | None:
    """The shortest run of words before the bracket that has the initials, or holds the letters in order."""
    stops = [stop.end() for stop in _SENTENCE_END.finditer(text, max(start, end - 160), end)]
    words = _words(text, stops[-1] if stops else max(start, end - 160), end)
    if words and text[words[-1].end() : end].strip(" \n\r\t”\"'’*_"):
        return None
    for first in range(len(words) - 1, max(-1, len(words) - 2 * len(short) - 4), -1):
        if _matches(short, words[first:]):
            return words[first].start(), words[-1].end()
    return _letters_in_order(words, _singular(short))


def _long_after(text: str, start: int, end: int, short: str) -> tuple[int, int] | None:
    words = _words(text, start, end)
    for last in range(min(len(words), 2 * len(short) + 2), 1, -1):
        if _matches(short, words[:last]):
            return words[0].start(), words[last - 1].end()
    return None


def _matches(short: str, words: list[re.Match[str]]) -> bool:
    """Whether the words have the acronym's initials; small joining words may be left out of it."""
    letters = _singular(short).replace("&", "").lower()
    if len(words) < 2 or words[0][0].lower() in _JOINERS or words[-1][0].lower() in _JOINERS:
        return False
    return _initials_match(letters, [word[0] for word in words])


def _initials_match(letters: str, words: list[str]) -> bool:
    if not words:
        return not letters
    word = words[0]
    if word.lower() in _JOINERS and _initials_match(letters, words[1:]):
        return True
    initials = word.lower() if len(word) > 1 and word.isupper() else word[0].lower()
    return letters.startswith(initials) and _initials_match(letters[len(initials) :], words[1:])


def _letters_in_order(words: list[re.Match[str]], short: str) -> tuple[int, int] | None:
    """Long forms like "Intergovernmental Authority on Development": capitalised, letters in order, few words."""
    if len(short) < 3:
        return None
    for first in range(len(words) - 2, max(-1, len(words) - len(short) - 3), -1):
        run = [word[0] for word in words[first:]]
        capitalised = all(word[0].isupper() or word in _JOINERS for word in run)
        if capitalised and run[0][0].lower() == short[0].lower() and _spread(short.lower(), run):
            return words[first].start(), words[-1].end()
    return None


def _spread(letters: str, run: list[str]) -> bool:
    """Each word but joiners gives its initial, and may give letters after it, in order."""
    position = 0
    for word in run:
        lowered = word.lower()
        if lowered in _JOINERS and not letters.startswith(lowered[0], position):
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
    rest = [other for other in run[run.index(word) + 1 :] if other.lower() not in _JOINERS]
    return bool(rest) and len(letters) - position <= len(rest) and rest[0][0].lower() == letters[position]


def _phrases(text: str) -> dict[str, list[_Definition]]:
    """Capitalised runs of words by their initials, with and without their joiners' initials."""
    found: dict[str, list[_Definition]] = {}
    for phrase in _PHRASE.finditer(text):
        words = _words(text, phrase.start(), phrase.end())
        for first in range(len(words)):
            for last in range(first + 2, min(len(words), first + 7) + 1):
                run = words[first:last]
                if run[0][0].lower() in _JOINERS or run[-1][0].lower() in _JOINERS:
                    continue
                definition = _Definition("", run[0].start(), run[-1].end())
                every = "".join(word[0][0] for word in run).casefold()
                content = "".join(word[0][0] for word in run if word[0].lower() not in _JOINERS).casefold()
                for initials in {every, content}:
                    found.setdefault(initials, []).append(definition)
    return found
