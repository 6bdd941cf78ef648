"""Whether a statement stands on its passages: its numbers, dates, places, addresses and quoted words. Pure.

It compares what can be compared exactly. That a sentence says something else with the same numbers and names
is not seen here.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from functools import lru_cache

from ingest.language.gazetteer import is_name
from ingest.language.months import ANY_ENGLISH, ENGLISH
from service.check.numbers import plain_digits, read_claimed_numbers, read_stated_numbers
from service.types import Passage, Statement

_MONTH_NAME = (
    rf"(?:{ANY_ENGLISH}"
    r"|(?:Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec)\b\.?)"
)
_MONTH = re.compile(rf"\b{_MONTH_NAME}\b")
"""A month in a passage, also in short ("Sept."). "May" counts in any sense: passages are read in a claim's favour."""
_DATED_MONTH = re.compile(
    rf"\b(?!March|May)(?:{ANY_ENGLISH})\b"
    rf"|(?:\d|\b(?i:in|since|by|until|till|from|to|of|between|and|during|early|mid|late))[-\s]{_MONTH_NAME}\b"
    rf"|\b{_MONTH_NAME}\s\d"
)
"""A month in a statement, where something shows that it is one. Not the verbs in "may help" and "March on"."""
_NUMERIC_MONTH = re.compile(r"\b(?:19|20)\d\d-(\d\d)\b|\b\d{1,2}[/.](\d{1,2})[/.](?:19|20)\d\d\b")
"""Dates in digits with a month: "2021-09", "14/09/2021". What can be no month ("2021-22") is dropped by the caller."""
_TERM = re.compile(
    r"\b(?i:dozens|hundreds|thousands|millions|billions|spring|summer|autumn|winter"
    r"|(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)days?)\b"
    r"|\b(?=\w*\d)(?=\w*[^\W\d])(?!\d+(?:st|nd|rd|th|s|k|m|mn|bn|am|pm)\b)\w+\b"
)
"""Vague amounts, seasons, weekdays, and names with digits in them (`Q3`, `KS2`)."""
_ADDRESS = re.compile(r"(?:https?://|www\.)[^\s)\]>”\"]+|(?<![\w.+-])[\w.+-]++@[\w-]+\.[\w.-]+\w")
"""Web and e-mail addresses: "www.example.org", "ann@example.org"."""
_PANDEMIC = re.compile(r"\bcovid(?:-?19)?\b", re.IGNORECASE)
"""The disease as reports spell it ("COVID-19"): its 19 is no number, its capitals are no initials."""
_NAME = r"(?!I\b)[A-ZÀ-Þ][\w'’-]*"
_LOCATED = re.compile(
    rf"\b(?i:in|at|across|near|around|within|throughout|outside|from)\s+({_NAME}(?:\s+{_NAME})*)"
)
"""A name after a word of place ("in Leeds"); "in practice" has no capital and is none."""
_NAMED = re.compile(rf"(?<=[a-z,;] )({_NAME}(?:\s+{_NAME})*)")
"""Capitals within a sentence; at its beginning any word has one."""
_OPENED = re.compile(rf"^(?:{_NAME} )+$")
"""What of a name stands at a sentence's beginning."""
_OPENING = re.compile(rf"{_NAME}(?: {_NAME})*")
"""The names that a sentence begins with: "NHS Wales" in "NHS Wales paid for it"."""
_QUOTED = (
    re.compile(r"“([^”]*)(?:”|$)|^([^“]*)”"),
    re.compile(r"\"([^\"]*)(?:\"|$)()"),
    re.compile(r"(?<!\w)‘(.{1,400}?)’(?!\w)()"),
    re.compile(r"(?<!\w)'([^']{1,400}?)'(?!\w)()"),
)
"""What stands between marks, by kind of mark; two groups each. An apostrophe ("the teams' work") opens nothing. Single
marks may be 400 characters apart, by judgement."""
NOWHERE = "is in none of its passages"
"""How what is wrong ends; `its` are the statement's."""
_MARKS = str.maketrans("*_·|", "    ")
_LEFT_OUT = re.compile(r"\.\.\.|…|\[[^\]]*\]")
"""What a quotation may skip or put in: "we […] listened"."""


