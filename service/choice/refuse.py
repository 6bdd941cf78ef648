"""When what was found does not answer a question: something that it asks for is nowhere in the passages chosen for it.

Each rule can be told to the reader. Which rules there are, and how strict they are, was settled on the development
questions and the curated set: a rule stays when it refuses more questions rightly than wrongly on both.
"""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from ingest.language.gazetteer import is_name
from ingest.language.months import ANY_ENGLISH
from ingest.language.numbers import either_word
from ingest.language.stems import content_stems
from service.question.screen import Refusal
from service.question.wants import MONEY, Question
from service.search.retrieve import Found
from service.types import Passage

ABOUT = 0.2
"""Share of the question's rare words that a passage must have to be about what is counted, besides that itself."""
_DATE = re.compile(rf"\b(?:1[89]|20)\d\d\b|\b(?:{ANY_ENGLISH}|spring|summer|autumn|winter)\b")
_SHARE = re.compile(
    r"\d\s?(?:%|per ?cent)|\b(?:half|third|quarter|fifth|majority|minority|none|all but|out of|in every)\b",
    re.IGNORECASE,
)
_CONTACT = re.compile(
    r"[\w.]+@[\w.]+|https?://|\bwww\.|\+?\d[\d ()-]{7,}\d|\b[A-Z]{1,2}\d{1,2}[A-Z]? ?\d[A-Z]{2}\b"
)


@dataclass(frozen=True, slots=True)
class _Value:
    """A kind of answer that can be told by its form."""

    asked: re.Pattern[str]
    held: re.Pattern[str]
    """What the words of a passage must have."""
    reason: str


def _value(asked: str, held: re.Pattern[str], what: str) -> _Value:
    reason = f"The question asks for {what}, and none of the passages near it gives one."
    return _Value(re.compile(asked, re.IGNORECASE), held, reason)


_VALUES = (
    _value(r"\bwhat (?:percentage|proportion|share) of\b|\bwhat per ?cent\b", _SHARE, "a share"),
    _value(
        r"\bsalar(?:y|ies)\b|\bwhat\b.{0,40}\b(?:wages?|pay (?:grade|scale|band)|hourly rate)\b|\bget paid\b",
        MONEY,
        "pay",
    ),
    _value(
        r"^\W*(?:what|which)\b(?: \S+){0,4} (?:grades?|grading|ratings?|scores?)\b",
        re.compile(r"\b(?:grade[ds]?|grading|rat(?:ed|ings?)|scor(?:ed?|es))\b", re.IGNORECASE),
        "a grade or score",
    ),
    _value(
        r"\b(?:e-?mail|telephone|phone|postal|web) ?(?:address|number)\b"
        r"|\bwho (?:do|can|should) (?:i|we) (?:ring|call|phone|contact|e-?mail)\b"
        r"|\bwhere(?:['’]s| is) (?:its|their|the) (?:office|address|building)\b",
        _CONTACT,
        "an address or a number to call",
    ),
    _value(
        r"\b(?:what|which) (?:year|month|date|day)\b|^\W*when (?:did|was|were|is|are|will)\b",
        _DATE,
        "a date",
    ),
)
_COUNTED = re.compile(r"\bhow many (?P<things>[\w’'-]+(?:[ -][\w’'-]+)?)", re.IGNORECASE)
_SIZE = re.compile(r"\bhow (?:big|large|old|tall)\b|\bwhat number\b", re.IGNORECASE)
_COUNT = rf"(?:\d[\d,.]*|\b(?:{either_word(1, 12)}|dozen|hundred|thousand))\b"
_NUMBER = re.compile(_COUNT, re.IGNORECASE)
_NUMBER_THEN = re.compile(rf"{_COUNT}((?:[\s-]+[\w'’]+){{1,3}})", re.IGNORECASE)
_YEAR = re.compile(r"\b(?:19|20)\d\d\b")
_LEFT_OUT = re.compile(
    r"\b(?:did|does|do|was|were|is|are|has|have)(?:n['’]t| .{0,40}?\bnot) (?:\w+ )?"
    r"(?:cover(?:ed)?|mention(?:ed)?|include[d]?|address(?:ed)?|discuss(?:ed)?|say|said|report(?:ed)?)\b",
    re.IGNORECASE,
)
_SAID_TO_BE_LEFT_OUT = re.compile(
    r"\b(?:not|no|never|without|outside|beyond|exclud\w+|omit\w*|n['’]t)\b", re.IGNORECASE
)
_WHO_DOES = re.compile(
    r"^\W*who (?P<verb>chairs?|heads?|owns?|founded|funds?|wrote|designed|invented)\b", re.IGNORECASE
)


