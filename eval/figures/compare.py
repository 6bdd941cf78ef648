"""Two runs side by side: how much each metric moved over the cases that both have, and which cases to look at."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from eval.figures.intervals import Estimate, Paired, compare_pairs, estimate_values
from eval.figures.measures import MAIN, find_measure
from eval.figures.metrics import Values, group_by_case, group_by_pair, order_metrics
from eval.runs.folder import Run
from eval.runs.provenance import list_differences
from eval.sets.identity import digest_case
from eval.types import Case, Result
from service.types import Answer

STEPS = 1e-9
"""Scores nearer than this are the same."""
LEVEL = 0.05
"""The chance, over all main figures together, that a verdict is told though nothing changed: the usual one."""


@dataclass(frozen=True, slots=True)
class Difference:
    """One metric in both runs, over the cases (or pairs) that both could score."""

    name: str
    first: Estimate
    second: Estimate
    paired: Paired
    left_out: int
    """Cases in both runs that one of them, or both, could not score."""


@dataclass(frozen=True, slots=True)
class Shift:
    """One score of one case in both runs; None where it could not be judged."""

    name: str
    first: float | None
    second: float | None

    @property
    def gain(self) -> float:
        """How much better the second is, weighted by what the measure counts; below 0 for worse."""
        known = find_measure(self.name)
        change = (self.second or 0.0) - (self.first or 0.0)
        if self.first is None or self.second is None:
            return 0.0
        return known.weight * (-change if known.lower_is_better else change)


@dataclass(frozen=True, slots=True)
class Changed:
    """A case whose answer or scores are not the same in both runs; the answers are those of the first repeat."""

    case: Case
    first: Answer
    second: Answer
    shifts: tuple[Shift, ...]
    """The scores that changed, those that count most first; empty where only the answer did."""

    @property
    def gain(self) -> float:
        """Below 0 when the second run does worse on the whole."""
        return sum(shift.gain for shift in self.shifts)

    @property
    def size(self) -> float:
        """How much there is to look at: the weighted changes, whichever way they go."""
        return sum(abs(shift.gain) for shift in self.shifts)


@dataclass(frozen=True, slots=True)
class Comparison:
    """The result of comparing two runs."""

    first: str
    second: str
    common: int
    """Cases that are compared."""
    only_first: tuple[str, ...]
    only_second: tuple[str, ...]
    altered: tuple[str, ...]
    """Ids of cases that ask or want something else in the second run; they are not compared."""
    produced: tuple[str, ...]
    """What differs between what produced the runs, in words."""
    warnings: tuple[str, ...]
    differences: tuple[Difference, ...]
    changed: tuple[Changed, ...]
    """What to look at first comes first: large changes before small ones, worse before better."""
    unchanged: int
    is_sealed: bool = False
    """Whether a run is of a sealed set; then no case is named in it."""


def compare_runs(first: Run, second: Run) -> Comparison:
    """Compare two runs by the cases that both have, repeats averaged; runs that were cut off by what they have."""
    old, new = _cases(first.results), _cases(second.results)
    both = [name for name in old if name in new]
    altered = tuple(name for name in both if digest_case(old[name]) != digest_case(new[name]))
    same = [name for name in both if name not in altered]
    one = [result for result in first.results if result.outcome.case.id in same]
    other = [result for result in second.results if result.outcome.case.id in same]
    changed = _find_changed(one, other)
    found = Comparison(
        first=str(first.folder),
        second=str(second.folder),
        common=len(same),
        only_first=tuple(name for name in old if name not in new),
        only_second=tuple(name for name in new if name not in old),
        altered=altered,
        produced=tuple(list_differences(first.provenance, second.provenance)),
        warnings=tuple(f"{run.folder} was {run.cut_off}" for run in (first, second) if run.cut_off),
        differences=_differences(one, other),
        changed=tuple(sorted(changed, key=lambda case: (-case.size, case.gain, case.case.id))),
        unchanged=len(same) - len(changed),
    )
    return _hide_cases(found) if first.is_sealed or second.is_sealed else found


def _hide_cases(found: Comparison) -> Comparison:
    """Keep only what may be told of a sealed set: its figures."""
    return replace(found, only_first=(), only_second=(), altered=(), changed=(), is_sealed=True)


def as_json(comparison: Comparison) -> dict[str, Any]:
    """The comparison for programs; answers by their statements and the places that they cite."""
    return {
        "first": comparison.first,
        "second": comparison.second,
        "common": comparison.common,
        "only_first": comparison.only_first,
        "only_second": comparison.only_second,
        "altered": comparison.altered,
        "produced": comparison.produced,
        "warnings": comparison.warnings,
        "verdict": give_verdict(comparison.differences),
        "metrics": [_difference_json(each) for each in comparison.differences],
        "changed": [_make_changed_json(each) for each in comparison.changed],
        "unchanged": comparison.unchanged,
    }


def give_verdict(differences: Sequence[Difference]) -> str:
    """Better, worse, both, or can't be told: by what must hold, and by the main figures that moved by more than chance.

    The p of the main figures are corrected for how many are looked at (Holm 1979).
    """
    broken = [
        each for each in differences if find_measure(each.name).family == "must hold" and _gain(each) < -STEPS
    ]
    main = sorted(
        (each for each in differences if each.name in MAIN and each.paired.p is not None),
        key=lambda each: each.paired.p or 0.0,
    )
    moved: list[Difference] = []
    for place, each in enumerate(main):
        if (each.paired.p or 0.0) * (len(main) - place) >= LEVEL:
            break
        moved.append(each)
    better = [find_measure(each.name).label for each in moved if _gain(each) > 0]
    worse = [find_measure(each.name).label for each in (*broken, *moved) if _gain(each) < 0]
    if better and worse:
        return f"better in {', '.join(better)}; worse in {', '.join(worse)}"
    if better or worse:
        return f"{'better' if better else 'worse'} ({', '.join(better or worse)})"
    return "can't be told: no main figure moved by more than chance"


def _gain(each: Difference) -> float:
    """How far a figure moved the way that is wanted; below 0 for the other way."""
    change = each.paired.difference or 0.0
    return -change if find_measure(each.name).lower_is_better else change


def _differences(first: Sequence[Result], second: Sequence[Result]) -> tuple[Difference, ...]:
    old, new = _values(first), _values(second)
    found = []
    for name in order_metrics({**old, **new}):
        pairs = [(old.get(name, {}).get(case), value) for case, value in new.get(name, {}).items()]
        scored = [(one, other) for one, other in pairs if one is not None and other is not None]
        before, after = [one for one, _ in scored], [other for _, other in scored]
        found.append(
            Difference(
                name,
                estimate_values(before),
                estimate_values(after),
                compare_pairs(before, after),
                len(pairs) - len(scored),
            )
        )
    return tuple(found)


def _find_changed(first: Sequence[Result], second: Sequence[Result]) -> list[Changed]:
    old, new = group_by_case(first), group_by_case(second)
    before, after = _answers(first), _answers(second)
    found = []
    for name, case in _cases(first).items():
        shifts = _shifts(old, new, name)
        if shifts or _says(before[name]) != _says(after[name]):
            found.append(Changed(case, before[name], after[name], shifts))
    return found


def _shifts(old: Values, new: Values, case: str) -> tuple[Shift, ...]:
    shifts = [
        Shift(name, old.get(name, {}).get(case), new.get(name, {}).get(case)) for name in {**old, **new}
    ]
    moved = [shift for shift in shifts if find_measure(shift.name).weight and _is_moved(shift)]
    return tuple(sorted(moved, key=lambda shift: (-abs(shift.gain), shift.name)))


def _is_moved(shift: Shift) -> bool:
    if shift.first is None or shift.second is None:
        return shift.first is not shift.second
    return abs(shift.first - shift.second) > STEPS


def _values(results: Sequence[Result]) -> Values:
    return group_by_case(results) | group_by_pair(results)


def _cases(results: Sequence[Result]) -> dict[str, Case]:
    return {result.outcome.case.id: result.outcome.case for result in results}


def _answers(results: Sequence[Result]) -> dict[str, Answer]:
    """The answer of each case's first repeat."""
    return {result.outcome.case.id: result.outcome.answer for result in reversed(results)}