def find_unsupported(statement: Statement, passages: Iterable[Passage], places: frozenset[str]) -> str | None:
    """Say, as a clause, what in a statement is in none of the passages that it cites; None when it stands.

    `passages` may hold others too. `places` are names that count as places wherever they stand; any name
    after `in`, `at`, `across` and the like counts as well. Other names need only stand near a passage.
    """
    cited = [passage for passage in passages if passage.id in statement.passage_ids]
    text = _PANDEMIC.sub("Covid", statement.text)
    words = [_PANDEMIC.sub("Covid", f"{p.text} ({p.speaker})" if p.speaker else p.text) for p in cited]
    if any(f" {_drop_marks(text)} " in f" {_drop_marks(passage)} " for passage in words):
        return None
    for problem in _problems(text, words, cited, places):
        return f"{problem} {NOWHERE}"
    return None


def attribute(statement: Statement, passages: Iterable[Passage]) -> Statement:
    """Add who said it to a statement that rests on quotations alone and names none of their speakers."""
    cited = [passage for passage in passages if passage.id in statement.passage_ids]
    speakers = dict.fromkeys(p.speaker for p in cited if p.voice == "quotation" and p.speaker)
    if not speakers or any(p.voice != "quotation" or not p.speaker for p in cited):
        return statement
    told = _fold(statement.text)
    if any(_fold(speaker.split(",")[0]) in told for speaker in speakers):
        return statement
    body = statement.text.rstrip(".")
    return replace(statement, text=f"{body} ({'; '.join(speakers)}){statement.text[len(body) :]}")


def _problems(
    text: str, words: Sequence[str], cited: Sequence[Passage], places: frozenset[str]
) -> Iterator[str]:
    folded = [_fold(passage) for passage in words]
    yield from (f"the quotation “{quote}”" for quote in _quotations(text) if not _is_quoted(quote, folded))
    stated = {
        reading for passage in words for each in read_stated_numbers(passage) for reading in each.readings
    }
    yield from (f"the number “{n.text}”" for n in read_claimed_numbers(text) if stated.isdisjoint(n.readings))
    months = {month for passage in words for month in _months(passage, _MONTH)}
    yield from (f"the month {month.title()}" for month in _months(text, _DATED_MONTH) if month not in months)
    for pattern in (_TERM, _ADDRESS):
        terms = (match[0] for match in pattern.finditer(text))
        yield from (f"“{term}”" for term in terms if not any(_has_word(each, term) for each in folded))
    yield from (f"the place {place}" for place in _unknown_places(text, words, cited, places))
    yield from (f"the name {name}" for name in _unknown_names(text, cited))


def _fold(text: str) -> str:
    """Letters, signs and gaps alike, whatever case, kind of quotation mark or line break they had."""
    text = re.sub(r"[“”„«»]", '"', re.sub(r"[‘’]", "'", plain_digits(text)))
    return " ".join(text.casefold().split())


def _drop_marks(text: str) -> str:
    """The same without emphasis and the marks between cells."""
    return " ".join(_fold(text).translate(_MARKS).split())


def _has_word(folded: str, word: str) -> bool:
    """Whether the word occurs, in the singular, the plural or the possessive."""
    stem = re.sub(r"(?:'s|s'|s)$", "", _fold(word)) or _fold(word)
    return bool(re.search(rf"(?<!\w){re.escape(stem)}(?:'?s|s')?(?!\w)", folded))


def _quotations(text: str) -> Iterator[str]:
    """What stands between quotation marks; with one of a pair only, up to the end of the sentence."""
    for pattern in _QUOTED:
        for match in pattern.finditer(text):
            yield match[1] or match[2] or ""


def _is_quoted(quotation: str, passages: Sequence[str]) -> bool:
    """Whether one passage has every part of it that no ellipsis or bracket leaves out."""
    parts = [_fold(part).strip(" .,;:!?") for part in _LEFT_OUT.split(quotation)]
    patterns = [re.compile(rf"(?<!\w){re.escape(part)}(?!\w)") for part in parts if part]
    return any(all(pattern.search(passage) for pattern in patterns) for passage in passages)


