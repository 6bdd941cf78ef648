"""How well units fit what a question asks for: a bonus for what it wants, minus infinity for what can't be cited."""

import re

import numpy as np
from numpy.typing import NDArray

from ingest.language.numbers import match_number_words
from ingest.types import ROLES, VOICES
from service.choice.lists import NUMBERS, read_wanted_numbers
from service.choice.persons import NAMED
from service.choice.units import LONGEST_LIST, Units, heads_of_tables
from service.question.wants import MONEY, Question, Want
from service.search.retrieve import Found

LIST_BONUS, SIZE_BONUS, COUNT_BONUS, ENTRY_BONUS = 0.25, 0.15, 0.4, 0.4
"""Added where a list is asked for: to lists, to those of as many lines as asked, to those whose opening line says that
number. The last is for a glossary's entry on what is to be defined. The first was chosen on the development
questions, where the ablation tries 0.4 as well; the others are by judgement."""
QUOTATION_BONUS, NUMBER_BONUS, MONEY_BONUS, DEFINITION_BONUS, PERSON_BONUS = 0.5, 0.15, 0.4, 0.5, 0.4
"""Added to a unit's score when it is what the question asks for."""
VOICE_BONUS = 0.3
"""Added to recommendations and assumptions where the question asks for them by these words."""
SAYING_BONUS = 0.1
"""Added to sentences in which something is found, recommended or said, for questions that want no certain form. On the
three development sets it brings 2.6 points of the required quotes and costs 0.9 of those cited that are gold; no
report's questions lose by it. On the curated set, whose reports are prose alone, it costs 0.8 and 1.2."""
CONCEPT_BONUS = 0.2
"""Added to sentences with a report's own word for what the question says plainly. 0.1 and 0.3 do nearly as well."""
SELF_MALUS = 0.3
"""Taken off a sentence in which a report speaks of itself, unless the question is about a report."""
FRAGMENT_TERMS = 3
"""Prose with fewer content words, or twice as few without an end, is a fragment and not cited."""
ALIKE_SHARE = 0.6
"""A line of at least this share of the best cosine is about what the question is about."""
LIKELIEST = 300
"""So many of the best candidates are searched for what the question wants."""

_NEVER = [ROLES.index(role) for role in ("heading", "contents", "caption", "chart")]
_PARAGRAPH = ROLES.index("paragraph")
_QUESTION = VOICES.index("question")
_QUOTATION = VOICES.index("quotation")
_ASKED_VOICES = (
    (re.compile(r"\brecommend", re.IGNORECASE), VOICES.index("recommendation")),
    (re.compile(r"\bassum(?:ed?|ptions?)\b", re.IGNORECASE), VOICES.index("assumption")),
)
_SAYING = [VOICES.index(voice) for voice in ("finding", "recommendation", "quotation")]
_ASKS_FOR_QUESTIONS = re.compile(r"\bquestions\b", re.IGNORECASE)
"""What asks for printed questions, which answer nothing else."""
_NAME = r"[A-Z][\w’'-]*(?: (?:[A-Z(&][\w’')-]*|and|of|the|with|in))*"
_ENUMERATION = re.compile(rf"\(1\).*\(2\)|(?:{_NAME},\s+){{2,}}(?:and\s+)?{_NAME}")
"""A list inside a sentence: "(1) ..., (2) ...", or names in a row."""
_SELF = r"(?:report|digest|paper|brief|document|summary|chapter|section|study|evaluation)"
_DOCUMENT = re.compile(rf"\b{_SELF}s?\b|\bdocs?\b", re.IGNORECASE)
"""What asks about reports as such: only then does what a report says of itself answer."""
OF_ITSELF = re.compile(
    rf"^\W*(?:(?:in |of )?(?:this|the present|our) {_SELF}\b|it is (?:a|one) (?:digest|summary)\b"
    r"|(?:here|finally|below|in each case|in what follows),? we\b)|\bin our own words\b",
    re.IGNORECASE,
)
"""How a report speaks of itself: "This report looks at ...". Not "This programme helped"."""
_ENDINGS = '.:;!?…"”’)'
_DIGIT = re.compile(r"\d")
"""A digit keeps a short line from being a fragment: "Cost: £300" says something."""
_NUMBER = re.compile(
    rf"\d|\b(?:{match_number_words(1, 12)}|half|third|quarter|dozen)\b",
    re.IGNORECASE,
)
"""A number in digits or words, or a part in words: what a count or date has ("twelve", "half")."""


