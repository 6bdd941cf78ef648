import json
import os
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from ingest.build import ingest
from ingest.library.open import open_library
from service.assistant import Assistant
from service.cli.main import main
from service.settings import load_settings


@pytest.fixture
def reports(tmp_path: Path, sample_assistant: Assistant) -> Path:
    """A folder with two reports, of the library in the data folder, which has an uploaded one as well."""
    settings = load_settings()
    uploads = settings.data_dir / "uploads"
    uploads.mkdir(parents=True)
    for path in (tmp_path / "a.txt", tmp_path / "b.txt", uploads / "c.txt"):
        path.write_text(f"Report {path.stem}\n\nIt is about Wigan.\n", "utf-8")
    paths = [tmp_path / "a.txt", tmp_path / "b.txt", uploads / "c.txt"]
    assert not ingest(paths, settings, embedder=sample_assistant.embedder).failures
    return tmp_path


def ids() -> list[str]:
    return [details.id for details in open_library(load_settings()).details]


def test_reports_added_over_http_stay_when_others_are_pruned(reports: Path) -> None:
    result = CliRunner().invoke(main, ["ingest", str(reports / "a.txt"), "--prune"], env=dict(os.environ))
    assert result.exit_code == 0, result.output
    assert ids() == ["a", "c"]


def test_they_go_when_their_file_is_deleted(reports: Path) -> None:
    (load_settings().data_dir / "uploads" / "c.txt").unlink()
    assert CliRunner().invoke(main, ["ingest", str(reports / "a.txt"), "--prune"]).exit_code == 0
    assert ids() == ["a"]


def test_nothing_is_pruned_unasked(reports: Path) -> None:
    assert CliRunner().invoke(main, ["ingest", str(reports / "a.txt")]).exit_code == 0
    assert ids() == ["a", "b", "c"]


def test_the_catalogue_questions_and_terms_are_listed(run: Any) -> None:
    assert "no-wrong-door" in run("reports", "--place", "North Yorkshire").stdout
    assert "stockport-governance" not in run("reports", "--place", "North Yorkshire").stdout
    assert len(json.loads(run("reports", "--json").stdout)["reports"]) == 4
    assert "?" in run("questions").stdout
    assert json.loads(run("questions", "--json").stdout)["questions"]
    assert "No Wrong Door" in run("glossary").stdout
    assert json.loads(run("glossary", "--json").stdout)["terms"]


def test_an_ingestion_says_what_failed_and_what_to_do(
    run: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("WALKALONG_DATA_DIR", str(tmp_path / "data"))
    monkeypatch.setenv("WALKALONG_EMBEDDING_DTYPE", "float32")
    reports = tmp_path / "reports"
    reports.mkdir()
    (reports / "good.md").write_text("# Trust\n\nTrust grew slowly between the partners in Salford.\n")
    (reports / "bad.pdf").write_bytes(b"%PDF-1.7 broken")
    result = run("ingest", str(reports))
    assert result.exit_code == 1
    assert "1 added" in result.stdout
    assert "bad.pdf" in result.stderr
    (reports / "bad.pdf").unlink()
    again = run("ingest", str(reports), "--json")
    assert again.exit_code == 0
    assert json.loads(again.stdout)["unchanged"] == ["good"]
    assert json.loads(again.stdout)["failures"] == []
