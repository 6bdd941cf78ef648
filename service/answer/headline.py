"""The first line of an answer: what was asked for, in one sentence that its passage says; or no line at all."""

import re
from collections.abc import Sequence
from dataclasses import replace

from ingest.language.months import ANY_ENGLISH
from ingest.language.numbers import match_number_words
from ingest.language.sentences import split_sentences
from ingest.language.stems import content_stems
from service.answer.acronyms import Explained
from service.answer.extractive import statement
from service.check.exact import find_unsupported
from service.question.wants import MONEY, Question, Want
from service.types import Passage, Statement

LONGEST = 300
"""Characters of a first line; nine sentences in ten of the development reports are shorter."""
_SHORTEST = 4
"""Words; a name alone ("No Wrong Door (NWD)") says nothing of what it names."""
_VALUES: dict[Want, re.Pattern[str]] = {
    "amount": MONEY,
    "count": re.compile(
        rf"\b(?:\d[\d,.]*|{match_number_words(1, 12)}|dozen|hundred|thousand)\b", re.IGNORECASE
    ),
    "date": re.compile(rf"\b(?:1[89]|20)\d\d\b|\b(?:{ANY_ENGLISH})\b"),
}
"""The kind of answer that can be told by its form."""
_ABOUT = 0.7
"""Share of the question's words that a line with a number or date must have. With half of them, one in three of the
lines for the development questions told another thing's number; with this share none did."""
_ASKING = re.compile(r"\bhow (?:much|many)\b|\bwhat (?:number|amount|year|date)\b", re.IGNORECASE)
"""Words that only ask for a value ("how many"): no line that answers need have them."""
_COUNTED = re.compile(r"\bhow many (?:of the )?(?P<thing>[\w’'-]+)", re.IGNORECASE)
"""The thing that is counted: "nurses" in "How many of the nurses stayed?"."""
_IS = (
    r"(?:\s*\([^()]{1,40}\))?,?\s(?:is|are|was|were|means?|refers? to|stands? for|describes?|provides?|aims?|works?"
    r"|offers?|supports?)\b"
)
"""What follows a name that a sentence defines, its initials in brackets between."""


def headline(
    question: Question, passages: Sequence[Passage], explained: Explained | None, places: frozenset[str]
) -> Statement | None:
    """Give the first line for these passages, whose scores say which is best. It passes all checks of statements."""
    for line in (_of_acronym(passages, explained), _of_words(question, passages)):
        if line and len(line.text) <= LONGEST and not find_unsupported(line, passages, places):
            return line
    return None


def _of_acronym(passages: Sequence[Passage], explained: Explained | None) -> Statement | None:
    if not explained or not explained.long or not passages:
        return None
    if explained.said:
        return Statement(f"{explained.short} stands for {explained.long}.", (passages[0].id,))
    suggested = f"{explained.short} may stand for {explained.long}: no report says so, but the letters fit."
    return Statement(suggested, (passages[0].id,))


def _of_words(question: Question, passages: Sequence[Passage]) -> Statement | None:
    """The one sentence of the passages that holds what is asked for about what it is asked of."""
    fits = _choose_pattern(question)
    if fits is None:
        return None
    wanted = set(content_stems(_ASKING.sub("", question.text)))
    best: tuple[float, Statement] | None = None
    for passage in passages:
        for start, end in split_sentences(passage.text, 0, len(passage.text)):
            words = passage.text[start:end]
            shared = len(wanted & set(content_stems(words)))
            about = question.want == "definition" or shared >= _ABOUT * len(wanted)
            if len(words.split()) >= _SHORTEST and about and fits.search(words):
                score = shared + passage.score / (1 + abs(passage.score))
                line = statement(_cut(passage, start, end))
                if best is None or score > best[0]:
                    best = (score, line)
    return best[1] if best else None


def _choose_pattern(question: Question) -> re.Pattern[str] | None:
    """What a sentence must have to answer; None where that can't be told by form."""
    if question.want == "definition" and question.subject:
        subject = r"\s+".join(map(re.escape, question.subject.split()))
        return re.compile(rf"(?<!\w){subject}{_IS}", re.IGNORECASE)
    if question.want == "count":
        counted = _COUNTED.search(question.text)
        thing = re.escape(counted["thing"].removesuffix("s")) if counted else r"\w"
        return re.compile(rf"{_VALUES['count'].pattern}(?:[\s-]+[\w’']+){{0,2}}?[\s-]+{thing}", re.IGNORECASE)
    return _VALUES.get(question.want)


def _cut(passage: Passage, start: int, end: int) -> Passage:
    return replace(
        passage, text=passage.text[start:end], start=passage.start + start, end=passage.start + end
    )
