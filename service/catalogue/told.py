"""The parts of an answer about reports."""

from collections.abc import Iterable
from dataclasses import dataclass, replace

from service.question.screen import Refusal
from service.types import Passage


@dataclass(frozen=True, slots=True)
class Told:
    """The answer about reports: passages in reading order, keyed S1, S2, ..., and notes; or why there is none."""

    passages: tuple[Passage, ...] = ()
    notes: tuple[str, ...] = ()
    refusal: Refusal | None = None


def number_passages(passages: Iterable[Passage]) -> tuple[Passage, ...]:
    """Each passage once, keyed S1, S2, ..."""
    each_once = {(each.report_id, each.start, each.end): each for each in passages}
    return tuple(replace(each, id=f"S{number}") for number, each in enumerate(each_once.values(), start=1))
