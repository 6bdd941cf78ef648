"""What makes answers worse on purpose is caught: a gate is worth having only if it closes."""

from collections.abc import Sequence
from dataclasses import replace
from types import SimpleNamespace

import numpy as np
import pytest

from eval.figures.baseline import Baseline, make_baseline
from eval.figures.gate import check_run
from eval.runs.ask import Bench
from eval.scorers import ScoringContext, score_outcome
from eval.sets.cases import resolve_set
from eval.sets.files import CURATED, read_set
from eval.types import Case, Outcome, Result
from ingest.library.open import Library
from service import assistant as assistant_module
from service.assistant import Assistant
from service.search import candidates

EVERY = 4
"""Every fourth case of the curated set is enough to see it."""
Made = SimpleNamespace


@pytest.fixture(scope="module")
def cases(corpus_assistant: Assistant) -> tuple[Case, ...]:
    return resolve_set(read_set((CURATED,)), corpus_assistant.library)[::EVERY]


@pytest.fixture(scope="module")
def good(corpus_assistant: Assistant, cases: tuple[Case, ...]) -> list[Result]:
    """The cases as the assistant answers them."""
    return ask(corpus_assistant, cases)


@pytest.fixture(scope="module")
def baseline(good: list[Result], made: Made) -> Baseline:
    found: Baseline = make_baseline(made.run(good))
    return found


def ask(assistant: Assistant, cases: Sequence[Case]) -> list[Result]:
    context = ScoringContext.of(assistant.library)
    bench = Bench(assistant, assistant.library, lambda outcome: score_outcome(outcome, context), "extractive")
    return [bench.result(case, 0) for case in cases]


def failed(made: Made, results: list[Result], baseline: Baseline) -> set[str]:
    return {each.name for each in check_run(made.run(results), baseline) if not each.passed}


def test_the_same_again_passes(
    corpus_assistant: Assistant, cases: tuple[Case, ...], baseline: Baseline, made: Made
) -> None:
    found = check_run(made.run(ask(corpus_assistant, cases)), baseline)
    assert [(each.name, each.cases) for each in found if each.cases or not each.passed] == []


def test_search_without_bm25_is_caught(
    corpus_assistant: Assistant,
    cases: tuple[Case, ...],
    baseline: Baseline,
    made: Made,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    nothing = np.zeros(0, np.int64), np.zeros(0, np.float32)
    monkeypatch.setattr(Library, "keywords", lambda *_: nothing)
    weights = [name for name in vars(candidates) if name.endswith("WORDS")]
    assert weights
    for name in weights:
        monkeypatch.setattr(candidates, name, 0.0)
    found = check_run(made.run(ask(corpus_assistant, cases)), baseline)
    # Of so few cases the bands are wide: what fell is named, case by case, whether or not it closes the gate.
    fell = {each.name for each in found if each.cases and not each.better}
    assert {"retrieval_recall", "required_cited"} <= fell


def test_answering_whatever_is_asked_is_caught(
    corpus_assistant: Assistant,
    cases: tuple[Case, ...],
    baseline: Baseline,
    made: Made,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(assistant_module, "not_in_reports", lambda *_: None)
    monkeypatch.setattr(assistant_module, "screen", lambda *_: None)
    assert "right_refusal" in failed(made, ask(corpus_assistant, cases), baseline)


def test_shuffled_citations_are_caught(
    corpus_assistant: Assistant, good: list[Result], baseline: Baseline, made: Made
) -> None:
    context = ScoringContext.of(corpus_assistant.library)
    shuffled = [_shuffled(result.outcome) for result in good]
    results = [Result(outcome, score_outcome(outcome, context)) for outcome in shuffled]
    assert "numbers_covered" in failed(made, results, baseline)


def _shuffled(outcome: Outcome) -> Outcome:
    """Every statement cites what the next one should."""
    statements = outcome.answer.statements
    keys = [statement.passage_ids for statement in (*statements[1:], *statements[:1])]
    wrong = tuple(replace(each, passage_ids=key) for each, key in zip(statements, keys, strict=True))
    return replace(outcome, answer=replace(outcome.answer, statements=wrong))
