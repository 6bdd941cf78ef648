from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace

import pytest

from eval.figures.gate import Checked, Held, check_run, make_baseline, read_baseline, write_baseline
from eval.report.lines import gate_lines
from eval.types import Result
from ingest.errors import InvalidRequest, NotFound

Made = SimpleNamespace
HUNDRED = [f"case-{number:03}" for number in range(100)]


def results(made: Made, values: Mapping[str, float | None], name: str = "cited_gold") -> list[Result]:
    return [made.result(made.case(case), {name: value}) for case, value in values.items()]


def only(found: tuple[Checked, ...]) -> Checked:
    assert len(found) == 1
    return found[0]


def test_the_baseline_holds_figures_bands_and_the_scores_of_each_case(made: Made) -> None:
    values = dict.fromkeys(HUNDRED, 0.5) | {"case-000": 1.0, "case-001": None}
    baseline = make_baseline(made.run(results(made, values)))
    # 98 x 0.5 and 1.0 over 99 cases.
    assert baseline.metrics == {"cited_gold": Held(round(50 / 99, 4), 0.02, 99)}
    assert baseline.scores["case-000"] == {"cited_gold": 1.0}
    assert "case-001" not in baseline.scores
    assert len(baseline.cases) == 100


def test_what_rests_on_few_cases_may_move_by_one_of_them(made: Made) -> None:
    baseline = make_baseline(made.run(results(made, {"a": 1.0, "b": 1.0, "c": 0.0, "d": 1.0})))
    assert baseline.metrics["cited_gold"] == Held(0.75, 0.25, 4)


def test_what_must_hold_has_no_band_and_speed_and_judgements_are_not_held(made: Made) -> None:
    scores = {"words_verbatim": 1.0, "latency_ms": 7.0, "judged_relevance": 1.0, "right_answer": 1.0}
    baseline = make_baseline(made.run([made.result(made.case(), scores)]))
    assert baseline.metrics == {"words_verbatim": Held(1.0, 0.0, 1), "right_answer": Held(1.0, 1.0, 1)}


@pytest.mark.parametrize(
    ("better", "passed"), [(0, True), (4, True), (-4, True), (5, False), (-5, False), (40, False)]
)
def test_a_figure_may_move_within_its_band_and_not_beyond_either_way(
    made: Made, better: int, passed: bool
) -> None:
    half = dict.fromkeys(HUNDRED, 0.5)
    baseline = make_baseline(made.run(results(made, half)))
    moved = half | dict.fromkeys(HUNDRED[: abs(better)], 1.0 if better > 0 else 0.0)
    found = only(check_run(made.run(results(made, moved)), baseline))
    # Each case moves the mean of a hundred by 0.005; the band is 0.02.
    assert found.now == pytest.approx(0.5 + 0.005 * better)
    assert found.passed is passed
    assert len(found.cases) == abs(better)
    assert found.better is (better > 0)


def test_one_case_is_too_many_for_what_must_hold(made: Made) -> None:
    whole = dict.fromkeys(HUNDRED, 1.0)
    baseline = make_baseline(made.run(results(made, whole, "statement_cited")))
    found = only(check_run(made.run(results(made, whole | {"case-007": 0.9}, "statement_cited")), baseline))
    assert not found.passed
    assert [(case.case, case.before, case.now) for case in found.cases] == [("case-007", 1.0, 0.9)]
    told = "\n".join(gate_lines((found,)))
    assert "statements cited: 1.000 -> 0.999, worse" in told
    assert "case-007 1.000 -> 0.900" in told
    assert "0 of 1 figures are within their bands; 1 cases have other scores" in told


def test_the_cases_that_moved_most_are_named_first(made: Made) -> None:
    half = dict.fromkeys(HUNDRED, 0.5)
    baseline = make_baseline(made.run(results(made, half)))
    moved = half | {"case-003": 0.4, "case-002": 1.0, "case-001": None, "case-000": 0.6}
    found = only(check_run(made.run(results(made, moved)), baseline))
    assert [case.case for case in found.cases] == ["case-001", "case-002", "case-000", "case-003"]


def test_a_figure_that_can_no_longer_be_scored_does_not_pass(made: Made) -> None:
    baseline = make_baseline(made.run(results(made, {"a": 1.0})))
    found = only(check_run(made.run(results(made, {"a": None})), baseline))
    assert (found.now, found.passed, found.better) == (None, False, False)
    assert "nothing can be scored" in "\n".join(gate_lines((found,)))


