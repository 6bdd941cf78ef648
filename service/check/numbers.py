"""The numbers that an English text states, in digits or words, with their unit (per cent, money). Pure."""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache
from itertools import pairwise

from ingest.language.numbers import ONES, ORDINALS, SCALES, TENS, VALUES

Quantity = tuple[Fraction, str]
"""A value and its unit: `%`, a currency sign, or nothing."""


@dataclass(frozen=True, slots=True)
class Mention:
    """One place where a text states a number."""

    text: str
    readings: frozenset[Quantity]
    """More than one where it can be read in more than one way (`2m`, the first number of `30-40%`)."""


_WORDS = VALUES | {"a": 1}
_SMALL = rf"(?:(?:{'|'.join(TENS)})(?:[-\s](?:{'|'.join(ONES[:9] + ORDINALS[:9])})\b)?|{'|'.join(_WORDS)})"
_SPELLED = re.compile(
    rf"(?<![\w-])(?:(?P<hundreds>a|{'|'.join(ONES)})[-\s]hundred(?:\s(?:and\s)?(?P<rest>{_SMALL}))?"
    rf"|(?!a\b)(?P<small>{_SMALL}))\b",
    re.IGNORECASE,
)
"""A number in words, below a thousand: "twenty-five", "a hundred and two". "a" alone is an article."""
_UNCOUNTED = re.compile(
    r"(?<![\w-])(?:one(?![-\s](?:hundred|thousand|million|billion))|first|once)\b|\A(?:second|third|fourth)(?=,)",
    re.IGNORECASE,
)
"""Words of a sentence that count nothing, such as "one of them" or "Second, ..."."""

_SCALES = SCALES | {"k": 10**3, "mn": 10**6, "m": 10**6, "bn": 10**9}
_UNITS = {"%": "%", "pc": "%", "pound": "£", "euro": "€", "dollar": "$", "gbp": "£", "eur": "€", "usd": "$"}
_NUMBER = re.compile(
    r"(?<![^\W_])(?:(?P<currency>[£€$]|\b(?:gbp|eur|usd)\b)\s?)?(?P<digits>\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?)"
    r"(?:st|nd|rd|th|s|am|pm)?(?:\s?(?P<scale>hundred|thousand|million|billion|trillion|bn|mn|m|k))?(?![^\W_])"
    r"(?:\s?(?P<unit>%|per\s?cent(?:age)?\b|pc\b|pounds?\b|euros?\b|dollars?\b|gbp\b|eur\b|usd\b))?",
    re.IGNORECASE,
)
"""A number in digits with currency, scale and unit: "£2.5 million", "30 per cent", "3rd". Not the digit of "KS2"."""
_FRACTION = re.compile(r"(?<!\w)(half|halves|quarters?|thirds)(?!\w)", re.IGNORECASE)
"""Parts of a whole in words: "half", "three quarters". "third" is read with the numbers in words."""
_FRACTIONS = {"hal": (Fraction(1, 2), Fraction(50)), "qua": (Fraction(1, 4), Fraction(25))}
_SPAN = re.compile(r"(?<!\w)(?:(?P<count>\d{1,3})\s)?(?P<span>decade|dozen|fortnight)s?\b", re.IGNORECASE)
"""Words for a number of years, things or days, with how many of them in digits: "2 decades"."""
_SPANS = {"decade": 10, "dozen": 12, "fortnight": 14}
"""Words that state a number of something: years, things, days."""
_RANGE = re.compile(r"(?<!\s)\s*+(?:-|to|and|or|/)\s*", re.IGNORECASE)
"""All that stands between the two ends of a range: the sign in "30-40" or "2021/22", the word in "30 to 40"."""
_OUT_OF = re.compile(r"\s(?:in|out of)\s(?:every\s)?", re.IGNORECASE)
"""All that stands between a part and its whole: " out of every " in "9 out of every 10"."""


