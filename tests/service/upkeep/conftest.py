"""A data folder of each test's own: the small library, a conversation, an uploaded file that waits, a correction."""

import io
import json
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from service.settings import Settings
from service.store.sql import open_store
from tests.library_files import LIBRARY

QUESTION = "What is the No Wrong Door approach?"


def _not_the_library(root: Path) -> Callable[[str, list[str]], set[str]]:
    return lambda folder, names: set(names) - LIBRARY if Path(folder) == root else set()


@pytest.fixture
def settings(sample_settings: Settings, tmp_path: Path) -> Settings:
    """Settings with a data folder like that of a service in use."""
    data = tmp_path / "data"
    shutil.copytree(sample_settings.data_dir, data, ignore=_not_the_library(sample_settings.data_dir))
    (data / "uploads").mkdir()
    (data / "uploads" / "bury.md").write_text("# A visit to Bury\n\nThe team met in Bury.\n", "utf-8")
    (data / "uploads" / ".half.part").write_bytes(b"# A vi")
    (data / "records" / "half.npz.unfinished").write_bytes(b"PK")
    own = {str(data / "uploads" / "bury.md"): {"title": "Bury"}, "/elsewhere/a.pdf": {"title": "A"}}
    (data / "corrections.json").write_text(json.dumps(own), "utf-8")
    settings = sample_settings.model_copy(update={"data_dir": data, "database_url": None})
    store = open_store(None, data)
    store.create_conversation("What we asked on Monday")
    store.close()
    return settings


@pytest.fixture
def elsewhere(settings: Settings, tmp_path: Path) -> Settings:
    """The same settings with a data folder that is not there yet."""
    return settings.model_copy(update={"data_dir": tmp_path / "new" / "data"})


def titles(settings: Settings) -> list[str]:
    """The titles of the conversations."""
    store = open_store(None, settings.data_dir)
    try:
        return [entry.title for entry in store.conversations(10)]
    finally:
        store.close()


def sent(text: str) -> list[tuple[str, io.BytesIO]]:
    """A file as it is sent in."""
    return [("sent.md", io.BytesIO(text.encode()))]
