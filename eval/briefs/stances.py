"""Runs the stance rules over labelled passages: how often a label is right, and how many of a kind it finds."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import get_args

from eval.briefs.passages import LabelledPassage
from eval.figures.intervals import Estimate, estimate_proportion
from service.brief.stance import read_stance
from service.brief.types import Stance

STANCES: tuple[Stance, ...] = get_args(Stance)


@dataclass(frozen=True, slots=True)
class JudgedStance:
    """A passage with the label that the rules give it."""

    passage: LabelledPassage
    given: Stance
    why: str

    @property
    def right(self) -> bool:
        """Whether a reader gave that label too."""
        return self.given in self.passage.stances


@dataclass(frozen=True, slots=True)
class StanceFigures:
    """What the rules make of one label."""

    precision: Estimate
    """Of the passages that get the label, the share that a reader gave it."""
    recall: Estimate
    """Of the passages to which a reader gave the label first, the share whose label is one of the reader's."""


def judge_stances(passages: Sequence[LabelledPassage]) -> list[JudgedStance]:
    """Label every passage by the rules."""
    read = [(each, read_stance(each.text, each.voice)) for each in passages]
    return [JudgedStance(each, reading.stance, reading.why) for each, reading in read]


def measure_stances(judged: Sequence[JudgedStance]) -> dict[Stance, StanceFigures]:
    """Precision and recall of each label, with their intervals."""
    return {
        stance: StanceFigures(
            estimate_proportion([each.right for each in judged if each.given == stance]),
            estimate_proportion([each.right for each in judged if each.passage.stances[0] == stance]),
        )
        for stance in STANCES
    }
