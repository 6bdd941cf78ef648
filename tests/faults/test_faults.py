"""A short part of `make faults`: each fault is survived, whenever it comes."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.faults.apart import Say, run_apart

RUNS = os.environ.get("WALKALONG_TEST_FAULTS", "1")


@pytest.mark.parametrize(
    ("chosen", "faults"),
    [
        (("--without", "PostgreSQL"), 14),
        pytest.param(("--only", "PostgreSQL"), 1, marks=pytest.mark.postgres),
    ],
)
def test_each_fault_is_survived_each_time(chosen: tuple[str, str], faults: int) -> None:
    """In a process of its own: a fork of one that has threads may hang."""
    told = subprocess.run(
        [sys.executable, "-m", "tests.faults", "--runs", RUNS, "--seed", "1", *chosen],
        cwd=Path(__file__).parents[2],
        capture_output=True,
        text=True,
        check=False,
    )
    assert told.returncode == 0, told.stderr[-4000:]
    rows = [line.strip("| ").split(" | ") for line in told.stdout.splitlines()[2:]]
    assert len(rows) == faults
    assert all(survived == tried == RUNS for _, survived, tried in rows)


def test_what_crashes_hangs_or_is_killed_is_told_apart(monkeypatch: pytest.MonkeyPatch) -> None:
    def wait(say: Say) -> None:
        say(1)
        os.read(os.pipe()[0], 1)

    assert run_apart(lambda _: 7).value == 7
    assert "ZeroDivisionError" in (run_apart(lambda _: 1 // 0).wrong or "")
    assert "status" in (run_apart(lambda _: os._exit(3)).wrong or "")
    killed = run_apart(wait, kill_after=1)
    assert (killed.killed, killed.said) == (True, (1,))
    monkeypatch.setattr("tests.faults.apart.LONGEST", 0.5)
    assert "hung" in (run_apart(wait).wrong or "")
