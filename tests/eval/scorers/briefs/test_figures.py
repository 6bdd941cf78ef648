"""Evidence and gold lie in the two reports of the builders; every figure is worked out beside its test."""

from dataclasses import replace
from types import SimpleNamespace

from eval.scorers import ScoringContext
from eval.scorers.briefs.figures import brief_figures
from eval.types import Outcome
from service.brief.types import Brief, EvidenceItem, Searched, Stance, Strength
from service.types import Engine, Passage

Made = SimpleNamespace


def make_brief(passages: list[Passage], stances: list[Stance]) -> Brief:
    """A brief whose evidence is the first so many passages, with these stances."""
    evidence = tuple(
        EvidenceItem(passage.id, stance, None, None, "Trust", (), None, "finding", None, "It says so.")
        for passage, stance in zip(passages, stances, strict=False)
    )
    return Brief(
        id="b",
        question="?",
        question_id=None,
        created_at="2026-01-01T00:00:00.000Z",
        status="evidence",
        statements=(),
        evidence=evidence,
        matrix=(),
        strength=Strength("", 0, 0, (), None),
        tensions=(),
        gaps=(),
        voices_missing=(),
        prompts=(),
        passages=tuple(passages),
        nearest=(),
        searched=Searched(2, 3),
        library="0",
        engine=Engine("extractive"),
    )


def values(outcome: Outcome, context: ScoringContext) -> dict[str, float | None]:
    return {score.scorer: score.value for score in brief_figures(outcome, context)}


def make_outcome(made: Made, stances: list[Stance]) -> Outcome:
    """Gold for at the start of `a`, gold against at the end of `b`, one claim nowhere in the brief."""
    gold = (
        replace(made.gold(("a", 0, 37)), stance="for"),
        replace(made.gold(("b", 52, 76)), stance="against"),
        made.gold(("a", 51, 72)),
    )
    passages = [
        made.passage("E1", "a", 0, 37),
        made.passage("E2", "b", 0, 22),
        made.passage("E3", "b", 52, 76),
    ]
    outcome: Outcome = made.outcome(made.case(gold=gold, brief=True), made.answer())
    return replace(outcome, brief=make_brief(passages, stances))


def test_the_figures_are_those_worked_out_by_hand(made: Made, context: ScoringContext) -> None:
    found = values(make_outcome(made, ["for", "context", "against"]), context)
    # Of three claims E1 and E3 have one each; of three evidence passages these two are gold; one side each.
    assert found == {
        "brief_recall": 2 / 3,
        "brief_evidence_gold": 2 / 3,
        "brief_balance": 1.0,
        "brief_stance": 1.0,
    }


def test_what_was_only_looked_at_counts_for_recall_alone(made: Made, context: ScoringContext) -> None:
    found = values(make_outcome(made, ["for"]), context)
    # E1 is the evidence: gold, for, and labelled rightly; nothing speaks on the other side.
    assert found == {
        "brief_recall": 2 / 3,
        "brief_evidence_gold": 1.0,
        "brief_balance": 0.0,
        "brief_stance": 1.0,
    }


def test_a_wrong_stance_is_counted(made: Made, context: ScoringContext) -> None:
    assert values(make_outcome(made, ["against", "context", "for"]), context)["brief_stance"] == 0.0


def test_a_case_that_asks_for_no_brief_is_unscored(made: Made, context: ScoringContext) -> None:
    outcome = replace(make_outcome(made, []), brief=None)
    assert set(values(outcome, context).values()) == {None}


def test_a_brief_that_takes_no_side_has_no_balance(made: Made, context: ScoringContext) -> None:
    assert values(make_outcome(made, ["context"]), context)["brief_balance"] is None
