"""Our scores of a benchmark run are those of the benchmark's own scorer."""

import csv
import importlib.util
from pathlib import Path
from types import ModuleType

import numpy as np
import pytest

from eval.bench.spans import read_questions
from eval.figures.excerpts import estimate_at_budget, estimate_at_k, group_by_text
from eval.types import TextSpan

pytestmark = pytest.mark.shared


def scorer(path: Path) -> ModuleType:
    spec = importlib.util.spec_from_file_location("score", path)
    assert spec
    assert spec.loader
    limit = csv.field_size_limit()
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    csv.field_size_limit(limit)
    return module


def test_our_scores_are_those_of_the_benchmark(shared: Path) -> None:
    folder = shared / "chunking"
    score = scorer(folder / "score.py")
    wanted = read_questions(folder / "data" / "questions.csv")
    theirs = score.load_questions(str(folder / "data"))
    rng = np.random.default_rng(3)
    runs = [_near(wanted_one.excerpts, rng) for wanted_one in wanted]
    for budget in (4000, 2000):
        lines = {row: [(s.report, s.start, s.end) for s in run] for row, run in enumerate(runs)}
        judged = score.evaluate(theirs, lines, 5, budget)
        for text, rows in group_by_text(wanted).items():
            ours = estimate_at_k(wanted, runs, rows) | estimate_at_budget(wanted, runs, rows, budget)
            for metric, view, name in (
                ("recall in 5 spans", "k", "recall"),
                ("IoU of 5 spans", "k", "iou"),
                ("characters of 5 spans", "k", "chars"),
                (f"recall in {budget:,} characters", "budget", "recall"),
            ):
                expected = float(np.mean([judged[view][row][name] for row in rows]))
                assert ours[metric].value == pytest.approx(expected), (text, metric)


def _near(excerpts: tuple[TextSpan, ...], rng: np.random.Generator) -> list[TextSpan]:
    """Spans around the first excerpt, some in another text, overlapping, in no order."""
    texts = [excerpts[0].report] * 3 + ["another"]
    starts = rng.integers(max(0, excerpts[0].start - 900), excerpts[0].end + 300, 12)
    return [
        TextSpan(texts[rng.integers(4)], int(start), int(start) + int(rng.integers(50, 900)))
        for start in starts
    ]
