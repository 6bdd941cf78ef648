"""Data folders of two workers that share one library."""

from collections.abc import Callable
from pathlib import Path

import pytest

from ingest.build import ingest
from ingest.library.open import open_library
from service.assistant import Assistant
from service.settings import Settings
from service.store.library.change import change_library
from tests.chroma import ChromaProcess
from tests.postgres import Cluster

Workers = tuple[Settings, Settings]
AddReport = Callable[[Settings, str], None]


@pytest.fixture
def workers(sample_settings: Settings, postgres: Cluster, chroma: ChromaProcess, tmp_path: Path) -> Workers:
    """The settings of two workers, with empty folders and an empty database."""
    shared = {"chroma_url": chroma.url, "database_url": postgres.make_database()}
    one, other = (
        sample_settings.model_copy(update={**shared, "data_dir": tmp_path / name})
        for name in ("one", "other")
    )
    return one, other


@pytest.fixture
def add_report(sample_assistant: Assistant, tmp_path: Path) -> AddReport:
    """What adds a report of a name through a worker."""

    def add(settings: Settings, name: str) -> None:
        path = tmp_path / f"{name}.md"
        path.write_text(f"# {name}\n\n## Trust\n\nIn {name}, partners learned that trust grows slowly.\n")
        change_library(settings, lambda: ingest([path], settings, embedder=sample_assistant.embedder))

    return add


def list_titles(settings: Settings) -> list[str]:
    """The titles of the reports that a worker has, sorted."""
    return sorted(details.title for details in open_library(settings).details)
