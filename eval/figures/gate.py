"""The gate: figures of a run compared with a baseline, in either direction, with the cases that moved them.

A figure that became better is a reason to look as well, and then to write a new baseline; else the next fall would
go unseen.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from eval.figures.baseline import STEP, Baseline, Held, require_whole, select_gated
from eval.figures.intervals import estimate_values
from eval.figures.measures import find_measure
from eval.figures.traces import ChangedAnswer, list_changes, measure_speed, tell_speed, trace_run
from eval.runs.folder import Run
from eval.sets.identity import digest_case
from ingest.errors import InvalidRequest

_NAMED = 5
"""Cases that a message names."""


@dataclass(frozen=True, slots=True)
class MovedCase:
    """A case (or pair) whose score has changed; None if it could not be judged."""

    case: str
    before: float | None
    now: float | None

    @property
    def size(self) -> float:
        """How far it moved; to or from unscored counts as a whole step."""
        return 1.0 if self.before is None or self.now is None else abs(self.now - self.before)

    @property
    def fell(self) -> bool:
        """Whether it is less than it was; one that was not judged before was 1."""
        before = 1.0 if self.before is None else self.before
        return self.now is not None and self.now < before - STEP


@dataclass(frozen=True, slots=True)
class Checked:
    """One held figure in the run."""

    name: str
    held: Held
    now: float | None
    """None when no case could be scored any more."""
    cases: tuple[MovedCase, ...]
    """Those that moved, furthest first."""

    @property
    def passed(self) -> bool:
        """Whether the figure is within its band, its ends excluded, and no refusal became an answer."""
        if self.lost or self.now is None:
            return False
        moved = abs(self.now - self.held.value)
        if self.held.band == 0:
            # In a large set the mean hides one case.
            return moved < STEP and not any(case.fell for case in self.cases)
        return moved < self.held.band - STEP / 2

    @property
    def lost(self) -> tuple[MovedCase, ...]:
        """Right refusals that have become answers: one is too many, however wide the band."""
        if self.name != "right_refusal":
            return ()
        return tuple(case for case in self.cases if (case.now or 0.0) < (case.before or 0.0))

    @property
    def better(self) -> bool:
        """Whether it moved for the better."""
        change = (self.now or 0.0) - self.held.value
        return self.now is not None and (
            change < 0 if find_measure(self.name).lower_is_better else change > 0
        )


def find_changes(run: Run, baseline: Baseline) -> tuple[ChangedAnswer, ...]:
    """The cases whose answers are not the baseline's, whatever they score; none where it kept no answers."""
    return list_changes(baseline.answers, trace_run(run.results))


def compare_speed(run: Run, baseline: Baseline) -> str | None:
    """Say how the time that answers take has changed, if it has changed much."""
    return tell_speed(baseline.speed, measure_speed(run.results))


def check_run(run: Run, baseline: Baseline) -> tuple[Checked, ...]:
    """Every held figure in the run, in the order of the baseline.

    Raises InvalidRequest for a run that was cut off, of another set, or of another engine.
    """
    _comparable(run, baseline)
    values = select_gated(run)
    return tuple(
        _check_value(name, held, baseline, values.get(name, {})) for name, held in baseline.metrics.items()
    )


def _check_value(name: str, held: Held, baseline: Baseline, now: dict[str, float | None]) -> Checked:
    before = {case: own.get(name) for case, own in baseline.scores.items()}
    moved = [MovedCase(case, before.get(case), now.get(case)) for case in {**before, **now}]
    changed = [case for case in moved if _is_moved(case)]
    scored = [value for value in now.values() if value is not None]
    return Checked(
        name,
        held,
        estimate_values(scored).value,
        tuple(sorted(changed, key=lambda case: (-case.size, case.case))),
    )


def _is_moved(case: MovedCase) -> bool:
    if case.before is None or case.now is None:
        return case.before is not case.now
    return case.size > STEP


def _comparable(run: Run, baseline: Baseline) -> None:
    require_whole(run)
    there = {case.id: digest_case(case) for case in run.cases}
    problems = [
        *_name_cases("lacks", [case for case in baseline.cases if case not in there]),
        *_name_cases("has besides", [case for case in there if case not in baseline.cases]),
        *_name_cases(
            "asks or wants something else in",
            [case for case in there if baseline.cases.get(case, there[case]) != there[case]],
        ),
    ]
    if problems:
        message = (
            f"{run.folder} is a run of another set than the baseline's ({baseline.questions}): it "
            f"{'; it '.join(problems)}. Run the same set, or write a new baseline by --write-baseline."
        )
        raise InvalidRequest(message)
    if run.provenance.engine != baseline.engine:
        message = f"{run.folder} was answered by {run.provenance.engine}, the baseline by {baseline.engine}."
        raise InvalidRequest(message)


def _name_cases(what: str, cases: Sequence[str]) -> Iterable[str]:
    if cases:
        more = ", ..." if len(cases) > _NAMED else ""
        yield f"{what} {len(cases)} cases ({', '.join(cases[:_NAMED])}{more})"
