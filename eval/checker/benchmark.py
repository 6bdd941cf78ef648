"""Runs the checker over judged sentences: what share of the faithful it keeps, and of the broken it catches."""

import json
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from eval.checker.sentences import JudgedSentence
from eval.figures.intervals import Estimate, estimate_proportion
from service.check.statement import check_statement
from service.types import Check

BASELINE = Path(__file__).with_name("baseline.json")
KEPT, CAUGHT = "all faithful kept", "all broken caught"


@dataclass(frozen=True, slots=True)
class CheckedSentence:
    """A sentence with the checker's verdict on it."""

    sentence: JudgedSentence
    check: Check

    @property
    def right(self) -> bool:
        """Whether the checker keeps a faithful sentence, or catches one that is not."""
        return (self.check.outcome == "supported") == self.sentence.faithful


@dataclass(frozen=True, slots=True)
class Measured:
    """All sentences of a half, checked."""

    checked: tuple[CheckedSentence, ...]
    seconds: float
    """Of one core, for all of them together."""

    @property
    def shares(self) -> dict[str, Estimate]:
        """Share judged rightly: by the way of being wrong, of all that are faithful, of all that aren't."""
        ways = dict.fromkeys(each.sentence.way for each in self.checked)
        found = {way: [c.right for c in self.checked if c.sentence.way == way] for way in ways}
        found[KEPT] = [c.right for c in self.checked if c.sentence.faithful]
        found[CAUGHT] = [c.right for c in self.checked if not c.sentence.faithful]
        return {name: estimate_proportion(right) for name, right in found.items()}

    @property
    def precision(self) -> Estimate:
        """Give the share of the checker's objections that are justified."""
        return estimate_proportion(
            [not c.sentence.faithful for c in self.checked if c.check.outcome != "supported"]
        )


def measure(
    sentences: Sequence[JudgedSentence],
    embed: Callable[[list[str]], list[list[float]]],
    places: frozenset[str],
) -> Measured:
    """Check every sentence against the passage that it cites."""
    begun = time.process_time()
    checked = tuple(
        CheckedSentence(each, check_statement(each.text, [each.passage], (), embed, places))
        for each in sentences
    )
    return Measured(checked, time.process_time() - begun)


def read_baseline() -> dict[str, dict[str, float]]:
    """Half -> figure -> the least that it may be."""
    floors: dict[str, dict[str, float]] = json.loads(BASELINE.read_text("utf-8"))
    return floors


def find_losses(half: str, measured: Measured) -> list[str]:
    """The figures that fell below the baseline, in words."""
    shares = measured.shares
    return [
        f"{half}: {name} is {shares.get(name, 'not measured')}, below {least:.3f}"
        for name, least in read_baseline()[half].items()
        if name not in shares or (shares[name].value or 0) < least
    ]
