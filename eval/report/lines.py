"""A comparison, the gate's result and the trust in a judge, as lines for a terminal."""

from collections.abc import Iterator, Sequence
from math import ceil
from textwrap import wrap

from eval.figures.agreement import Agreement
from eval.figures.compare import Changed, Comparison, Difference, Shift, give_verdict
from eval.figures.gate import Checked, MovedCase
from eval.figures.measures import MAIN, find_measure
from eval.figures.traces import ChangedAnswer
from eval.rating.trust import Trust
from service.telling.arrange import number_passages
from service.telling.wording import abbreviate_page
from service.types import Answer

FIRST = 10
"""How many changed cases are shown with both answers."""
MOVERS = 10
"""How many cases are named for each figure that moved."""
NAMED = 8
"""Ids that a line names."""
WIDTH = 100
"""Characters of a line, as many as most terminals show."""


def comparison_lines(found: Comparison, cases: int = FIRST) -> Iterator[str]:
    """What was compared, each metric, and the first `cases` of the cases that changed, with both answers."""
    yield f"First:  {found.first}"
    yield f"Second: {found.second}"
    if found.common:
        yield from _wrap_text(f"Verdict on the second: {give_verdict(found.differences)}.", "")
    yield from _list_compared(found)
    yield ""
    if not found.common:
        return
    yield from _metric_lines(found.differences)
    yield ""
    if found.is_sealed:
        yield f"The set is sealed: of {found.common} cases {found.unchanged} are as they were; none is named."
        return
    yield f"{found.unchanged} cases are as they were, {len(found.changed)} changed."
    for place, changed in enumerate(found.changed[:cases], start=1):
        yield ""
        yield from _case_lines(place, changed)
    if len(found.changed) > cases:
        yield ""
        yield from _wrap_text(
            f"Changed as well: {_names([c.case.id for c in found.changed[cases:]], 50)}.", ""
        )


def gate_lines(found: Sequence[Checked]) -> Iterator[str]:
    """Each figure that left its band, with the cases that moved it most; then how many stayed."""
    for each in found:
        if not each.passed:
            yield from _list_failed(each)
    passed = sum(each.passed for each in found)
    moved = sorted({case.case for each in found for case in each.cases})
    yield (
        f"{passed} of {len(found)} figures are within their bands; {len(moved)} cases have other scores than the "
        "baseline."
    )
    yield from _wrap_text(", ".join(moved), "   ") if moved else ()


def change_lines(changes: Sequence[ChangedAnswer], speed: str | None) -> Iterator[str]:
    """Every case whose answer changed, under what changed in it, even if no score moved."""
    by_change: dict[str, list[str]] = {}
    for change in changes:
        for what in change.what:
            by_change.setdefault(what, []).append(change.case)
    if changes:
        yield f"{len(changes)} cases have other answers than the baseline:"
    for what, cases in by_change.items():
        yield from _wrap_text(f"{what}: {', '.join(cases)}", "   ")
    if speed:
        yield f"Beware: {speed}. The gate does not hold it."


def score_text(name: str, value: float | None) -> str:
    """A value in text; units in the name mean whole numbers."""
    if value is None:
        return "unscored"
    return f"{value:.0f}" if name.endswith("_ms") else f"{value:.3f}"


def _list_compared(found: Comparison) -> Iterator[str]:
    yield f"{found.common} cases are compared."
    told = (
        ("Only in the first", found.only_first),
        ("Only in the second", found.only_second),
        ("Under the same id another question or other gold, and not compared", found.altered),
    )
    for what, ids in told:
        if ids:
            yield from _wrap_text(f"{what}: {len(ids)} ({_names(ids)}).", "")
    for warning in found.warnings:
        yield f"Beware: {warning}."
    if found.produced:
        yield from _wrap_text(f"Produced by other {'; '.join(found.produced)}.", "")


def _metric_lines(differences: Sequence[Difference]) -> Iterator[str]:
    yield f"{'':30}{'first':>9}{'second':>9}{'change':>9}  {'95% interval':18}{'p':>7}{'n':>5}"
    for each in differences:
        moved = each.paired
        if moved.difference is None:
            continue
        interval = ""
        if moved.low is not None and moved.high is not None:
            interval = f"{_sign(each.name, moved.low)} to {_sign(each.name, moved.high)}"
        p = "" if moved.p is None else f"{moved.p:.3f}"
        yield (
            f"{find_measure(each.name).label:30}{score_text(each.name, each.first.value):>9}"
            f"{score_text(each.name, each.second.value):>9}{_sign(each.name, moved.difference):>9}"
            f"  {interval:18}{p:>7}{moved.n:>5}"
        )
    yield from _least_lines(differences)
    yield "The more metrics, the more of them have a p below 0.05 by chance: one in twenty."


