"""What a rater is shown: answers of a run, or answers with readers' feedback, in an order that differs by rater.

An item has nothing that shows which engine wrote the answer.
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
from eval.types import Case, Result
from ingest.errors import InvalidRequest, NotFound
from service.store.contract import AnswerWithFeedback, Feedback
from service.telling.arrange import Section, group_statements, number_passages
from service.telling.wording import abbreviate_page
from service.types import Answer, Passage, Turn

Shown = TypeVar("Shown")
_NAME = re.compile(r"\w[\w .'’-]{0,39}")
"""A person's name, short enough for a table. It is written to a file, so nothing else is allowed."""
_TELLING = re.compile(r"\bmodel\b|left out", re.IGNORECASE)
"""Notes with these words would show who wrote the answer: only a chat model's sentences are dropped."""


@dataclass(frozen=True, slots=True)
class ShownPassage:
    """A cited passage as a rater sees it."""

    number: int
    title: str
    where: str
    speaker: str
    before: str
    words: str
    """The cited words; `before` and `after` are the text around them."""
    after: str


@dataclass(frozen=True, slots=True)
class Item:
    """One answer to be rated, without anything that shows who wrote it or how it was scored."""

    case_id: str
    repeat: int
    question: str
    history: tuple[Turn, ...]
    sections: tuple[Section, ...]
    numbers: dict[str, int]
    passages: tuple[ShownPassage, ...]
    notes: tuple[str, ...]
    """Why the question is not answered; empty if it is."""
    expected: tuple[str, ...] = ()
    """What the question's author noted about a good answer."""
    said: tuple[Feedback, ...] = ()
    """What readers said about it, shown after rating."""

    @property
    def key(self) -> tuple[str, int]:
        """Which answer this is, as ratings name it."""
        return self.case_id, self.repeat


class Desk:
    """Items with the file of their ratings. It is read each time, because several raters may work at once."""

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
        """The next place without a rating after `after`, else the first before it; None if all are rated."""
        return find_next([item.key for item in self.order(rater)], self.by(rater), after)


def shuffle_items(items: Sequence[Shown], rater: str) -> tuple[Shown, ...]:
    """An order of the rater's own, the same each time."""
    seed = hashlib.sha256(rater.encode()).digest()
    return tuple(random.Random(seed).sample(items, len(items)))  # noqa: S311 - an order, not a secret


def find_next(keys: Sequence[tuple[str, int]], done: Container[tuple[str, int]], after: int) -> int | None:
    """The next place, from 1, not done after `after`, else the first before it; None if all are done."""
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
            expected=_list_expected(outcome.case),
        )
        for outcome in (result.outcome for result in results)
    )


def _list_expected(case: Case) -> tuple[str, ...]:
    """The answer points, or without any the author's notes, which have a spreadsheet's own columns."""
    return tuple(" / ".join(wordings) for wordings in case.points) or tuple(case.notes.splitlines())


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
    """The context has no offset of its own, so the words are searched in it; only for display."""
    before, found, after = passage.context.partition(passage.text)
    if not found:
        before, after = "", ""
    page = abbreviate_page(passage) if passage.page_label or passage.page > 1 else ""
    return ShownPassage(
        number, passage.report_title, page, passage.speaker or "", before, passage.text, after
    )
