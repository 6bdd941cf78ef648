"""Which list of a report a question asks for: by its items, by what stands over it, and by how many it has."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from ingest.language.numbers import spell_numbers
from ingest.types import ROLES
from service.choice.units import Units, find_runs, follows_on
from service.question.wants import Question
from service.search.candidates import Floats
from service.search.retrieve import Found

_BULLET, _PARAGRAPH, _TABLE_ROW = map(ROLES.index, ("bullet", "paragraph", "table_row"))
OVER, WORDS, TITLE = 0.5, 0.5, 0.3
"""What counts beside the mean cosine of the items: the better cosine of the heading and of the line before the list,
the share of the question's words that stand in those or in an item, and the share that the report's title has."""
RIGHT_SIZE = 0.2
"""Added to a list of as many items as the question says."""
SENTENCE = 1.5
"""What the best sentence of a list counts, as a share of the best sentence of all."""
NEAR_ENOUGH, SHARE_OF_BEST, ALONE = 0.45, 0.8, 0.85
"""A list that scores less than the first is beside the question, unless no other list has a sentence with more than the
third share of the best of all. So is a list whose own best sentence has less than the second share. Set on the 32
list questions of four sets."""
LONGEST_ITEM = 400
"""Characters of a sentence that may be an item without a mark."""
LONGEST = 30
"""Items; what is longer is a register or an index rather than an answer."""
NUMBERS = spell_numbers(2, 10)


@dataclass(frozen=True, slots=True)
class ItemList:
    """Candidates first:last are the items of a list, with the line that opens it where there is one."""

    first: int
    last: int
    score: float
    """Comparable within one question only."""


def find_asked_list(question: Question, found: Found, scored: Units, fit: Floats) -> ItemList | None:
    """The list that a question asks for; None when none is near enough. `fit` is how well each of the units fits."""
    runs = (*find_runs(found, _BULLET), *find_runs(found, _TABLE_ROW), *_find_opened_paragraphs(found))
    lists = [
        _score_list(question, found, start, end)
        for start, end in runs
        if 1 < end - start <= LONGEST and found.allowed[start:end].all()
    ]
    best = max(float(fit.max(initial=0)), 1e-9)
    shares = [_best_within(each, scored, fit) / best for each in lists]
    ranked = sorted(zip(lists, shares, strict=True), key=lambda each: -each[0].score - SENTENCE * each[1])
    if not ranked:
        return None
    top, share = ranked[0]
    alone = all(other <= ALONE for _, other in ranked[1:])
    near = top.score >= NEAR_ENOUGH or alone
    return top if near and share >= SHARE_OF_BEST else None


def _find_opened_paragraphs(found: Found) -> Iterator[tuple[int, int]]:
    """Paragraphs of one section after a line that ends in a colon: a list whose marks were lost, or never were."""
    rows, sentences = found.candidates.row, found.library.sentences
    block, chars = sentences.block[rows], sentences.end[rows] - sentences.start[rows]
    paragraph = sentences.role[rows] == _PARAGRAPH
    goes_on = paragraph[1:] & paragraph[:-1] & follows_on(found, np.arange(len(rows) - 1))
    opening = np.flatnonzero(goes_on & (block[1:] != block[:-1]))
    for opener in opening.tolist():
        if not found.texts[opener].rstrip().endswith(":"):
            continue
        end = opener + 1
        while end < len(rows) and goes_on[end - 1] and chars[end] <= LONGEST_ITEM and end - opener <= LONGEST:
            end += 1
        yield opener + 1, end


def read_wanted_numbers(question: Question) -> set[int]:
    """How many items a question says that there are: "name the four services"."""
    words = question.text.casefold().split()
    return {number for word, number in NUMBERS.items() if word in words}


def _best_within(asked: ItemList, scored: Units, fit: Floats) -> float:
    """The fitness of the best unit that has a sentence in common with a list."""
    common = (scored.first < asked.last) & (scored.last > asked.first)
    return float(fit[common].max(initial=0))


def _score_list(question: Question, found: Found, start: int, end: int) -> ItemList:
    candidates = found.candidates
    before = start - 1
    led = start > 0 and bool(follows_on(found, np.array([before]))[0])
    led = led and found.library.sentences.role[candidates.row[before]] == _PARAGRAPH
    over = max(float(candidates.heading[start]), float(candidates.cosine[before]) if led else -1.0)
    counts = candidates.counts[before if led else start : end].sum(axis=0) + candidates.heading_counts[start]
    score = (
        float(candidates.cosine[start:end].mean())
        + OVER * over
        + WORDS * float(found.idf[counts > 0].sum()) / max(float(found.idf.sum()), 1e-9)
        + TITLE * float(candidates.title[start])
        + RIGHT_SIZE * (end - start in read_wanted_numbers(question))
    )
    opened = led and found.texts[before].rstrip().endswith(":")
    return ItemList(before if opened else start, end, score)
