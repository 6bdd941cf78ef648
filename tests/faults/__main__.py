"""`python -m tests.faults --runs N`: cause each fault N times, and print how often it was survived."""

import argparse
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from random import Random
from typing import TextIO

from ingest.embedding.load import load_embedder
from service.settings import Settings
from tests.faults import clock, damage, disks, killing, running, servers
from tests.faults.scene import Scene

Cause = Callable[[Scene, int, Random], str | None]
"""Tries a fault once, in a scene, as the so manieth; tells what was wrong, or None where it was survived."""
FAULTS: dict[str, Cause] = {
    "killed while ingesting": killing.kill_ingestion,
    "killed while ingesting two sets of reports by turns": killing.kill_replacement,
    "killed while conversations, feedback and briefs are kept": killing.kill_conversations,
    "killed while reflections are kept": killing.kill_reflections,
    "killed while uploads are kept": killing.kill_uploads,
    "read-only folder": disks.use_read_only,
    "disk full": disks.fill_disk,
    "a file of the library gone, cut short or overwritten": damage.damage_file,
    "chat model dead in mid-answer": running.lose_chat,
    "two ingestions at once": running.ingest_twice,
    "ingestion while 20 clients ask": running.ingest_while_asked,
    "Chroma server slow": servers.slow_chroma,
    "Chroma server killed and started again": servers.restart_chroma,
    "PostgreSQL stopped or crashed, and started again": servers.restart_postgres,
    "clock jumps": clock.jump_clock,
}


def main() -> int:
    """Cause the faults; gives the exit status."""
    parser = argparse.ArgumentParser(description="Cause faults, and count those that are survived.")
    parser.add_argument("--runs", type=int, default=20, help="tries of each fault")
    parser.add_argument("--seconds", type=float, default=600, help="longest time for each fault")
    parser.add_argument("--seed", type=int, default=0, help="of the random instants and bytes")
    parser.add_argument("--only", default="", help="only faults with these words in their name")
    parser.add_argument("--without", default="-", help="no faults with these words in their name")
    given = parser.parse_args()
    failed = False
    embedder = load_embedder(Settings().embedding_model, threads=1)
    with tempfile.TemporaryDirectory() as work:
        scene = Scene.build(Path(work), embedder)
        _write("| fault | survived | tried |", "| --- | --- | --- |")
        for name, cause in FAULTS.items():
            if given.only not in name or given.without in name:
                continue
            tried, wrong = cause_often(cause, scene, given.runs, given.seconds, Random(given.seed))
            _write(f"| {name} | {tried - len(wrong)} | {tried} |")
            _write(*(f"{name}: {each}" for each in wrong), to=sys.stderr)
            failed = failed or bool(wrong)
    return 1 if failed else 0


def cause_often(
    cause: Cause, scene: Scene, runs: int, seconds: float, chance: Random
) -> tuple[int, list[str]]:
    """Cause a fault so many times, fewer where the time is up; gives how many, and what was wrong."""
    ends = time.monotonic() + seconds
    wrong: list[str] = []
    for number in range(runs):
        if number and time.monotonic() > ends:
            return number, wrong
        if found := cause(scene, number, chance):
            wrong.append(found)
    return runs, wrong


def _write(*lines: str, to: TextIO = sys.stdout) -> None:
    to.writelines(f"{line}\n" for line in lines)
    to.flush()


if __name__ == "__main__":
    sys.exit(main())
