from pathlib import Path
from types import SimpleNamespace

from eval.report.workbook import lay_out_run
from eval.tables import read_table, write_table


def test_a_run_is_a_workbook_of_what_it_is_its_figures_and_its_results(
    made: SimpleNamespace, tmp_path: Path
) -> None:
    results = [made.result(made.case(f"c{n}"), {"right_answer": float(n > 0)}) for n in range(6)]
    write_table(tmp_path / "run.xlsx", lay_out_run(made.run(results)))
    figures = [row.cells for row in read_table(tmp_path / "run.xlsx", "figure").rows]
    overall = next(row for row in figures if row["by"] == "all" and row["figure"] == "answerable answered")
    assert (overall["value"][:6], overall["cases"]) == ("0.8333", "6")
    assert float(overall["low"]) < 0.83 < float(overall["high"])
    assert [row.cells["case"] for row in read_table(tmp_path / "run.xlsx", "case").rows] == [
        f"c{n}" for n in range(6)
    ]
    assert "6 cases" in " ".join(
        row.cells["about_this_run"] for row in read_table(tmp_path / "run.xlsx", "about_this_run").rows
    )
