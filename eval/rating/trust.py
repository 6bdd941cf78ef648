"""How far a judge can be trusted: whether it repeats its verdicts, and whether people agree with it."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from eval.figures.agreement import Agreement
from eval.figures.intervals import Estimate, estimate_proportion
from eval.rating.ratings import JUDGED, Rating, compare_with_judge
from eval.scorers.judge import ASPECTS
from eval.types import Result, Score


@dataclass(frozen=True, slots=True)
class Trust:
    """What is known about the judge's verdicts on one aspect."""

    aspect: str
    steady: Estimate
    """Of the answers or statements that were judged several times, the share with the same verdict each time."""
    people: Agreement | None
    """With people's ratings; None where no answer was rated on it."""


def measure_trust(results: Sequence[Result], ratings: Iterable[Rating]) -> tuple[Trust, ...]:
    """For each judged aspect of a run; empty without a judge."""
    people = {JUDGED[each.aspect]: each.agreement for each in compare_with_judge(ratings, results)}
    scores = [score for result in results for score in result.scores]
    judged = {aspect: [s for s in scores if s.scorer == f"judged_{aspect}"] for aspect in ASPECTS}
    return tuple(
        Trust(aspect, measure_steadiness(own), people.get(f"judged_{aspect}"))
        for aspect, own in judged.items()
        if own
    )


def measure_steadiness(scores: Iterable[Score]) -> Estimate:
    """The share of items with two or more verdicts whose verdicts are all equal; each statement is an item."""
    said: list[list[str]] = []
    for score in scores:
        by_claim: dict[int, list[str]] = defaultdict(list)
        for one in score.details.get("verdicts", ()):
            if one["verdict"]:
                by_claim[one.get("claim", 0)].append(one["verdict"])
        said += by_claim.values()
    return estimate_proportion([len(set(verdicts)) == 1 for verdicts in said if len(verdicts) > 1])
