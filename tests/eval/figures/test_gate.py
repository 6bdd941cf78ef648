from collections.abc import Mapping
from dataclasses import replace
from types import SimpleNamespace

import pytest

from eval.figures.baseline import Baseline, Held, make_baseline
from eval.figures.gate import Checked, check_run, compare_speed, find_changes
from eval.report.lines import change_lines, gate_lines
from eval.types import Result
from ingest.errors import InvalidRequest
from service.types import Engine, Statement

Made = SimpleNamespace
HUNDRED = [f"case-{number:03}" for number in range(100)]


def results(made: Made, values: Mapping[str, float | None], name: str = "cited_gold") -> list[Result]:
    return [made.result(made.case(case), {name: value}) for case, value in values.items()]


def only(found: tuple[Checked, ...]) -> Checked:
    assert len(found) == 1
    return found[0]


@pytest.mark.parametrize(
    ("better", "passed"), [(0, True), (11, True), (-11, True), (12, False), (-12, False), (40, False)]
)
def test_a_figure_may_move_within_its_band_and_not_beyond_either_way(
    made: Made, better: int, passed: bool
) -> None:
    half = dict.fromkeys(HUNDRED, 0.5)
    baseline = make_baseline(made.run(results(made, half)))
    moved = half | dict.fromkeys(HUNDRED[: abs(better)], 1.0 if better > 0 else 0.0)
    found = only(check_run(made.run(results(made, moved)), baseline))
    # Each case moves the mean of a hundred by 0.005; the band is 0.06, its ends excluded.
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


def test_one_case_of_two_thousand_is_too_many_for_what_must_hold(made: Made) -> None:
    whole = {f"case-{number:04}": 1.0 for number in range(2000)}
    baseline = make_baseline(made.run(results(made, whole, "said_once")))
    found = only(check_run(made.run(results(made, whole | {"case-0007": 0.95}, "said_once")), baseline))
    assert found.now == pytest.approx(1.0, abs=5e-5)
    assert not found.passed


def test_a_few_cases_close_the_gate_where_there_are_few(made: Made) -> None:
    baseline = make_baseline(made.run(results(made, dict.fromkeys("abcde", 1.0))))
    assert not only(
        check_run(made.run(results(made, dict.fromkeys("abcd", 1.0) | {"e": 0.0})), baseline)
    ).passed


@pytest.fixture
def answered(made: Made) -> Result:
    """An answer of one sentence, with a note."""
    answer = made.answer(
        [made.statement("Partners met monthly.", "S1")],
        [made.passage("S1", "a", 51, 72)],
        notes=("“metings” was read as “meetings”.",),
    )
    result: Result = made.result(made.case(), {"cited_gold": 1.0}, answer=answer)
    return result


def with_answer(result: Result, **changed: object) -> Result:
    answer = replace(result.outcome.answer, **changed)  # type: ignore[arg-type]
    return replace(result, outcome=replace(result.outcome, answer=answer))


@pytest.mark.parametrize(
    ("changed", "what"),
    [
        ({"status": "partial"}, "status answered -> partial"),
        ({"engine": Engine("chat", "m")}, "engine extractive -> chat"),
        ({"statements": ()}, "says something else"),
        ({"statements": (Statement("Partners met monthly.", ("S2",)),)}, "cites something else"),
        ({"headline": Statement("Partners met.", ("S1",))}, "says something else"),
        ({"notes": ()}, "notes, missing words or nearest passages are others"),
        ({"missing": ("zebras",)}, "notes, missing words or nearest passages are others"),
        ({"suggestions": ("Ask this.",)}, "notes, missing words or nearest passages are others"),
        ({"standalone_question": "And then?"}, "was read as another question"),
    ],
)
def test_an_answer_that_is_another_one_is_named_though_no_score_moved(
    answered: Result, made: Made, changed: dict[str, object], what: str
) -> None:
    baseline = make_baseline(made.run([answered]))
    run = made.run([with_answer(answered, **changed)])
    assert only(check_run(run, baseline)).cases == ()
    (found,) = find_changes(run, baseline)
    assert (found.case, what in found.what) == ("one", True)
    assert f"{what}: one" in "\n".join(change_lines([found], None))


def test_the_same_answer_in_other_words_beside_and_at_another_time_is_the_same(
    answered: Result, made: Made
) -> None:
    baseline = make_baseline(made.run([answered]))
    again = with_answer(answered, id="2", notes=("Read another way.",), timings_ms={"total": 9.0})
    assert find_changes(made.run([again]), baseline) == ()
    assert compare_speed(made.run([again]), baseline) is None


def test_answers_that_take_many_times_as_long_are_told(answered: Result, made: Made) -> None:
    baseline = make_baseline(made.run([answered]))
    slow = made.run([with_answer(answered, timings_ms={"total": 50.0})])
    told = compare_speed(slow, baseline)
    assert told == "answers took 50 ms, 10.0 times slower than 5 ms"
    assert f"Beware: {told}" in "\n".join(change_lines((), told))


def test_a_baseline_of_before_answers_were_kept_still_holds_figures(answered: Result, made: Made) -> None:
    old: Baseline = replace(make_baseline(made.run([answered])), answers={}, speed=None)
    run = made.run([with_answer(answered, notes=())])
    assert only(check_run(run, old)).passed
    assert (find_changes(run, old), compare_speed(run, old)) == ((), None)
