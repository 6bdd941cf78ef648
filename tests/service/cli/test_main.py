import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from service.cli.main import COMMANDS

QUESTION = "What is the No Wrong Door approach?"


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
