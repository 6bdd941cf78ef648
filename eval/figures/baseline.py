"""The baseline of a set: the figures that a gate holds, a band for each, and what each case scored and answered."""

import json
from dataclasses import dataclass, field
from pathlib import Path
from typing import Annotated, Any

from pydantic import Field, TypeAdapter, ValidationError

from eval.figures.intervals import FEWEST, estimate_values
from eval.figures.measures import find_measure
from eval.figures.metrics import Values, group_by_case, group_by_pair, order_metrics
from eval.figures.traces import Trace, measure_speed, trace_run
from eval.runs.folder import Run, require_unsealed
from eval.sets.identity import digest_case
from ingest.disk.folder import raise_storage_errors, write_atomically
from ingest.errors import InvalidRequest, NotFound

WIDEST = 0.2
"""No band is wider: of fewer than thirty cases a fifth closes the gate, since so few show nothing by a test."""
STEP = 1e-4
"""Figures are kept so exactly."""
_PLACES = 4
"""Decimals of STEP."""


@dataclass(frozen=True, slots=True)
class Held:
    """One figure of the baseline."""

    value: float
    band: Annotated[float, Field(ge=0)]
    """It may move by less than this, either way. To be edited by hand where another is wanted."""
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
    answers: dict[str, Trace] = field(default_factory=dict)
    """Case -> its answer in short. Empty in a baseline of before these were kept."""
    speed: float | None = None
    """Median milliseconds of an answer, on the machine that made it."""


_BASELINE = TypeAdapter(Baseline)


def make_baseline(run: Run, before: Baseline | None = None) -> Baseline:
    """Make a baseline of a run. A band that was set by hand in the previous baseline is kept.

    Raises InvalidRequest for a run that was cut off, and for one of another set than the baseline before.
    """
    require_whole(run)
    if before and before.questions != run.provenance.questions:
        message = (
            f"The baseline is of the set {before.questions!r}, the run of {run.provenance.questions!r}: nothing was "
            "written. Name another file by --baseline, or delete the old one first."
        )
        raise InvalidRequest(message)
    values = select_gated(run)
    metrics, scores = {}, dict[str, dict[str, float]]()
    for name, own in values.items():
        scored = {case: round(value, _PLACES) for case, value in own.items() if value is not None}
        found = estimate_values(list(scored.values()))
        if found.value is None:
            continue
        metrics[name] = Held(round(found.value, _PLACES), _keep_band(name, found.n, before), found.n)
        for case, value in scored.items():
            scores.setdefault(case, {})[name] = value
    made = run.provenance
    cases = {case.id: digest_case(case) for case in run.cases}
    return Baseline(
        made.questions,
        made.engine,
        metrics,
        cases,
        dict(sorted(scores.items())),
        trace_run(run.results),
        measure_speed(run.results),
    )


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
    with raise_storage_errors(path.parent):
        write_atomically(path, lambda file: file.write(content.encode()))


def select_gated(run: Run) -> Values:
    """Give the scores of a run that a gate checks, by name and case (or pair)."""
    values = order_metrics(group_by_case(run.results) | group_by_pair(run.results))
    return {name: own for name, own in values.items() if find_measure(name).gated}


def require_whole(run: Run) -> None:
    """Raises InvalidRequest for a run that was cut off, and for one of a sealed set: a gate names cases."""
    require_unsealed(run)
    if run.cut_off:
        message = (
            f"{run.folder} was {run.cut_off}. Let it go on by `walkalong eval run ... --out {run.folder}`, then "
            "gate it."
        )
        raise InvalidRequest(message)


def _band(name: str, n: int) -> float:
    """None for what must hold; else the least effect that so many cases can show."""
    return 0.0 if find_measure(name).family == "must hold" else round(min(FEWEST / n, WIDEST), _PLACES)


def _keep_band(name: str, n: int, before: Baseline | None) -> float:
    """Give the band that was set by hand, if there is one; else the rule's band."""
    held = before.metrics.get(name) if before else None
    return held.band if held and held.band != _band(name, held.n) else _band(name, n)


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