def plain_digits(text: str) -> str:
    """One way of writing: compatible characters, one kind of dash, no thin spaces in numbers."""
    text = re.sub(r"(?<=\d)[\u00a0\u2009\u202f](?=\d{3})", ",", text)
    return re.sub(r"[‐‑‒–—−]", "-", unicodedata.normalize("NFKC", text))


@lru_cache(maxsize=512)
def read_stated_numbers(text: str) -> tuple[Mention, ...]:
    """Every number of a text, words that may count nothing (`one`, `first`) included."""
    text = _SPELLED.sub(_in_digits, plain_digits(text))
    found = [*_NUMBER.finditer(text)]
    mentions = [Mention(match[0].strip(), frozenset(_readings(match))) for match in found]
    for i, (left, right) in enumerate(pairwise(found)):
        between = text[left.end() : right.start()]
        if _RANGE.fullmatch(between):
            mentions[i], mentions[i + 1] = _as_range(left, right, mentions[i], mentions[i + 1])
        elif _OUT_OF.fullmatch(between):
            mentions[i], mentions[i + 1] = _as_share(mentions[i], mentions[i + 1])
    spans = [Mention(match[0], frozenset({_span(match)})) for match in _SPAN.finditer(text)]
    return (*mentions, *spans, *(_fraction(match[0]) for match in _FRACTION.finditer(text)))


def read_claimed_numbers(sentence: str) -> tuple[Mention, ...]:
    """The numbers that a sentence claims: without `one` and `first`, which mostly count nothing, and spans."""
    return read_stated_numbers(_SPAN.sub(" ", _UNCOUNTED.sub(" ", sentence)))


def _in_digits(match: re.Match[str]) -> str:
    hundreds, rest = match["hundreds"], match["rest"] or match["small"] or ""
    value = 100 * _WORDS[hundreds.lower()] if hundreds else 0
    return str(value + sum(_WORDS[word] for word in re.split(r"[-\s]", rest.lower()) if word))


def _readings(match: re.Match[str]) -> Iterator[Quantity]:
    value = Fraction(match["digits"].replace(",", "")[:400])  # Python refuses thousands of digits
    unit, scale = _unit(match), (match["scale"] or "").lower()
    yield value * _SCALES.get(scale, 1), unit
    if scale == "m" and not unit:
        yield value, unit


def _span(match: re.Match[str]) -> Quantity:
    return Fraction(int(match["count"] or 1) * _SPANS[match["span"].lower()]), ""


def _unit(match: re.Match[str]) -> str:
    written = (match["currency"] or match["unit"] or "").lower()
    return "%" if written.startswith("per") else _UNITS.get(written.rstrip("s"), written)


def _as_range(
    left: re.Match[str], right: re.Match[str], first: Mention, last: Mention
) -> tuple[Mention, Mention]:
    """Read `30-40%`, `£2-3 million` and `2021/22` also with what one end leaves to the other."""
    scale = _SCALES.get((right["scale"] or "").lower(), 1) if not left["scale"] else 1
    unit = _unit(left) or _unit(right)
    shared = {(value * factor, unit) for value, _ in first.readings for factor in (1, scale)}
    later = {(value, unit) for value, _ in last.readings}
    if re.fullmatch(r"(?:19|20)\d\d[-/]\d\d", left.string[left.start("digits") : right.end("digits")]):
        later.add((Fraction(left["digits"][:2] + right["digits"]), ""))
    return Mention(first.text, first.readings | shared), Mention(last.text, last.readings | later)


def _as_share(part: Mention, whole: Mention) -> tuple[Mention, Mention]:
    """Read `9 in 10` also as 90%."""
    shares = {
        (100 * some / every, "%")
        for some, unit in part.readings
        for every, other in whole.readings
        if not unit and not other and 0 < some < every
    }
    return Mention(part.text, part.readings | shares), Mention(whole.text, whole.readings | shares)


def _fraction(word: str) -> Mention:
    if word.lower() == "thirds":
        return Mention(word, frozenset({(Fraction(1, 3), "")}))
    part, percent = _FRACTIONS[word[:3].lower()]
    return Mention(word, frozenset({(part, ""), (percent, "%")}))
