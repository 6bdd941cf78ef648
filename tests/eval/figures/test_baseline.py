from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace

import pytest

from eval.figures.baseline import Held, make_baseline, read_baseline, write_baseline
from eval.types import Result
from ingest.errors import InvalidRequest, NotFound

Made = SimpleNamespace
HUNDRED = [f"case-{number:03}" for number in range(100)]


def results(made: Made, values: Mapping[str, float | None], name: str = "cited_gold") -> list[Result]:
    return [made.result(made.case(case), {name: value}) for case, value in values.items()]


def test_the_baseline_holds_figures_bands_and_the_scores_of_each_case(made: Made) -> None:
    values = dict.fromkeys(HUNDRED, 0.5) | {"case-000": 1.0, "case-001": None}
    baseline = make_baseline(made.run(results(made, values)))
    # 98 x 0.5 and 1.0 over 99 cases; six whole cases of 99 are 0.0606.
    assert baseline.metrics == {"cited_gold": Held(round(50 / 99, 4), 0.0606, 99)}
    assert baseline.scores["case-000"] == {"cited_gold": 1.0}
    assert "case-001" not in baseline.scores
    assert len(baseline.cases) == 100


def test_no_band_is_wider_than_a_fifth(made: Made) -> None:
    baseline = make_baseline(made.run(results(made, {"a": 1.0, "b": 1.0, "c": 0.0, "d": 1.0})))
    assert baseline.metrics["cited_gold"] == Held(0.75, 0.2, 4)


def test_what_must_hold_has_no_band_and_speed_and_judgements_are_not_held(made: Made) -> None:
    scores = {"words_verbatim": 1.0, "latency_ms": 7.0, "judged_relevance": 1.0, "right_answer": 1.0}
    baseline = make_baseline(made.run([made.result(made.case(), scores)]))
    assert baseline.metrics == {"words_verbatim": Held(1.0, 0.0, 1), "right_answer": Held(1.0, 0.2, 1)}


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
        "right_answer": 0.2,
    }


def test_a_missing_baseline_says_how_to_make_it(tmp_path: Path) -> None:
    with pytest.raises(NotFound, match="--write-baseline"):
        read_baseline(tmp_path / "none.json")


@pytest.mark.parametrize("content", ["", "{}", '{"questions": "s"', "[]"])
def test_a_broken_baseline_is_named(tmp_path: Path, content: str) -> None:
    (tmp_path / "broken.json").write_text(content)
    with pytest.raises(InvalidRequest, match=r"broken\.json: not a baseline"):
        read_baseline(tmp_path / "broken.json")


def test_a_run_of_another_set_makes_no_baseline_in_the_place_of_this_one(made: Made) -> None:
    run = made.run(results(made, {"a": 1.0}))
    before = replace(make_baseline(run), questions="another")
    with pytest.raises(InvalidRequest, match=r"set 'another'.*nothing was written"):
        make_baseline(run, before)
