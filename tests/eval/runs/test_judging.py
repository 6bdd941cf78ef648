"""A run that is there is judged, more than once, by a judge that may die."""

from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from click.testing import CliRunner

from eval.runs.folder import append_results, begin_run, load_run
from eval.runs.judging import judge_run
from eval.scorers.judge import Judge
from ingest.errors import ModelUnavailable
from service.cli.main import main
from service.settings import Settings
from tests.eval.judging import judge_server, verdict

Made = SimpleNamespace


def quiet(done: int, total: int) -> None:
    """Progress that nobody watches."""


@pytest.fixture
def folder(made: Made, tmp_path: Path) -> Path:
    """A run of eight answers and a refusal that nobody has judged."""
    answer = made.answer([made.statement("Trust grew.", "S1")], [made.passage("S1", "a", 0, 37)])
    results = [made.result(made.case(f"case-{n}"), {"right_answer": 1.0}, answer=answer) for n in range(8)]
    results.append(made.result(made.case("refused", answerable=False), {"right_refusal": 1.0}))
    run = begin_run(tmp_path / "run", made.run(results).provenance)
    with append_results(run) as file:
        for result in results:
            file.append(result)
    return run.folder


def settings(url: str) -> Settings:
    return Settings(judge_model="strict", judge_base_url=url, chat_timeout_seconds=60)


def judged(folder: Path) -> dict[str, float | None]:
    """Faithfulness of each case that has a score of it."""
    return {
        result.outcome.case.id: score.value
        for result in load_run(folder).results
        for score in result.scores
        if score.scorer == "judged_faithfulness"
    }


def test_every_answer_of_a_run_that_is_there_gets_verdicts_and_keeps_its_scores(folder: Path) -> None:
    before = load_run(folder)
    with judge_server(lambda _: verdict("partly")) as url:
        run = judge_run(folder, Judge(settings(url), 2), quiet)
    assert judged(folder) == {**{f"case-{n}": 0.5 for n in range(8)}, "refused": None}
    assert run.provenance.judge == "strict, 2 times"
    assert [each.outcome for each in run.results] == [each.outcome for each in before.results]
    assert all(each.scores[0] in new.scores for each, new in zip(before.results, run.results, strict=True))


def test_what_is_judged_is_not_judged_again_and_another_judge_takes_its_place(folder: Path) -> None:
    asked: list[dict[str, Any]] = []

    def reply(request: dict[str, Any]) -> bytes:
        asked.append(request)
        return verdict("yes" if request["model"] == "strict" else "no")

    with judge_server(reply) as url:
        judge_run(folder, Judge(settings(url)), quiet)
        first = len(asked)
        judge_run(folder, Judge(settings(url)), quiet)
        assert len(asked) == first
        other = settings(url).model_copy(update={"judge_model": "stricter"})
        run = judge_run(folder, Judge(other), quiet)
    assert set(judged(folder).values()) == {0.0, None}
    assert run.provenance.judge == "stricter, 1 times"


def test_a_dead_judge_is_left_alone_and_the_same_call_goes_on(folder: Path) -> None:
    said = iter([verdict("yes")] * 6)
    asked: list[int] = []

    def reply(_: dict[str, Any]) -> bytes:
        asked.append(1)
        return next(said, b"gone")

    with judge_server(reply) as url:
        with pytest.raises(ModelUnavailable, match="strict judged none of the last 3 answers"):
            judge_run(folder, Judge(settings(url)), quiet, workers=1)
        assert sum(value is not None for value in judged(folder).values()) == 3
        # Two aspects of three answers were judged, and of three more in vain.
        assert len(asked) == 12
    with judge_server(lambda _: verdict("no")) as url:
        judge_run(folder, Judge(settings(url)), quiet)
    assert sorted(value for value in judged(folder).values() if value is not None) == [0.0] * 5 + [1.0] * 3


def test_the_command_prints_the_figures_and_says_why_it_stopped(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with judge_server(lambda _: verdict("yes")) as url:
        monkeypatch.setenv("WALKALONG_JUDGE_BASE_URL", url)
        done = CliRunner().invoke(main, ["eval", "judge", str(folder), "--model", "strict", "--repeats", "2"])
        assert done.exit_code == 0, done.output
        assert "the same again 1.00" in done.output
    again = CliRunner().invoke(main, ["eval", "judge", str(folder), "--model", "other"])
    assert again.exit_code == 1
    assert "Stopped: other judged none of the last 3 answers" in again.stderr
    assert "the same command goes on" in again.stderr


def test_a_broken_last_line_does_not_stop_a_judge(folder: Path) -> None:
    with (folder / "results.jsonl").open("ab") as file:
        file.write(b'{"outcome": {"ca')
    with judge_server(lambda _: verdict("yes")) as url:
        judge_run(folder, Judge(settings(url)), quiet)
    assert len(judged(folder)) == 9
    assert load_run(folder).finished


def test_a_judge_that_gives_no_verdict_at_all_fails_however_few_answers_there_are(
    made: Made, tmp_path: Path
) -> None:
    answer = made.answer([made.statement("Trust grew.", "S1")], [made.passage("S1", "a", 0, 37)])
    run = begin_run(tmp_path / "one", made.run([made.result(made.case(), {}, answer=answer)]).provenance)
    with append_results(run) as file:
        file.append(made.result(made.case(), {}, answer=answer))
    with (
        judge_server(lambda _: b"gone") as url,
        pytest.raises(ModelUnavailable, match="judged none of 1 answers"),
    ):
        judge_run(run.folder, Judge(settings(url)), quiet)
