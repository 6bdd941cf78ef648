import time

import pytest

from service.settings import Settings
from service.store.library.follow import LibraryFollower
from tests.service.store.library.conftest import AddReport, Workers, list_titles

PATIENCE = 60.0
"""Seconds: a busy machine is slow, and no test is about time."""


@pytest.mark.postgres
def test_a_follower_fetches_what_another_worker_publishes(workers: Workers, add_report: AddReport) -> None:
    one, other = workers
    follower = LibraryFollower(other)
    follower.start()
    try:
        add_report(one, "Salford")
        deadline = time.monotonic() + PATIENCE
        while not (other.data_dir / "current").exists():
            assert time.monotonic() < deadline
            time.sleep(0.05)
        assert list_titles(other) == ["Salford"]
    finally:
        follower.close()


@pytest.mark.postgres
def test_what_goes_wrong_is_logged_once(
    workers: Workers, add_report: AddReport, caplog: pytest.LogCaptureFixture
) -> None:
    one, other = workers
    add_report(one, "Salford")
    other.data_dir.mkdir()
    (other.data_dir / "current").write_text("000001")
    follower = LibraryFollower(other)
    follower.look()
    follower.look()
    follower.close()
    assert caplog.text.count("could not be fetched") == 1


def test_a_library_of_one_machine_is_followed_by_nobody() -> None:
    follower = LibraryFollower(Settings())
    follower.start()
    follower.look()
    follower.close()