def _months(text: str, pattern: re.Pattern[str]) -> Iterator[str]:
    """The months that a text names, by their first three letters."""
    for match in pattern.finditer(text):
        named = re.search(_MONTH_NAME, match[0])
        if named:
            yield named[0][:3].lower()
    for match in _NUMERIC_MONTH.finditer(plain_digits(text)):
        number = int(match[1] or match[2])
        if 1 <= number <= 12:
            yield ENGLISH[number - 1][:3].lower()


def _unknown_places(
    text: str, words: Sequence[str], cited: Sequence[Passage], places: frozenset[str]
) -> Iterator[str]:
    """Places that the text names and no passage does, by name or initials (`GM`, `GMCA`)."""
    known = _match_places(places)
    there = {place.casefold() for passage in cited for place in passage.places}
    there |= {match[0].casefold() for passage in words for match in known.finditer(passage)}
    folded = [_fold(passage) for passage in words]
    for match in known.finditer(text):
        if match[0].casefold() in there or _has_initials(words, match[0]):
            continue
        # What a report was taken to name may be any word ("Evaluation"); then it stands in small letters too.
        any_word = not is_name(match[0]) and " " not in match[0]
        if not (any_word and (match.start() == 0 or any(_has_word(each, match[0]) for each in folded))):
            yield match[0]
    named = [_fold(" ".join((passage.text, passage.speaker or "", *passage.places))) for passage in cited]
    for match in _LOCATED.finditer(text):
        if re.fullmatch(_MONTH_NAME, match[1]) or _has_initials(words, match[1]):
            continue
        if not any(all(_has_word(passage, word) for word in match[1].split()) for passage in named):
            yield match[1]


def _unknown_names(text: str, cited: Sequence[Passage]) -> Iterator[str]:
    """Other names, which may also stand around the passage: in its chunk, headings or report's title."""
    around = [
        " ".join((p.text, p.context, *p.headings, p.report_title, p.speaker or "", *p.places)) for p in cited
    ]
    folded = _fold(_PANDEMIC.sub("Covid", " ".join(around)))
    capitals = "".join(word[0] for each in around for word in re.findall(_NAME, each))
    for word in _find_opening_names(text):
        if not _has_word(folded, word) and not _is_acronym(word, capitals):
            yield word
    for match in _NAMED.finditer(text):
        if re.fullmatch(_MONTH_NAME, match[1]) or _has_initials(around, match[1]):
            continue
        if (opened := _OPENED.search(text[: match.start()])) and _has_initials(around, opened[0] + match[1]):
            continue
        for word in re.split(r"[\s-]+", match[1]):
            if not _has_word(folded, word) and not _is_acronym(word, capitals):
                yield word


def _find_opening_names(text: str) -> Iterator[str]:
    """Names at a sentence's beginning that show it: initials, and what follows them ("NHS Wales")."""
    opening = _OPENING.match(text)
    for word in opening[0].split() if opening else ():
        if sum(letter.isupper() for letter in word) > 1:
            yield word
    if opening and sum(letter.isupper() for letter in opening[0].split()[0]) > 1:
        yield from (word for word in opening[0].split()[1:] if not word.isupper())


def _is_acronym(word: str, capitals: str) -> bool:
    """Whether names that follow one another begin with its capitals ("DfE": Department for Education)."""
    letters = "".join(letter for letter in word if letter.isupper())
    return len(letters) > 1 and letters in capitals


def _has_initials(passages: Sequence[str], name: str) -> bool:
    initials = "".join(word[0] for word in re.split(r"[\s-]+", name) if word[:1].isupper())
    return len(initials) > 1 and any(re.search(rf"\b{initials}[A-Z]*s?\b", passage) for passage in passages)


@lru_cache(maxsize=8)
def _match_places(places: frozenset[str]) -> re.Pattern[str]:
    """Finds the names as they are written and in capitals, the longest that fits; never verbs (`bury`)."""
    names = sorted({*places, *(place.upper() for place in places)}, key=len, reverse=True)
    return re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, names))})(?!\w)" if names else r"(?!)")
