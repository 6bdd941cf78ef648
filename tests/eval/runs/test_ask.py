import os
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from eval.figures.baseline import select_gated
from eval.report.terminal import headline_lines
from eval.runs.ask import FOUND, Bench, Order, PreparedRun, ask_all, choose_cases, prepare_run
from eval.runs.folder import RESULTS, load_run
from eval.sets.files import read_set
from eval.types import Outcome, Score
from ingest.errors import InvalidRequest, LibraryMismatch
from service.assistant import Assistant
from service.types import Ask, Filters

SMALL = Path(__file__).parents[1] / "small.yaml"


@pytest.fixture
def prepared(sample_assistant: Assistant, tmp_path: Path) -> Callable[..., PreparedRun]:
    """Prepare a run of the small set."""

    def make(**order: Any) -> PreparedRun:
        return prepare_run(
            read_set([SMALL]), sample_assistant, Order(**({"folder": tmp_path / "run"} | order))
        )

    return make


def quiet(done: int, total: int) -> None:
    """Progress that nobody watches."""


def test_a_run_has_each_answer_as_a_caller_would_get_it(
    prepared: Callable[..., PreparedRun], sample_assistant: Assistant
) -> None:
    told: list[tuple[int, int]] = []
    assert ask_all(prepared(), lambda done, total: told.append((done, total))) == ()
    run = load_run(prepared().run.folder)
    assert run.finished
    assert told == [(done, 4) for done in range(5)]
    for result in run.results:
        case, answer = result.outcome.case, result.outcome.answer
        again = sample_assistant.answer(Ask(case.question, case.history))
        assert (answer.status, answer.statements, answer.passages) == (
            again.status,
            again.statements,
            again.passages,
        )
        assert result.outcome.found == sample_assistant.search(again.standalone_question, Filters(), FOUND)
    assert "Stockport" in run.results[2].outcome.answer.standalone_question


def test_every_answer_is_scored_by_every_scorer(prepared: Callable[..., PreparedRun]) -> None:
    ask_all(prepared(), quiet)
    results = load_run(prepared().run.folder).results
    scores = [{score.scorer: score for score in result.scores} for result in results]
    assert all(each.keys() == scores[0].keys() for each in scores)
    assert [each["citation_resolves"].value for each in scores[:3]] == [1.0, 1.0, 1.0]
    assert scores[1]["required_cited"].value == 1.0
    assert scores[3]["right_answer"].unscored
    assert scores[0]["latency_ms"].value == results[0].outcome.answer.timings_ms["total"]


def test_many_at_once_give_what_one_at_a_time_gives(
    sample_assistant: Assistant, prepared: Callable[..., PreparedRun], tmp_path: Path
) -> None:
    for workers in (1, 4):
        ask_all(prepared(folder=tmp_path / str(workers), workers=workers, repeats=3), quiet)
    one, many = (load_run(tmp_path / name).results for name in ("1", "4"))
    assert [(r.outcome.case.id, r.outcome.repeat) for r in one] == [
        (r.outcome.case.id, r.outcome.repeat) for r in many
    ]
    assert [r.outcome.answer.statements for r in one] == [r.outcome.answer.statements for r in many]
    assert [r.outcome.found for r in one] == [r.outcome.found for r in many]


def test_what_has_a_result_is_not_asked_again(prepared: Callable[..., PreparedRun]) -> None:
    first = prepared()
    ask_all(first, quiet)
    path = first.run.folder / RESULTS
    lines = path.read_bytes().splitlines(keepends=True)
    path.write_bytes(b"".join(lines[:2]))
    told: list[tuple[int, int]] = []
    ask_all(prepared(), lambda done, total: told.append((done, total)))
    assert told == [(2, 4), (3, 4), (4, 4)]
    assert path.read_bytes().splitlines(keepends=True)[:2] == lines[:2]
    assert load_run(first.run.folder).finished


def test_a_run_that_is_killed_goes_on_where_it_was(
    prepared: Callable[..., PreparedRun], sample_assistant: Assistant, tmp_path: Path
) -> None:
    folder, settings = tmp_path / "run", sample_assistant.settings
    command = "from service.cli.main import main; main()"
    process = subprocess.Popen(
        [sys.executable, "-c", command, "eval", "run", str(SMALL), "--out", str(folder), "--repeat", "25"],
        env=os.environ
        | {
            "WALKALONG_DATA_DIR": str(settings.data_dir),
            "WALKALONG_EMBEDDING_DTYPE": settings.embedding_dtype,
        },
        stderr=subprocess.PIPE,
        text=True,
    )
    assert process.stderr is not None
    # Standard error tells every tenth; the first line comes when the library is open and nothing is asked yet.
    said = [process.stderr.readline() for _ in range(2)]
    process.send_signal(signal.SIGKILL)
    process.communicate()
    assert said == ["0 of 100\n", "10 of 100\n"]
    with (folder / RESULTS).open("ab") as file:
        file.write(b'{"outcome": {"case"')
    run = load_run(folder)
    assert run.cut_off == f"cut off: {len(run.results)} of 100 results"
    assert 10 <= len(run.results) < 100
    assert ask_all(prepared(repeats=25), quiet) == ()
    again = load_run(folder)
    assert again.finished
    assert all(result in again.results for result in run.results)


