"""A small library made from four sample reports, and a client of the service over it."""

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from ingest.build import ingest
from service.assistant import Assistant
from service.settings import Settings
from service.web.app import create_app

CORPUS = Path(__file__).parents[2] / "corpus"
FILES = (
    "no-wrong-door.pdf",
    "stockport-governance.pdf",
    "team-around-the-school.docx",
    "roles-and-who-does-what.html",
)


@pytest.fixture(autouse=True)
def _no_settings_from_outside(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Keep the tester's own settings and data out of the tests."""
    for name in [name for name in os.environ if name.startswith("WALKALONG_") and "_TEST_" not in name]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("WALKALONG_DATA_DIR", str(tmp_path / "data"))


@pytest.fixture(scope="session")
def sample_settings(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    """Settings whose data folder holds the small library."""
    settings = Settings(data_dir=tmp_path_factory.mktemp("data"), embedding_dtype="float32")
    result = ingest([CORPUS / name for name in FILES], settings)
    assert not result.failures
    return settings


@pytest.fixture(scope="session")
def sample_assistant(sample_settings: Settings) -> Assistant:
    """The assistant over the small library, its model loaded once for all tests."""
    assistant = Assistant(sample_settings)
    assistant.warm()
    return assistant


@pytest.fixture
def client(sample_settings: Settings, sample_assistant: Assistant, tmp_path: Path) -> Iterator[TestClient]:
    """A client of the whole service, with conversations of its own."""
    settings = sample_settings.model_copy(
        update={"database_url": f"sqlite:///{tmp_path}/conversations.sqlite"}
    )
    with TestClient(create_app(settings, sample_assistant), raise_server_exceptions=False) as client:
        yield client


@pytest.fixture(scope="session")
def endpoint() -> Iterator[str]:
    """The address of a real, small chat model."""
    program = Path(__file__).with_name("chat_endpoint.py")
    process = subprocess.Popen(
        [sys.executable, str(program)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    )
    assert process.stdout is not None
    address = process.stdout.readline().strip()
    assert address, (
        "the chat model of the tests did not start; `python tests/service/chat_endpoint.py` says why"
    )
    yield address
    process.kill()
    process.wait()
