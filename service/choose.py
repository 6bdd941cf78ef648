"""Choosing, among the candidates, what an answer is made of, and the order in which it is read."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from ingest.keywords import content_stems
from ingest.types import ROLES, VOICES
from service.passages import passage
from service.question import MONEY, Question, Want
from service.search import Found
from service.types import Passage
from service.units import LONGEST_LIST, Units, units

MOST: dict[Want, int] = {
    "definition": 4,
    "list": 5,
    "comparison": 8,
    "amount": 4,
    "count": 4,
    "person": 4,
    "date": 4,
    "quotation": 3,
    "reflection": 9,
    "any": 7,
}
"""So many choices (passages of neighbouring sentences, or whole lists) an answer has at most."""
FLOOR, LIST_FLOOR = 0.75, 0.9
"""A unit is taken when it scores at least this share of the best one; the second where a list is wanted."""
LONGEST_PASSAGE = 450
"""Characters to which a sentence grows over its neighbours in the same block."""
PASSAGE_GROWTH = 0.6
"""A neighbour joins when it scores at least this share of the sentence."""
ALIKE = 0.93
"""Sentences with a higher cosine say the same; the better one is kept."""
SIZE_BONUS, ENTRY_BONUS = 0.15, 0.4
LIST_BONUS, QUOTATION_BONUS, NUMBER_BONUS, MONEY_BONUS, DEFINITION_BONUS, REPORT_BONUS = (
    0.4,
    0.5,
    0.15,
    0.4,
    0.5,
    0.3,
)
"""Added to a unit's score when it is what the question asks for."""
NAMED_SHARE = 0.6
"""A question names a report when it has at least two, and this share, of the content words of its title."""
FRAGMENT_TERMS = 3
"""Prose with fewer content words, or twice as few without an end, is a fragment and not cited."""
NEAREST = 3
LIKELIEST = 300
"""So many of the best candidates are searched for what the question wants."""

_NEVER = [ROLES.index(role) for role in ("heading", "contents", "caption")]
_PARAGRAPH = ROLES.index("paragraph")
_QUESTION = VOICES.index("question")
_QUOTATION = VOICES.index("quotation")
_BOTH = re.compile(
    r"\b(?:both|two|the) (?:reports|documents|programmes|papers|studies|sources)\b|\buse both\b|^both\b"
    r"|\bacross (?:the )?reports\b",
    re.IGNORECASE,
)
_LEANING = re.compile(
    r"^(?:this|these|that|those|it|its|they|their|he|she|such|here|the (?:former|latter)|both|as a result|however"
    r"|but|yet|instead|rather|therefore|thus|consequently|conversely|similarly|in addition|moreover|furthermore"
    r"|for example|for others)\b",
    re.IGNORECASE,
)
"""A sentence that begins so needs the one before it to be understood."""
SMALL_NUMBERS = {
    word: number
    for number, words in enumerate(
        ("two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"), start=2
    )
    for word in (words, str(number))
}
_NAME = r"[A-Z][\w’'-]*(?: (?:[A-Z(&][\w’')-]*|and|of|the|with|in))*"
_ENUMERATION = re.compile(rf"\(1\).*\(2\)|(?:{_NAME},\s+){{2,}}(?:and\s+)?{_NAME}")
"""A list inside a sentence: "(1) ..., (2) ...", or names in a row."""
_ENDINGS = '.:;!?…"”’)'
_DIGIT = re.compile(r"\d")
_NUMBER = re.compile(
    r"\d|\b(?:one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|half|third|quarter|dozen)\b",
    re.IGNORECASE,
)
_TITLE_WORDS = frozenset(
    content_stems("report final overview learning programme evaluation case study brief digest from and")
)


@dataclass(frozen=True, slots=True)
class Choice:
    """Neighbouring candidates that are cited together or, for a list, one after the other."""

    first: int
    last: int
    score: float
    is_list: bool


def choose(question: Question, found: Found) -> tuple[Passage, ...]:
    """The passages of the answer in reading order, keyed S1, S2, ...; empty when nothing fits."""
    if not len(found.candidates.row):
        return ()
    scored = units(found)
    score = _for_question(question, found, scored)
    if _BOTH.search(question.text):
        choices = _from_each_report(question, found, scored, score)
    else:
        floor = LIST_FLOOR if question.want == "list" else FLOOR
        choices = _best(found, scored, score, MOST[question.want], floor)
    return _passages(found, _in_reading_order(question, found, choices))


def nearest(found: Found) -> tuple[Passage, ...]:
    """The nearest passages for a reader who gets no answer, keyed N1, N2, ..."""
    windows = found.best_windows(NEAREST * 250)[:NEAREST]
    return tuple(
        passage(found.library, first, last, f"N{number}", score)
        for number, (first, last, score) in enumerate(windows, start=1)
    )


