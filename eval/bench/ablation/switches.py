"""Asking question sets with parts switched off, and with choices made again without each report.

What was chosen on questions is fitted to them. Left-out figures are those of each report's questions with what the
questions about all other reports would have chosen.
"""

import contextlib
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from unittest.mock import patch

from eval.bench.quotes import ask_cases, estimate_groups
from eval.figures.intervals import Estimate
from eval.figures.metrics import values_of
from eval.scorers.gold import list_needed_claims
from eval.types import Case, Result
from service.assistant import Assistant
from service.choice import choose, fit, lists, refuse, sides, units, values
from service.search import retrieve

METRICS = ("required cited", "cited gold", "answered", "refused")
NO_REPORT = "no report"


@dataclass(frozen=True, slots=True)
class AskedSet:
    """A question set with an assistant over its reports."""

    name: str
    assistant: Assistant
    cases: tuple[Case, ...]


@dataclass(frozen=True, slots=True)
class Switch:
    """One name of a module or class, and what to put in its place."""

    owner: object
    name: str
    value: object


@dataclass(frozen=True, slots=True)
class AblatedPart:
    """One part of the search or of the choice, and the switches that make it do nothing."""

    name: str
    off: tuple[Switch, ...] = ()


CHOICES = (
    AblatedPart("as it is"),
    AblatedPart("passages of 450 characters", (Switch(choose, "LONGEST_PASSAGE", 450),)),
    AblatedPart("no whole lists first", (Switch(choose, "find_asked_list", lambda *_: None),)),
    AblatedPart("lists that are less near", (Switch(lists, "NEAR_ENOUGH", 0.3),)),
    AblatedPart("titles do not choose", (Switch(units, "TITLE", 0.0), Switch(retrieve, "IN_TITLE", 1.0))),
    AblatedPart("titles choose twice as much", (Switch(units, "TITLE", 0.6),)),
    AblatedPart("values nearer the question", (Switch(values, "ABOUT", 0.95),)),
    AblatedPart("values farther from it", (Switch(values, "ABOUT", 0.65),)),
    AblatedPart("values anywhere", (Switch(refuse, "find_lacking_values", lambda *_: iter(())),)),
    AblatedPart("never in part", (Switch(refuse, "IN_PART", 2.0),)),
    AblatedPart("findings count no more", (Switch(fit, "SAYING_BONUS", 0.0),)),
    AblatedPart("findings count twice as much more", (Switch(fit, "SAYING_BONUS", 0.2),)),
    AblatedPart("no list beside something better", (Switch(choose, "LIST_BESIDE", 2.0),)),
    AblatedPart("plain words bring no others", (Switch(retrieve, "name_concepts", lambda _: ""),)),
    AblatedPart("sentences with them count twice as much more", (Switch(fit, "CONCEPT_BONUS", 0.4),)),
    AblatedPart("lists count more where one is asked", (Switch(fit, "LIST_BONUS", 0.4),)),
    AblatedPart("two reports where several are asked", (Switch(sides, "MOST_SIDES", 2),)),
)
"""What was chosen on development questions, and what could have been instead, one at a time. Passages longer than 600
characters find more (800: 1.2 points of required quotes), but a reader takes no more at a glance."""
_FIGURES = ("required_cited", "cited_gold", "right_answer", "right_refusal")


@dataclass(frozen=True, slots=True)
class LeftOut:
    """The results of one report's questions, with what the questions of all others would have chosen."""

    report: str
    choice: str
    results: list[Result]


def list_left_out(sets: Sequence[AskedSet]) -> Iterator[str]:
    """A row for all sets together and for each, then what would have been chosen without each report."""
    left = leave_out(sets)
    yield ""
    yield f"| left out | n | {' | '.join(METRICS)} |"
    yield "| --- | --- |" + " --- |" * len(METRICS)
    for name in ("", *(f"{each.name}: " for each in sets)):
        results = [result for each in left if each.report.startswith(name) for result in each.results]
        yield f"| {name.rstrip(': ') or 'all sets'} | {len(results)} | {' | '.join(figure_cells(results))} |"
    yield ""
    counts = Counter(each.choice for each in left)
    yield (
        "Chosen without one: "
        + ", ".join(f"{choice} ({count})" for choice, count in counts.most_common())
        + "."
    )


