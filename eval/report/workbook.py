"""A run as a workbook: what it is, its figures with intervals, and a row for each result."""

from eval.figures.measures import find_measure
from eval.figures.metrics import Metric, summarise
from eval.report.terminal import headline_lines
from eval.runs.export import lay_out_results
from eval.runs.folder import Run
from service.telling.workbook import FilledTable

FIGURES = ("by", "group", "figure", "meaning", "value", "low", "high", "cases", "unscored")
"""Columns of the figures; `low` and `high` are the ends of the 95% interval."""


def lay_out_run(run: Run) -> tuple[FilledTable, ...]:
    """The sheets of a run, in the order in which people read them; no results of a sealed set."""
    about = [{"about this run": line} for line in headline_lines(run) if line]
    figures = [_row(metric) for metric in summarise(run.results)]
    sheets = (FilledTable("about", ("about this run",), about), FilledTable("figures", FIGURES, figures))
    return sheets if run.is_sealed else (*sheets, lay_out_results(run.results))


def _row(metric: Metric) -> dict[str, object]:
    known, found = find_measure(metric.name), metric.estimate
    return {
        "by": metric.by,
        "group": metric.group,
        "figure": known.label,
        "meaning": known.meaning,
        "value": found.value,
        "low": found.low,
        "high": found.high,
        "cases": found.n,
        "unscored": metric.unscored,
    }
