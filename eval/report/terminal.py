"""What a run and its coverage say, as lines for a terminal."""

from collections.abc import Iterator, Sequence
from itertools import groupby
from statistics import fmean

from eval.figures.floors import list_easy
from eval.figures.intervals import ENOUGH, Estimate
from eval.figures.measures import MAIN, find_measure
from eval.figures.metrics import By, Metric
from eval.figures.trend import RunEntry
from eval.report.spent import sum_usage
from eval.runs.coverage import CoverageTally, SetCoverage, Unfound
from eval.runs.folder import Run
from eval.sets.seal import SetOpening

NAMED = 8
"""Cases that a line names."""


def headline_lines(run: Run) -> list[str]:
    """Which run it is, what wrote its answers, and what a reader must know about it."""
    made = run.provenance
    others = sum(result.outcome.answer.engine.name != made.engine for result in run.results)
    repeats = f", each {made.repeats} times" if made.repeats > 1 else ""
    return [
        f"Run {run.folder}",
        f"Set {made.questions}: {len(made.cases)} cases{repeats}, answered by {made.model or made.engine}.",
        *([f"The set is sealed; this is opening {run.about.opened} of it."] if run.is_sealed else []),
        *([f"It was {run.cut_off}."] if run.cut_off else []),
        *([f"Answers written by another engine: {others}."] if others else []),
        *([str(spent)] if (spent := sum_usage(run.results)) else []),
    ]


def overall_lines(metrics: Sequence[Metric]) -> list[str]:
    """A line for each metric over all cases, under the name of its family: figure, interval, n, n unscored.

    Figures without any case are only named, in a last line; optional ones, such as those of briefs, are left out.
    """
    overall = [metric for metric in metrics if metric.by == "all"]
    shown = [metric for metric in overall if metric.estimate.n]
    empty = [find_measure(m.name) for m in overall if not m.estimate.n]
    unasked = ", ".join(measure.label for measure in empty if not measure.optional)
    rows = [(find_measure(m.name).label, *_figures(m.name, m.estimate), str(m.unscored or "")) for m in shown]
    families = [find_measure(metric.name).family for metric in shown]
    lines = _align_rows([("", "", "95% interval", "n", "unscored"), *rows])
    last = [f"No case to score for: {unasked}."] if unasked else []
    return [lines[0], *_under(families, lines[1:]), *last]


def floor_lines(floors: dict[str, float], *, is_sealed: bool = False) -> list[str]:
    """What answers to other questions would score on the points, and the cases whose points any answer says.

    Of a sealed set no case is named.
    """
    if not floors:
        return []
    mean = fmean(floors.values())
    lines = [
        f"Answers to other questions say {mean:.3f} of a case's answer points: read the figure from there."
    ]
    if not is_sealed and (easy := list_easy(floors)):
        named = ", ".join(f"{case} ({floor:.2f})" for case, floor in easy[:NAMED])
        more = f" and {len(easy) - NAMED} more" if len(easy) > NAMED else ""
        lines.append(f"Points that say too little, as many answers make them: {named}{more}.")
    return lines


def list_groups(metrics: Sequence[Metric], by: By) -> list[str]:
    """A line for each group: the main figures, each with its n."""
    found = {(metric.group, metric.name): metric.estimate for metric in metrics if metric.by == by}
    names = [name for name in MAIN if any(key[1] == name and each.n for key, each in found.items())]
    groups = list(dict.fromkeys(group for group, _ in found))
    rows = [(group, *(_short(found.get((group, name))) for name in names)) for group in groups]
    return _align_rows([(by, *(find_measure(name).label for name in names)), *rows])


def _figures(name: str, estimate: Estimate) -> tuple[str, str, str]:
    """Value, interval and n; a unit in the name is in whole numbers."""
    if estimate.value is None:
        return "none", "", "0"
    places = 0 if name.endswith("_ms") else 3
    interval = "too few to say" if estimate.n < ENOUGH else ""
    if estimate.low is not None and estimate.high is not None:
        interval = f"{estimate.low:.{places}f} to {estimate.high:.{places}f}"
    return f"{estimate.value:.{places}f}", interval, str(estimate.n)


