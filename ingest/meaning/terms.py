"""Acronyms of a report, and what it says they stand for; what its words only suggest is marked as such."""

import re
from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise
from typing import NamedTuple

from ingest.meaning.longforms import drop_plural, find_long_after, find_long_before, find_words, matches
from ingest.meaning.phrases import Phrase, choose_phrase, find_phrases
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
_HEREAFTER = (
    r"(?:(?i:hereafter|hereinafter|henceforth|ci-après|from here on),?\s)?"
    r"(?i:(?:referred to as|called|or|the)\s)?"
)
_QUOTES = "[\"“”‘’']?"
_IN_BRACKETS = re.compile(rf"\(\s?{_HEREAFTER}{_QUOTES}({_SHORT}){_QUOTES}(?:[,;]\s[^()]{{0,60}})?\s?\)")
"""Behind the words: "(IU)", "(hereafter “the IU”)", "(IU; see page 4)"."""
_BEFORE_BRACKETS = re.compile(rf"({_SHORT})\s\(([^()]{{4,100}})\)")
"""An acronym with its words in brackets behind it."""
_SPELLED_OUT = re.compile(
    rf"({_SHORT})(?:\s{{1,3}}(?:stands for|is short for|means|-)|\s{{0,3}}[:=–—\t])\s{{1,3}}(?:the\s)?(?=\w)"
)
"""An acronym with its words after a verb, an equals sign, a colon or a dash."""
_LONGEST_SPELLED_OUT = 120
"""Characters after the sign in which the words of an acronym stand."""
_USE = re.compile(rf"(?<![\w@#/.-])(?:{_SHORT}|[A-Z]{{2,8}})(?![\w@]|-\d|\.\w)")
"""A use of an acronym; what is part of an address, a path, a number ("COVID-19") or a file's name is none."""
_LISTED = re.compile(
    r"^\W{0,3}(?P<short>[A-Z][A-Za-z&./-]{1,11})(?:\s?[:=–—\t-]\s{0,3}|\s{1,4})(?P<long>\S[^\n]{2,110})$",
    re.M,
)
"""A line of a list of acronyms."""
_OF_ACRONYMS = re.compile(
    r"\b(?:acronym(?:e?s)?|abbreviations?|abréviations?|sigles|abkürzungen|siglas)\b", re.IGNORECASE
)
"""What a list of acronyms is called, in four languages."""
_ROMAN = re.compile(r"[IVXLC]+")
"""Roman numbers, which look like acronyms."""
_ORDINARY_WORD = re.compile(r"(?<![\w'’])[A-Za-z][a-z]{1,14}(?![\w])")
"""Words in small letters: an acronym that is also one of them is a word in capitals."""
_WORD_IN_CAPITALS = 8
"""Letters; longer words in capitals are words ("COORDINATION"), unless somebody spells them out."""
_COINED = re.compile(r"[\w&]{0,15}[a-z]{2}")
"""A name that is no acronym unless somebody spells it out ("BlueDot", "McCall"): it ends in small letters."""
_SMALL_LETTER = re.compile(r"[a-zß-öø-ÿ]")
"""Western small letters, with accents."""
_LARGE_LETTER = re.compile(r"[A-ZÀ-ÖØ-Þ]")
"""Western capitals, with accents."""


class _Definition(NamedTuple):
    short: str
    start: int
    end: int
    said: bool = True


def find_terms(text: str, blocks: Sequence[Block]) -> tuple[Term, ...]:
    """The acronyms, in order of their letters; `long` is None for one that is used, but never explained."""
    uses = _uses(text, blocks)
    defined = _collect_definitions(text, blocks)
    phrases = find_phrases(text)
    said = [*defined]
    words = {word.lower() for word in _ORDINARY_WORD.findall(text)}
    for short, starts in uses.items():
        if short in defined:
            defined[short] = _prefer_fuller(text, defined[short], phrases, starts)
        elif not _is_word(short, words):
            # CDP is no "Community Development Programme" where ACDP is an accelerated one.
            of_longer = any(other != short and other.endswith(short) for other in said)
            found = (
                None
                if of_longer
                else _suggest_definition(text, short, phrases.get(short.casefold(), []), starts)
            )
            if found or (len(starts) > 1 and not _COINED.fullmatch(short)):
                defined[short] = found or _Definition(short, starts[0], starts[0] + len(short))
    terms = (_make_term(text, found, len(uses.get(short, "1"))) for short, found in defined.items())
    return tuple(sorted(terms, key=lambda term: (term.short.casefold(), term.start)))


def _is_word(short: str, words: set[str]) -> bool:
    in_capitals = short.isupper() and len(short) > _WORD_IN_CAPITALS
    return in_capitals or short.lower() in words or _ROMAN.fullmatch(short) is not None


def _make_term(text: str, found: _Definition, uses: int) -> Term:
    long = _read_plain(text, found)
    if long == found.short:
        return Term(found.short, None, found.start, found.end, uses)
    return Term(found.short, long, found.start, found.end, uses, found.said)


