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
