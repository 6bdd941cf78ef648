"""What an answer to another question would score on a case's points; only a score above that counts for the answer."""

from collections.abc import Sequence
from statistics import fmean

from eval.scorers.wordings import is_said, read_out
from eval.types import Result

OTHERS = 40
"""Answers to other questions that each case is held against, evenly from the run: with all of 2,000 it took minutes."""
EASY = 0.3
"""Points that so many answers to other questions make are too easy: three of the 156 cases of the curated set."""


def measure_floors(results: Sequence[Result]) -> dict[str, float]:
    """Case -> mean share of its points that answers to other questions say. Cases without points are not there.

    The other side of a pair does not count as another question.
    """
    first: dict[str, Result] = {}
    for result in results:
        if result.outcome.answer.statements:
            first.setdefault(result.outcome.case.id, result)
    said = [(result.outcome.case, read_out(result.outcome.answer)) for result in first.values()]
    step = max(len(said) // OTHERS, 1)
    others = said[::step][:OTHERS]
    cases = {result.outcome.case.id: result.outcome.case for result in results}
    floors: dict[str, float] = {}
    for case in cases.values():
        texts = [
            text
            for other, text in others
            if other.id != case.id and (case.pair is None or other.pair != case.pair)
        ]
        if case.points and case.answerable and texts:
            floors[case.id] = fmean(_share_said(case.points, text) for text in texts)
    return floors


def list_easy(floors: dict[str, float]) -> list[tuple[str, float]]:
    """The cases whose points say little, as any answer makes them; the easiest first."""
    easy = [(case, floor) for case, floor in floors.items() if floor > EASY]
    return sorted(easy, key=lambda item: (-item[1], item[0]))


def _share_said(points: Sequence[Sequence[str]], text: str) -> float:
    return fmean(any(is_said(wording, text) for wording in point) for point in points)
