import sys
from pathlib import Path
from types import SimpleNamespace

import click
import pytest
from click.testing import CliRunner

from eval.bench.scale import main, measure, repeat_results, write_repeated
from eval.runs.folder import Run, load_run

Made = SimpleNamespace


@pytest.fixture
def run(made: Made) -> Run:
    passage = made.passage("S1", "a", 0, 37)
    answer = made.answer([made.statement("Trust grew.", "S1")], [passage])
    found: Run = made.run(
        [
            made.result(made.case(name), {"right_answer": 1.0}, answer=answer, found=(passage,))
            for name in ("one", "two", "three")
        ]
    )
    return found


def test_results_are_repeated_in_turn_under_ids_of_their_own(run: Run) -> None:
    ids = [result.outcome.case.id for result in repeat_results(run.results, 7)]
    assert ids == ["one-0", "two-0", "three-0", "one-1", "two-1", "three-1", "one-2"]


def test_a_repeated_run_is_whole_and_can_be_read(run: Run, tmp_path: Path) -> None:
    found = load_run(write_repeated(run, 7, tmp_path / "big"))
    assert (len(found.results), found.finished) == (7, True)
    assert found.results[0].outcome.answer == run.results[0].outcome.answer


def test_texts_that_many_results_have_are_once_in_memory(run: Run, tmp_path: Path) -> None:
    found = load_run(write_repeated(run, 7, tmp_path / "big"))
    passages = [
        each for result in found.results for each in (*result.outcome.found, *result.outcome.answer.passages)
    ]
    assert len({id(passage.context) for passage in passages}) == 1


def test_a_command_that_fails_is_told_with_what_it_said() -> None:
    with pytest.raises(click.ClickException, match="no such thing"):
        measure([sys.executable, "-c", "raise SystemExit('no such thing')"])


def test_the_command_tells_what_each_command_took(run: Run, tmp_path: Path) -> None:
    folder = write_repeated(run, 6, tmp_path / "run")
    found = CliRunner().invoke(main, [str(folder), "--cases", "20"])
    assert found.exit_code == 0, found.output
    lines = found.output.splitlines()
    assert [line.split(",")[0] for line in lines[:3]] == ["show", "compare", "report"]
    assert all("MB at most" in line for line in lines[:4])
    assert lines[4].startswith("opening the report")
