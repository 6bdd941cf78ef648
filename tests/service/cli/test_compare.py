import csv
import json
from pathlib import Path
from typing import Any

import openpyxl

THEME = "Trust between partners"


def test_sides_are_told_with_their_passages(run: Any) -> None:
    result = run("compare", THEME, "--only", "Atlantis")
    assert result.exit_code == 0
    assert result.stdout.startswith("Atlantis\n  for: nothing found\n")


def test_json_is_the_comparison_of_the_http_interface(run: Any) -> None:
    found = json.loads(run("compare", THEME, "--by", "report", "--json").stdout)
    assert found["by"] == "report"
    assert set(found["rows"][0]["cells"]) == {"for", "against", "on_condition", "context"}


def test_a_table_is_written(run: Any, tmp_path: Path) -> None:
    assert run("compare", THEME, "-o", str(tmp_path / "c.csv")).exit_code == 0
    with (tmp_path / "c.csv").open(encoding="utf-8-sig", newline="") as file:
        assert {row["stance"] for row in csv.DictReader(file)} == {
            "for",
            "against",
            "on_condition",
            "context",
        }
    assert run("compare", THEME, "-o", str(tmp_path / "c.xlsx")).exit_code == 0
    page = openpyxl.load_workbook(tmp_path / "c.xlsx").worksheets[0]
    with (tmp_path / "c.csv").open(encoding="utf-8-sig", newline="") as file:
        assert page.max_row == len(list(csv.reader(file)))
    refused = run("compare", THEME, "-o", str(tmp_path / "c.pdf"))
    assert refused.exit_code == 1
    assert ".csv" in refused.stderr


def test_a_report_is_set_beside_those_before_it(run: Any) -> None:
    told = json.loads(run("compare", "--new-in", "stockport-governance", "--json").stdout)
    assert "no-wrong-door" in told["before"]
    assert "beside" in run("compare", "--new-in", "stockport-governance").stdout
    assert run("compare").exit_code == 2
    assert run("compare", THEME, "--new-in", "stockport-governance").exit_code == 2
    assert run("compare", "--new-in", "no-such-report").exit_code == 1
