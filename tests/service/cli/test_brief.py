import json
from pathlib import Path
from typing import Any

QUESTION = "What helps partners to trust one another?"


def test_a_brief_is_told_as_markdown(run: Any) -> None:
    result = run("brief", QUESTION)
    assert result.exit_code == 0
    assert result.stdout.startswith(f"# {QUESTION}\n")
    assert "## By place" in result.stdout


def test_json_is_the_brief_of_the_http_interface(run: Any) -> None:
    brief = json.loads(run("brief", QUESTION, "--format", "json").stdout)
    assert brief["status"] == "evidence"
    assert {"place", "for", "against", "on_condition", "context"} == set(brief["matrix"][0])


def test_the_ending_of_the_file_is_the_format(run: Any, tmp_path: Path) -> None:
    for name, begins in (("b.pdf", b"%PDF"), ("b.docx", b"PK"), ("b.html", b"<!doctype html>")):
        assert run("brief", QUESTION, "-o", str(tmp_path / name)).exit_code == 0
        assert (tmp_path / name).read_bytes().startswith(begins)


def test_what_can_not_be_written_says_what_to_do(run: Any, tmp_path: Path) -> None:
    assert "-o brief.pdf" in run("brief", QUESTION, "--format", "pdf").stderr
    assert ".docx" in run("brief", QUESTION, "-o", str(tmp_path / "b.xyz")).stderr
    missing = run("brief", QUESTION, "-o", str(tmp_path / "no" / "b.md"))
    assert missing.exit_code == 1
    assert "can't be written" in missing.stderr


def test_a_story_is_told_of_what_is_named(run: Any, tmp_path: Path) -> None:
    told = run("brief", "--story", "Stockport").stdout
    assert told.startswith("# Stockport\n")
    assert "## What helped" in told
    assert json.loads(run("brief", "--story", "NWD", "--format", "json").stdout)["subject"]["kind"] == "theme"
    assert run("brief", "--story", "Stockport", "-o", str(tmp_path / "s.pdf")).exit_code == 0
    assert (tmp_path / "s.pdf").read_bytes().startswith(b"%PDF")


def test_a_question_and_a_story_exclude_each_other(run: Any) -> None:
    assert run("brief").exit_code == 2
    assert run("brief", QUESTION, "--story", "Stockport").exit_code == 2
    assert run("brief", "--story", "Stockport", "--place", "Wigan").exit_code == 2
    assert run("brief", "--story", "zebra husbandry").exit_code == 1
