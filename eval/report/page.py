"""`walkalong eval report`: a run as one HTML file that needs no network and no script, for people to read and print."""

import base64
import hashlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import ClassVar

import numpy as np

from eval.figures.compare import Changed, Comparison, Difference, compare_runs, give_verdict
from eval.figures.floors import measure_floors
from eval.figures.intervals import Estimate
from eval.figures.measures import MAIN, Measure, find_measure
from eval.figures.metrics import By, Metric, summarise
from eval.html import HtmlPage, environment, render
from eval.rating import ratings
from eval.rating.pages import OPTIONS, QUESTIONS
from eval.rating.ratings import RATINGS, Aspect, Compared, Mark, Rating
from eval.report.casebook import CaseView, view_cases, write_figure
from eval.report.charts import Bar, Whisker, draw_histogram, draw_whisker
from eval.report.engines import EngineComparison, compare_engines
from eval.report.filters import FILTERS
from eval.report.spent import Spent, sum_usage
from eval.report.summary import Refusals, RunSummary, Shares, count_refusals, count_shares, summarise_run
from eval.runs.folder import Run
from eval.types import Result
from ingest.disk.folder import raise_storage_errors, write_atomically

HEADLINES = (
    ("right_answer", "of the questions that the reports answer were answered"),
    ("right_refusal", "of the questions that the reports do not answer were refused, as they should be"),
    ("answer_points", "of what had to be said was said, on average"),
    ("required_cited", "of the passages that an answer has to rest on were cited, on average"),
    ("cited_gold", "of the cited passages were gold; the others may still be to the point"),
    ("judged_faithfulness", "of the answers were judged faithful to their passages by a chat model"),
)
"""The first page's figures in words, after the figure itself."""
CHANGED = 40
"""Changed cases that are shown with both answers."""
SIGNIFICANT = 0.05
"""The usual level; beside each p stands how many figures would be below it by chance."""


@dataclass(frozen=True, slots=True)
class FigureRow:
    """One metric, as a line of a table with its whisker."""

    measure: Measure
    estimate: Estimate
    unscored: int
    whisker: Whisker | None


@dataclass(frozen=True, slots=True)
class GroupTable:
    """The main metrics by kind, persona or place."""

    by: By
    measures: tuple[Measure, ...]
    rows: tuple[tuple[str, tuple[FigureRow | None, ...]], ...]
    """Group with a cell for each measure, None where it has no such figure."""


@dataclass(frozen=True, slots=True)
class Latency:
    """How long answers took, in milliseconds."""

    n: int
    median: float
    p95: float
    most: float
    bars: tuple[Bar, ...]


@dataclass(frozen=True, slots=True)
class Rated:
    """What people said of the answers."""

    marks: tuple[tuple[Aspect, tuple[tuple[Mark, int], ...]], ...]
    """How often each mark was given for each aspect, by all raters."""
    useful: int
    """Ratings that find the answer useful without reserve, of `told`: those that could tell."""
    told: int
    answers: int
    raters: int
    compared: tuple[Compared, ...]
    """Agreement of the two raters with the most in common; empty with one rater."""
    with_judge: dict[Aspect, Compared]
    """Agreement of people with the judge; empty without one."""


@dataclass(frozen=True)
class RunPage(HtmlPage):
    """All that the report shows."""

    template: ClassVar[str] = "report.html"
    run: Run
    wrote: str
    """Who actually wrote the answers, in a sentence."""
    overall: dict[str, FigureRow]
    families: tuple[tuple[str, tuple[FigureRow, ...]], ...]
    empty: tuple[str, ...]
    """Labels of the figures that no case or answer was scored for."""
    groups: tuple[GroupTable, ...]
    summary: RunSummary
    refusals: Refusals
    shares: tuple[Shares, ...]
    latency: Latency | None
    spent: Spent | None
    rated: Rated | None
    comparison: Comparison | None
    engines: EngineComparison | None
    """What the chat model brought, where the other run is the extractive one."""
    verdict: str
    """The verdict on this run beside the earlier one; empty without one."""
    clear: tuple[Difference, ...]
    """What moved by more than chance would usually move it."""
    changed: tuple[Changed, ...]
    cases: tuple[CaseView, ...]
    floors: dict[str, float]
    """Case -> share of its points that answers to other questions would say."""
    script_hash: str


def write_report(run: Run, against: Run | None, path: Path) -> None:
    """Write the file, whole or not at all. Raises InvalidRequest for broken ratings, and StorageError."""
    html = render(report_page(run, against))
    with raise_storage_errors(path.parent):
        path.parent.mkdir(parents=True, exist_ok=True)
        write_atomically(path, lambda file: file.write(html.encode()))