def _for_question(question: Question, found: Found, scored: Units) -> NDArray[np.float64]:
    """The units' scores with what the question wants; minus infinity for those that can't be part of an answer."""
    sentences, rows = found.library.sentences, found.candidates.row
    voice = sentences.voice[rows]
    bonus = REPORT_BONUS * _of_named_reports(question, found)
    if question.want == "quotation":
        bonus = bonus + QUOTATION_BONUS * (voice == _QUOTATION)
    if question.want == "amount":
        bonus = bonus + MONEY_BONUS * _matching(found, scored, MONEY)
    if question.want in ("count", "date"):
        bonus = bonus + NUMBER_BONUS * _matching(found, scored, _NUMBER)
    if question.subject:
        bonus = bonus + DEFINITION_BONUS * _matching(found, scored, _definition_of(question.subject))
        bonus = bonus + ENTRY_BONUS * _matching(found, scored, _entry_of(question.subject))
    score = scored.score + bonus[scored.first]
    if question.want == "list":
        in_prose = _matching(found, scored, _ENUMERATION)[scored.first] & ~scored.is_list
        about = _named_at_the_start(found)[scored.first]
        score = score + LIST_BONUS * ((scored.is_list & about) | in_prose)
        score = score + SIZE_BONUS * (_of_wanted_size(question, scored) & about)
    unfit = np.isin(sentences.role[rows], _NEVER) | (voice == _QUESTION) | ~found.allowed | _fragments(found)
    fit_count = np.concatenate([[0], np.cumsum(~unfit)])
    size = scored.last - scored.first
    usable = (fit_count[scored.last] - fit_count[scored.first] == size) & (size <= LONGEST_LIST)
    return np.where(usable, score, -np.inf)


def _named_at_the_start(found: Found) -> NDArray[np.bool_]:
    """Candidates with a word of what the question is about: a list without one at its start is about another thing."""
    words = np.array([term not in SMALL_NUMBERS for term in found.terms], dtype=bool)
    named: NDArray[np.bool_] = found.candidates.counts[:, words].sum(axis=1) > 0
    return named


def _of_wanted_size(question: Question, scored: Units) -> NDArray[np.bool_]:
    """Lists of as many lines as the question says: "name the four services"."""
    wanted = {number for word, number in SMALL_NUMBERS.items() if word in question.text.casefold().split()}
    size = scored.last - scored.first
    return scored.is_list & np.isin(size, [n + opened for n in wanted for opened in (0, 1)])


def _fragments(found: Found) -> NDArray[np.bool_]:
    """Candidates in prose that are too short to say anything: labels, left-over cells, lines of a title page."""
    in_prose = found.library.sentences.role[found.candidates.row] == _PARAGRAPH
    shortish = in_prose & (found.candidates.length < 2 * FRAGMENT_TERMS)
    fragments = np.zeros(len(in_prose), dtype=bool)
    for i in np.flatnonzero(shortish):
        text = found.texts[i].rstrip(" *_")
        ended = text[-1:] in _ENDINGS and found.candidates.length[i] >= FRAGMENT_TERMS
        fragments[i] = not ended and not _DIGIT.search(text)
    return fragments


def _matching(found: Found, scored: Units, pattern: re.Pattern[str]) -> NDArray[np.bool_]:
    """Candidates with the pattern, among the LIKELIEST by score."""
    likely = np.argsort(-scored.score[: len(found.texts)], kind="stable")[:LIKELIEST]
    matching = np.zeros(len(found.texts), dtype=bool)
    matching[likely] = [bool(pattern.search(found.texts[i])) for i in likely]
    return matching


def _definition_of(subject: str) -> re.Pattern[str]:
    """Sentences that say what the subject is: "Long Form (SUBJECT)", "SUBJECT is ...", "SUBJECT: ..."."""
    word = re.escape(subject.rstrip("s"))
    verbs = r"(?:is|are|was|were|means?|refers? to|stands? for|aims?|provides?|works?|brings?)"
    return re.compile(
        rf"\({word}s?\)|\b{word}s?\b\s*(?:\([^)]*\)\s*)?{verbs}\b"
        rf"|^\W*(?:the )?{word}s?\b\s*(?:\([^)]*\))?\s*[:–\t]"
        rf"|\b(?:called|known as|named) (?:the )?[“‘\"']?{word}",
        re.IGNORECASE,
    )


def _entry_of(subject: str) -> re.Pattern[str]:
    """Entries of a glossary: the subject, or its long form with it in brackets, and then a stop."""
    word = re.escape(subject.rstrip("s"))
    return re.compile(rf"^\W*(?:[\w’'&-]+ ){{0,6}}\(?{word}s?\b\)?\s*(?:[.:–—|\t]|-\s)", re.IGNORECASE)


def _of_named_reports(question: Question, found: Found) -> NDArray[np.bool_]:
    """Candidates of the reports whose title or programme the question names."""
    asked = set(content_stems(question.text))
    named = []
    for details in found.library.details:
        title = set(content_stems(details.title)) - _TITLE_WORDS
        programme = set(content_stems(details.programme or ""))
        by_title = len(title & asked) >= 2 and len(title & asked) >= NAMED_SHARE * len(title)
        named.append(by_title or (bool(programme) and programme <= asked))
    if all(named):
        named = [False] * len(named)
    return np.array(named, dtype=bool)[found.library.sentences.report[found.candidates.row]]


