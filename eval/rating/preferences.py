"""Which of two runs' answers people prefer: the file of their choices, the result, and how far raters agree."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from math import comb
from pathlib import Path
from typing import Literal, get_args

from pydantic import TypeAdapter, ValidationError

from eval.figures.agreement import Alpha, measure_alpha
from eval.figures.intervals import Estimate, estimate_proportion
from eval.files import rewrite_file
from ingest.disk.folder import raise_storage_errors
from ingest.errors import InvalidRequest

PREFERENCES = "preferences.jsonl"
"""The file of choices, in the folder of the run that is compared with another."""
Better = Literal["this", "other", "same", "cannot_tell"]
BETTER: tuple[Better, ...] = get_args(Better)


@dataclass(frozen=True, slots=True)
class Preference:
    """One rater's choice between two answers to one question."""

    case_id: str
    repeat: int
    rater: str
    against: str
    """Name of the other run's folder."""
    better: Better
    """`this` is the run in whose folder the file is."""
    note: str
    at: str
    """ISO 8601, UTC."""

    @property
    def answer(self) -> tuple[str, int]:
        """Which answers were compared."""
        return self.case_id, self.repeat


@dataclass(frozen=True, slots=True)
class Preferred:
    """The result of the choices against one other run. The unit is a question, so several raters of one count once."""

    against: str
    this: int
    """Questions on which more raters found this run's answer better than the other's."""
    other: int
    even: int
    """Questions without a majority, or found the same."""
    share: Estimate
    """The share of decided questions that this run won."""
    p: float | None
    """Sign test, two-sided; None if no question was decided."""
    raters: dict[str, int]
    """Choices of each rater."""
    alpha: Alpha
    """How far all raters agree."""


_PREFERENCE: TypeAdapter[Preference] = TypeAdapter(Preference)


def parse_preference(fields: Mapping[str, object]) -> Preference:
    """Give a preference from its fields; raises InvalidRequest."""
    try:
        return _PREFERENCE.validate_python(fields)
    except ValidationError as error:
        first = error.errors()[0]
        message = f"{'.'.join(map(str, first['loc']))}: {first['msg']}."
        raise InvalidRequest(message) from error


def read_preferences(path: Path) -> tuple[Preference, ...]:
    """The choices that count: each rater's last one on a question against a run. Raises InvalidRequest."""
    if not path.exists():
        return ()
    with raise_storage_errors(path.parent):
        lines = path.read_bytes().splitlines()
    latest: dict[tuple[object, ...], Preference] = {}
    for number, line in enumerate(lines, start=1):
        if not line.strip():
            continue
        try:
            found = _PREFERENCE.validate_json(line)
        except ValidationError as error:
            message = f"{path}, line {number}: this is no choice ({error.errors()[0]['msg']}). Mend or remove the line."
            raise InvalidRequest(message) from error
        latest[*found.answer, found.rater, found.against] = found
    return tuple(latest.values())


def add_preference(path: Path, preference: Preference) -> None:
    """Append a choice; the file is whole at every moment. Raises StorageError."""
    line = _PREFERENCE.dump_json(preference) + b"\n"
    rewrite_file(path, lambda before: before + line)


def sum_preferences(given: Iterable[Preference]) -> tuple[Preferred, ...]:
    """What was chosen against each other run."""
    by_run: dict[str, list[Preference]] = defaultdict(list)
    for each in given:
        by_run[each.against].append(each)
    return tuple(_sum_run(against, own) for against, own in by_run.items())


def preference_lines(found: Iterable[Preferred]) -> list[str]:
    """What was chosen, in sentences."""
    lines = []
    for each in found:
        interval = (
            "" if each.share.low is None else f", 95% interval {each.share.low:.0%} to {each.share.high:.0%}"
        )
        decided = each.this + each.other
        share = f" ({each.share.value:.0%} of {decided} decided{interval}; p {each.p:.2g})" if decided else ""
        lines.append(
            f"Against {each.against}: this run's answer was found better on {each.this} questions, the other's on "
            f"{each.other}, neither on {each.even}{share}."
        )
        raters = ", ".join(f"{name} {count}" for name, count in each.raters.items())
        lines.append(f"Raters: {raters}. {word_alpha(each.alpha)}")
    return lines


def word_alpha(found: Alpha) -> str:
    """Agreement of any number of raters, in a sentence."""
    if found.value is None:
        return f"Agreement can't be told: {found.why}."
    interval = "" if found.low is None else f", 95% interval {found.low:.2f} to {found.high:.2f}"
    return f"Agreement (Krippendorff's alpha; 1 is perfect, 0 is chance): {found.value:.2f}{interval}, n={found.n}."


def sort_disputed(given: Iterable[Preference]) -> list[list[Preference]]:
    """The choices of each question on which raters differ, the largest differences first."""
    by_answer: dict[tuple[str, int, str], list[Preference]] = defaultdict(list)
    for each in given:
        by_answer[*each.answer, each.against].append(each)
    disputed = [own for own in by_answer.values() if len({each.better for each in own}) > 1]
    return sorted(disputed, key=lambda own: abs(_lead(own)))


def _sum_run(against: str, given: Sequence[Preference]) -> Preferred:
    by_answer: dict[tuple[str, int], list[Preference]] = defaultdict(list)
    raters: dict[str, int] = defaultdict(int)
    for each in given:
        by_answer[each.answer].append(each)
        raters[each.rater] += 1
    leads = [_lead(own) for own in by_answer.values()]
    this, other = sum(lead > 0 for lead in leads), sum(lead < 0 for lead in leads)
    told = [[each.better for each in own if each.better != "cannot_tell"] for own in by_answer.values()]
    return Preferred(
        against=against,
        this=this,
        other=other,
        even=len(leads) - this - other,
        share=estimate_proportion([True] * this + [False] * other),
        p=_test_signs(this, other),
        raters=dict(sorted(raters.items())),
        alpha=measure_alpha(told),
    )


def _lead(own: Iterable[Preference]) -> int:
    """By how many raters this run leads on a question."""
    return sum({"this": 1, "other": -1}.get(each.better, 0) for each in own)


def _test_signs(one: int, other: int) -> float | None:
    """The two-sided sign test: the probability that a fair coin falls at least as unevenly."""
    n = one + other
    if not n:
        return None
    as_few = sum(comb(n, k) for k in range(min(one, other) + 1))
    return min(1.0, 2 * as_few / float(2**n))