def test_pairs_are_held_as_well(made: Made) -> None:
    answer = made.answer([made.statement("So.", "S1")], [made.passage("S1", "a", 0, 37)])
    sides = [made.case("for", pair="p"), made.case("against", pair="p")]
    first = [made.result(case, {}, answer=answer) for case in sides]
    baseline = replace(make_baseline(made.run(first)), metrics={"same_evidence": Held(1.0, 0.5, 1)})
    found = only(check_run(made.run([first[0], made.result(sides[1], {})]), baseline))
    assert [(case.case, case.before, case.now) for case in found.cases] == [("p", 1.0, 0.0)]


def test_a_run_that_was_cut_off_is_refused(made: Made) -> None:
    run = made.run(results(made, {"a": 1.0}), cases=("a", "b"))
    baseline = make_baseline(made.run(results(made, {"a": 1.0, "b": 1.0})))
    for refused in (lambda: check_run(run, baseline), lambda: make_baseline(run)):
        with pytest.raises(InvalidRequest, match="cut off: 1 of 2 results"):
            refused()


def test_a_run_of_another_set_is_refused_with_what_differs(made: Made) -> None:
    baseline = make_baseline(made.run(results(made, {"a": 1.0, "b": 1.0, "gone": 1.0})))
    other = [*results(made, {"a": 1.0, "new": 1.0}), made.result(made.case("b", question="Else?"), {})]
    with pytest.raises(InvalidRequest) as refused:
        check_run(made.run(other), baseline)
    for words in ("lacks 1 cases (gone)", "has besides 1 cases (new)", "something else in 1 cases (b)"):
        assert words in str(refused.value)


def test_a_run_of_another_engine_is_refused(made: Made) -> None:
    values = results(made, {"a": 1.0})
    with pytest.raises(InvalidRequest, match="answered by chat, the baseline by extractive"):
        check_run(made.run(values, engine="chat"), make_baseline(made.run(values)))


def test_a_baseline_comes_back_as_it_was_written_with_a_line_for_each_case(
    made: Made, tmp_path: Path
) -> None:
    baseline = make_baseline(made.run(results(made, {"a": 1.0, "b”\n": 0.333333})))
    write_baseline(tmp_path / "baseline.json", baseline)
    assert read_baseline(tmp_path / "baseline.json") == baseline
    assert '  "a": {"cited_gold": 1.0},\n' in (tmp_path / "baseline.json").read_text()


def test_bands_that_were_set_by_hand_are_kept(made: Made) -> None:
    run = made.run([made.result(made.case(), {"cited_gold": 1.0, "right_answer": 1.0})])
    before = replace(make_baseline(run), metrics={"cited_gold": Held(0.2, 0.07, 1)})
    assert {name: held.band for name, held in make_baseline(run, before).metrics.items()} == {
        "cited_gold": 0.07,
        "right_answer": 1.0,
    }


def test_a_missing_baseline_says_how_to_make_it(tmp_path: Path) -> None:
    with pytest.raises(NotFound, match="--write-baseline"):
        read_baseline(tmp_path / "none.json")


@pytest.mark.parametrize("content", ["", "{}", '{"questions": "s"', "[]"])
def test_a_broken_baseline_is_named(tmp_path: Path, content: str) -> None:
    (tmp_path / "broken.json").write_text(content)
    with pytest.raises(InvalidRequest, match=r"broken\.json: not a baseline"):
        read_baseline(tmp_path / "broken.json")


def test_one_refusal_that_becomes_an_answer_is_never_within_a_band(made: Made) -> None:
    refused = dict.fromkeys(HUNDRED, 1.0)
    baseline = make_baseline(made.run(results(made, refused, "right_refusal")))
    moved = refused | {"case-003": 0.0}
    found = only(check_run(made.run(results(made, moved, "right_refusal")), baseline))
    assert abs((found.now or 0.0) - found.held.value) < found.held.band
    assert not found.passed
    assert "no longer refused: case-003" in "\n".join(gate_lines((found,)))


def test_cases_that_moved_are_named_where_the_figures_hold(made: Made) -> None:
    half = dict.fromkeys(HUNDRED, 0.5)
    baseline = make_baseline(made.run(results(made, half)))
    found = only(check_run(made.run(results(made, half | {"case-011": 1.0})), baseline))
    assert found.passed
    assert "case-011" in "\n".join(gate_lines((found,)))


def test_a_run_of_another_set_makes_no_baseline_in_the_place_of_this_one(made: Made) -> None:
    run = made.run(results(made, {"a": 1.0}))
    before = replace(make_baseline(run), questions="another")
    with pytest.raises(InvalidRequest, match=r"set 'another'.*nothing was written"):
        make_baseline(run, before)
