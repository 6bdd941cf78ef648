from types import SimpleNamespace

from eval.figures.measures import MEASURES, find_measure
from eval.figures.metrics import group_by_case, group_by_pair
from eval.scorers import ScoringContext, score_outcome


def test_everything_that_is_scored_is_described(made: SimpleNamespace, context: ScoringContext) -> None:
    case = made.case(gold=(made.gold(("a", 0, 37)),), pair="p")
    outcome = made.outcome(case, made.answer(), [made.passage("S1", "a", 0, 37)])
    names = [score.scorer for score in score_outcome(outcome, context)]
    assert len(names) == len(set(names))
    results = [made.result(case, dict.fromkeys(names, 1.0))]
    produced = {*group_by_case(results), *group_by_pair(results)}
    assert produced == {name for name, known in MEASURES.items() if known.family != "judged"}


def test_a_scorer_gives_the_same_names_whatever_came_of_a_case(
    made: SimpleNamespace, context: ScoringContext
) -> None:
    passage = made.passage("S1", "a", 0, 37)
    gold = (made.gold(("a", 0, 37)),)
    outcomes = [
        made.outcome(made.case(), made.answer()),
        made.outcome(made.case(answerable=False, gold=gold), made.answer()),
        made.outcome(made.case(gold=gold), made.answer([made.statement("Trust.")])),
        made.outcome(
            made.case(gold=gold), made.answer([made.statement("Trust.", "S1")], [passage]), [passage]
        ),
    ]
    assert len({tuple(score.scorer for score in score_outcome(each, context)) for each in outcomes}) == 1


def test_every_score_has_a_value_or_a_reason(made: SimpleNamespace, context: ScoringContext) -> None:
    for score in score_outcome(made.outcome(made.case(), made.answer()), context):
        assert (score.value is None) == bool(score.unscored)


def test_a_gate_does_not_hold_what_depends_on_the_machine_or_on_a_judge() -> None:
    assert not find_measure("latency_ms").gated
    assert not find_measure("judged_faithfulness").gated
    assert find_measure("retrieval_recall").gated


def test_an_unknown_name_stands_for_itself() -> None:
    assert find_measure("own_idea").label == "own idea"
