"""What makes a run worse closes the gate or is named, whatever it is; what makes it no worse does neither."""

from collections.abc import Callable
from dataclasses import replace
from types import SimpleNamespace

import pytest

from eval.figures.baseline import Baseline, make_baseline
from eval.figures.gate import check_run, compare_speed, find_changes
from eval.runs.ask import Bench
from eval.scorers import ScoringContext, score_outcome
from eval.sets.cases import resolve_set
from eval.sets.files import CURATED, read_set
from eval.types import Outcome, Result
from service.assistant import Assistant
from tests.eval.damages import DAMAGES, HARMLESS, take

EVERY = 12
"""Every twelfth case of the curated set, and some of what few are of, give each damage something to damage."""
RARE = ("una-n", "una-t", "adv-c", "adv-p", "fup-a", "fpr-w", "def-c", "lst-project", "fac-e")
Made = SimpleNamespace
Rescore = Callable[[list[Outcome]], list[Result]]


@pytest.fixture(scope="module")
def context(corpus_assistant: Assistant) -> ScoringContext:
    return ScoringContext.of(corpus_assistant.library)


@pytest.fixture(scope="module")
def good(corpus_assistant: Assistant, context: ScoringContext) -> list[Result]:
    """The cases as the assistant answers them."""
    cases = resolve_set(read_set((CURATED,)), corpus_assistant.library)
    chosen = [case for row, case in enumerate(cases) if row % EVERY == 0 or case.id.startswith(RARE)]
    bench = Bench(
        corpus_assistant,
        corpus_assistant.library,
        lambda outcome: score_outcome(outcome, context),
        "extractive",
    )
    return [bench.result(case, 0) for case in chosen]


@pytest.fixture(scope="module")
def baseline(good: list[Result], made: Made) -> Baseline:
    found: Baseline = make_baseline(made.run(good))
    return found


@pytest.fixture(scope="module")
def rescore(good: list[Result], context: ScoringContext) -> Rescore:
    """Score outcomes anew where they are not the good ones."""
    known = {id(result.outcome): result for result in good}
    return lambda outcomes: [
        known.get(id(outcome)) or Result(outcome, score_outcome(outcome, context)) for outcome in outcomes
    ]


def test_there_are_sixty_damages_and_twenty_harmless_changes() -> None:
    assert len(DAMAGES) >= 60
    assert len(HARMLESS) >= 20


@pytest.mark.parametrize("name", DAMAGES)
def test_a_damage_closes_the_gate_or_its_cases_are_named(
    name: str, good: list[Result], baseline: Baseline, rescore: Rescore, made: Made
) -> None:
    before = [result.outcome for result in good]
    after = DAMAGES[name](before)
    damaged = {new.case.id for old, new in zip(before, after, strict=True) if old != new}
    assert damaged, "the damage found nothing to damage"
    run = made.run(rescore(after))
    found = check_run(run, baseline)
    moved = {case.case for each in found for case in each.cases}
    named = moved | {change.case for change in find_changes(run, baseline)}
    assert damaged <= named or not all(each.passed for each in found)


@pytest.mark.parametrize("name", HARMLESS)
def test_a_harmless_change_neither_closes_the_gate_nor_is_named(
    name: str, good: list[Result], baseline: Baseline, rescore: Rescore, made: Made
) -> None:
    run = made.run(rescore(HARMLESS[name]([result.outcome for result in good])))
    found = check_run(run, baseline)
    assert [each.name for each in found if not each.passed or each.cases] == []
    assert find_changes(run, baseline) == ()


@pytest.mark.parametrize("name", list(DAMAGES)[:12])
def test_an_over_claim_closes_the_gate_by_itself(
    name: str, good: list[Result], baseline: Baseline, rescore: Rescore, made: Made
) -> None:
    outcomes = DAMAGES[name]([result.outcome for result in good])
    failed = [each.name for each in check_run(made.run(rescore(outcomes)), baseline) if not each.passed]
    assert "words_quoted" in failed


def test_slower_answers_are_told_by_the_gate(good: list[Result], baseline: Baseline, made: Made) -> None:
    outcomes = take(10.0)([result.outcome for result in good])
    slow = [replace(result, outcome=outcome) for result, outcome in zip(good, outcomes, strict=True)]
    assert "10.0 times slower" in (compare_speed(made.run(slow), baseline) or "")
