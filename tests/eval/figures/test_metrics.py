from types import SimpleNamespace

import pytest

from eval.figures.intervals import estimate_mean, estimate_proportion
from eval.figures.metrics import (
    Metric,
    compare_evidence,
    find_places,
    group_by_case,
    group_by_pair,
    summarise,
)
from eval.types import Gold, TextSpan

Made = SimpleNamespace


def find(metrics: tuple[Metric, ...], name: str, group: str = "all") -> Metric:
    (found,) = [metric for metric in metrics if (metric.name, metric.group) == (name, group)]
    return found


def test_what_could_not_be_scored_is_counted_and_left_out(made: Made) -> None:
    values = [0.2, 0.6, None, None, 1.0]
    results = [made.result(made.case(str(n)), {"cited_gold": value}) for n, value in enumerate(values)]
    metric = find(summarise(results), "cited_gold")
    assert metric.estimate == estimate_mean([0.2, 0.6, 1.0])
    assert metric.estimate.value == pytest.approx(0.6)
    assert (metric.estimate.n, metric.unscored) == (3, 2)


def test_a_metric_that_nothing_was_scored_for_has_no_value(made: Made) -> None:
    metric = find(summarise([made.result(made.case(), {"cited_gold": None})]), "cited_gold")
    assert (metric.estimate.value, metric.estimate.n, metric.unscored) == (None, 0, 1)


def test_without_results_there_are_no_metrics() -> None:
    assert summarise([]) == ()


def test_right_or_wrong_is_a_proportion(made: Made) -> None:
    values = [1.0, 1.0, 0.0, None]
    results = [made.result(made.case(str(n)), {"right_answer": value}) for n, value in enumerate(values)]
    metrics = summarise(results)
    assert find(metrics, "right_answer").estimate == estimate_proportion([True, True, False])
    assert find(metrics, "false_refusal").estimate == estimate_proportion([False, False, True])
    assert find(metrics, "false_refusal").unscored == 1


def test_repeats_of_a_case_are_one_case(made: Made) -> None:
    one, two = made.case("one"), made.case("two")
    asked = [(one, 0.0), (one, 1.0), (one, None), (two, 0.25)]
    results = [made.result(case, {"x": value}, repeat) for repeat, (case, value) in enumerate(asked)]
    assert group_by_case(results) == {"x": {"one": 0.5, "two": 0.25}}
    metric = find(summarise(results), "x")
    assert (metric.estimate.value, metric.estimate.n) == (0.375, 2)


def test_figures_are_given_by_kind_and_persona(made: Made) -> None:
    cases = [
        made.case("a", kind="list", persona="leader"),
        made.case("b", kind="list", persona="new_staff"),
        made.case("c", kind="factual", persona="leader"),
    ]
    results = [made.result(case, {"x": value}) for case, value in zip(cases, (0.0, 0.5, 1.0), strict=True)]
    metrics = summarise(results)
    got = {
        (m.by, m.group): (m.estimate.value, m.estimate.n)
        for m in metrics
        if m.by in ("all", "kind", "persona")
    }
    assert got == {
        ("all", "all"): (0.5, 3),
        ("kind", "list"): (0.25, 2),
        ("kind", "factual"): (1.0, 1),
        ("persona", "leader"): (0.5, 2),
        ("persona", "new_staff"): (0.5, 1),
    }


def test_figures_are_given_by_place(made: Made) -> None:
    quoted = Gold((TextSpan("a", 0, 8),), quotes=("the work in Wigan",))
    cases = [
        made.case("a", question="and in salford?"),
        made.case("b", question="Who met in Salford and Wigan?"),
        made.case("c", question="Who met?", gold=(quoted,)),
        made.case("d", question="Who met?"),
    ]
    found = (made.passage("S1", "a", 0, 37, places=("Salford", "Wigan")),)
    results = [
        made.result(case, {"x": value}, found=found)
        for case, value in zip(cases, (0.0, 0.5, 1.0, 0.25), strict=True)
    ]
    got = {m.group: (m.estimate.value, m.estimate.n) for m in summarise(results) if m.by == "place"}
    assert got == {"Salford": (0.25, 2), "Wigan": (0.75, 2), "no place": (0.25, 1)}
    assert list(got)[-1] == "no place"


def test_a_place_in_the_question_wins_over_those_of_the_gold(made: Made) -> None:
    quoted = Gold((TextSpan("a", 0, 8),), quotes=("in Bury and Salford they bury nothing",))
    case = made.case(question="what about salford?", gold=(quoted,))
    assert find_places(case, ["Bury", "Salford"]) == ("Salford",)
    assert find_places(made.case(gold=(quoted,)), ["Bury", "Salford", "Wigan"]) == ("Bury", "Salford")


def test_metrics_come_in_the_order_in_which_they_are_described(made: Made) -> None:
    results = [made.result(made.case(), {"own": 1.0, "latency_ms": 5.0, "right_answer": 1.0})]
    names = [metric.name for metric in summarise(results) if metric.by == "all"]
    assert names == ["right_answer", "false_refusal", "latency_ms", "own"]


def test_the_evidence_that_opposite_framings_share(made: Made) -> None:
    def answered(name: str, *spans: tuple[int, int]) -> object:
        passages = [made.passage(f"S{n}", "a", *span) for n, span in enumerate(spans)]
        answer = made.answer([made.statement("So.", "S0")], passages)
        return made.outcome(made.case(name, pair="p"), answer)

    # 0-37 and 38-50 against 20-50: 29 characters in common of the 50 (37 + 12 + the space between at 37).
    one, other = answered("one", (0, 37), (38, 50)), answered("other", (20, 50))
    assert compare_evidence(one, other) == pytest.approx(29 / 50)  # type: ignore[arg-type]
    assert compare_evidence(one, one) == 1.0  # type: ignore[arg-type]
    refused = made.outcome(made.case(), made.answer())
    assert compare_evidence(one, refused) == 0.0  # type: ignore[arg-type]
    assert compare_evidence(refused, refused) is None


def test_pairs_are_summed_up_as_pairs(made: Made) -> None:
    passage = made.passage("S1", "a", 0, 37)
    answer = made.answer([made.statement("So.", "S1")], [passage])
    results = [
        made.result(made.case("a", pair="p"), {}, answer=answer),
        made.result(made.case("b", pair="p"), {}, answer=answer),
        made.result(made.case("c", pair="q"), {}, answer=answer),
        made.result(made.case("d", pair="q"), {}),
        made.result(made.case("e", pair="alone"), {}, answer=answer),
        made.result(made.case("f"), {}, answer=answer),
    ]
    assert group_by_pair(results) == {"same_evidence": {"p": 1.0, "q": 0.0, "alone": None}}
    metric = find(summarise(results), "same_evidence")
    assert (metric.estimate.value, metric.estimate.n, metric.unscored) == (0.5, 2, 1)


def test_cases_are_grouped_by_their_tags(made: SimpleNamespace) -> None:
    results = [
        made.result(made.case("a", tags=("hard", "new")), {"right_answer": 1.0}),
        made.result(made.case("b", tags=("new",)), {"right_answer": 0.0}),
        made.result(made.case("c"), {"right_answer": 0.0}),
    ]
    found = {
        m.group: (m.estimate.value, m.estimate.n)
        for m in summarise(results)
        if m.by == "tag" and m.name == "right_answer"
    }
    assert found == {"hard": (1.0, 1), "new": (0.5, 2)}