def leave_out(sets: Sequence[AskedSet], choices: Sequence[AblatedPart] = CHOICES) -> list[LeftOut]:
    """Ask all sets with each choice in turn; give each report what is best for the others.

    Best is the mean of four figures: required quotes cited, cited that are gold, answered rightly, refused rightly.
    The first of equals is taken. Questions without gold are left out one by one.
    """
    asked = [_ask_all(sets, choice) for choice in choices]
    left: list[LeftOut] = []
    for report, held in _hold_back(sets).items():
        worth = [_worth([result for key, result in run.items() if key not in held]) for run in asked]
        best = max(range(len(choices)), key=worth.__getitem__)
        left.append(LeftOut(report, choices[best].name, [asked[best][key] for key in sorted(held)]))
    return left


def _ask_all(sets: Sequence[AskedSet], choice: AblatedPart) -> dict[tuple[str, str], Result]:
    with switch_off(choice):
        return {(each.name, result.outcome.case.id): result for each in sets for result in ask_set(each)}


def _hold_back(sets: Sequence[AskedSet]) -> dict[str, set[tuple[str, str]]]:
    """Name of a report, or of a question without gold -> the keys of what is held back together."""
    held: dict[str, set[tuple[str, str]]] = {}
    for each in sets:
        for report, cases in group_by_report(each.cases).items():
            for case in cases:
                name = report if case.answerable else case.id
                held.setdefault(f"{each.name}: {name}", set()).add((each.name, case.id))
    return held


def _worth(results: Sequence[Result]) -> float:
    figures = [[value for value in values_of(results, name) if value is not None] for name in _FIGURES]
    means = [sum(each) / len(each) for each in figures if each]
    return sum(means) / max(len(means), 1)


def ask_set(asked: AskedSet) -> list[Result]:
    """Ask every case of a set."""
    return list(ask_cases(asked.assistant, asked.cases, lambda *_: None))


def group_by_report(cases: Sequence[Case]) -> dict[str, list[Case]]:
    """Cases by the report that their first claim rests on; `no report` for those without gold."""
    groups: dict[str, list[Case]] = {}
    for case in cases:
        claims = list_needed_claims(case)
        groups.setdefault(claims[0].any_of[0].report if claims else NO_REPORT, []).append(case)
    return groups


@contextlib.contextmanager
def switch_off(part: AblatedPart) -> Iterator[None]:
    """Run without the part. Raises AttributeError when a switch no longer exists."""
    with contextlib.ExitStack() as stack:
        for switch in part.off:
            stack.enter_context(patch.object(switch.owner, switch.name, switch.value))
        yield


def figure_cells(results: Sequence[Result]) -> list[str]:
    """The four figures of METRICS with their intervals, in percent."""
    return [show_estimate(estimate) for estimate in estimate_metrics(results)]


def estimate_metrics(results: Sequence[Result]) -> list[Estimate]:
    """The four figures of METRICS, with their intervals."""
    estimates = estimate_groups(results)[0][1]
    names = ("required quotes cited", "cited that are gold", "answered rightly", "refused rightly")
    return [estimates[name] for name in names]


def show_estimate(estimate: Estimate) -> str:
    """Show an estimate in percent, with the interval if there is one."""
    if estimate.value is None:
        return "–"
    interval = (
        ""
        if estimate.low is None or estimate.high is None
        else (f" [{100 * estimate.low:.0f}, {100 * estimate.high:.0f}]")
    )
    return f"{100 * estimate.value:.1f}{interval}"
