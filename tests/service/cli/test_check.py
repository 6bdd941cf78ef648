import json
from pathlib import Path
from typing import Any

import pytest


@pytest.fixture
def draft(tmp_path: Path) -> Path:
    path = tmp_path / "draft.md"
    path.write_text("# Paper\n\nStockport disbanded its Steering Group in July 2022.\n", "utf-8")
    return path


def test_a_draft_is_told_sentence_by_sentence(run: Any, draft: Path) -> None:
    result = run("check", str(draft))
    assert result.exit_code == 0
    assert "[Makes no claim] Paper" in result.stdout
    assert "[Supported] Stockport disbanded its Steering Group in July 2022." in result.stdout


def test_json_is_that_of_the_http_interface(run: Any, draft: Path) -> None:
    checked = json.loads(run("check", str(draft), "--json").stdout)
    assert [each["outcome"] for each in checked["sentences"]] == [None, "supported"]


def test_the_ending_of_the_output_is_the_format(run: Any, draft: Path, tmp_path: Path) -> None:
    for name, begins in (
        ("c.docx", b"PK"),
        ("c.html", b"<!doctype html>"),
        ("c.json", b"{"),
        ("c.txt", b"One"),
    ):
        assert run("check", str(draft), "-o", str(tmp_path / name)).exit_code == 0
        assert (tmp_path / name).read_bytes().startswith(begins)


def test_what_can_not_be_read_or_written_says_what_to_do(run: Any, draft: Path, tmp_path: Path) -> None:
    assert ".docx" in run("check", str(draft), "-o", str(tmp_path / "c.xyz")).stderr
    assert run("check", str(tmp_path / "missing.md")).exit_code == 2
    missing = run("check", str(draft), "-o", str(tmp_path / "no" / "c.txt"))
    assert (missing.exit_code, "can't be written" in missing.stderr) == (1, True)
    (tmp_path / "empty.txt").write_text("")
    empty = run("check", str(tmp_path / "empty.txt"))
    assert empty.exit_code == 1
    assert "empty.txt" in empty.stderr or "no text" in empty.stderr
