import json
import os
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from eval.cli.main import eval_group
from eval.runs.folder import load_run
from eval.tables import read_table
from ingest.errors import InvalidRequest
from service.cli.main import main
from service.settings import Settings
from tests.service.answer.runs import PASSAGES, serve_replies

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


def test_from_a_set_to_figures_and_files(call: Call, tmp_path: Path) -> None:
    folder = tmp_path / "run"
    asked = call("run", SMALL, "--out", folder)
    assert asked.exit_code == 0, asked.stderr
    assert "4 of 4" in asked.stderr
    assert f"Run {folder}\nSet small: 4 cases, answered by extractive.\n" in asked.stdout
    assert "answerable answered" in asked.stdout
    assert asked.stdout == call("show", folder).stdout
    assert "persona" in call("show", folder, "--by", "persona").stdout
    shown = json.loads(call("show", folder, "--json").stdout)
    assert shown["run"]["finished"]
    assert {"right_answer", "latency_ms"} <= {metric["name"] for metric in shown["metrics"]}
    covered = json.loads(call("coverage", "--run", folder, "--json").stdout)
    assert covered["unfound"]
    sheet = tmp_path / "run.csv"
    assert call("export", folder, "--format", "csv", "-o", sheet).stdout == ""
    assert sheet.read_bytes().startswith(b"\xef\xbb\xbfcase,repeat,")
    assert len(call("export", folder, "--format", "ragas").stdout.splitlines()) == 4
    assert call("export", folder, "--format", "xlsx", "-o", tmp_path / "run.xlsx").exit_code == 0
    assert len(read_table(tmp_path / "run.xlsx", "case").rows) == 4


def test_a_run_goes_by_default_into_the_data_folder(call: Call, sample_settings: Settings) -> None:
    assert call("run", SMALL, "--cases", "kind:definition", "--repeat", "2").exit_code == 0
    (folder,) = (sample_settings.data_dir / "runs").iterdir()
    assert folder.name.startswith("small-")
    assert [result.outcome.repeat for result in load_run(folder).results] == [0, 1]


def test_a_run_with_other_settings_does_not_go_on(call: Call, tmp_path: Path) -> None:
    assert call("run", SMALL, "--out", tmp_path, "--cases", "def-nwd").exit_code == 0
    refused = call("run", SMALL, "--out", tmp_path)
    assert refused.exit_code == 1
    assert "cases (1 before, 4 now)" in refused.stderr


def test_a_stop_by_hand_says_how_to_go_on(
    call: Call, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def interrupted(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("eval.runs.folder.Appender.append", interrupted)
    stopped = call("run", SMALL, "--out", tmp_path / "run")
    assert stopped.exit_code == 1
    assert f"--out {tmp_path / 'run'} goes on" in stopped.stderr
    monkeypatch.undo()
    assert load_run(tmp_path / "run").cut_off == "cut off: 0 of 4 results"


def test_a_sound_set_is_summed_up_and_a_broken_one_named(call: Call, tmp_path: Path) -> None:
    assert call("check", SMALL).stdout.startswith("4 cases in 1 file: ")
    path = tmp_path / "set.yaml"
    path.write_text(Path(SMALL).read_text("utf-8").replace("it came from", "it comes from"))
    broken = call("check", path)
    assert broken.exit_code == 1
    assert broken.stdout.startswith("set.yaml, def-nwd: the quote is not in 'no-wrong-door'")
    assert "1 of 4 cases need attention." in broken.stderr
    assert json.loads(call("check", path, "--json").stdout)[0]["case"] == "def-nwd"
    asked = call("run", path, "--out", tmp_path / "run", "--cases", "def-nwd")
    assert asked.exit_code == 0
    assert "def-nwd: a gold quote is in no report" in asked.stderr


def test_what_can_not_be_asked_is_named(call: Call, tmp_path: Path) -> None:
    path = tmp_path / "set.yaml"
    path.write_text(Path(SMALL).read_text("utf-8").replace("What is the No Wrong Door approach?", "x" * 5000))
    asked = call("run", path, "--out", tmp_path / "run")
    assert asked.exit_code == 1
    assert "1 could not be asked (def-nwd): " in asked.stderr
    assert "cut off: 3 of 4 results" in asked.stdout


def test_lines_are_imported(call: Call, tmp_path: Path) -> None:
    line = {"id": "a", "kind": "factual", "persona": "leader", "question": "Why?", "answerable": False}
    (tmp_path / "questions.jsonl").write_text(json.dumps(line))
    made = call("import", tmp_path / "questions.jsonl", "-o", tmp_path / "set.yaml")
    assert made.stdout.startswith("1 cases written to ")
    assert call("check", tmp_path / "set.yaml").exit_code == 0


def test_a_set_goes_into_a_spreadsheet_and_is_asked_from_there(call: Call, tmp_path: Path) -> None:
    sheet = tmp_path / "set.xlsx"
    assert call("import", SMALL, "-o", sheet).stdout.startswith("4 cases written to ")
    assert call("check", sheet).stdout.startswith("4 cases in 1 file: ")
    asked = call("run", sheet, "--cases", "def-nwd", "--out", tmp_path / "run")
    assert asked.exit_code == 0, asked.stderr
    assert load_run(tmp_path / "run").cases[0].gold
    (tmp_path / "slip.csv").write_text("question,kind\nWhy?,odd\n")
    slip = call("import", tmp_path / "slip.csv", "-o", tmp_path / "set.yaml")
    assert slip.exit_code == 1
    assert "slip.csv, row 2, column kind (B2): 'odd' is none of" in slip.stderr


def test_of_a_sealed_set_only_figures_are_shown(call: Call, tmp_path: Path) -> None:
    path, folder = tmp_path / "held.yaml", tmp_path / "runs" / "one"
    path.write_text(Path(SMALL).read_text("utf-8"))
    assert "4 cases are sealed" in call("seal", path).stdout
    assert "not opened yet" in call("seal", path).stdout
    assert "asked whole" in call("run", path, "--cases", "def-nwd").stderr
    asked = call("run", path, "--out", folder)
    assert asked.exit_code == 0, asked.stderr
    assert "this is opening 1 of it" in asked.stdout
    assert str(folder) in call("seal", path).stdout
    questions = [case.question for case in load_run(folder).cases]
    assert call("report", folder, "-o", tmp_path / "report.html").exit_code == 0
    page = (tmp_path / "report.html").read_text("utf-8")
    shown = [
        page,
        call("show", folder).stdout,
        call("compare", folder, folder).stdout,
        call("runs", folder.parent).stdout,
    ]
    assert all("opening 1" in text or "sealed" in text or "held" in text for text in shown)
    assert [question for question in questions for text in shown if question in text] == []
    for command in (
        ("export", folder, "--format", "csv"),
        ("gate", folder, "--write-baseline"),
        ("coverage", "--run", folder),
    ):
        refused = call(*command, *(("--baseline", tmp_path / "b.json") if command[0] == "gate" else ()))
        assert refused.exit_code == 1
        assert "is sealed" in refused.stderr
    assert call("export", folder, "--format", "xlsx", "-o", tmp_path / "run.xlsx").exit_code == 0
    with pytest.raises(InvalidRequest, match="no column"):
        read_table(tmp_path / "run.xlsx", "case")


def test_an_empty_table_is_made_to_be_filled_in(call: Call, tmp_path: Path) -> None:
    assert call("template", tmp_path / "mine.xlsx").exit_code == 0
    assert "question" in read_table(tmp_path / "mine.xlsx", "question").columns
    assert call("template", tmp_path / "mine.txt").exit_code == 2


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["run", SMALL, "--engine", "chat"], "WALKALONG_CHAT_MODEL"),
        (["run", SMALL, "--cases", "gone"], "no case has 'gone'"),
        (["show", "."], "is no run"),
        (["coverage", "--run", "."], "is no run"),
    ],
)
def test_what_could_not_be_done_is_told(call: Call, arguments: list[str], said: str) -> None:
    result = call(*arguments)
    assert result.exit_code == 1
    assert said in result.stderr