def test_a_case_may_ask_for_a_brief_and_the_gate_holds_its_figures(
    sample_assistant: Assistant, tmp_path: Path
) -> None:
    words = SMALL.read_text("utf-8").replace("- id: def-nwd\n", "- id: def-nwd\n  brief: true\n")
    (tmp_path / "set.yaml").write_text(words, "utf-8")
    order = Order(folder=tmp_path / "run", cases="def-*")
    made = prepare_run(read_set([tmp_path / "set.yaml"]), sample_assistant, order)
    assert ask_all(made, quiet) == ()
    run = load_run(tmp_path / "run")
    brief = run.results[0].outcome.brief
    assert brief is not None
    assert brief.question == run.results[0].outcome.case.question
    values = select_gated(run)
    assert values["brief_recall"]["def-nwd"] == 1
    assert values["brief_evidence_gold"]["def-nwd"] is not None


def test_what_could_not_be_asked_is_told_and_asked_by_the_next_run(
    prepared: Callable[..., PreparedRun], tmp_path: Path
) -> None:
    path = tmp_path / "set.yaml"
    path.write_text(SMALL.read_text("utf-8").replace("What is the No Wrong Door approach?", "x" * 5000))
    assistant = prepared().bench.assistant
    broken = prepare_run(read_set([path]), assistant, Order(folder=tmp_path / "broken"))
    (failure,) = ask_all(broken, quiet)
    assert failure.case == "def-nwd"
    assert "4" in failure.why
    assert load_run(broken.run.folder).cut_off == "cut off: 3 of 4 results"


def test_a_library_that_changes_while_a_run_is_at_work_is_noticed(
    prepared: Callable[..., PreparedRun],
) -> None:
    ready = prepared()
    before = Assistant(
        ready.bench.assistant.settings
    ).library  # opened before; another generation than the one asked
    bench = Bench(ready.bench.assistant, before, lambda outcome: ())
    with pytest.raises(LibraryMismatch, match="changed while the run was at work"):
        bench.result(ready.cases[0], 0)


def test_scores_are_what_the_scorers_say(prepared: Callable[..., PreparedRun]) -> None:
    ready = prepared()

    def score(outcome: Outcome) -> tuple[Score, ...]:
        return (Score("length", float(len(outcome.answer.statements))),)

    result = Bench(ready.bench.assistant, ready.bench.library, score).result(ready.cases[0], 3)
    assert result.scores == (Score("length", float(len(result.outcome.answer.statements))),)
    assert result.outcome.repeat == 3


def test_a_chat_model_that_is_away_does_not_pass_for_one(sample_assistant: Assistant, tmp_path: Path) -> None:
    away = {"chat_model": "openai:tiny", "chat_base_url": "http://127.0.0.1:9/v1", "chat_timeout_seconds": 5}
    settings = sample_assistant.settings.model_copy(update=away)
    assistant = Assistant(settings, embedder=sample_assistant.embedder)
    ready = prepare_run(
        read_set([SMALL]), assistant, Order(folder=tmp_path, cases="kind:definition,kind:factual")
    )
    assert ask_all(ready, quiet) == ()
    run = load_run(tmp_path)
    assert (run.provenance.engine, run.provenance.model) == ("chat", "openai:tiny")
    assert run.provenance.workers > 1
    assert [result.outcome.answer.engine.name for result in run.results] == ["extractive"] * 2
    assert "Answers written by another engine: 2." in headline_lines(run)


@pytest.mark.parametrize(
    ("wanted", "ids"),
    [
        ("def-nwd", ["def-nwd"]),
        ("f*", ["fac-steering-group", "fol-stockport"]),
        ("kind:definition,kind:factual", ["def-nwd", "fac-steering-group"]),
        ("persona:leader", ["fac-steering-group", "fol-stockport"]),
        ("f*, persona:leader ,kind:follow_up", ["fol-stockport"]),
        ("def-nwd,una-*", ["def-nwd", "una-budget"]),
    ],
)
def test_cases_are_chosen(prepared: Callable[..., PreparedRun], wanted: str, ids: list[str]) -> None:
    assert [case.id for case in choose_cases(prepared().cases, wanted)] == ids


@pytest.mark.parametrize(
    ("wanted", "said"),
    [
        ("def-nwd,gone", "no case has 'gone'"),
        ("kind:list", "no case has 'kind:list'"),
        ("colour:red", "there is no 'colour'"),
        ("def-nwd,persona:leader", "no case matches all"),
    ],
)
def test_a_choice_that_matches_nothing_is_refused(
    prepared: Callable[..., PreparedRun], wanted: str, said: str
) -> None:
    with pytest.raises(InvalidRequest, match=said):
        choose_cases(prepared().cases, wanted)


def test_a_run_asks_only_what_was_chosen(prepared: Callable[..., PreparedRun]) -> None:
    ready = prepared(cases="kind:definition")
    assert ready.run.provenance.cases == ("def-nwd",)
    ask_all(ready, quiet)
    assert load_run(ready.run.folder).finished