_FORMS: dict[Want, tuple[re.Pattern[str], float]] = {
    "person": (NAMED, PERSON_BONUS),
    "amount": (MONEY, MONEY_BONUS),
    "count": (_NUMBER, NUMBER_BONUS),
    "date": (_NUMBER, NUMBER_BONUS),
}
"""What a sentence has that holds the kind of thing wanted, and what that adds."""


def fitness(question: Question, found: Found, scored: Units) -> NDArray[np.float64]:
    """The units' scores with what the question wants; minus infinity for those that can't be part of an answer."""
    score = scored.score + _bonus(question, found, scored)[scored.first]
    if question.want == "list":
        in_prose = _find_matching(found, scored, _ENUMERATION)[scored.first] & ~scored.is_list
        about = _find_named(found)[scored.first]
        score = score + LIST_BONUS * ((scored.is_list & about) | in_prose)
        score = score + SIZE_BONUS * (_of_wanted_size(question, scored) & about)
        counted = _find_opened_by_number(question, found)[scored.first] & about
        score = score + COUNT_BONUS * (counted & (scored.is_list | in_prose))
    unfit = find_unfit(found, questions=bool(_ASKS_FOR_QUESTIONS.search(question.text)))
    fit_count = np.concatenate([[0], np.cumsum(~unfit)])
    size = scored.last - scored.first
    usable = (fit_count[scored.last] - fit_count[scored.first] == size) & (size <= LONGEST_LIST)
    return np.where(usable, score, -np.inf)


def _bonus(question: Question, found: Found, scored: Units) -> NDArray[np.float64]:
    """For each candidate, what is added for the form or voice that the question wants."""
    rows = found.candidates.row
    voice = found.library.sentences.voice[rows]
    bonus = _voice_bonus(question, voice) + CONCEPT_BONUS * _conceptual(found)
    if not _DOCUMENT.search(question.text):
        bonus = bonus - SELF_MALUS * _find_matching(found, scored, OF_ITSELF)
    forms = _FORMS.get(question.want)
    if forms:
        bonus = bonus + forms[1] * _find_matching(found, scored, forms[0])
    if question.subject:
        called = rf"(?:{'|'.join(map(re.escape, _list_names(question.subject, found)))})"
        bonus = bonus + DEFINITION_BONUS * _find_matching(found, scored, _definition_of(called))
        bonus = bonus + ENTRY_BONUS * _find_matching(found, scored, _entry_of(called))
    return bonus


def _conceptual(found: Found) -> NDArray[np.bool_]:
    """Candidates that say what is asked in a word of the reports' own."""
    says: NDArray[np.bool_] = found.candidates.counts[:, found.conceptual].sum(axis=1) > 0
    return says


def _voice_bonus(question: Question, voice: NDArray[np.int8]) -> NDArray[np.float64]:
    bonus = np.zeros(len(voice))
    for asked, wanted in _ASKED_VOICES:
        if asked.search(question.text):
            bonus = bonus + VOICE_BONUS * (voice == wanted)
    if question.want in ("any", "reflection"):
        bonus = bonus + SAYING_BONUS * np.isin(voice, _SAYING)
    if question.want == "quotation":
        bonus = bonus + QUOTATION_BONUS * (voice == _QUOTATION)
    return bonus


def find_unfit(found: Found, *, questions: bool = False) -> NDArray[np.bool_]:
    """Candidates that can't be cited: headings, fragments, questions unless asked for, what the filters keep out."""
    sentences, rows = found.library.sentences, found.candidates.row
    unfit: NDArray[np.bool_] = (
        np.isin(sentences.role[rows], _NEVER)
        | ((sentences.voice[rows] == _QUESTION) & (not questions))
        | ~found.allowed
        | _fragments(found)
        | heads_of_tables(found)
    )
    return unfit


