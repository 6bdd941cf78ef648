"""Span scores beside those of the benchmark's own scorer, for the same spans."""

import importlib.util
from pathlib import Path
from types import ModuleType, SimpleNamespace

import numpy as np
import pytest

from eval.scorers import ScoringContext
from eval.scorers.retrieval import gold_spans
from eval.types import Case, Gold, Outcome, TextSpan
from service.types import Passage

pytestmark = pytest.mark.shared


@pytest.fixture(scope="module")
def theirs(shared: Path) -> ModuleType:
    spec = importlib.util.spec_from_file_location("score", shared / "chunking" / "score.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_recall_and_iou_are_the_benchmarks(theirs: ModuleType) -> None:
    rng = np.random.default_rng(3)
    for _ in range(50):
        starts = rng.integers(0, 20_000, 12)
        spans = [(str(rng.choice(["a", "b"])), int(at), int(at + rng.integers(1, 900))) for at in starts]
        gold = [(int(at), int(at + 200)) for at in range(0, 20_000, 2_500)]
        cut = theirs.cut(spans, 4000)
        wanted = theirs.score_one({"refs": theirs.merge(gold), "corpus": "a"}, cut)
        outcome = Outcome(_case(gold), SimpleNamespace(), tuple(map(_passage, spans)))  # type: ignore[arg-type]
        recall, iou = gold_spans(outcome, ScoringContext(lambda _: pytest.fail("no report is needed")))
        assert recall.value == pytest.approx(wanted["recall"])
        assert iou.value == pytest.approx(wanted["iou"])


def _case(gold: list[tuple[int, int]]) -> Case:
    claims = tuple(Gold((TextSpan("a", start, end),)) for start, end in gold)
    return Case("1", "factual", "leader", "?", answerable=True, gold=claims)


def _passage(span: tuple[str, int, int]) -> Passage:
    report, start, end = span
    return SimpleNamespace(report_id=report, start=start, end=end)  # type: ignore[return-value]
