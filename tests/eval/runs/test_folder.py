from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace

import pytest

from eval.runs.folder import RESULTS, Run, append_results, begin_run, load_run
from eval.runs.provenance import Provenance
from eval.types import Result
from ingest.errors import InvalidRequest, NotFound

MADE = Provenance(
    questions="set",
    files={"eval/set.yaml": "0"},
    cases=("one", "two"),
    repeats=2,
    engine="extractive",
    model=None,
    settings={},
    library="lib",
    reports={},
    embedding_model="model",
    prompts={},
    code="code",
    packages={},
    commit=None,
    workers=1,
    machine="machine",
)


@pytest.fixture
def results(made: SimpleNamespace) -> list[Result]:
    """Four results, in another order than the cases'."""
    passage = made.passage("S1", "a", 0, 20, places=("Salford",))
    answer = made.answer([made.statement("Trust grew.", "S1")], [passage], notes=("A note, “quoted”.",))
    case = made.case("one", gold=(made.gold(("a", 0, 20), ("b", 0, 3)),), points=(("x", "y"),), pair="p")
    return [
        made.result(made.case("two"), {"right": None}, repeat=1),
        made.result(case, {"right": 0.5, "other": None}, repeat=1, answer=answer, found=(passage,)),
        made.result(case, {"right": 1.0}),
        made.result(made.case("two"), {"right": 0.0}),
    ]


def filled(folder: Path, results: list[Result]) -> Run:
    run = begin_run(folder, MADE)
    with append_results(run) as file:
        for result in results:
            file.append(result)
    return load_run(folder)


def test_results_come_back_as_they_were_in_the_order_of_the_cases(
    tmp_path: Path, results: list[Result]
) -> None:
    run = filled(tmp_path / "run", results)
    assert run.results == (results[2], results[1], results[3], results[0])
    assert run.provenance == MADE
    assert [case.id for case in run.cases] == ["one", "two"]


def test_a_whole_run_says_when_it_ended_and_another_how_far_it_came(
    tmp_path: Path, results: list[Result]
) -> None:
    whole = filled(tmp_path / "whole", results)
    assert whole.finished
    assert whole.cut_off is None
    assert whole.about.ended
    again = filled(tmp_path / "whole", [])
    assert again.about == whole.about
    part = filled(tmp_path / "part", results[:3])
    assert not part.finished
    assert part.cut_off == "cut off: 3 of 4 results"
    assert part.about.ended is None


def test_a_torn_last_line_is_left_out_and_goes_when_the_run_goes_on(
    tmp_path: Path, results: list[Result]
) -> None:
    filled(tmp_path, results[:2])
    path = tmp_path / RESULTS
    whole = path.read_bytes()
    for length in (1, 40, len(whole.splitlines()[0]) - 1):
        path.write_bytes(whole + whole.splitlines()[0][:length])
        assert len(load_run(tmp_path).results) == 2
    run = filled(tmp_path, results[2:])
    assert run.finished
    assert path.read_bytes().startswith(whole)
    assert len(path.read_bytes().splitlines()) == 4


def test_a_run_is_gone_on_with_only_where_what_produces_it_is_the_same(
    tmp_path: Path, results: list[Result]
) -> None:
    filled(tmp_path, results[:1])
    assert len(begin_run(tmp_path, replace(MADE, workers=4, commit="later")).results) == 1
    with pytest.raises(InvalidRequest, match=r"repeats \(was 2, is 1\); library \(was lib, is other\)"):
        begin_run(tmp_path, replace(MADE, repeats=1, library="other"))


def test_a_folder_with_other_files_is_not_taken(tmp_path: Path) -> None:
    (tmp_path / "letter.txt").write_text("mine")
    with pytest.raises(InvalidRequest, match="other files"):
        begin_run(tmp_path, MADE)
    assert [path.name for path in tmp_path.iterdir()] == ["letter.txt"]


def test_one_process_at_a_time_adds_to_a_run(tmp_path: Path) -> None:
    run = begin_run(tmp_path, MADE)
    with append_results(run), pytest.raises(InvalidRequest, match="Another process"), append_results(run):
        pass


def test_what_is_no_run_is_refused(tmp_path: Path, results: list[Result]) -> None:
    with pytest.raises(NotFound, match=r"no run: it has no run\.json"):
        load_run(tmp_path)
    filled(tmp_path / "run", results)
    (tmp_path / "run" / RESULTS).write_text('{"outcome": 1}\n')
    with pytest.raises(InvalidRequest, match=r"results\.jsonl, line 1"):
        load_run(tmp_path / "run")
    (tmp_path / "run" / "run.json").write_text('{"provenance": {}}')
    with pytest.raises(InvalidRequest, match=r"run\.json: not a run of this version"):
        load_run(tmp_path / "run")
