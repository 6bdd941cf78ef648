"""Choosing, among the candidates, what an answer is made of, and the order in which it is read."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from service.choice.asked import keep_named_rows, mark_asked
from service.choice.fit import fitness, is_label
from service.choice.lists import ItemList, find_asked_list
from service.choice.rerank import ScoresTexts, rerank
from service.choice.sides import find_sides
from service.choice.units import Units, units
from service.question.wants import Question, Want
from service.search.passages import passage
from service.search.retrieve import Found
from service.types import Passage

MOST: dict[Want, int] = {
    "definition": 4,
    "list": 5,
    "comparison": 8,
    "amount": 2,
    "count": 2,
    "person": 4,
    "date": 2,
    "quotation": 3,
    "reflection": 9,
    "any": 7,
}
"""So many choices (passages of neighbouring sentences, or whole lists) an answer has at most."""
FLOOR: dict[Want, float] = {"definition": 0.65, "list": 0.95, "comparison": 0.65, "reflection": 0.5}
"""The same for kinds of question that need more or fewer units than the usual; by hand, no figure was kept."""
USUAL_FLOOR = 0.75
"""A unit is taken when it scores at least this share of the best one."""
LONGEST_PASSAGE = 600
"""A sentence grows over its neighbours in the same block up to so many characters. With 450, passages cite 1.6 points
less of the required quotes of 138 development questions, and no more that is gold."""
PASSAGE_GROWTH = 0.3
"""A neighbour joins when it scores at least this share of the sentence."""
LIST_JOINS = 0.65
"""A list follows the sentence before it when it scores at least this share of it; by hand, no figure was kept."""
LIST_BESIDE = 0.85
"""Where no list is asked for, one that is not the best choice is told when it scores at least this share of it."""
BESIDE_LIST = 2
"""Choices that an answer tells beside the list that is asked for."""
ALIKE = 0.93
"""Sentences with a higher cosine say the same; the better one is kept."""
NEAREST = 3
"""How many passages are shown if the question is not answered."""
LEANING = re.compile(
    r"^(?:this|these|that|those|it|its|they|their|he|she|such|here|the (?:former|latter)|both|as a result|however"
    r"|but|yet|instead|rather|therefore|thus|consequently|conversely|similarly|in addition|moreover|furthermore"
    r"|for example|for others)\b",
    re.IGNORECASE,
)
"""A sentence that begins so needs the one before it to be understood."""


@dataclass(frozen=True, slots=True)
class Choice:
    """Neighbouring candidates that are cited together or, for a list, one after the other."""

    first: int
    last: int
    score: float
    is_list: bool


def choose(question: Question, found: Found, reranker: ScoresTexts | None = None) -> tuple[Passage, ...]:
    """The passages of the answer in reading order, keyed S1, S2, ...; empty when nothing fits."""
    if not len(found.candidates.row):
        return ()
    scored = units(found)
    score = fitness(question, found, scored)
    if reranker:
        score = rerank(question.text, found, scored, score, reranker)
    sides = find_sides(question, found)
    most, floor = MOST[question.want], FLOOR.get(question.want, USUAL_FLOOR)
    each = -(-most // max(len(sides), 1))
    choices = _without_overlap(
        [
            choice
            for side in sides
            for choice in _best(
                question, found, scored, np.where(side[scored.first], score, -np.inf), each, floor
            )
        ]
    )
    choices = choices or _best(question, found, scored, score, most, floor)
    if question.want == "list" and (asked := find_asked_list(question, found, scored, score)):
        choices = _list_first(asked, choices)
    passages = _passages(found, _in_reading_order(question, found, choices))
    return mark_asked(question, keep_named_rows(question, passages))


def nearest(found: Found) -> tuple[Passage, ...]:
    """The nearest passages for a reader who gets no answer, keyed N1, N2, ..."""
    windows = found.best_windows(NEAREST * 250)[:NEAREST]
    return tuple(
        passage(found.library, first, last, f"N{number}", score)
        for number, (first, last, score) in enumerate(windows, start=1)
    )


def as_nearest(passages: Sequence[Passage]) -> tuple[Passage, ...]:
    """Passages that were chosen and did not answer, as those of a refusal: the best first, under keys N1, N2, ..."""
    best = sorted(passages, key=lambda passage: -passage.score)[:NEAREST]
    return tuple(replace(passage, id=f"N{number}") for number, passage in enumerate(best, start=1))


def _best(
    question: Question, found: Found, scored: Units, score: NDArray[np.float64], most: int, share: float
) -> list[Choice]:
    """Choices above the floor, best first, without overlap or repetition.

    Where no list is asked for, one is told only when nothing scores much better.
    """
    order = np.argsort(-score, kind="stable")
    lists = {int(scored.first[i]): int(i) for i in np.flatnonzero(scored.is_list & np.isfinite(score))}
    if not np.isfinite(score[order[0]]):
        return []
    if question.want == "list" and not scored.is_list[order[0]]:
        share = USUAL_FLOOR
    floor, beside = share * score[order[0]], LIST_BESIDE * score[order[0]]
    free = np.ones(len(found.candidates.row), dtype=bool)
    choices: list[Choice] = []
    kept: list[int] = []
    for unit in order:
        if not score[unit] >= floor or len(choices) == most:
            break
        first, last = int(scored.first[unit]), int(scored.last[unit])
        if not free[first:last].all() or _says_the_same(found, first, kept):
            continue
        if scored.is_list[unit] and choices and question.want != "list" and score[unit] < beside:
            continue
        if not scored.is_list[unit]:
            first, last = _grow_passage(found, score, free, first)
        free[first:last] = False
        kept.extend(range(first, last))
        choices.append(Choice(first, last, float(score[unit]), bool(scored.is_list[unit])))
        end = _end_of_list_after(found, scored, score, lists.get(last), last, LIST_JOINS * score[unit])
        if end and free[last:end].all():
            free[last:end] = False
            kept.extend(range(last, end))
            choices.append(Choice(last, end, float(score[unit]), is_list=True))
    return choices


def _end_of_list_after(
    found: Found, scored: Units, score: NDArray[np.float64], opened: int | None, at: int, least: float
) -> int | None:
    """Where the list ends whose opening line follows a sentence in its block; None without one that scores enough."""
    if opened is None or score[opened] < least or not _same_block(found, at - 1, at):
        return None
    return int(scored.last[opened])


def _list_first(asked: ItemList, choices: list[Choice]) -> list[Choice]:
    """The list that is asked for, and the best of what stands elsewhere."""
    top = max((choice.score for choice in choices), default=asked.score)
    others = [choice for choice in choices if choice.last <= asked.first or asked.last <= choice.first]
    best = sorted(others, key=lambda choice: -choice.score)[:BESIDE_LIST]
    return [Choice(asked.first, asked.last, top, is_list=True), *best]


def _without_overlap(choices: list[Choice]) -> list[Choice]:
    """The choices of several sides, the better one where two overlap."""
    kept: list[Choice] = []
    for choice in sorted(choices, key=lambda choice: -choice.score):
        if all(choice.last <= other.first or other.last <= choice.first for other in kept):
            kept.append(choice)
    return kept


def _says_the_same(found: Found, i: int, kept: list[int]) -> bool:
    if not kept:
        return False
    if found.texts[i] in {found.texts[other] for other in kept}:
        return True
    vectors = np.asarray(found.library.sentences.vector[found.candidates.row[[i, *kept]]], dtype=np.float32)
    vectors /= np.maximum(np.linalg.norm(vectors, axis=1, keepdims=True), 1e-9)
    return bool((vectors[1:] @ vectors[0]).max() > ALIKE)


def _grow_passage(
    found: Found, score: NDArray[np.float64], free: NDArray[np.bool_], i: int
) -> tuple[int, int]:
    """The sentence with the neighbours in its block that it leans on or that score nearly as well."""
    first, last = i, i + 1
    before = i - 1
    if before >= 0 and free[before] and np.isfinite(score[before]) and _same_block(found, before, i):
        first -= bool(LEANING.match(found.texts[i]) or is_label(found, before))
    if last < len(free) and free[last] and np.isfinite(score[last]) and _same_block(found, i, last):
        last += is_label(found, i)
    floor = PASSAGE_GROWTH * score[i]
    while last < len(free) and free[last] and score[last] >= floor and _fits(found, first, last, last - 1):
        last += 1
    while (
        first
        and free[first - 1]
        and score[first - 1] >= floor
        and _fits(found, first - 1, last - 1, first - 1)
    ):
        first -= 1
    return first, last


def _fits(found: Found, first: int, final: int, left: int) -> bool:
    """Whether a passage first..final is short enough, and its sentence at `left` in one block with the next one."""
    length = found.candidates.end[final] - found.candidates.start[first]
    return bool(length <= LONGEST_PASSAGE and _same_block(found, left, left + 1))


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
