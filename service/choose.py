"""Choosing, among the candidates, the sentences that an answer is made of, and the order in which they are read."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from ingest.keywords import content_stems
from ingest.types import ROLES, VOICES
from service.passages import passage
from service.question import Question, Want
from service.search import Found
from service.types import Passage

MOST: dict[Want, int] = {
    "definition": 4,
    "list": 8,
    "comparison": 8,
    "amount": 3,
    "count": 3,
    "person": 3,
    "date": 3,
    "quotation": 3,
    "reflection": 10,
    "any": 6,
}
"""So many units (sentences, or whole lists) an answer has at most, by what the question wants."""
FLOOR = 0.75
"""A unit is taken when it scores at least this share of the best one."""
ALIKE = 0.93
"""Sentences with a higher cosine say the same; the better one is kept."""
LONGEST_LIST = 14
QUOTATION_BONUS, NUMBER_BONUS, DEFINITION_BONUS, REPORT_BONUS = 0.15, 0.1, 0.3, 0.15
"""Added to a sentence's score when it has what the question asks for."""
NAMED_SHARE = 0.6
"""A question names a report when it has at least two, and this share, of the content words of its title."""
NEAREST = 3

_NEVER = [ROLES.index(role) for role in ("heading", "contents", "caption")]
_BULLET = ROLES.index("bullet")
_QUESTION = VOICES.index("question")
_QUOTATION = VOICES.index("quotation")
_LEANING = re.compile(
    r"^(?:this|these|that|those|it|its|they|their|he|she|such|here|there|the (?:former|latter)|both|others?|some of th(?:is|ese)|as a result"
    r"|however|but|yet|instead|rather|therefore|thus|consequently|conversely|similarly|in addition|moreover|furthermore|for example|for others)\b",
    re.IGNORECASE,
)
_TITLE_WORDS = frozenset(content_stems("report final overview learning programme evaluation case study brief digest from and"))
_NUMBER = re.compile(r"\d|\b(?:one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|half|third|quarter|dozen)\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Unit:
    """Neighbouring sentences that are cited together or, for a list, one after the other."""

    rows: tuple[int, ...]
    """Rows of `library.sentences`, ascending."""
    score: float
    is_list: bool = False


def choose(question: Question, found: Found) -> tuple[Passage, ...]:
    """The passages of the answer in reading order, keyed S1, S2, ...; empty when nothing fits."""
    scores = _scores(question, found)
    units = _units(question, found, scores)
    return _passages(found, _in_reading_order(question, found, units), "S")


def nearest(found: Found) -> tuple[Passage, ...]:
    """The nearest passages for a reader who gets no answer, keyed N1, N2, ..."""
    windows = found.best_windows(NEAREST * 250)[:NEAREST]
    return tuple(
        passage(found.library, first, last, f"N{number}", score)
        for number, (first, last, score) in enumerate(windows, start=1)
    )


def _scores(question: Question, found: Found) -> NDArray[np.float64]:
    """How well each candidate sentence answers; minus infinity for those that can't be part of an answer."""
    sentences, rows = found.library.sentences, found.candidates.row
    role, voice = sentences.role[rows], sentences.voice[rows]
    scores = found.windows(1).score.astype(np.float64)
    if question.want == "quotation":
        scores = scores + QUOTATION_BONUS * (voice == _QUOTATION)
    if question.want in ("amount", "count", "date"):
        scores = scores + NUMBER_BONUS * _matching(found, _NUMBER)
    if question.subject:
        scores = scores + DEFINITION_BONUS * _matching(found, _definition_of(question.subject))
    scores = scores + REPORT_BONUS * _of_named_reports(question, found)
    unfit = np.isin(role, _NEVER) | (voice == _QUESTION) | ~found.allowed
    return np.where(unfit, -np.inf, scores)


def _matching(found: Found, pattern: re.Pattern[str]) -> NDArray[np.bool_]:
    return np.array([bool(pattern.search(text)) for text in found.texts()], dtype=bool)


def _definition_of(subject: str) -> re.Pattern[str]:
    """Sentences that say what the subject is: "Long Form (SUBJECT)", "SUBJECT is ...", "SUBJECT: ..."."""
    word = re.escape(subject.rstrip("s"))
    return re.compile(
        rf"\({word}s?\)|\b{word}s?\b\s*(?:\([^)]*\)\s*)?(?:is|are|was|were|means?|refers? to|stands? for|aims?|provides?|works?|brings?)\b"
        rf"|^\W*(?:the )?{word}s?\b\s*(?:\([^)]*\))?\s*[:–\t]|\b(?:called|known as|named) (?:the )?[“‘\"']?{word}",
        re.IGNORECASE,
    )


def _of_named_reports(question: Question, found: Found) -> NDArray[np.bool_]:
    """Candidates of the reports whose title or programme the question names."""
    asked = set(content_stems(question.text))
    named = []
    for details in found.library.details:
        title = set(content_stems(details.title)) - _TITLE_WORDS
        programme = set(content_stems(details.programme or ""))
        named.append(
            (len(title & asked) >= 2 and len(title & asked) >= NAMED_SHARE * len(title)) or (bool(programme) and programme <= asked)
        )
    rows = found.library.sentences.report[found.candidates.row]
    return np.array(named, dtype=bool)[rows]


def _units(question: Question, found: Found, scores: NDArray[np.float64]) -> list[Unit]:
    """Units above the floor, best first, without repetition."""
    order = [int(i) for i in np.argsort(-scores, kind="stable") if np.isfinite(scores[i])]
    if not order:
        return []
    floor = FLOOR * scores[order[0]]
    units: list[Unit] = []
    taken: set[int] = set()
    kept: list[int] = []
    for i in order:
        if scores[i] < floor or len(units) >= MOST[question.want]:
            break
        if i in taken or _says_the_same(found, i, kept):
            continue
        members = _members(question, found, scores, i, floor)
        taken.update(members)
        kept.extend(members)
        units.append(Unit(tuple(int(found.candidates.row[m]) for m in members), float(scores[i]), len(members) > 2))
    return units


def _says_the_same(found: Found, i: int, kept: Sequence[int]) -> bool:
    if not kept:
        return False
    vectors = np.asarray(found.library.sentences.vector[found.candidates.row[[i, *kept]]], dtype=np.float32)
    vectors /= np.maximum(np.linalg.norm(vectors, axis=1, keepdims=True), 1e-9)
    return bool((vectors[1:] @ vectors[0]).max() > ALIKE)


def _members(question: Question, found: Found, scores: NDArray[np.float64], i: int, floor: float) -> list[int]:
    """Candidates that are told together with candidate i, ascending: its list, or the sentence that it leans on."""
    items = _list_around(found, i)
    if len(items) > 1:
        above = sum(scores[item] >= floor for item in items)
        if len(items) <= LONGEST_LIST and (question.want == "list" or above >= 2):
            return items
        return sorted({items[0], i}) if _opens_list(found, items[0]) else [i]
    if i and _same_block(found, i - 1, i) and _LEANING.match(found.text(i)):
        return [i - 1, i]
    return [i]


def _list_around(found: Found, i: int) -> list[int]:
    """The list that candidate i belongs to or opens, with the line that opens it; just [i] when there is none."""
    first = i if _is_item(found, i) else i + 1
    if first == i + 1 and not _opens_list(found, i):
        return [i]
    if not _is_item(found, first):
        return [i]
    start = first
    while _is_item(found, start - 1) and _adjacent(found, start - 1):
        start -= 1
    end = first
    while _is_item(found, end + 1) and _adjacent(found, end):
        end += 1
    opener = start - 1 if start and _adjacent(found, start - 1) and _opens_list(found, start - 1) else start
    return list(range(opener, end + 1))


def _is_item(found: Found, i: int) -> bool:
    rows = found.candidates.row
    return 0 <= i < len(rows) and found.library.sentences.role[rows[i]] == _BULLET


def _opens_list(found: Found, i: int) -> bool:
    return i >= 0 and not _is_item(found, i) and found.text(i).rstrip().endswith(":")


def _adjacent(found: Found, i: int) -> bool:
    """Whether candidate i + 1 follows candidate i in the same report."""
    rows = found.candidates.row
    report = found.library.sentences.report
    return i + 1 < len(rows) and rows[i + 1] == rows[i] + 1 and report[rows[i]] == report[rows[i + 1]]


def _same_block(found: Found, i: int, j: int) -> bool:
    sentences, rows = found.library.sentences, found.candidates.row
    return bool(
        _adjacent(found, i)
        and sentences.report[rows[i]] == sentences.report[rows[j]]
        and sentences.block[rows[i]] == sentences.block[rows[j]]
    )


def _in_reading_order(question: Question, found: Found, units: list[Unit]) -> list[Unit]:
    """Reports by their best unit, units in the order of the text; a definition comes first."""
    report = found.library.sentences.report
    best: dict[int, float] = {}
    for unit in units:
        best.setdefault(int(report[unit.rows[0]]), unit.score)
    ordered = sorted(units, key=lambda unit: (-best[int(report[unit.rows[0]])], unit.rows))
    if question.want == "definition" and units:
        ordered.remove(units[0])
        ordered.insert(0, units[0])
    return ordered


def _passages(found: Found, units: Iterable[Unit], prefix: str) -> tuple[Passage, ...]:
    """One passage for each run of prose, one for each item of a list."""
    spans: list[tuple[int, int, float]] = []
    for unit in units:
        if unit.is_list:
            spans.extend((row, row + 1, unit.score) for row in unit.rows)
        else:
            spans.append((unit.rows[0], unit.rows[-1] + 1, unit.score))
    return tuple(
        passage(found.library, first, last, f"{prefix}{number}", score)
        for number, (first, last, score) in enumerate(spans, start=1)
    )
