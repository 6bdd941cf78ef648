"""A library of its own for whoever changes it."""

import shutil
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from fastapi.testclient import TestClient

from service.settings import Settings
from service.web.app import create_app

LONGEST_WAIT = 120


@pytest.fixture
def own_settings(sample_settings: Settings, tmp_path: Path) -> Settings:
    """Settings with a library that can be changed."""
    shutil.copytree(sample_settings.data_dir, tmp_path / "own")
    return sample_settings.model_copy(update={"data_dir": tmp_path / "own"})


@pytest.fixture
def curator(own_settings: Settings) -> Iterator[TestClient]:
    """A client at the machine that the service runs on."""
    app = create_app(own_settings)
    with TestClient(app, base_url="http://127.0.0.1:8765", raise_server_exceptions=False) as client:
        yield client


@pytest.fixture
def ended(curator: TestClient) -> Callable[[str], dict[str, Any]]:
    """Wait for the ingestion at an address of the page or the API; gives what came of it."""

    def wait(address: str) -> dict[str, Any]:
        deadline = time.monotonic() + LONGEST_WAIT
        while time.monotonic() < deadline:
            state: dict[str, Any] = curator.get(f"/v1/ingestions/{address.rpartition('/')[2]}").json()
            if state["stage"] in ("done", "failed"):
                time.sleep(0.4)  # the service looks for a new library four times a second
                return state
            time.sleep(0.1)
        message = "the ingestion did not end"
        raise AssertionError(message)

    return wait
