import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from service.cli.main import COMMANDS, main
from service.cli.terminal import strip_controls
from service.settings import Settings

QUESTION = "What is the No Wrong Door approach?"


@pytest.fixture
def run(sample_settings: Settings, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Any:
    """Call the command over the small library."""
    monkeypatch.setenv("WALKALONG_DATA_DIR", str(sample_settings.data_dir))
    monkeypatch.setenv("WALKALONG_EMBEDDING_DTYPE", sample_settings.embedding_dtype)
    monkeypatch.setenv("WALKALONG_DATABASE_URL", f"sqlite:///{tmp_path}/conversations.sqlite")

    def call(*arguments: str, stdin: str | None = None) -> Result:
        return CliRunner().invoke(main, arguments, input=stdin)

    return call


def test_an_answer_shows_numbers_passages_pages_and_words(run: Any) -> None:
    result = run("ask", QUESTION)
    assert result.exit_code == 0
    answer, _, passages = result.stdout.partition("Passages\n")
    assert "[1]" in answer
    assert passages.startswith("[1] ")
    assert "p. 1" in passages
    assert "“" in passages
    assert "\x1b" not in result.stdout
    assert not any(line.endswith(" ") for line in result.stdout.splitlines())


def test_json_is_the_answer_of_the_http_interface(run: Any) -> None:
    answer = json.loads(run("ask", QUESTION, "--json").stdout)
    assert answer["status"] == "answered"
    assert answer["passages"][0]["url"].startswith("/v1/reports/")


def test_filters_restrict_search_and_answers(run: Any) -> None:
    found = json.loads(run("search", "governance", "--report", "no-wrong-door", "--json").stdout)
    assert {passage["report_id"] for passage in found["passages"]} == {"no-wrong-door"}
    assert "[1]" in run("search", "governance", "--budget", "300").stdout


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["ask", " "], "question"),
        (["ask", "Why?", "--from", "soon"], "--from"),
        (["ask", "Why?", "--report", "nowhere"], "nowhere"),
        (["ask", "Why?", "--engine", "chat"], "WALKALONG_CHAT_MODEL"),
        (["chat", "--conversation", "nowhere"], "nowhere"),
        (["serve", "--host", "0.0.0.0"], "WALKALONG_API_KEYS"),
    ],
)
def test_what_could_not_be_done_is_one_line_on_stderr(run: Any, arguments: list[str], said: str) -> None:
    result = run(*arguments)
    assert result.exit_code == 1
    assert result.stdout == ""
    assert said in result.stderr
    assert "Traceback" not in result.stderr


@pytest.mark.parametrize(
    "arguments", [["nonsense"], ["ask"], ["ask", "q", "--voice", "angry"], ["ingest"], ["ingest", "/nowhere"]]
)
def test_wrong_usage_is_told_apart(run: Any, arguments: list[str]) -> None:
    assert run(*arguments).exit_code == 2


def test_the_catalogue_questions_and_terms_are_listed(run: Any) -> None:
    assert "no-wrong-door" in run("reports", "--place", "North Yorkshire").stdout
    assert "stockport-governance" not in run("reports", "--place", "North Yorkshire").stdout
    assert len(json.loads(run("reports", "--json").stdout)["reports"]) == 4
    assert "?" in run("questions").stdout
    assert json.loads(run("questions", "--json").stdout)["questions"]
    assert "No Wrong Door" in run("glossary").stdout
    assert json.loads(run("glossary", "--json").stdout)["terms"]


def test_a_conversation_goes_on_where_it_was_left(run: Any) -> None:
    first = run("chat", stdin="What is the role of a project lead?\n\n/quit\n")
    assert first.exit_code == 0
    id_ = first.stderr.split()[-1]
    second = run("chat", "--conversation", id_, stdin="And in Stockport?\n")
    assert "Understood as:" in second.stdout
    assert id_ in second.stderr


def test_an_unusable_question_does_not_end_a_conversation(run: Any) -> None:
    result = run("chat", stdin=f"{'x' * 4001}\n{QUESTION}\n")
    assert result.exit_code == 0
    assert "4" in result.stderr
    assert "[1]" in result.stdout


def test_an_ingestion_says_what_failed_and_what_to_do(
    run: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("WALKALONG_DATA_DIR", str(tmp_path / "data"))
    monkeypatch.setenv("WALKALONG_EMBEDDING_DTYPE", "float32")
    reports = tmp_path / "reports"
    reports.mkdir()
    (reports / "good.md").write_text("# Trust\n\nTrust grew slowly between the partners in Salford.\n")
    (reports / "bad.pdf").write_bytes(b"%PDF-1.7 broken")
    result = run("ingest", str(reports))
    assert result.exit_code == 1
    assert "1 added" in result.stdout
    assert "bad.pdf" in result.stderr
    (reports / "bad.pdf").unlink()
    again = run("ingest", str(reports), "--json")
    assert again.exit_code == 0
    assert json.loads(again.stdout)["unchanged"] == ["good"]
    assert json.loads(again.stdout)["failures"] == []


def test_warnings_of_a_report_are_always_shown(
    run: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("WALKALONG_DATA_DIR", str(tmp_path / "data"))
    monkeypatch.setenv("WALKALONG_EMBEDDING_DTYPE", "float32")
    report = tmp_path / "old.txt"
    report.write_bytes("Trust grew in the café, over naïve façades and €5.\n".encode("cp1252"))
    for _ in range(2):
        assert "Warning: old: " in run("ingest", str(report)).stderr
    assert "Warning: " in run("reports").stdout
    assert len(json.loads(run("ingest", str(report), "--json").stdout)["warnings"]["old"]) == 1


def test_the_doctor_finds_all_well_and_names_what_is_not(
    run: Any, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    well = run("doctor")
    assert well.exit_code == 0, well.stdout
    assert "BAD" not in well.stdout
    monkeypatch.setenv("WALKALONG_DATA_DIR", str(tmp_path / "empty"))
    monkeypatch.setenv("WALKALONG_DATADIR", "x")
    monkeypatch.setenv("WALKALONG_CHAT_BASE_URL", "http://127.0.0.1:9/v1")
    ill = run("doctor", "--json")
    assert ill.exit_code == 1
    bad = {check["name"]: check["remedy"] for check in json.loads(ill.stdout) if not check["ok"]}
    assert set(bad) == {"settings", "library", "chat model"}
    assert all(bad.values())


def test_help_comes_without_anything_heavy() -> None:
    code = (
        "import sys, service.cli.main as c; c.main(['ask', '-h'], standalone_mode=False); print(*sys.modules)"
    )
    out = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout
    loaded = {name.partition(".")[0] for name in out.split()}
    assert loaded.isdisjoint({"torch", "chromadb", "pydantic", "fastapi", "sqlalchemy", "langchain"})


def test_every_command_has_a_line_of_help(run: Any) -> None:
    listed = run("--help").stdout
    assert all(f"  {name} " in listed for name in COMMANDS)


def test_nothing_that_steers_a_terminal_is_shown() -> None:
    assert strip_controls("a\x1b[31mb\x07\u202ec\nd\té") == "a[31mbc\nd\té"
