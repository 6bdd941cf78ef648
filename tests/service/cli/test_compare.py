import csv
import json
from pathlib import Path
from typing import Any

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
    refused = run("compare", THEME, "-o", str(tmp_path / "c.pdf"))
    assert refused.exit_code == 1
    assert ".csv" in refused.stderr