def test_without_a_library_it_is_said_how_to_get_one(
    call: Call, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("WALKALONG_DATA_DIR", str(tmp_path / "empty"))
    result = call("run")
    assert result.exit_code == 1
    assert "walkalong ingest corpus" in result.stderr
    assert "ingest corpus" not in call("run", SMALL).stderr


def test_every_command_has_help() -> None:
    assert all(command.get_short_help_str() for command in eval_group.commands.values())


def test_both_engines_are_asked_and_compared_in_one_report(
    call: Call, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    invented = "The moon was painted by 9,471 bakers"

    def reply(prompt: str) -> str:
        key, text = PASSAGES.findall(prompt)[0]
        first = " ".join(text.split()).split(". ")[0]
        return "" if invented in prompt else f"{first} [{key}].\n{invented} [{key}]."

    with serve_replies(reply) as url:
        monkeypatch.setenv("WALKALONG_CHAT_MODEL", "tiny")
        monkeypatch.setenv("WALKALONG_CHAT_BASE_URL", url)
        options = ("--engine", "chat,extractive", "--cases", "def-nwd", "--out", tmp_path / "both")
        asked = call("run", SMALL, *options)
    assert asked.exit_code == 0, asked.stderr
    own, chat = load_run(tmp_path / "both-extractive"), load_run(tmp_path / "both-chat")
    assert (own.provenance.engine, chat.provenance.engine) == ("extractive", "chat")
    assert [each.text for each in chat.results[0].outcome.answer.dropped] == [f"{invented}."]
    scores = {score.scorer: score.value for score in chat.results[0].scores}
    assert (scores["written_stood"], scores["dropped_not_found"]) == (0.5, 0.5)
    assert "The chat model wrote 1 of 1 answers." in asked.stdout
    assert "dropped: not found" in asked.stdout
    report = (tmp_path / "both-chat" / "report.html").read_text("utf-8")
    assert "What the chat model brought" in report
    assert invented in report


def test_an_engine_that_there_is_not_is_refused_before_any_is_asked(call: Call, tmp_path: Path) -> None:
    wrong = call("run", SMALL, "--engine", "extractive,oracle", "--out", tmp_path / "run")
    assert wrong.exit_code == 2
    assert "'oracle' is not one of 'extractive', 'chat'" in wrong.stderr
    none = call("run", SMALL, "--engine", "extractive,chat", "--out", tmp_path / "run")
    assert none.exit_code == 1
    assert "WALKALONG_CHAT_MODEL" in none.stderr
    assert list(tmp_path.iterdir()) == []
