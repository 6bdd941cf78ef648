import gc
import json
from pathlib import Path
from typing import Any

import pytest


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
    monkeypatch.setenv("WALKALONG_CHAT_MODEL", "tiny")
    (ill_model,) = [
        each for each in json.loads(run("doctor", "--json").stdout) if each["name"] == "chat model"
    ]
    assert "tiny at http://127.0.0.1:9/v1: The chat model can't be reached" in ill_model["remedy"]


def test_the_doctor_says_how_fast_the_chat_model_is_and_how_large_its_context(
    run: Any, monkeypatch: pytest.MonkeyPatch, endpoint: str
) -> None:
    monkeypatch.setenv("WALKALONG_CHAT_MODEL", "smollm2")
    monkeypatch.setenv("WALKALONG_CHAT_BASE_URL", endpoint)
    looked = run("doctor", "--json")
    (model,) = [each for each in json.loads(looked.stdout) if each["name"] == "chat model"]
    assert model["ok"], model
    assert f"smollm2 at {endpoint} answers: first word after " in model["found"]
    assert (
        "context 2,048 tokens, too small for long answers: set WALKALONG_CHAT_POOL_CHARS to 1,000"
        in model["found"]
    )


def test_the_doctor_tells_what_of_the_reports_was_not_read_as_it_should_be(
    run: Any, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("WALKALONG_DATA_DIR", str(tmp_path / "data"))
    report = tmp_path / "cafe.txt"
    report.write_bytes("The café in Exford cost £1,200 in its first year.".encode("cp1252"))
    assert run("ingest", str(report)).exit_code == 0
    looked = run("doctor")
    assert looked.exit_code == 0
    assert "ok   report cafe: The file is not UTF-8" in looked.stdout


def test_a_backup_is_made_and_restored_and_answers(
    run: Any, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    made = run("backup", str(tmp_path / "b.zip"))
    assert made.exit_code == 0, made.stderr
    assert "4 reports" in made.stdout
    assert "Conversations and keys are not in it" in made.stderr
    again = run("backup", str(tmp_path / "b.zip"))
    assert again.exit_code == 1
    assert "there already" in again.stderr
    monkeypatch.setenv("WALKALONG_DATA_DIR", str(tmp_path / "restored"))
    done = run("restore", str(tmp_path / "b.zip"), "--json")
    assert json.loads(done.stdout)["reports"] == 4
    answered = run("ask", "What is the No Wrong Door approach?", "--json")
    assert json.loads(answered.stdout)["status"] == "answered"
    refused = run("restore", str(tmp_path / "b.zip"))
    assert refused.exit_code == 1
    assert "--replace" in refused.stderr
    gc.collect()  # what `ask` has opened would have gone with its process
    replaced = run("restore", str(tmp_path / "b.zip"), "--replace")
    assert "The old data folder is now" in replaced.stdout


def test_what_is_no_backup_is_refused_in_a_sentence(
    run: Any, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("WALKALONG_DATA_DIR", str(tmp_path / "restored"))
    (tmp_path / "b.zip").write_text("hello", "utf-8")
    refused = run("restore", str(tmp_path / "b.zip"))
    assert refused.exit_code == 1
    assert "not a whole ZIP file" in refused.stderr
    assert not (tmp_path / "restored").exists()
