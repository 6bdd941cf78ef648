"""Acronyms of a report and what it says they stand for; what a report does not say is not spelled out."""

import re
from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence
from itertools import combinations
from typing import NamedTuple

from ingest.language.wordlists import word_set
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

_SHORT = r"(?<![A-Za-z&])[A-Z][A-Za-z]{0,3}[A-Z&][A-Za-z&]{0,10}(?![A-Za-z&])"
"""An acronym: its second capital is among its first five letters, and it has at most 15.

Nothing in it can be matched in more ways than these few, however many capitals follow one another.
"""
_IN_BRACKETS = re.compile(rf"\(\s?({_SHORT})\s?\)")
_BEFORE_BRACKETS = re.compile(rf"({_SHORT})\s\(([^()]{{4,100}})\)")
_SPELLED_OUT = re.compile(
    rf"({_SHORT})(?:\s{{1,3}}(?:stands for|is short for|-)|\s{{0,3}}[:=–—\t])\s{{1,3}}(?=\w)"
)
_USE = re.compile(rf"(?<![\w@#/.-])(?:{_SHORT}|[A-Z]{{2,8}})(?![\w@]|-\d|\.\w)")
_WORD = re.compile(r"[^\W\d_]+(?:['’][a-z]+)?")
_CAPITALISED = r"[A-Z][\w'’]{0,30}+(?:-[\w'’]{1,30}+){0,4}+"
_PHRASE = re.compile(
    rf"(?<![\w'’-]){_CAPITALISED}"
    rf"(?:,?\s(?:(?:of|for|and|the|in|on|to|de|du|des|et)\s){{0,2}}{_CAPITALISED}){{1,8}}"
)
"""Capitalised words in a row, with small joining words between them."""
_JOINERS = word_set("of for and the in on to a an at by with de du des la le les et d l &")
_OPENERS = word_set(
    "under over after before since while when during through across this these those our we it its"
    " they their all each both many most some as if there here however although despite given where"
    " what how"
)
_ROMAN = re.compile(r"[IVXLC]+")
_SMALL_WORD = re.compile(r"(?<![\w'’])[a-z]{2,8}(?!\w)")
_SMALL_LETTER = re.compile(r"[a-zß-öø-ÿ]")
_LARGE_LETTER = re.compile(r"[A-ZÀ-ÖØ-Þ]")
_SENTENCE_END = re.compile(r"[.!?:;]\s")


_LONGEST_PHRASE = 7


class _Definition(NamedTuple):
    short: str
    start: int
    end: int


def find_terms(text: str, blocks: Sequence[Block]) -> tuple[Term, ...]:
    """The acronyms, in order of their letters; `long` is None for one that is used, but never explained."""
    uses = _uses(text, blocks)
    defined = _definitions(text, blocks)
    phrases = _phrases(text)
    words = set(_SMALL_WORD.findall(text))
    for short, starts in uses.items():
        if short in defined:
            defined[short] = _fuller(text, defined[short], phrases)
        elif short.lower() not in words and not _ROMAN.fullmatch(short):
            found = _explained(text, short, phrases)
            if found or len(starts) > 1:
                defined[short] = found or _Definition(short, starts[0], starts[0] + len(short))
    terms = (_term(text, found, len(uses.get(short, "1"))) for short, found in defined.items())
    return tuple(sorted(terms, key=lambda term: (term.short.casefold(), term.start)))


def _term(text: str, found: _Definition, uses: int) -> Term:
    long = _plain(text, found)
    return Term(found.short, None if long == found.short else long, found.start, found.end, uses)


def _plain(text: str, found: _Definition) -> str:
    return " ".join(text[found.start : found.end].split())


def _explained(text: str, short: str, phrases: Mapping[str, list[_Definition]]) -> _Definition | None:
    """The report's only phrase with the acronym's initials, in capitals or (if listed) in small letters."""
    found = _only_phrase(text, short, phrases)
    if found or short not in COMMON:
        return found
    common = re.search(COMMON[short].replace(" ", r"\s+"), text, re.IGNORECASE)
    return _Definition(short, *common.span()) if common else None


def _fuller(text: str, found: _Definition, phrases: Mapping[str, list[_Definition]]) -> _Definition:
    """A definition that has an acronym in it itself gives way to the phrase that spells that out."""
    if not any(word.isupper() and len(word) > 1 for word in _plain(text, found).split()):
        return found
    return _only_phrase(text, found.short, phrases) or found


def _only_phrase(text: str, short: str, phrases: Mapping[str, list[_Definition]]) -> _Definition | None:
    found = phrases.get(short.casefold(), [])
    wordings = {_plain(text, each).casefold(): each for each in reversed(found)}
    return found[0]._replace(short=short) if len(wordings) == 1 else None


def _singular(short: str) -> str:
    return short[:-1] if short.endswith("s") and len(short) > 2 and short[-2].isupper() else short


def _uses(text: str, blocks: Sequence[Block]) -> dict[str, list[int]]:
    """Where each acronym is used, plural counted with singular; text in capitals is left out."""
    starts = [block.start for block in blocks]
    shouted = [_is_in_capitals(text[block.start : block.end][:200]) for block in blocks]
    uses: dict[str, list[int]] = {}
    for found in _USE.finditer(text):
        row = bisect_right(starts, found.start()) - 1
        outside = row < 0 or found.start() >= blocks[row].end or blocks[row].role == "contents"
        if not outside and not shouted[row]:
            short = _singular(found[0])
            if sum(map(str.isupper, short)) > 1:
                uses.setdefault(short, []).append(found.start())
    return uses


def _is_in_capitals(piece: str) -> bool:
    """Whether the piece, like a heading in capitals, has hardly any small letters."""
    return len(_SMALL_LETTER.findall(piece)) < len(_LARGE_LETTER.findall(piece)) / 3


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


def _initials_match(letters: str, words: Sequence[str]) -> bool:
    """Whether the words' initials are the letters; a word in capitals gives all its letters, a joiner may give none."""
    reached = {0}
    """How many letters the words so far can have given."""
    for word in words:
        lowered = word.lower()
        initials = lowered if len(word) > 1 and word.isupper() else lowered[0]
        given = {at + len(initials) for at in reached if letters.startswith(initials, at)}
        reached = given | (reached if lowered in _JOINERS else set())
    return len(letters) in reached


def _letters_in_order(words: list[re.Match[str]], short: str) -> tuple[int, int] | None:
    """Long forms like "Intergovernmental Authority on Development": capitals, letters in order, few words."""
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
        words = _words(text, *phrase.span())
        small = [word[0].lower() in _JOINERS for word in words]
        initials = [word[0][0].lower() for word in words]
        for first, last in combinations(range(len(words)), 2):
            if last - first < _LONGEST_PHRASE and _is_name([word[0] for word in words[first : last + 1]]):
                definition = _Definition("", words[first].start(), words[last].end())
                run = range(first, last + 1)
                every = "".join(initials[row] for row in run)
                content = "".join(initials[row] for row in run if not small[row])
                for key in {every, content}:
                    found.setdefault(key, []).append(definition)
    return found


def _is_name(words: Sequence[str]) -> bool:
    """Whether a run can be what an acronym stands for: no acronym in it, no small word at its ends."""
    ends = {words[0].lower(), words[-1].lower()}
    return not (ends & _JOINERS or words[0].lower() in _OPENERS or any(map(str.isupper, words)))