def _best(
    found: Found, scored: Units, score: NDArray[np.float64], most: int, share: float = FLOOR
) -> list[Choice]:
    """Choices above the floor, best first, without overlap or repetition."""
    order = np.argsort(-score, kind="stable")
    floor = share * score[order[0]]
    free = np.ones(len(found.candidates.row), dtype=bool)
    choices: list[Choice] = []
    kept: list[int] = []
    for unit in order:
        if not score[unit] >= floor or len(choices) == most:
            break
        first, last = int(scored.first[unit]), int(scored.last[unit])
        if not free[first:last].all() or _says_the_same(found, first, kept):
            continue
        if not scored.is_list[unit]:
            first, last = _grown(found, score, free, first)
        free[first:last] = False
        kept.extend(range(first, last))
        choices.append(Choice(first, last, float(score[unit]), bool(scored.is_list[unit])))
    return choices


def _from_each_report(
    question: Question, found: Found, scored: Units, score: NDArray[np.float64]
) -> list[Choice]:
    """As many choices from each of the two reports that have the best units."""
    report = found.library.sentences.report[found.candidates.row[scored.first]]
    best = sorted(set(report.tolist()), key=lambda row: -float(score[report == row].max()))[:2]
    half = -(-MOST[question.want] // 2)
    return [
        choice
        for row in best
        for choice in _best(found, scored, np.where(report == row, score, -np.inf), half)
    ]


def _says_the_same(found: Found, i: int, kept: list[int]) -> bool:
    if not kept:
        return False
    vectors = np.asarray(found.library.sentences.vector[found.candidates.row[[i, *kept]]], dtype=np.float32)
    vectors /= np.maximum(np.linalg.norm(vectors, axis=1, keepdims=True), 1e-9)
    return bool((vectors[1:] @ vectors[0]).max() > ALIKE)


def _grown(found: Found, score: NDArray[np.float64], free: NDArray[np.bool_], i: int) -> tuple[int, int]:
    """The sentence with the neighbours in its block that it leans on or that score nearly as well."""
    first, last = i, i + 1
    before = i - 1
    if before >= 0 and free[before] and np.isfinite(score[before]) and _same_block(found, before, i):
        first -= bool(_LEANING.match(found.texts[i]) or _is_label(found, before))
    if last < len(free) and free[last] and np.isfinite(score[last]) and _same_block(found, i, last):
        last += _is_label(found, i)
    floor = PASSAGE_GROWTH * score[i]
    while last < len(free) and free[last] and _joins(found, score, first, last, last - 1, last, floor):
        last += 1
    while first and free[first - 1] and _joins(found, score, first - 1, last - 1, first - 1, first, floor):
        first -= 1
    return first, last


def _is_label(found: Found, i: int) -> bool:
    """Whether a sentence only names what the next one in its block is about, as the entries of a glossary do."""
    return bool(found.candidates.length[i] < 2 * FRAGMENT_TERMS) and found.texts[i].rstrip(" *_").endswith(
        "."
    )


def _joins(
    found: Found, score: NDArray[np.float64], first: int, final: int, left: int, right: int, floor: float
) -> bool:
    """Whether the new end of a passage first..final may join: in the same block, good enough, and not too long."""
    new = left if left == first else right
    length = found.candidates.end[final] - found.candidates.start[first]
    return bool(score[new] >= floor and length <= LONGEST_PASSAGE and _same_block(found, left, right))


def _same_block(found: Found, left: int, right: int) -> bool:
    sentences, rows = found.library.sentences, found.candidates.row
    a, b = rows[left], rows[right]
    return bool(
        b == a + 1 and sentences.report[a] == sentences.report[b] and sentences.block[a] == sentences.block[b]
    )


def _in_reading_order(question: Question, found: Found, choices: list[Choice]) -> list[Choice]:
    """Reports by their best choice, choices in the order of the text; a definition comes first."""
    report = found.library.sentences.report[found.candidates.row]
    best: dict[int, float] = {}
    for choice in choices:
        row = int(report[choice.first])
        best[row] = max(best.get(row, -np.inf), choice.score)
    ordered = sorted(choices, key=lambda choice: (-best[int(report[choice.first])], choice.first))
    if question.want == "definition" and choices:
        top = max(choices, key=lambda choice: choice.score)
        ordered = [top, *(choice for choice in ordered if choice is not top)]
    return ordered


def _passages(found: Found, choices: Iterable[Choice]) -> tuple[Passage, ...]:
    """One passage for each run of prose, one for each line of a list."""
    rows, block = found.candidates.row, found.library.sentences.block
    spans: list[tuple[int, int, float]] = []
    for choice in choices:
        own = rows[choice.first : choice.last]
        lines = np.split(own, np.flatnonzero(np.diff(block[own])) + 1) if choice.is_list else [own]
        spans.extend((int(line[0]), int(line[-1]) + 1, choice.score) for line in lines)
    return tuple(
        passage(found.library, first, last, f"S{number}", score)
        for number, (first, last, score) in enumerate(spans, start=1)
    )
