"""A client of the service over the small library."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from service.assistant import Assistant
from service.settings import Settings
from service.web.app import create_app


@pytest.fixture(autouse=True)
def _no_settings_from_outside(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Keep the tester's own settings and data out of the tests."""
    for name in [name for name in os.environ if name.startswith("WALKALONG_") and "_TEST_" not in name]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("WALKALONG_DATA_DIR", str(tmp_path / "data"))


@pytest.fixture
def client(sample_settings: Settings, sample_assistant: Assistant, tmp_path: Path) -> Iterator[TestClient]:
    """A client of the whole service, with conversations of its own."""
    settings = sample_settings.model_copy(
        update={"database_url": f"sqlite:///{tmp_path}/conversations.sqlite"}
    )
    with TestClient(create_app(settings, sample_assistant), raise_server_exceptions=False) as client:
        yield client
