from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace

from eval.figures.metrics import summarise
from eval.report.summary import (
    choose_cases,
    count_refusals,
    count_shares,
    find_worst_kinds,
    list_reasons,
    summarise_run,
)
from eval.types import Result, Score

Made = SimpleNamespace


def test_the_kind_with_the_lowest_figure_comes_first(made: Made) -> None:
    values = {"list": 0.2, "factual": 0.9, "definition": 1.0}
    results = [
        made.result(made.case(f"{kind}-{number}", kind=kind), {"answer_points": value, "right_answer": 1.0})
        for kind, value in values.items()
        for number in range(5)
    ]
    results += [made.result(made.case("few", kind="quotation"), {"answer_points": 0.0})]
    found = find_worst_kinds(summarise(results))
    assert [(each.kind, each.measure) for each in found] == [
        ("list", "answer_points"),
        ("factual", "answer_points"),
    ]


def test_in_a_set_of_one_kind_none_is_weakest(made: Made) -> None:
    results = [made.result(made.case(str(number)), {"answer_points": 0.2}) for number in range(6)]
    assert find_worst_kinds(summarise(results)) == ()


def test_cases_to_look_at_fail_in_different_ways(made: Made) -> None:
    results = [made.result(made.case("broken"), {"words_verbatim": 0.5})]
    results += [made.result(made.case(f"part-{n}"), {"required_cited": n / 20}) for n in range(1, 20)]
    results += [made.result(made.case(f"false-{n}"), {"right_refusal": 0.0}) for n in range(6)]
    results += [made.result(made.case("fine"), {"required_cited": 1.0})]
    found = [each.case.id for each in choose_cases(results)]
    assert found[:4] == ["broken", "false-0", "false-1", "false-2"]
    assert found[4:7] == ["part-1", "part-2", "part-3"]
    assert len(found) == 10
    assert "fine" not in found


def test_reasons_are_said_in_words(made: Made) -> None:
    def of(*scores: Score) -> list[str]:
        return list_reasons(Result(made.outcome(made.case(points=(("Trust",),)), made.answer()), scores))

    assert of(Score("right_answer", 0.0)) == ["refused, although the reports answer it"]
    assert of(Score("right_refusal", 0.0)) == ["answered, although the reports do not answer it"]
    assert of(
        Score("required_cited", 0.5, explanation="1 of 2 required claims"),
        Score("answer_points", 0.0, explanation="not said: trust"),
    ) == ["cited: 1 of 2 required claims", "not said: trust"]
    assert of(Score("numbers_covered", 0.5, explanation="7 is in no passage")) == [
        "numbers covered: 7 is in no passage"
    ]


def test_refusals_are_counted_by_what_was_right(made: Made) -> None:
    said = made.answer([made.statement("Trust grew.")])
    done = [(True, said)] * 4 + [(True, made.answer())] * 3 + [(False, made.answer())] * 2 + [(False, said)]
    results = [
        made.result(made.case(str(n), answerable=answerable), {}, answer=answer)
        for n, (answerable, answer) in enumerate(done)
    ]
    counted = count_refusals(results)
    assert (counted.answered, counted.refused_wrongly) == (4, 3)
    assert (counted.refused, counted.answered_wrongly) == (2, 1)


def test_each_claim_is_cited_or_found_or_not(made: Made) -> None:
    case = made.case(gold=(made.gold(("a", 0, 37)), made.gold(("b", 0, 22)), made.gold(("b", 23, 34))))
    answer = made.answer([made.statement("Trust grew.", "S1")], [made.passage("S1", "a", 0, 37)])
    result = made.result(case, {"answer_points": 0.5}, answer=answer, found=(made.passage("S1", "b", 0, 22),))
    claims, points = count_shares([result])
    assert [(part.label, part.count) for part in claims.parts] == [
        ("cited", 1),
        ("found by search, not cited", 1),
        ("not found", 1),
    ]
    assert [part.count for part in points.parts] == [0, 1, 0]


def test_what_must_hold_is_told_when_it_does_not(made: Made) -> None:
    results = [made.result(made.case(), {"words_verbatim": 0.5, "statement_cited": 1.0})]
    found = summarise_run(made.run(results), summarise(results), rated=False)
    assert (found.held, found.broken) == (False, ("words verbatim",))
    good = [made.result(made.case(), {"words_verbatim": 1.0})]
    assert summarise_run(made.run(good), summarise(good), rated=False).held is True
    assert summarise_run(made.run([]), summarise([]), rated=False).held is None


def test_limits_fit_the_run(made: Made) -> None:
    case = made.case(gold=(made.gold(("a", 0, 5)),), unresolved=("gone",))
    results = [made.result(case, {"latency_ms": 3.0, "answer_points": 1.0})]
    run = replace(made.run(results), folder=Path("x"))
    said = " ".join(summarise_run(run, summarise(results), rated=False).limits)
    for words in (
        "factual (1)",
        "Gold passages are those",
        "compares words",
        "Nobody has rated",
        "1 question",
    ):
        assert words in said
    assert "Nobody" not in " ".join(summarise_run(run, summarise(results), rated=True).limits)


def test_a_judge_that_wrote_the_answers_is_no_witness(made: Made) -> None:
    results = [made.result(made.case("a"), {"right_answer": 1.0})]
    for judge, told in (("m, 1 times", True), ("other, 1 times", False)):
        run = made.run(results, model="m", judge=judge)
        limits = summarise_run(run, summarise(results), rated=False).limits
        assert any("no fair witness" in each for each in limits) == told
