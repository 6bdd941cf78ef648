from types import SimpleNamespace

from eval.figures.measures import MEASURES
from eval.figures.metrics import summarise
from eval.report.terminal import headline_lines, list_groups, overall_lines

Made = SimpleNamespace


def test_each_figure_has_its_interval_its_n_and_what_was_not_judged(made: Made) -> None:
    scores = [1.0, 1.0, 0.0, 1.0, 1.0, None]
    results = [made.result(made.case(str(n)), {"right_answer": value}) for n, value in enumerate(scores)]
    lines = overall_lines(summarise(results))
    assert lines[1] == "-- answers"
    label, value, low, to, high, n, unscored = lines[2].rsplit(maxsplit=6)
    # Wilson's interval for 4 of 5.
    assert (label, value, low, to, high, n, unscored) == (
        "answerable answered",
        "0.800",
        "0.376",
        "to",
        "0.964",
        "5",
        "1",
    )


def test_of_fewer_than_five_no_interval_is_told(made: Made) -> None:
    results = [made.result(made.case(str(n)), {"right_answer": 1.0}) for n in range(3)]
    assert overall_lines(summarise(results))[2].split() == [
        *("answerable", "answered", "1.000", "too", "few", "to", "say", "3"),
    ]


def test_where_nothing_was_judged_there_is_no_figure(made: Made) -> None:
    scores = {"right_answer": None, "latency_ms": 10.0}
    lines = overall_lines(summarise([made.result(made.case(), scores)]))
    assert not any(line.startswith("answerable answered") for line in lines)
    assert lines[-1] == "No case to score for: answerable answered, false refusals."


def test_figures_of_briefs_are_told_where_there_are_any(made: Made) -> None:
    name = next(name for name, measure in MEASURES.items() if measure.family == "briefs")
    without, within = (
        overall_lines(summarise([made.result(made.case(), {"right_answer": 1.0, name: value})]))
        for value in (None, 1.0)
    )
    assert ("-- briefs" in without, "-- briefs" in within) == (False, True)


def test_milliseconds_have_no_decimals(made: Made) -> None:
    results = [made.result(made.case(str(n)), {"latency_ms": value}) for n, value in enumerate((10.4, 20.9))]
    assert overall_lines(summarise(results))[-1].split()[:2] == ["milliseconds", "16"]


def test_groups_have_a_line_each(made: Made) -> None:
    results = [
        made.result(made.case("a", kind="list"), {"right_answer": 1.0, "right_refusal": None}),
        made.result(made.case("b", kind="factual"), {"right_answer": 0.0, "right_refusal": None}),
        made.result(made.case("c", kind="list"), {"right_answer": 0.0, "right_refusal": None}),
    ]
    header, *lines = list_groups(summarise(results), "kind")
    assert header.split() == ["kind", "answerable", "answered"]
    assert [line.split() for line in lines] == [["list", "0.50", "(2)"], ["factual", "0.00", "(1)"]]


def test_the_head_tells_what_a_reader_must_know(made: Made) -> None:
    result = made.result(made.case("a"), {})
    assert headline_lines(made.run([result]))[1:] == ["Set set: 1 cases, answered by extractive."]
    part = made.run([result], cases=("a", "b"), engine="chat", model="openai:small", repeats=2)
    assert headline_lines(part)[1:] == [
        "Set set: 2 cases, each 2 times, answered by openai:small.",
        "It was cut off: 1 of 4 results.",
        "Answers written by another engine: 1.",
    ]
