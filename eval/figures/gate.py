"""The gate: figures of a run held against a baseline, in either direction, with the cases that moved them.

A figure that became better is a reason to look as well, and then to write a new baseline; else the next fall would
go unseen.
"""

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Any

from pydantic import Field, TypeAdapter, ValidationError

from eval.figures.intervals import estimate_values
from eval.figures.measures import find_measure
from eval.figures.metrics import Values, group_by_case, group_by_pair, order_metrics
from eval.runs.folder import Run
from eval.sets.identity import digest_case
from ingest.disk.folder import storage_errors, write_atomically
from ingest.errors import InvalidRequest, NotFound

BAND = 0.02
"""What a figure may move by; more where it rests on so few cases that one of them moves it by more."""
_PLACES, _STEP = 4, 1e-4
"""Figures are kept so exactly."""
_NAMED = 5
"""Cases that a message names."""


@dataclass(frozen=True, slots=True)
class Held:
    """One figure of the baseline."""

    value: float
    band: Annotated[float, Field(ge=0)]
    """How far the figure may move, either way. To be edited by hand where another is wanted."""
    n: int


@dataclass(frozen=True, slots=True)
class Baseline:
    """The contents of a baseline file."""

    questions: str
    """Name of the set."""
    engine: str
    metrics: dict[str, Held]
    cases: dict[str, str]
    """Id of each case of the set -> digest of what it asks and wants."""
    scores: dict[str, dict[str, float]]
    """Case (or pair) -> its scores. Not there: unscored."""


@dataclass(frozen=True, slots=True)
class MovedCase:
    """A case (or pair) whose score is another one now; None where it could not be judged."""

    case: str
    before: float | None
    now: float | None

    @property
    def size(self) -> float:
        """How far it moved; to or from unscored counts as a whole step."""
        return 1.0 if self.before is None or self.now is None else abs(self.now - self.before)


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
        """Whether the figure is within its band, its ends included, and no refusal became an answer."""
        return (
            not self.lost
            and self.now is not None
            and abs(self.now - self.held.value) <= self.held.band + _STEP / 2
        )

    @property
    def lost(self) -> tuple[MovedCase, ...]:
        """Right refusals that are answers now: one is too many, however wide the band."""
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


_BASELINE = TypeAdapter(Baseline)


def check_run(run: Run, baseline: Baseline) -> tuple[Checked, ...]:
    """Every held figure in the run, in the order of the baseline.

    Raises InvalidRequest for a run that was cut off, of another set, or of another engine.
    """
    _comparable(run, baseline)
    values = _gated(run)
    return tuple(
        _checked(name, held, baseline, values.get(name, {})) for name, held in baseline.metrics.items()
    )


def make_baseline(run: Run, before: Baseline | None = None) -> Baseline:
    """The run as a baseline. Bands are those of the baseline before, where it has one for the figure.

    Raises InvalidRequest for a run that was cut off, and for one of another set than the baseline before.
    """
    _whole(run)
    if before and before.questions != run.provenance.questions:
        message = (
            f"The baseline is of the set {before.questions!r}, the run of {run.provenance.questions!r}: nothing was "
            "written. Name another file by --baseline, or delete the old one first."
        )
        raise InvalidRequest(message)
    values = _gated(run)
    metrics, scores = {}, dict[str, dict[str, float]]()
    for name, own in values.items():
        scored = {case: round(value, _PLACES) for case, value in own.items() if value is not None}
        found = estimate_values(list(scored.values()))
        if found.value is None:
            continue
        kept = before.metrics[name].band if before and name in before.metrics else _band(name, found.n)
        metrics[name] = Held(round(found.value, _PLACES), kept, found.n)
        for case, value in scored.items():
            scores.setdefault(case, {})[name] = value
    made = run.provenance
    cases = {case.id: digest_case(case) for case in run.cases}
    return Baseline(made.questions, made.engine, metrics, cases, dict(sorted(scores.items())))


def read_baseline(path: Path) -> Baseline:
    """Read a baseline. Raises NotFound or InvalidRequest."""
    if not path.is_file():
        message = f"There is no baseline {path}. `walkalong eval gate RUN --baseline {path} --write-baseline` makes it."
        raise NotFound(message)
    try:
        return _BASELINE.validate_json(path.read_bytes())
    except ValidationError as error:
        first = error.errors()[0]
        field = ".".join(str(part) for part in first["loc"])
        message = (
            f"{path}: not a baseline ({field}: {first['msg']}). Mend it, or delete it and write it anew."
        )
        raise InvalidRequest(message) from error


def write_baseline(path: Path, baseline: Baseline) -> None:
    """Write a baseline, a line for each figure and case, so that changes show as such. Raises StorageError."""
    content = _lines(_BASELINE.dump_python(baseline, mode="json"))
    with storage_errors(path.parent):
        write_atomically(path, lambda file: file.write(content.encode()))


def _gated(run: Run) -> Values:
    values = order_metrics(group_by_case(run.results) | group_by_pair(run.results))
    return {name: own for name, own in values.items() if find_measure(name).gated}


def _band(name: str, n: int) -> float:
    """None for what must hold; else BAND, or what one case can move."""
    return 0.0 if find_measure(name).family == "must hold" else round(max(BAND, 1 / n), _PLACES)


def _checked(name: str, held: Held, baseline: Baseline, now: dict[str, float | None]) -> Checked:
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
    return case.size > _STEP


def _comparable(run: Run, baseline: Baseline) -> None:
    _whole(run)
    there = {case.id: digest_case(case) for case in run.cases}
    problems = [
        *_named("lacks", [case for case in baseline.cases if case not in there]),
        *_named("has besides", [case for case in there if case not in baseline.cases]),
        *_named(
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


def _whole(run: Run) -> None:
    if run.cut_off:
        message = (
            f"{run.folder} was {run.cut_off}. Let it go on by `walkalong eval run ... --out {run.folder}`, then "
            "gate it."
        )
        raise InvalidRequest(message)


def _named(what: str, cases: Sequence[str]) -> Iterable[str]:
    if cases:
        more = ", ..." if len(cases) > _NAMED else ""
        yield f"{what} {len(cases)} cases ({', '.join(cases[:_NAMED])}{more})"


def _lines(content: dict[str, Any]) -> str:
    """JSON with a line for each entry of a mapping."""
    parts = []
    for key, value in content.items():
        shown = json.dumps(value, ensure_ascii=False)
        if isinstance(value, dict) and value:
            entries = (f"  {json.dumps(name)}: {json.dumps(entry)}" for name, entry in value.items())
            shown = "{\n" + ",\n".join(entries) + "\n }"
        parts.append(f" {json.dumps(key)}: {shown}")
    return "{\n" + ",\n".join(parts) + "\n}\n"
