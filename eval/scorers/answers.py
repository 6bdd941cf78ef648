"""Scorers of whether the right thing was done with a question, what is said, who says it, and how long it took."""

import re
from collections import Counter
from functools import lru_cache
from itertools import pairwise
from typing import TYPE_CHECKING

from eval.scorers.context import ScoringContext, is_answered, share
from eval.types import Outcome, Score
from ingest.language.stems import content_stems
from service.check.numbers import Quantity, plain_digits, stated_numbers
from service.types import Answer, Passage, Statement

if TYPE_CHECKING:
    from collections.abc import Sequence

SPREAD = 2
"""A point's words may stand among so many times as many words."""
_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)*")
_UNITS = frozenset(
    ("per", "cent", "percent", "percentage", "hundred", "thousand", "million", "billion", "pounds")
)
"""Written beside a number, or as a sign that is part of it."""


def right_answer(outcome: Outcome, context: ScoringContext) -> list[Score]:
    """1 when an answerable question is answered, 0 when it is refused (a false refusal). Not what is said."""
    if not outcome.case.answerable:
        return [Score("right_answer", None, "the reports do not answer this question")]
    answered = is_answered(outcome.answer)
    return [Score("right_answer", float(answered), explanation=f"status {outcome.answer.status}")]


def right_refusal(outcome: Outcome, context: ScoringContext) -> list[Score]:
    """1 when a question that the reports do not answer is refused, 0 when it is answered."""
    if outcome.case.answerable:
        return [Score("right_refusal", None, "the reports answer this question")]
    refused = not is_answered(outcome.answer)
    return [Score("right_refusal", float(refused), explanation=f"status {outcome.answer.status}")]


def answer_points(outcome: Outcome, context: ScoringContext) -> list[Score]:
    """Share of the answer points that are said, in any of their wordings. A refused question has said none.

    A wording is said when its words (stems, without stop words) stand close together, in any order, and each of
    its numbers is stated anywhere in the answer, in digits or words. So a paraphrase that no wording has is
    missed, and a sentence that denies the point with its own words passes: a floor and not a judgement.
    """
    case = outcome.case
    if not case.answerable:
        return [Score("answer_points", None, "the reports do not answer this question")]
    said = read_out(outcome.answer)
    good = [any(is_said(wording, said) for wording in point) for point in case.points]
    missing = [point[0] for point, is_there in zip(case.points, good, strict=True) if not is_there]
    note = f"not said: {'; '.join(missing)}" if missing else ""
    return [share("answer_points", good, "the case has no answer points", note)]


def attribution_kept(outcome: Outcome, context: ScoringContext) -> list[Score]:
    """Share of the statements resting on quotations alone that name the role of everybody whom they quote."""
    answer = outcome.answer
    by_key = {passage.id: passage for passage in answer.passages}
    good, lost = [], []
    for statement in answer.statements:
        cited = [by_key[key] for key in statement.passage_ids if key in by_key]
        if not cited or any(each.voice != "quotation" or not each.speaker for each in cited):
            continue
        unnamed = [passage.speaker for passage in cited if not _names_speaker(statement, passage)]
        good.append(not unnamed)
        lost += unnamed
    note = f"not named: {', '.join(str(speaker) for speaker in lost)}" if lost else ""
    return [share("attribution_kept", good, "nobody whose role is known is quoted", note)]


def latency_ms(outcome: Outcome, context: ScoringContext) -> list[Score]:
    """Milliseconds from the question to the whole answer, as the answer itself tells them."""
    return [Score("latency_ms", float(outcome.answer.timings_ms["total"]))]


def read_out(answer: Answer) -> str:
    """The statements as they are read, with each label once above those that share it."""
    before: Sequence[str | None] = [None, *(statement.group for statement in answer.statements)]
    lines = []
    for (last, group), statement in zip(pairwise(before), answer.statements, strict=True):
        lines += [group, statement.text] if group and group != last else [statement.text]
    return "\n".join(lines)


def is_said(wording: str, text: str) -> bool:
    """Whether the text has the wording's words close together and its numbers anywhere."""
    numbers, words = _parts(wording)
    stated, stream = _parts(text)
    if not words and not numbers:
        return False
    if not all(any(number & other for other in stated) for number in numbers):
        return False
    wanted, width = Counter(words), SPREAD * len(words)
    starts = range(max(len(stream) - width, 0) + 1)
    return any(wanted <= Counter(stream[start : start + width]) for start in starts)


@lru_cache(maxsize=512)
def _parts(text: str) -> tuple[tuple[frozenset[Quantity], ...], tuple[str, ...]]:
    """The numbers of a text, each with its readings, and the stems of its other content words, in order."""
    numbers = tuple(mention.readings for mention in stated_numbers(text))
    words = [word for word in _WORD.findall(plain_digits(text)) if not _is_of_number(word.casefold())]
    return numbers, tuple(stem for word in words for stem in content_stems(word))


@lru_cache(maxsize=4096)
def _is_of_number(word: str) -> bool:
    has_digit = any(character.isdigit() for character in word)
    return has_digit or word in _UNITS or bool(stated_numbers(word))


def _names_speaker(statement: Statement, passage: Passage) -> bool:
    """The role without what follows a comma, as the answerers write it."""
    role = (passage.speaker or "").split(",")[0]
    return " ".join(role.casefold().split()) in " ".join(statement.text.casefold().split())
