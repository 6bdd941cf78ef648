"""What lies before a rater: answers of a run, or answers that readers gave feedback on, in an order of the rater's own.

Whatever would tell which engine wrote an answer stays out of an item.
"""

import hashlib
import random
import re
from collections.abc import Container, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

from eval.rating import ratings
from eval.rating.ratings import Rating
from eval.types import Result
from ingest.errors import InvalidRequest, NotFound
from service.store.contract import AnswerWithFeedback, Feedback
from service.telling.arrange import Section, group_statements, number_passages
from service.telling.wording import abbreviate_page
from service.types import Answer, Passage, Turn

Shown = TypeVar("Shown")
_NAME = re.compile(r"\w[\w .'’-]{0,39}")
"""A name as people write theirs, short enough for a table; it goes into a file, so nothing else may stand in it."""
_TELLING = re.compile(r"\bmodel\b|left out", re.IGNORECASE)
"""Notes with these words say who wrote the answer: only a chat model's sentences are left out."""


@dataclass(frozen=True, slots=True)
class ShownPassage:
    """A cited passage as a rater sees it."""

    number: int
    title: str
    where: str
    speaker: str
    before: str
    words: str
    """What is cited; `before` and `after` are its surroundings."""
    after: str


@dataclass(frozen=True, slots=True)
class Item:
    """One answer to be rated, with nothing in it that tells who wrote it or how it was scored."""

    case_id: str
    repeat: int
    question: str
    history: tuple[Turn, ...]
    sections: tuple[Section, ...]
    numbers: dict[str, int]
    passages: tuple[ShownPassage, ...]
    notes: tuple[str, ...]
    """Why nothing is answered; empty where something is."""
    expected: tuple[str, ...] = ()
    """What a good answer says, by the author of the question."""
    said: tuple[Feedback, ...] = ()
    """What readers said of it, to be shown after rating."""

    @property
    def key(self) -> tuple[str, int]:
        """Which answer this is, as ratings name it."""
        return self.case_id, self.repeat


class Desk:
    """Items with the file of their ratings, which is read anew each time: several raters may be at work."""

    def __init__(self, title: str, items: Iterable[Item], path: Path) -> None:
        self.title = title
        self.items = tuple(items)
        self.path = path
        if not self.items:
            message = f"{title}: there is nothing to rate in it."
            raise InvalidRequest(message)

    def order(self, rater: str) -> tuple[Item, ...]:
        """The items in this rater's order: shuffled, and the same each time."""
        return shuffle_items(self.items, rater)

    def item(self, rater: str, place: int) -> Item:
        """The item at a place, from 1, of the rater's order; raises NotFound."""
        if not 1 <= place <= len(self.items):
            message = f"There is no answer {place}; there are {len(self.items)}."
            raise NotFound(message)
        return self.order(rater)[place - 1]

    def ratings(self) -> tuple[Rating, ...]:
        """The ratings of these items that count. Raises InvalidRequest for a broken file."""
        ours = {item.key for item in self.items}
        return tuple(rating for rating in ratings.read_ratings(self.path) if rating.answer in ours)

    def by(self, rater: str) -> dict[tuple[str, int], Rating]:
        """One rater's ratings by answer."""
        return {rating.answer: rating for rating in self.ratings() if rating.rater == rater}

    def next_place(self, rater: str, after: int = 0) -> int | None:
        """The first place without a rating behind `after`, else before it; None when all are rated."""
        return find_next([item.key for item in self.order(rater)], self.by(rater), after)


def shuffle_items(items: Sequence[Shown], rater: str) -> tuple[Shown, ...]:
    """An order of the rater's own, the same each time."""
    seed = hashlib.sha256(rater.encode()).digest()
    return tuple(random.Random(seed).sample(items, len(items)))  # noqa: S311 - an order, not a secret


def find_next(keys: Sequence[tuple[str, int]], done: Container[tuple[str, int]], after: int) -> int | None:
    """The first place, from 1, that is not done behind `after`, else before it; None when all are."""
    left = [place for place, key in enumerate(keys, 1) if key not in done]
    return next((place for place in left if place > after), left[0] if left else None)


def rater_name(rater: str) -> str:
    """A rater's name, tidied; raises InvalidRequest."""
    name = " ".join(rater.split())
    if not _NAME.fullmatch(name):
        message = "A rater's name has 1 to 40 letters, digits, spaces, dots, hyphens or apostrophes."
        raise InvalidRequest(message)
    return name


def items_of_run(results: Iterable[Result]) -> tuple[Item, ...]:
    """Every answer of a run."""
    return tuple(
        _item(
            outcome.case.id,
            outcome.repeat,
            outcome.answer,
            question=outcome.case.question,
            history=outcome.case.history,
            expected=tuple(" / ".join(wordings) for wordings in outcome.case.points),
        )
        for outcome in (result.outcome for result in results)
    )


def items_of_feedback(answers: Iterable[AnswerWithFeedback]) -> tuple[Item, ...]:
    """Answers that readers gave feedback on; an answer's id stands for its case."""
    return tuple(_item(each.answer.id, 0, each.answer, said=each.feedback) for each in answers)


def _item(
    case_id: str,
    repeat: int,
    answer: Answer,
    *,
    question: str = "",
    history: Sequence[Turn] = (),
    expected: tuple[str, ...] = (),
    said: tuple[Feedback, ...] = (),
) -> Item:
    numbered = number_passages(answer)
    notes = tuple(note for note in answer.notes if not _TELLING.search(note))
    return Item(
        case_id=case_id,
        repeat=repeat,
        question=question or answer.standalone_question,
        history=tuple(history),
        sections=tuple(group_statements(answer.statements)),
        numbers=numbered,
        passages=tuple(
            _show_passage(each, numbered[each.id]) for each in answer.passages if each.id in numbered
        ),
        notes=() if answer.statements else notes,
        expected=expected,
        said=said,
    )


def _show_passage(passage: Passage, number: int) -> ShownPassage:
    """The context has no offset of its own, so for display alone the words are looked for in it."""
    before, found, after = passage.context.partition(passage.text)
    if not found:
        before, after = "", ""
    page = abbreviate_page(passage) if passage.page_label or passage.page > 1 else ""
    return ShownPassage(
        number, passage.report_title, page, passage.speaker or "", before, passage.text, after
    )