def _says(answer: Answer) -> tuple[object, ...]:
    """Give what a reader would see change."""
    places = tuple((each.report_id, each.start, each.end) for each in answer.passages)
    return answer.status, tuple(statement.text for statement in answer.statements), places


def _difference_json(found: Difference) -> dict[str, Any]:
    moved = found.paired
    return {
        "name": found.name,
        "first": found.first.value,
        "second": found.second.value,
        "difference": moved.difference,
        "low": moved.low,
        "high": moved.high,
        "p": moved.p,
        "n": moved.n,
        "left_out": found.left_out,
    }


def _make_changed_json(changed: Changed) -> dict[str, Any]:
    return {
        "case": changed.case.id,
        "question": changed.case.question,
        "gain": changed.gain,
        "scores": {shift.name: [shift.first, shift.second] for shift in changed.shifts},
        "first": _answer_json(changed.first),
        "second": _answer_json(changed.second),
    }


def _answer_json(answer: Answer) -> dict[str, Any]:
    return {
        "status": answer.status,
        "statements": [{"text": each.text, "passage_ids": each.passage_ids} for each in answer.statements],
        "passages": [
            {
                "id": each.id,
                "report_id": each.report_id,
                "page": each.page,
                "start": each.start,
                "end": each.end,
            }
            for each in answer.passages
        ],
        "notes": answer.notes,
    }
