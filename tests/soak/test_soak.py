"""A short part of `make load`: everything is answered or refused honestly, and health answers."""

from pathlib import Path

from service.settings import Settings
from tests.loops import run_apart
from tests.soak.__main__ import soak
from tests.workers import WorkerProcess


def test_many_clients_are_answered_or_told_when_to_come_again(
    sample_settings: Settings, tmp_path: Path
) -> None:
    # The library's own database is other tests' as well.
    few = {
        "answers_at_once": "1",
        "answers_waiting": "2",
        "answers_wait_seconds": "1",
        "database_url": f"sqlite:///{tmp_path}/kept.sqlite",
    }
    with WorkerProcess(sample_settings.data_dir, **few) as worker:
        worker.wait()
        seen = run_apart(lambda: soak(worker.address, worker.pid, clients=6, seconds=4))
    assert seen.wrong == 0, seen.outcomes
    assert seen.outcomes["answered"] > 0
    assert seen.health
    assert seen.memory
