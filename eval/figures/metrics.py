"""Metrics: scores summed up over cases, overall and by kind, persona, place and tag, each with its interval.

A case that was asked several times counts once, with the mean of its scores: repeats are not further cases.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from statistics import fmean
from typing import Literal, get_args

from eval.figures.intervals import Estimate, estimate_values
from eval.figures.measures import MEASURES
from eval.scorers.context import is_answered
from eval.types import Case, Outcome, Result
from service.types import Passage

By = Literal["all", "kind", "persona", "place", "tag"]
Values = dict[str, dict[str, float | None]]
"""Metric -> case id -> value, None where unscored. Metrics over pairs have the pairs' names in the cases' stead."""
EVERYWHERE = "all"
NO_PLACE = "no place"


@dataclass(frozen=True, slots=True)
class Metric:
    """One figure over the cases of one group."""

    name: str
    by: By
    group: str
    """The kind, persona, place or tag; `all` for all cases."""
    estimate: Estimate
    """Its `n` is the number of cases (or pairs) that were scored."""
    unscored: int
    """Cases of the group that could not be judged; they count nowhere in the estimate."""


def summarise(results: Sequence[Result]) -> tuple[Metric, ...]:
    """All metrics for all cases, then for each kind, persona, place and tag, in the order of MEASURES.

    A case that names several places, or has several tags, counts for each of them. Metrics over pairs are
    given for all cases only.
    """
    values, pairs = group_by_case(results), group_by_pair(results)
    metrics = [
        _metric(name, "all", EVERYWHERE, own.values()) for name, own in order_metrics(values | pairs).items()
    ]
    for by, groups in _groups(results).items():
        for group, members in groups.items():
            metrics += [
                _metric(name, by, group, [own[case] for case in members if case in own])
                for name, own in order_metrics(values).items()
            ]
    return tuple(metrics)


def values_of(results: Iterable[Result], scorer: str) -> list[float]:
    """The values of one score, in the order of the results, without those that are unscored."""
    scores = (score for result in results for score in result.scores if score.scorer == scorer)
    return [score.value for score in scores if score.value is not None]


def group_by_case(results: Iterable[Result]) -> Values:
    """Each score by case, the mean over repeats; None where no repeat could be scored."""
    found: dict[str, dict[str, list[float | None]]] = defaultdict(lambda: defaultdict(list))
    for result in results:
        for score in result.scores:
            found[score.scorer][result.outcome.case.id].append(score.value)
    values = {name: {case: _mean(scores) for case, scores in own.items()} for name, own in found.items()}
    if "right_answer" in values:
        values["false_refusal"] = {
            case: None if value is None else 1 - value for case, value in values["right_answer"].items()
        }
    return values


def group_by_pair(results: Iterable[Result]) -> Values:
    """`same_evidence` for the pairs of opposite framings; a pair of which one case is missing is unscored."""
    pairs: dict[str, dict[int, list[Outcome]]] = defaultdict(lambda: defaultdict(list))
    for result in results:
        if result.outcome.case.pair:
            pairs[result.outcome.case.pair][result.outcome.repeat].append(result.outcome)
    if not pairs:
        return {}
    return {
        "same_evidence": {
            pair: _mean([compare_evidence(*sides) if len(sides) == 2 else None for sides in repeats.values()])
            for pair, repeats in pairs.items()
        }
    }


def compare_evidence(one: Outcome, other: Outcome) -> float | None:
    """Jaccard's index of the characters that two answers cite; None when both are refused.

    An answer to one framing and a refusal of the other have nothing in common: 0.
    """
    if not is_answered(one.answer) and not is_answered(other.answer):
        return None
    first, second = _list_cited(one.answer.passages), _list_cited(other.answer.passages)
    return len(first & second) / len(first | second) if first | second else 0.0


def order_metrics(values: Values) -> Values:
    """The metrics in the order of MEASURES, unknown ones last."""
    return {name: values[name] for name in [*MEASURES, *values] if name in values}


def find_places(case: Case, known: Iterable[str]) -> tuple[str, ...]:
    """The known places that a case is about: those that its question names, else those of its gold passages.

    In the question case does not matter, as people ask "and in stockport?".
    """
    asked = " ".join((case.question, *(turn.content for turn in case.history)))
    named = tuple(place for place in known if _names(asked, place, re.IGNORECASE))
    quotes = " ".join(quote for claim in case.gold for quote in claim.quotes)
    return named or tuple(place for place in known if _names(quotes, place, 0))


def _metric(name: str, by: By, group: str, values: Iterable[float | None]) -> Metric:
    values = list(values)
    scored = [value for value in values if value is not None]
    return Metric(name, by, group, estimate_values(scored), len(values) - len(scored))


def _groups(results: Sequence[Result]) -> Mapping[By, Mapping[str, list[str]]]:
    """Ids of the cases of each kind, persona, place and tag, in the order of first appearance; places by name."""
    cases = {result.outcome.case.id: result.outcome.case for result in results}
    known = _collect_places(results)
    groups: dict[By, dict[str, list[str]]] = {by: defaultdict(list) for by in get_args(By) if by != "all"}
    for case in cases.values():
        groups["kind"][case.kind].append(case.id)
        groups["persona"][case.persona].append(case.id)
        for tag in case.tags:
            groups["tag"][tag].append(case.id)
        for place in find_places(case, known) or (NO_PLACE,):
            groups["place"][place].append(case.id)
    groups["place"] = dict(sorted(groups["place"].items(), key=lambda item: (item[0] == NO_PLACE, item[0])))
    return groups


def _collect_places(results: Iterable[Result]) -> list[str]:
    """Every place that a passage of the run names."""
    passages = (
        each for result in results for each in (*result.outcome.found, *result.outcome.answer.passages)
    )
    return sorted({place for passage in passages for place in passage.places})


def _names(text: str, place: str, flags: int) -> bool:
    return re.search(rf"(?<!\w){re.escape(place)}(?!\w)", text, flags) is not None


def _list_cited(passages: Iterable[Passage]) -> set[tuple[str, int]]:
    return {(each.report_id, at) for each in passages for at in range(each.start, each.end)}


def _mean(values: Iterable[float | None]) -> float | None:
    scored = [value for value in values if value is not None]
    if len(scored) == 1:
        return scored[0]
    return fmean(scored) if scored else None
