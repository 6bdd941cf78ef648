"""What a rater who compares two runs is shown: two answers to each question, on sides chosen by chance."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass

from eval.rating.desk import Item, find_next, items_of_run, shuffle_items
from eval.rating.preferences import PREFERENCES, Better, Preference, read_preferences
from eval.runs.folder import Run
from eval.sets.identity import digest_case
from eval.types import Result
from ingest.errors import InvalidRequest, NotFound

SWAPPED: dict[str, Better] = {"left": "other", "right": "this", "same": "same", "cannot_tell": "cannot_tell"}
STRAIGHT: dict[str, Better] = {"left": "this", "right": "other", "same": "same", "cannot_tell": "cannot_tell"}
"""What a side means, by whether this run's answer stands on the right."""


@dataclass(frozen=True, slots=True)
class Couple:
    """Two answers to one question."""

    this: Item
    other: Item

    @property
    def key(self) -> tuple[str, int]:
        """Which answers these are, as preferences name them."""
        return self.this.key


class SideDesk:
    """The couples of two runs, with the file of choices. It is read each time: several raters may work at once."""

    def __init__(self, this: Run, other: Run) -> None:
        """Raises InvalidRequest when no question has two different answers."""
        self.against = other.folder.name
        self.title = f"{this.folder.name} and {self.against}"
        self.path = this.folder / PREFERENCES
        known = {_key(result): result for result in other.results}
        both = [(each, known[_key(each)]) for each in this.results if _key(each) in known]
        same = [(one, two) for one, two in both if _asks(one) == _asks(two)]
        apart = [(one, two) for one, two in same if _says(one) != _says(two)]
        self.alike = len(same) - len(apart)
        firsts, seconds = (items_of_run(side) for side in zip(*apart, strict=True)) if apart else ((), ())
        self.items = tuple(Couple(one, two) for one, two in zip(firsts, seconds, strict=True))
        if not self.items:
            message = (
                f"{self.title}: no question that both asked has two different answers: nothing to compare."
            )
            raise InvalidRequest(message)

    def order(self, rater: str) -> Sequence[Couple]:
        """The couples in this rater's order."""
        return shuffle_items(self.items, rater)

    def item(self, rater: str, place: int) -> Couple:
        """The couple at a place, from 1, of the rater's order; raises NotFound."""
        if not 1 <= place <= len(self.items):
            message = f"There is no question {place}; there are {len(self.items)}."
            raise NotFound(message)
        return self.order(rater)[place - 1]

    def sides(self, rater: str, couple: Couple) -> dict[str, Better]:
        """Which run is on which side for this rater: by chance, but the same each time."""
        coin = hashlib.sha256(repr((rater, couple.key)).encode()).digest()[0] % 2
        return SWAPPED if coin else STRAIGHT

    def preferences(self) -> tuple[Preference, ...]:
        """The choices between these runs that count. Raises InvalidRequest for a broken file."""
        ours = {couple.key for couple in self.items}
        return tuple(
            each
            for each in read_preferences(self.path)
            if each.against == self.against and each.answer in ours
        )

    def by(self, rater: str) -> dict[tuple[str, int], Preference]:
        """One rater's choices by question."""
        return {each.answer: each for each in self.preferences() if each.rater == rater}

    def next_place(self, rater: str, after: int = 0) -> int | None:
        """The next place without a choice after `after`, else the first before it; None if all are decided."""
        return find_next([couple.key for couple in self.order(rater)], self.by(rater), after)


def _key(result: Result) -> tuple[str, int]:
    return result.outcome.case.id, result.outcome.repeat


def _asks(result: Result) -> str:
    return digest_case(result.outcome.case)


def _says(result: Result) -> tuple[object, ...]:
    """What a rater sees of an answer."""
    (item,) = items_of_run([result])
    return item.sections, tuple((each.title, each.words) for each in item.passages), item.notes
