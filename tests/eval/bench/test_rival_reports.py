"""Real PDF files, read by pypdf and by our own reader, searched by real vectors."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner
from reportlab.pdfgen.canvas import Canvas

from eval.bench.rival_reports import ALL, BUDGETS, OURS, TUTORIAL, FoundQuotes, read_pages, write_lines_of
from eval.bench.rivals import main

PAGES = ("The river floods every spring.", "In 1953 the flood carried the old bridge away.")


@pytest.fixture
def reports(tmp_path: Path) -> Path:
    folder = tmp_path / "reports"
    folder.mkdir()
    canvas = Canvas(str(folder / "river.pdf"))
    for page in PAGES:
        canvas.drawString(72, 700, page)
        canvas.showPage()
    canvas.save()
    return folder


def test_pages_are_kept_apart(reports: Path) -> None:
    assert [page.strip() for page in read_pages(reports / "river.pdf").split("\f")] == list(PAGES)


def test_both_systems_stand_in_one_table(reports: Path, tmp_path: Path) -> None:
    line = {
        "id": "one",
        "kind": "factual",
        "persona": "leader",
        "question": "What carried the bridge away?",
        "answerable": True,
        "evidence": [{"doc": "river", "page": 2, "quote": PAGES[1], "required": True}],
    }
    (tmp_path / "rivers.jsonl").write_text(json.dumps(line) + "\n", "utf-8")
    arguments = ["--reports", str(reports), "--questions", str(tmp_path / "rivers.jsonl")]
    done = CliRunner().invoke(main, arguments, catch_exceptions=False)
    assert done.exit_code == 0, done.output
    rows = [row for row in done.stdout.splitlines() if "rivers" in row]
    assert len(rows) == 2
    assert all("1 questions, 1 quotes" in row and row.count("100.0") == len(BUDGETS) for row in rows)


def test_sets_and_files_must_be_pairs(reports: Path) -> None:
    done = CliRunner().invoke(
        main, ["--reports", str(reports), "--questions", __file__, "--questions", __file__]
    )
    assert done.exit_code == 2
    assert "one JSONL file for each --reports" in done.stderr


def test_where_we_are_behind_is_said_and_sets_are_summed_up() -> None:
    def found(name: str, ours: float, theirs: float) -> FoundQuotes:
        shares = {
            OURS: {budget: [ours] for budget in BUDGETS},
            TUTORIAL: {budget: [theirs] for budget in BUDGETS},
        }
        return FoundQuotes(name, 1, shares)

    lines = list(write_lines_of([found("good", 1.0, 0.5), found("bad", 0.0, 0.25)]))
    assert any(line.startswith(f"| {ALL} (2 questions, 2 quotes) | {OURS} | 50.0") for line in lines)
    behind = [line for line in lines if line.startswith(f"{OURS} is below")]
    assert len(behind) == len(BUDGETS)
    assert all(" on bad in " in line for line in behind)
