import json
from collections.abc import Mapping
from dataclasses import replace
from types import SimpleNamespace
from typing import Any

import pytest

from eval.figures.compare import Comparison, Difference, as_json, compare_runs, give_verdict
from eval.figures.intervals import compare_pairs
from eval.figures.measures import MAIN
from eval.report.lines import comparison_lines
from eval.sets.identity import digest_case
from eval.types import Gold, Result, TextSpan

Made = SimpleNamespace


def of(comparison: Comparison, name: str) -> Difference:
    (found,) = [each for each in comparison.differences if each.name == name]
    return found


def results(made: Made, values: Mapping[str, float | None], name: str = "x") -> list[Result]:
    return [made.result(made.case(case), {name: value}) for case, value in values.items()]


def test_figures_are_compared_over_the_cases_that_both_could_score(made: Made) -> None:
    first = results(made, {"a": 0.25, "b": 0.5, "c": None, "d": 0.75})
    second = results(made, {"a": 0.75, "b": 0.5, "c": 1.0, "d": 1.0})
    found = of(compare_runs(made.run(first), made.run(second)), "x")
    # a, b and d: 0.5 before, 0.75 after.
    assert (found.first.value, found.second.value) == (0.5, 0.75)
    assert found.paired == compare_pairs([0.25, 0.5, 0.75], [0.75, 0.5, 1.0])
    assert found.paired.difference == 0.25
    assert (found.paired.n, found.left_out) == (3, 1)


def test_only_common_cases_are_compared_and_the_others_are_named(made: Made) -> None:
    first = results(made, {"a": 0.0, "b": 1.0, "old": 1.0})
    second = results(made, {"new": 0.0, "b": 0.5, "a": 0.5})
    found = compare_runs(made.run(first), made.run(second))
    assert (found.common, found.only_first, found.only_second) == (2, ("old",), ("new",))
    assert of(found, "x").paired.n == 2
    told = "\n".join(comparison_lines(found))
    assert "Only in the first: 1 (old)." in told
    assert "Only in the second: 1 (new)." in told


def test_a_case_that_asks_something_else_now_is_not_compared(made: Made) -> None:
    first = results(made, {"a": 0.0, "b": 1.0})
    second = [first[0], made.result(made.case("b", question="Something else?"), {"x": 0.0})]
    found = compare_runs(made.run(first), made.run(second))
    assert (found.common, found.altered) == (1, ("b",))
    assert of(found, "x").paired.n == 1
    assert "another question" in "\n".join(comparison_lines(found))


def test_gold_that_moved_in_its_report_is_the_same_gold_and_other_words_are_not(made: Made) -> None:
    case = made.case(gold=(Gold((TextSpan("a", 0, 5),), quotes=("Trust",)),))
    moved = replace(case, gold=(Gold((TextSpan("a", 9, 14),), quotes=("Trust",)),), notes="moved")
    other = replace(case, gold=(Gold((TextSpan("a", 0, 5),), quotes=("Faith",)),))
    assert digest_case(case) == digest_case(moved)
    assert digest_case(case) != digest_case(other)
    assert digest_case(case) != digest_case(replace(case, points=(("trust",),)))


def test_repeats_are_averaged_before_they_are_compared(made: Made) -> None:
    case = made.case("a")
    first = [made.result(case, {"x": value}, repeat) for repeat, value in enumerate((0.0, 0.5))]
    second = [made.result(case, {"x": value}, repeat) for repeat, value in enumerate((1.0, 1.0, None))]
    found = of(compare_runs(made.run(first), made.run(second)), "x")
    assert (found.first.value, found.second.value, found.paired.n) == (0.25, 1.0, 1)


def test_runs_without_common_cases_have_nothing_to_compare(made: Made) -> None:
    found = compare_runs(made.run(results(made, {"a": 1.0})), made.run(results(made, {"b": 1.0})))
    assert (found.common, found.differences, found.changed) == (0, (), ())
    assert "0 cases are compared." in list(comparison_lines(found))


def test_what_changed_most_comes_first_and_worse_before_better(made: Made) -> None:
    before = {
        "refused": {"right_answer": 1.0},
        "better": {"cited_gold": 0.0},
        "worse": {"cited_gold": 1.0},
        "bug": {"words_verbatim": 1.0},
        "same": {"cited_gold": 0.5},
        "slower": {"latency_ms": 5.0},
        "little": {"cited_gold": 0.5},
    }
    after = {
        "refused": {"right_answer": 0.0},
        "better": {"cited_gold": 1.0},
        "worse": {"cited_gold": 0.0},
        "bug": {"words_verbatim": 0.5},
        "same": {"cited_gold": 0.5},
        "slower": {"latency_ms": 9.0},
        "little": {"cited_gold": 0.4},
    }
    first, second = (
        made.run([made.result(made.case(name), scores) for name, scores in run.items()])
        for run in (before, after)
    )
    found = compare_runs(first, second)
    # Weighted: bug 10 x 0.5, refused 4 x 1, worse and better 1 x 1 each, little 0.1. Time is not looked at.
    assert [changed.case.id for changed in found.changed] == ["bug", "refused", "worse", "better", "little"]
    assert [round(changed.gain, 3) for changed in found.changed] == [-5.0, -4.0, -1.0, 1.0, -0.1]
    assert found.unchanged == 2


