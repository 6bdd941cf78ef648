"""Fixtures that several test folders share."""

import os
from pathlib import Path

import pytest
from hypothesis import settings

SHARED = Path(os.environ.get("WALKALONG_TEST_SHARED", Path(__file__).parents[2] / "shared"))


# No test depends on time; and what lands must not depend on chance, while a developer's runs may find new cases.
settings.register_profile("walkalong", deadline=None, derandomize=bool(os.environ.get("CI")))
settings.load_profile("walkalong")


def pytest_configure(config: pytest.Config) -> None:
    config.addinivalue_line("markers", "shared: needs the developers' test data in ../shared")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave out, visibly, the tests whose data a stranger does not have; CI fails when they are left out."""
    if SHARED.is_dir():
        return
    left_out = [item for item in items if item.get_closest_marker("shared")]
    if left_out and os.environ.get("CI"):
        message = f"{len(left_out)} tests need {SHARED}, which is not there"
        raise pytest.UsageError(message)
    items[:] = [item for item in items if item not in left_out]
    config.hook.pytest_deselected(items=left_out)


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    if not SHARED.is_dir():
        terminalreporter.write_line(f"Left out: tests marked `shared` (they need {SHARED}).")


@pytest.fixture(scope="session")
def shared() -> Path:
    """The developers' folder of test reports and questions."""
    return SHARED
