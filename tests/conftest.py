"""Fixtures that several test folders share: the developers' data, and a small library of four sample reports."""

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import settings

from ingest.build import ingest
from service.assistant import Assistant
from service.settings import Settings
from tests.chroma import ChromaProcess
from tests.postgres import Cluster, find_programs

CORPUS = Path(__file__).parents[1] / "corpus"
SAMPLES = (
    "no-wrong-door.pdf",
    "stockport-governance.pdf",
    "team-around-the-school.docx",
    "roles-and-who-does-what.html",
)
SHARED = Path(os.environ.get("WALKALONG_TEST_SHARED", Path(__file__).parents[2] / "shared"))


# No test depends on time; and what lands must not depend on chance, while a developer's runs may find new cases.
settings.register_profile("walkalong", deadline=None, derandomize=bool(os.environ.get("CI")))
settings.load_profile("walkalong")


def pytest_configure(config: pytest.Config) -> None:
    config.addinivalue_line("markers", "shared: needs the developers' test data in ../shared")
    config.addinivalue_line("markers", "postgres: needs the programs of a PostgreSQL server")


def missing_needs() -> dict[str, str]:
    """What a stranger's machine may lack: the marker of the tests that need it -> what they need."""
    needs = {} if SHARED.is_dir() else {"shared": str(SHARED)}
    return needs if find_programs() else needs | {"postgres": "PostgreSQL: apt-get install postgresql"}


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave out, visibly, the tests that need what a stranger does not have; CI fails when they are left out."""
    for marker, need in missing_needs().items():
        left_out = [item for item in items if item.get_closest_marker(marker)]
        if left_out and os.environ.get("CI"):
            message = f"{len(left_out)} tests need {need}, which is not there"
            raise pytest.UsageError(message)
        items[:] = [item for item in items if item not in left_out]
        config.hook.pytest_deselected(items=left_out)


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    for marker, need in missing_needs().items():
        terminalreporter.write_line(f"Left out: tests marked `{marker}` (they need {need}).")


@pytest.fixture(scope="session")
def chroma(tmp_path_factory: pytest.TempPathFactory) -> Iterator[ChromaProcess]:
    """A Chroma server of the tests' own."""
    with ChromaProcess(tmp_path_factory.mktemp("chroma")) as process:
        yield process


@pytest.fixture(scope="session")
def postgres() -> Iterator[Cluster]:
    """A PostgreSQL server of the tests' own."""
    with Cluster() as cluster:
        yield cluster


@pytest.fixture(scope="session")
def shared() -> Path:
    """The developers' folder of test reports and questions."""
    return SHARED


@pytest.fixture(scope="session")
def sample_settings(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    """Settings whose data folder holds the small library."""
    settings = Settings(data_dir=tmp_path_factory.mktemp("data"), embedding_dtype="float32")
    result = ingest([CORPUS / name for name in SAMPLES], settings)
    assert not result.failures
    return settings


@pytest.fixture(scope="session")
def sample_assistant(sample_settings: Settings) -> Assistant:
    """The assistant over the small library, its model loaded once for all tests."""
    assistant = Assistant(sample_settings)
    assistant.warm()
    return assistant


@pytest.fixture(scope="session")
def corpus_assistant(tmp_path_factory: pytest.TempPathFactory, sample_assistant: Assistant) -> Assistant:
    """The assistant over all sample reports."""
    settings = Settings(data_dir=tmp_path_factory.mktemp("corpus"), embedding_dtype="float32")
    result = ingest([CORPUS], settings)
    assert not result.failures
    return Assistant(settings, embedder=sample_assistant.embedder)


@pytest.fixture(scope="session")
def endpoint() -> Iterator[str]:
    """The address of a real, small chat model."""
    program = Path(__file__).parent / "service" / "chat_endpoint.py"
    with subprocess.Popen(
        [sys.executable, str(program)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    ) as process:
        assert process.stdout is not None
        address = process.stdout.readline().strip()
        assert address, (
            "the chat model of the tests did not start; `python tests/service/chat_endpoint.py` says why"
        )
        yield address
        process.kill()