def report_page(run: Run, against: Run | None) -> RunPage:
    """Work out all that the report shows."""
    metrics = summarise(run.results)
    comparison = compare_runs(against, run) if against else None
    earlier = {each.name: each.first for each in comparison.differences} if comparison else {}
    rows = {m.name: _row(m, earlier.get(m.name)) for m in metrics if m.by == "all"}
    rated = _sum_ratings(ratings.read_ratings(run.folder / RATINGS), run.results)
    return RunPage(
        run=run,
        wrote=tell_writers(run),
        overall=rows,
        families=tuple(_families(rows.values())),
        empty=tuple(
            row.measure.label for row in rows.values() if not row.estimate.n and not row.measure.optional
        ),
        groups=tuple(table for by in _BYS if (table := _group_table(metrics, by))),
        summary=summarise_run(run, metrics, rated is not None),
        refusals=count_refusals(run.results),
        shares=count_shares(run.results),
        latency=_latency([result.outcome.answer.timings_ms["total"] for result in run.results]),
        spent=sum_usage(run.results),
        rated=rated,
        comparison=comparison,
        engines=compare_engines(against, run) if against else None,
        verdict=give_verdict(comparison.differences) if comparison else "",
        clear=tuple(_clear(comparison.differences)) if comparison else (),
        changed=comparison.changed[:CHANGED] if comparison else (),
        cases=() if run.is_sealed else view_cases(run.results),
        floors=measure_floors(run.results),
        script_hash=_script_hash(),
    )


def tell_writers(run: Run) -> str:
    """Say who wrote the answers. If a chat model should have, say how many it wrote, and how many are quotations."""
    model = run.provenance.model
    own = "the reports’ own sentences"
    if not model:
        return f"The answers are {own}; no chat model took part."
    written = sum(result.outcome.answer.engine.name == "chat" for result in run.results)
    if not written:
        return f"The chat model {model} was to write the answers and wrote none: all are {own}."
    checked = f"by the chat model {model} from passages that were found and are checked against them"
    if written == len(run.results):
        return f"The answers were written {checked}."
    return (
        f"Of {len(run.results)} answers {written} were written {checked}; the others are {own} or refusals."
    )


_BYS: tuple[By, ...] = ("kind", "persona", "place", "tag")


def _row(metric: Metric, earlier: Estimate | None = None) -> FigureRow:
    drawn = draw_whisker(metric.estimate, earlier)
    return FigureRow(find_measure(metric.name), metric.estimate, metric.unscored, drawn)


def _families(rows: Iterable[FigureRow]) -> Iterator[tuple[str, tuple[FigureRow, ...]]]:
    """The rows that are shares of at least one case, under their families."""
    by_family: dict[str, list[FigureRow]] = {}
    for row in rows:
        if row.measure.family != "speed" and row.estimate.n:
            by_family.setdefault(row.measure.family, []).append(row)
    return ((family, tuple(members)) for family, members in by_family.items())


def _group_table(metrics: Sequence[Metric], by: By) -> GroupTable | None:
    """None if there is only one group, which would repeat the figures for all cases."""
    own = {(m.group, m.name): _row(m) for m in metrics if m.by == by}
    groups = list(dict.fromkeys(group for group, _ in own))
    shown = [name for name in MAIN if any(key[1] == name and row.estimate.n for key, row in own.items())]
    if len(groups) < 2 or not shown:
        return None
    rows = tuple((group, tuple(own.get((group, name)) for name in shown)) for group in groups)
    return GroupTable(by, tuple(find_measure(name) for name in shown), rows)


def _clear(differences: Iterable[Difference]) -> Iterator[Difference]:
    """Leave out figures that only repeat another: false refusals are one minus the share answered."""
    for each in differences:
        if each.paired.p is not None and each.paired.p < SIGNIFICANT and find_measure(each.name).weight:
            yield each


def _latency(values: Sequence[float]) -> Latency | None:
    if not values:
        return None
    median, p95 = np.percentile(values, (50, 95))
    return Latency(len(values), float(median), float(p95), max(values), draw_histogram(values, "ms"))


def _sum_ratings(given: Sequence[Rating], results: Sequence[Result]) -> Rated | None:
    if not given:
        return None
    counts = tuple(
        (aspect, tuple((mark, sum(each.mark(aspect) == mark for each in given)) for mark in ratings.MARKS))
        for aspect in ratings.ASPECTS
    )
    pair = ratings.find_busiest_pair(given)
    compared = ratings.compare_raters(ratings.pair_ratings(given, *pair)) if pair else []
    useful = [each.useful for each in given if each.useful != "cannot_tell"]
    return Rated(
        marks=counts,
        useful=useful.count("yes"),
        told=len(useful),
        answers=len({each.answer for each in given}),
        raters=len(ratings.count_raters(given)),
        compared=tuple(compared),
        with_judge={each.aspect: each for each in ratings.compare_with_judge(given, results)},
    )


def _script_hash() -> str:
    """The script's digest, as the file's content policy names it: no other script may run."""
    script = environment.get_template("report.js").render()
    return "sha256-" + base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()


environment.filters.update(FILTERS)
environment.globals.update(
    write_figure=write_figure,
    find_measure=find_measure,
    headlines=HEADLINES,
    questions=QUESTIONS,
    options=OPTIONS,
)