def test_an_answer_in_other_words_is_a_change_even_with_the_same_scores(made: Made) -> None:
    passage = made.passage("S1", "a", 0, 37)
    case = made.case("a", question="What grew?")
    first = made.result(
        case, {"x": 1.0}, answer=made.answer([made.statement("Trust grew.", "S1")], [passage])
    )
    second = made.result(case, {"x": 1.0}, answer=made.answer([made.statement("It grew.", "S1")], [passage]))
    found = compare_runs(made.run([first]), made.run([second]))
    assert [(changed.case.id, changed.shifts) for changed in found.changed] == [("a", ())]
    told = "\n".join(comparison_lines(found))
    for words in ("What grew?", "Trust grew. [1]", "It grew. [1]", "the same scores"):
        assert words in told


def test_a_case_that_can_no_longer_be_judged_is_a_change(made: Made) -> None:
    found = compare_runs(made.run(results(made, {"a": 1.0})), made.run(results(made, {"a": None})))
    (changed,) = found.changed
    assert (changed.shifts[0].first, changed.shifts[0].second) == (1.0, None)
    assert "x 1.000 -> unscored" in "\n".join(comparison_lines(found))


def test_pairs_are_compared_as_pairs(made: Made) -> None:
    answer = made.answer([made.statement("So.", "S1")], [made.passage("S1", "a", 0, 37)])
    sides = [made.case("for", pair="p"), made.case("against", pair="p")]
    first = [made.result(case, {}, answer=answer) for case in sides]
    second = [first[0], made.result(sides[1], {})]
    found = of(compare_runs(made.run(first), made.run(second)), "same_evidence")
    assert (found.first.value, found.second.value, found.paired.n) == (1.0, 0.0, 1)


def test_what_produced_the_runs_and_that_one_was_cut_off_is_told(made: Made) -> None:
    values = {"a": 1.0}
    first = made.run(results(made, values), cases=("a", "b"))
    second = made.run(
        results(made, values), cases=("a", "b"), settings={"answer_chars": 5}, prompts={"p": "1"}
    )
    found = compare_runs(first, second)
    assert found.produced == ("settings (answer_chars)", "prompts (p)")
    assert found.warnings == ("run was cut off: 1 of 2 results",) * 2
    assert "Beware: run was cut off" in "\n".join(comparison_lines(found))


def test_programs_are_told_the_same(made: Made) -> None:
    first, second = results(made, {"a": 0.0, "b": 1.0}), results(made, {"a": 1.0, "b": 1.0})
    found = json.loads(json.dumps(as_json(compare_runs(made.run(first), made.run(second)))))
    (metric,) = found["metrics"]
    assert (metric["name"], metric["first"], metric["second"], metric["difference"]) == ("x", 0.5, 1.0, 0.5)
    (changed,) = found["changed"]
    assert (changed["case"], changed["scores"]) == ("a", {"x": [0.0, 1.0]})
    assert changed["first"]["status"] == "not_in_reports"


@pytest.mark.parametrize(("told", "cases"), [(10, 10), (3, 3)])
def test_so_many_cases_are_told_and_the_others_are_named(made: Made, told: int, cases: int) -> None:
    ids = [f"case-{number:02}" for number in range(12)]
    first, second = results(made, dict.fromkeys(ids, 1.0)), results(made, dict.fromkeys(ids, 0.0))
    lines = list(comparison_lines(compare_runs(made.run(first), made.run(second)), told))
    assert sum(line.strip() == "-- first: not_in_reports" for line in lines) == cases
    assert "case-11" in "\n".join(line for line in lines if line.startswith("Changed as well"))


@pytest.mark.parametrize(
    ("changes", "verdict"),
    [
        ({"required_cited": (0.0, 1.0)}, "better (required gold cited)"),
        ({"required_cited": (1.0, 0.0)}, "worse (required gold cited)"),
        (
            {"required_cited": (0.0, 1.0), "right_refusal": (1.0, 0.0)},
            "better in required gold cited; worse in others refused",
        ),
        ({"required_cited": (0.5, 0.5)}, "can't be told: no main figure moved by more than chance"),
        ({"words_verbatim": (1.0, 0.9)}, "worse (words verbatim)"),
        ({"latency_ms": (10.0, 900.0)}, "can't be told: no main figure moved by more than chance"),
    ],
)
def test_the_verdict_comes_first(made: Made, changes: dict[str, tuple[float, float]], verdict: str) -> None:
    runs = [
        made.run(
            [
                made.result(made.case(str(n)), {name: pair[side] for name, pair in changes.items()})
                for n in range(12)
            ]
        )
        for side in (0, 1)
    ]
    found = compare_runs(*runs)
    assert give_verdict(found.differences) == verdict
    assert list(comparison_lines(found))[2] == f"Verdict on the second: {verdict}."
    assert json.loads(json.dumps(as_json(found)))["verdict"] == verdict


def test_one_small_p_among_six_figures_is_no_verdict(made: Made) -> None:
    # Six of six go one way: p = 0.031 for one figure, too much for six of them.
    def run_with(share: float) -> Any:
        scores = [
            {name: share if name == "cited_gold" and n < 6 else 0.5 for name in MAIN} for n in range(10)
        ]
        return made.run([made.result(made.case(str(n)), own) for n, own in enumerate(scores)])

    found = compare_runs(run_with(0.5), run_with(0.75))
    assert of(found, "cited_gold").paired.p == pytest.approx(0.03125)
    assert give_verdict(found.differences).startswith("can't be told")