def _least_lines(differences: Sequence[Difference]) -> Iterator[str]:
    """The smallest change of the main figures that so many cases can show. A smaller one may still be there."""
    told = []
    for each in differences:
        if each.name in MAIN and each.paired.least is not None:
            cases = ceil(each.paired.least * each.paired.n - 1e-9)
            told.append(
                f"{100 * each.paired.least:.1f} points of {find_measure(each.name).label} ({cases} of {each.paired.n})"
            )
    if told:
        yield from _wrap_text(f"The least changes that these cases can show: {', '.join(told)}.", "")


def _case_lines(place: int, changed: Changed) -> Iterator[str]:
    yield from _wrap_text(f"{place}. {changed.case.id} ({changed.case.kind}): {changed.case.question}", "")
    if changed.shifts:
        yield from _wrap_text("; ".join(map(_shift_text, changed.shifts)), "   ")
    else:
        yield "   the same scores, another answer"
    yield from _answer_lines("first", changed.first)
    yield from _answer_lines("second", changed.second)


def _answer_lines(name: str, answer: Answer) -> Iterator[str]:
    yield f"   -- {name}: {answer.status}"
    shown = number_passages(answer)
    group = None
    for statement in answer.statements:
        if statement.group and statement.group != group:
            yield from _wrap_text(f"{statement.group}:", "   ")
        group = statement.group
        keys = "".join(f" [{shown[key]}]" for key in statement.passage_ids)
        yield from _wrap_text(f"{statement.text}{keys}", "   ")
    for note in answer.notes:
        yield from _wrap_text(note, "   ")
    cited = [
        f"[{shown[each.id]}] {each.report_id}, {abbreviate_page(each)}"
        for each in answer.passages
        if each.id in shown
    ]
    if cited:
        yield from _wrap_text("; ".join(cited), "   ")


def _list_failed(each: Checked) -> Iterator[str]:
    label, way = find_measure(each.name).label, "better" if each.better else "worse"
    if each.now is None:
        yield f"{label}: was {each.held.value:.3f}, and nothing can be scored any more"
    else:
        yield (
            f"{label}: {each.held.value:.3f} -> {each.now:.3f}, {way}, by {abs(each.now - each.held.value):.3f}; "
            f"its band is {each.held.band:.3f}"
        )
    if each.lost:
        yield f"   no longer refused: {', '.join(case.case for case in each.lost)}"
    yield from _wrap_text(f"moved by {', '.join(map(_tell_moved, each.cases[:MOVERS]))}", "   ")
    if len(each.cases) > MOVERS:
        yield f"   and {len(each.cases) - MOVERS} more"


def _tell_moved(case: MovedCase) -> str:
    return f"{case.case} {score_text('', case.before)} -> {score_text('', case.now)}"


def _shift_text(shift: Shift) -> str:
    first, second = score_text(shift.name, shift.first), score_text(shift.name, shift.second)
    return f"{find_measure(shift.name).label} {first} -> {second}"


def _sign(name: str, value: float) -> str:
    return f"{value:+.0f}" if name.endswith("_ms") else f"{value:+.3f}"


def _names(ids: Sequence[str], limit: int = NAMED) -> str:
    more = f" and {len(ids) - limit} more" if len(ids) > limit else ""
    return ", ".join(ids[:limit]) + more


def _wrap_text(text: str, indent: str) -> list[str]:
    return wrap(text, WIDTH, initial_indent=indent, subsequent_indent=f"{indent}  ") or [indent]


def trust_lines(found: Sequence[Trust]) -> Iterator[str]:
    """Beside each judged figure: how steady the judge is, and how far people agree with it."""
    if found:
        yield "-- how far the judge is to be trusted"
    for each in found:
        steady = "judged once each" if each.steady.value is None else f"the same again {each.steady}"
        yield f"{each.aspect:20}{steady}; {_people(each.people)}"


def _people(found: Agreement | None) -> str:
    if found is None or not found.n:
        return "not rated by people"
    if found.kappa is None:
        return f"agrees with people on {found.raw:.2f}, n={found.n}; no kappa: {found.why}"
    interval = "" if found.low is None else f" [{found.low:.2f}, {found.high:.2f}]"
    return f"kappa with people {found.kappa:.2f}{interval}, n={found.n}"
