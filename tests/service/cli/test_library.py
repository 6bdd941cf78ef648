import os
from pathlib import Path

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