def _read_plain(text: str, found: _Definition) -> str:
    return " ".join(text[found.start : found.end].split())


def _suggest_definition(
    text: str, short: str, phrases: Sequence[Phrase], uses: Sequence[int]
) -> _Definition | None:
    """What words suggest: the only name with the initials, or those that the acronym usually has, if they are there."""
    found = choose_phrase(text, short, phrases, uses)
    if found:
        return _Definition(short, found.start, found.end, said=False)
    if short not in COMMON:
        return None
    common = re.search(COMMON[short].replace(" ", r"\s+"), text, re.IGNORECASE)
    return _Definition(short, *common.span(), said=False) if common else None


def _prefer_fuller(
    text: str, found: _Definition, phrases: Mapping[str, Sequence[Phrase]], uses: Sequence[int]
) -> _Definition:
    """A definition that has an acronym in it itself gives way to the phrase that spells that out."""
    if not any(word.isupper() and len(word) > 1 for word in _read_plain(text, found).split()):
        return found
    full = choose_phrase(text, found.short, phrases.get(found.short.casefold(), []), uses)
    return found._replace(start=full.start, end=full.end) if full else found


def _uses(text: str, blocks: Sequence[Block]) -> dict[str, list[int]]:
    """Where each acronym is used, plural counted with singular; text in capitals is left out."""
    starts = [block.start for block in blocks]
    shouted = [_is_in_capitals(text[block.start : block.end][:200]) for block in blocks]
    uses: dict[str, list[int]] = {}
    for found in _USE.finditer(text):
        row = bisect_right(starts, found.start()) - 1
        outside = row < 0 or found.start() >= blocks[row].end or blocks[row].role == "contents"
        if not outside and not shouted[row]:
            short = drop_plural(found[0])
            if sum(map(str.isupper, short)) > 1:
                uses.setdefault(short, []).append(found.start())
    return uses


def _is_in_capitals(piece: str) -> bool:
    """Whether the piece, like a heading in capitals, has hardly any small letters."""
    return len(_SMALL_LETTER.findall(piece)) < len(_LARGE_LETTER.findall(piece)) / 3


def _collect_definitions(text: str, blocks: Sequence[Block]) -> dict[str, _Definition]:
    """The definition of each acronym: that of a list of acronyms, else the first in the text."""
    found: dict[str, _Definition] = {}
    for find in (_find_in_list, _find_in_block):
        for block in blocks:
            if block.role != "contents":
                for definition in find(text, block):
                    found.setdefault(definition.short, definition)
    return found


def _find_in_list(text: str, block: Block) -> Iterator[_Definition]:
    """The entries of a list or table of acronyms, whichever column has them.

    Under a heading that says so, what stands beside an acronym is its long form; elsewhere it needs its initials.
    """
    sure = any(_OF_ACRONYMS.search(heading) for heading in block.headings[-2:])
    if block.role == "table_row":
        yield from _find_in_row(text, block, sure=sure)
    elif sure and block.role != "heading":
        for found in _LISTED.finditer(text, block.start, block.end):
            if _is_acronym(found["short"]):
                yield _Definition(drop_plural(found["short"]), *found.span("long"))


def _find_in_row(text: str, block: Block, *, sure: bool) -> Iterator[_Definition]:
    at, cells = block.start, []
    for cell in text[block.start : block.end].split("\t"):
        begin = at + len(cell) - len(cell.lstrip())
        cells.append((cell.strip(), begin, begin + len(cell.strip())))
        at += len(cell) + 1
    for (left, *left_at), (right, *right_at) in pairwise(cells):
        for short, (start, end) in ((left, right_at), (right, left_at)):
            words = find_words(text, start, end)
            if _is_acronym(short) and words and (matches(short, words) or (sure and len(words) > 1)):
                yield _Definition(drop_plural(short), start, end)
                break


def _is_acronym(word: str) -> bool:
    return (
        " " not in word
        and len(word) <= 12
        and sum(map(str.isupper, word)) > 1
        and not _COINED.fullmatch(word)
    )


def _find_in_block(text: str, block: Block) -> Iterator[_Definition]:
    start, end = block.start, block.end
    if "(" in text[start:end]:
        for bracket in _IN_BRACKETS.finditer(text, start, end):
            span = find_long_before(text, start, bracket.start(), bracket[1])
            if span:
                yield _Definition(drop_plural(bracket[1]), *span)
        for bracket in _BEFORE_BRACKETS.finditer(text, start, end):
            if matches(bracket[1], find_words(text, bracket.start(2), bracket.end(2))):
                yield _Definition(drop_plural(bracket[1]), bracket.start(2), bracket.end(2))
    for opening in _SPELLED_OUT.finditer(text, start, end):
        span = find_long_after(
            text, opening.end(), min(end, opening.end() + _LONGEST_SPELLED_OUT), opening[1]
        )
        if span:
            yield _Definition(drop_plural(opening[1]), *span)