def _short(estimate: Estimate | None) -> str:
    if estimate is None or estimate.value is None:
        return "-"
    return f"{estimate.value:.2f} ({estimate.n})"


def _align_rows(rows: Sequence[tuple[str, ...]]) -> list[str]:
    """The first column to the left, the others to the right."""
    widths = [max(len(row[at]) for row in rows) for at in range(len(rows[0]))]
    return [
        "  ".join([row[0].ljust(widths[0]), *(cell.rjust(w) for cell, w in zip(row[1:], widths[1:], strict=True))])
        .rstrip()
        for row in rows
    ]  # fmt: skip


def _under(families: Sequence[str], lines: Sequence[str]) -> Iterator[str]:
    before = ""
    for family, line in zip(families, lines, strict=True):
        if family != before:
            yield f"-- {family}"
        before = family
        yield line


def list_openings(openings: Sequence[SetOpening]) -> list[str]:
    """A line for each opening of a sealed set, with the main figures; unfinished runs have none."""
    if not openings:
        return ["The set is sealed, and was not opened yet."]
    names = [name for name in MAIN if any(name in each.figures for each in openings)]
    rows = [
        (
            str(each.number),
            each.at[:16].replace("T", " "),
            *(f"{each.figures[name]:.3f}" if name in each.figures else "-" for name in names),
            each.run,
        )
        for each in openings
    ]
    return _align_rows([("", "opened", *(find_measure(name).label for name in names), "run"), *rows])


def trend_lines(runs: Sequence[RunEntry]) -> list[str]:
    """A line for each run: date, name, engine and main figures.

    After a figure, + or - says that it is better or worse than in the previous run of the same set, by more than
    chance: the paired 95% interval does not include 0.
    """
    names = [name for name in MAIN if any(name in each.figures for each in runs)]
    rows = [
        (
            each.folder.name,
            each.started[:16].replace("T", " "),
            each.questions,
            f"{each.asked} of {each.expected}" if each.asked < each.expected else str(each.asked),
            each.engine,
            *(_trend_cell(each, name) for name in names),
        )
        for each in runs
    ]
    heads = ("run", "began", "set", "cases", "answered by", *(find_measure(name).label for name in names))
    return [
        *_align_rows([heads, *rows]),
        "+ and -: better and worse than the run of the set before, over the cases of both, by more than chance.",
    ]


def _trend_cell(run: RunEntry, name: str) -> str:
    value = run.figures[name].value if name in run.figures else None
    if value is None:
        return "-  "
    mark = {1: "+", -1: "-"}.get(run.tell_move(name), " ")
    return f"{value:.3f} {mark}"


def coverage_lines(coverage: SetCoverage) -> list[str]:
    """How many cases each report, kind, place and section has; those without any are listed separately."""
    lines = [
        *_tally_lines("Reports", coverage.reports),
        *_tally_lines("Kinds of report", coverage.kinds),
        *_tally_lines("Places", coverage.places),
        *_tally_lines("Sections", [tally for tally in coverage.sections if not tally.cases]),
    ]
    return lines if coverage.unfound is None else [*lines, *_list_unfound(coverage.unfound, coverage.chunks)]


def _tally_lines(title: str, tallies: Sequence[CoverageTally]) -> list[str]:
    rows = sorted(tallies, key=lambda tally: -len(tally.cases))
    without = sum(not tally.cases for tally in rows)
    return [f"{title}: {without} without a case", *(f"{len(t.cases):6}  {t.name}" for t in rows), ""]


def _list_unfound(unfound: Sequence[Unfound], chunks: int) -> Iterator[str]:
    yield f"Never found by any search of the run: {len(unfound)} of {chunks} chunks"
    for report, members in groupby(unfound, key=lambda chunk: chunk.report):
        yield f"  {report}"
        for chunk in members:
            yield f"    p. {chunk.page}  {' › '.join(chunk.headings[-1:])}: {chunk.begins}"
