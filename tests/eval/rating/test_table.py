import csv
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace

import pytest
from click.testing import CliRunner

from eval.rating.preferences import PREFERENCES, Preference, add_preference
from eval.rating.ratings import RATINGS, Rating, add_rating
from eval.rating.table import agreement_lines, lay_out_ratings
from eval.runs.folder import Run, append_results, begin_run
from ingest.errors import NotFound
from service.cli.main import main

AT = "2026-01-02T03:04:05+00:00"


@pytest.fixture
def run(made: SimpleNamespace, tmp_path: Path) -> Run:
    results = [made.result(made.case(f"case-{n}", question=f"Why {n}?"), {}) for n in range(6)]
    found: Run = replace(made.run(results), folder=tmp_path / "run")
    begun = begin_run(found.folder, found.provenance)
    with append_results(begun) as file:
        for result in results:
            file.append(result)
    return found


def rate(run: Run, case: str, rater: str, correct: str) -> None:
    add_rating(run.folder / RATINGS, Rating(case, 0, rater, correct, "yes", "no", "partly", "=1+1", AT))  # type: ignore[arg-type]


def test_ratings_and_choices_come_out_as_a_table(run: Run, tmp_path: Path) -> None:
    rate(run, "case-0", "Ann", "yes")
    add_preference(run.folder / PREFERENCES, Preference("case-1", 0, "Bea", "old", "other", "", AT))
    out = tmp_path / "said.csv"
    done = CliRunner().invoke(main, ["eval", "ratings", str(run.folder), "-o", str(out)])
    assert done.exit_code == 0, done.output
    first, second = csv.DictReader(out.read_text("utf-8-sig").splitlines())
    assert (first["question"], first["rater"], first["correct"], first["note"]) == (
        "Why 0?",
        "Ann",
        "yes",
        "'=1+1",
    )
    assert (second["case"], second["against"], second["better"], second["correct"]) == (
        "case-1",
        "old",
        "other",
        "",
    )


def test_agreement_of_any_number_of_raters_is_told(run: Run) -> None:
    for n in range(6):
        for rater in ("Ann", "Bea", "Cleo"):
            rate(run, f"case-{n}", rater, "yes" if n % 2 else "no")
    lines = list(agreement_lines(run))
    assert lines[0] == "Ratings by Ann 6, Bea 6, Cleo 6."
    assert lines[1].startswith("correct: Agreement (Krippendorff's alpha; 1 is perfect, 0 is chance): 1.00")
    assert "can't be told: all marks are the same" in lines[2]


def test_a_run_that_nobody_rated_says_what_to_do(run: Run) -> None:
    with pytest.raises(NotFound, match="eval rate"):
        lay_out_ratings(run)