def _find_named(found: Found) -> NDArray[np.bool_]:
    """Candidates with a word of what the question is about, or near it in meaning; other lists are beside the point."""
    words = np.array([term not in NUMBERS for term in found.terms], dtype=bool)
    named: NDArray[np.bool_] = found.candidates.counts[:, words].sum(axis=1) > 0
    alike: NDArray[np.bool_] = found.candidates.cosine >= ALIKE_SHARE * found.candidates.cosine.max(initial=0)
    return named | alike


def _of_wanted_size(question: Question, scored: Units) -> NDArray[np.bool_]:
    """Lists of as many lines as the question says: "name the four services"."""
    wanted = read_wanted_numbers(question)
    size = scored.last - scored.first
    return scored.is_list & np.isin(size, [n + opened for n in wanted for opened in (0, 1)])


def _find_opened_by_number(question: Question, found: Found) -> NDArray[np.bool_]:
    """Candidates that say the number which the question says: "The four services are:"."""
    wanted = read_wanted_numbers(question)
    said = [
        {NUMBERS.get(word) for word in text.casefold().split()} if wanted else set() for text in found.texts
    ]
    return np.array([bool(wanted & numbers) for numbers in said], dtype=bool)


def _fragments(found: Found) -> NDArray[np.bool_]:
    """Candidates in prose that are too short to say anything: labels, left-over cells, lines of a title page."""
    in_prose = found.library.sentences.role[found.candidates.row] == _PARAGRAPH
    shortish = in_prose & (found.candidates.length < 2 * FRAGMENT_TERMS)
    fragments = np.zeros(len(in_prose), dtype=bool)
    for i in np.flatnonzero(shortish):
        text = found.texts[int(i)].rstrip(" *_")
        ended = text[-1:] in _ENDINGS and found.candidates.length[i] >= FRAGMENT_TERMS
        fragments[i] = not ended and not _DIGIT.search(text)
    return fragments


def _find_matching(found: Found, scored: Units, pattern: re.Pattern[str]) -> NDArray[np.bool_]:
    """Candidates with the pattern, among the LIKELIEST by score."""
    likely = np.argsort(-scored.score[: len(found.texts)], kind="stable")[:LIKELIEST]
    matching = np.zeros(len(found.texts), dtype=bool)
    matching[likely] = [bool(pattern.search(found.texts[i])) for i in likely]
    return matching


def _list_names(subject: str, found: Found) -> list[str]:
    """The subject with what it stands for, without an s at the end."""
    other = found.library.lexicon.expansions(subject)
    return [name.rstrip("s") for name in (subject, *other)]


def _definition_of(word: str) -> re.Pattern[str]:
    """Sentences that say what the subject is: "Long Form (SUBJECT)", "SUBJECT is ...", "SUBJECT: ..."."""
    verbs = r"(?:is|are|was|were|means?|refers? to|stands? for|aims?|provides?|works|brings?)"
    return re.compile(
        rf"\({word}s?\)|\b{word}s?\b\s*(?:\([^)]*\)\s*)?{verbs}\b"
        rf"|^\W*(?:the )?{word}s?\b\s*(?:\([^)]*\))?\s*[:–\t]"
        rf"|\b(?:called|known as|named) (?:the )?[“‘\"']?{word}",
        re.IGNORECASE,
    )


def _entry_of(word: str) -> re.Pattern[str]:
    """Entries of a glossary: the subject, or its long form with it in brackets, and then a stop."""
    return re.compile(rf"^\W*(?:[\w’'&-]+ ){{0,6}}\(?{word}s?\b\)?\s*(?:[.:–—|\t]|-\s)", re.IGNORECASE)


def is_label(found: Found, i: int) -> bool:
    """Whether a sentence only names what the next one in its block is about, as the entries of a glossary do."""
    return bool(found.candidates.length[i] < 2 * FRAGMENT_TERMS) and found.texts[i].rstrip(" *_").endswith(
        "."
    )