def not_in_reports(question: Question, found: Found, passages: Sequence[Passage]) -> Refusal | None:
    """Say why what was found does not answer the question, or None when it may."""
    if not passages:
        return _refused("Nothing in the reports that were searched comes near this question.")
    reasons = (rule(question, found, passages) for rule in _RULES)
    reason = next((reason for reason in reasons if reason), None)
    return _refused(reason) if reason else None


def _refused(reason: str) -> Refusal:
    return Refusal("not_in_reports", reason)


def _unknown_names(question: Question, found: Found, _: Sequence[Passage]) -> str | None:
    """Names of which no report has every word: a place or year is enough, of other names all must be unknown."""
    missing = set(found.missing)
    strange = [
        word for word in re.findall(r"[^\W\d_]{4,}", question.text) if missing.issuperset(content_stems(word))
    ]
    places = [word for word in strange if is_name(word) and content_stems(word)]
    years = [year for year in _YEAR.findall(question.text) if year in missing]
    if years and len(years) < len(_YEAR.findall(question.text)):
        years = []
    unknown = [name for name in question.names if set(content_stems(name)) & missing]
    if len(unknown) < len(question.names):
        unknown = []
    named = list(dict.fromkeys([*places, *years, *unknown]))
    return f"No report mentions {' or '.join(named)}." if named else None


def _no_sum(question: Question, _: Found, passages: Sequence[Passage]) -> str | None:
    if question.want != "amount" or any(MONEY.search(passage.text) for passage in passages):
        return None
    return "The question asks for a sum, and none of the passages near it states one."


def _no_number(question: Question, found: Found, passages: Sequence[Passage]) -> str | None:
    """No passage that is about the question has a number shortly before what is counted."""
    if question.want != "count" and not _SIZE.search(question.text):
        return None
    match = _COUNTED.search(question.text)
    things = set(content_stems(match["things"])) if match else set()
    about = [passage for passage in passages if _share_of_words(passage, found, things) >= ABOUT]
    if any(_counts(passage.text, things) for passage in about):
        return None
    return "The question asks for a number, and none of the passages near it states that number."


def _counts(text: str, things: set[str]) -> bool:
    if not things:
        return bool(_NUMBER.search(text))
    asked_there_too = any(things & set(content_stems(match["things"])) for match in _COUNTED.finditer(text))
    return asked_there_too or any(things & set(content_stems(after)) for after in _NUMBER_THEN.findall(text))


def _share_of_words(passage: Passage, found: Found, but: set[str]) -> float:
    """Share of the question's words, each as much as it is rare, that a passage or its headings have."""
    own = {
        term: float(weight) for term, weight in zip(found.terms, found.idf, strict=True) if term not in but
    }
    has = set(content_stems(" ".join((passage.text, *passage.headings, passage.report_title))))
    return sum(weight for term, weight in own.items() if term in has) / max(sum(own.values()), 1e-9)


def _no_person(question: Question, found: Found, _: Sequence[Passage]) -> str | None:
    if question.want == "person":
        return "The reports give roles rather than names, so they do not say who this is."
    match = _WHO_DOES.match(question.text)
    if match and set(content_stems(match["verb"])) & set(found.missing):
        return f"No report says who {match['verb']} anything."
    return None


def _no_such_value(question: Question, _: Found, passages: Sequence[Passage]) -> str | None:
    """What is asked for has a form (a date, a share, a grade) that no passage has."""
    for value in _VALUES:
        if value.asked.search(question.text) and not any(
            value.held.search(passage.text) for passage in passages
        ):
            return value.reason
    return None


def _left_out(question: Question, _: Found, passages: Sequence[Passage]) -> str | None:
    """What a report leaves out is only known where it says so."""
    if not _LEFT_OUT.search(question.text):
        return None
    if any(_SAID_TO_BE_LEFT_OUT.search(passage.text) for passage in passages):
        return None
    return "The question asks what a report leaves out, and no passage near it says what that is."


_RULES: tuple[Callable[[Question, Found, Sequence[Passage]], str | None], ...] = (
    _unknown_names,
    _no_sum,
    _no_number,
    _no_person,
    _no_such_value,
    _left_out,
)
