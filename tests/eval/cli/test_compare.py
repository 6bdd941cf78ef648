"""`walkalong eval compare`, `gate` and `run --judge`, as they are called."""

import json
import os
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from pydantic import TypeAdapter

from eval.figures.baseline import read_baseline
from eval.runs.folder import RESULTS, load_run
from eval.types import Result as CaseResult
from service.cli.main import main
from service.settings import Settings

SMALL = str(Path(__file__).parents[1] / "small.yaml")
Call = Callable[..., Result]


@pytest.fixture
def call(sample_settings: Settings, monkeypatch: pytest.MonkeyPatch) -> Call:
    """Call `walkalong eval` over the small library."""
    for name in [name for name in os.environ if name.startswith("WALKALONG_") and "_TEST_" not in name]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("WALKALONG_DATA_DIR", str(sample_settings.data_dir))
    monkeypatch.setenv("WALKALONG_EMBEDDING_DTYPE", sample_settings.embedding_dtype)
    return lambda *arguments: CliRunner().invoke(main, ("eval", *map(str, arguments)))


@pytest.fixture
def run(call: Call, tmp_path: Path) -> Path:
    """A run of the small set."""
    folder = tmp_path / "run"
    asked = call("run", SMALL, "--out", folder)
    assert asked.exit_code == 0, asked.stderr
    return folder


def worse(run: Path, folder: Path) -> Path:
    """A copy of the run in which nothing is answered any more."""
    folder.mkdir()
    (folder / "run.json").write_bytes((run / "run.json").read_bytes())
    lines = TypeAdapter(CaseResult)
    with (folder / RESULTS).open("wb") as file:
        for result in load_run(run).results:
            answer = replace(result.outcome.answer, status="not_in_reports", statements=(), passages=())
            scores = tuple(
                replace(score, value=0.0) if score.scorer == "right_answer" and score.value else score
                for score in result.scores
            )
            outcome = replace(result.outcome, answer=answer)
            file.write(lines.dump_json(CaseResult(outcome, scores)) + b"\n")
    return folder


def test_a_run_is_held_against_its_baseline_and_a_worse_one_does_not_pass(
    call: Call, run: Path, tmp_path: Path
) -> None:
    baseline = tmp_path / "baseline.json"
    written = call("gate", run, "--baseline", baseline, "--write-baseline")
    assert written.exit_code == 0, written.stderr
    assert f"of 4 cases written to {baseline}." in written.stdout
    assert set(read_baseline(baseline).cases) == {case.id for case in load_run(run).cases}
    passed = call("gate", run, "--baseline", baseline)
    assert passed.exit_code == 0
    assert "0 cases have other scores" in passed.stdout
    failed = call("gate", worse(run, tmp_path / "worse"), "--baseline", baseline)
    assert failed.exit_code == 1
    assert "answerable answered: 1.000 -> 0.000, worse" in failed.stdout
    assert "def-nwd 1.000 -> 0.000" in failed.stdout
    told = json.loads(call("gate", tmp_path / "worse", "--baseline", baseline, "--json").stdout)
    assert [each["name"] for each in told if not each["passed"]] == ["right_answer"]


def test_what_can_not_be_gated_is_said(call: Call, run: Path, tmp_path: Path) -> None:
    missing = call("gate", run, "--baseline", tmp_path / "none.json")
    assert missing.exit_code == 1
    assert "--write-baseline" in missing.stderr
    call("gate", run, "--baseline", tmp_path / "baseline.json", "--write-baseline")
    part = tmp_path / "part"
    assert call("run", SMALL, "--out", part, "--cases", "def-nwd").exit_code == 0
    other = call("gate", part, "--baseline", tmp_path / "baseline.json")
    assert other.exit_code == 1
    assert "another set" in other.stderr


def test_two_runs_are_compared_in_words_and_for_programs(call: Call, run: Path, tmp_path: Path) -> None:
    other = worse(run, tmp_path / "worse")
    compared = call("compare", run, other)
    assert compared.exit_code == 0, compared.stderr
    assert "4 cases are compared." in compared.stdout
    assert "answerable answered" in compared.stdout
    assert "1. " in compared.stdout
    assert "-- second: not_in_reports" in compared.stdout
    found = json.loads(call("compare", run, other, "--json").stdout)
    (metric,) = [each for each in found["metrics"] if each["name"] == "right_answer"]
    assert (metric["first"], metric["second"], metric["n"]) == (1.0, 0.0, 3)
    same = call("compare", run, run)
    assert "4 cases are as they were, 0 changed." in same.stdout


def test_a_judged_run_says_who_judged_and_how_far_that_is_to_be_trusted(
    call: Call, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("WALKALONG_CHAT_MODEL", "tiny")
    monkeypatch.setenv("WALKALONG_CHAT_BASE_URL", "http://127.0.0.1:9/v1")
    options = ("--engine", "extractive", "--cases", "una-budget", "--judge", "--judge-repeats", "2")
    asked = call("run", SMALL, "--out", tmp_path / "run", *options)
    assert asked.exit_code == 0, asked.stderr
    assert "-- how far the judge is to be trusted" in asked.stdout
    run = load_run(tmp_path / "run")
    assert run.provenance.judge == "tiny, 2 times"
    (result,) = run.results
    judged = [score for score in result.scores if score.scorer.startswith("judged_")]
    assert [score.value for score in judged] == [None] * 4
    assert all(score.unscored for score in judged)


def test_a_run_whose_judge_is_dead_fails_and_says_why(
    call: Call, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("WALKALONG_JUDGE_MODEL", "tiny")
    monkeypatch.setenv("WALKALONG_JUDGE_BASE_URL", "http://127.0.0.1:9/v1")
    options = ("--engine", "extractive", "--judge", "--workers", "1")
    asked = call("run", SMALL, "--out", tmp_path / "run", *options)
    assert asked.exit_code == 1
    assert "tiny judged none of" in asked.stderr
    assert "can't be reached" in asked.stderr


def test_a_judge_needs_a_chat_model(call: Call, tmp_path: Path) -> None:
    refused = call("run", SMALL, "--out", tmp_path / "run", "--judge")
    assert refused.exit_code == 1
    assert "WALKALONG_CHAT_MODEL" in refused.stderr
    assert not (tmp_path / "run").exists()
