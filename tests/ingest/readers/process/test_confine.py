import subprocess
import sys
from pathlib import Path

import pytest

from ingest.readers.process.child import ReadingProcess
from ingest.readers.process.confine import MACHINES, MOST_OPEN_FILES, write_filter
from ingest.settings import IndexSettings

ATTEMPTS = """
import os, socket, subprocess, sys
from pathlib import Path
from ingest.readers.process.confine import confine

there = Path(sys.argv[1])
number = os.open(there / "open before", os.O_CREAT | os.O_RDWR)
assert confine()
attempts = {
    "connect": lambda: socket.create_connection(("127.0.0.1", 9)),
    "look up": lambda: socket.socket(socket.AF_INET, socket.SOCK_DGRAM),
    "run": lambda: subprocess.run(["true"]),
    "replace": lambda: os.execv("/bin/true", ["true"]),
    "kill": lambda: os.kill(os.getppid(), 0),
    "write": lambda: os.write(number, b"x"),
    "write new": lambda: (there / "new").write_text("x"),
    "read": lambda: Path(sys.argv[0]).exists(),
}
for name, attempt in attempts.items():
    try:
        attempt()
        print(name, "done")
    except OSError as error:
        print(name, error.errno)
"""


def test_the_reading_process_can_read_and_nothing_else(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-c", ATTEMPTS, str(tmp_path)], capture_output=True, text=True, check=True
    )
    refused, too_large = 1, 27
    assert dict(line.rsplit(" ", 1) for line in done.stdout.splitlines()) == {
        **dict.fromkeys(("connect", "look up", "run", "replace", "kill"), str(refused)),
        **dict.fromkeys(("write", "write new"), str(too_large)),
        "read": "done",
    }
    assert (tmp_path / "open before").read_bytes() == b""


def test_files_are_read_under_these_bounds(tmp_path: Path) -> None:
    report = tmp_path / "report.md"
    report.write_text("# Title\n\nWords.\n")
    with ReadingProcess(IndexSettings()) as process:
        process.read(report)
        process_folder = Path(f"/proc/{process.pid}")
        limits = {
            line[:25].strip(): line[26:].split()[0]
            for line in (process_folder / "limits").read_text().splitlines()[1:]
        }
        status = (process_folder / "status").read_text()
    assert limits["Max file size"] == limits["Max core file size"] == "0"
    assert int(limits["Max open files"]) <= MOST_OPEN_FILES
    assert "\nSeccomp:\t2\n" in status


@pytest.mark.parametrize("machine", MACHINES)
def test_every_refused_call_leaps_to_the_refusal(machine: str) -> None:
    program = write_filter(MACHINES[machine])
    steps = [program[at : at + 8] for at in range(0, len(program), 8)]
    assert len(steps) == 4 + len(MACHINES[machine].refused) + 2
    for row, step in enumerate(steps[4:-2], 4):
        assert row + 1 + step[2] == len(steps) - 1
        assert step[3] == 0
