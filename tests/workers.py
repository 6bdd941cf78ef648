"""Processes of the service for tests: several, each with a data folder of its own, as behind a proxy."""

import os
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path
from types import TracebackType
from typing import Self

import httpx

PATIENCE = 120.0
"""Seconds: a busy machine is slow, and no test is about time."""
ROOT = Path(__file__).parents[1]


class WorkerProcess:
    """`walkalong serve` with these settings; as a context manager it is started, and stopped at the end."""

    def __init__(self, folder: Path, **settings: str) -> None:
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            port = free.getsockname()[1]
        self.address = f"http://127.0.0.1:{port}"
        said = {"data_dir": str(folder), "port": str(port), "embedding_dtype": "float32", **settings}
        self._environment = {
            **{name: value for name, value in os.environ.items() if not name.startswith("WALKALONG_")},
            **{f"WALKALONG_{name.upper()}": value for name, value in said.items()},
            "PYTHONPATH": str(ROOT),
        }

    def __enter__(self) -> Self:
        self._process = subprocess.Popen(
            [sys.executable, "-c", "from service.cli.main import main; main()", "serve"],
            cwd=ROOT,
            env=self._environment,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        return self

    @property
    def pid(self) -> int:
        """The number of its process."""
        return self._process.pid

    def wait(self) -> None:
        """Wait until it answers."""
        deadline = time.monotonic() + PATIENCE
        while not self._answers():
            assert self._process.poll() is None, "the service of the tests ended"
            assert time.monotonic() < deadline, "the service of the tests did not start"
            time.sleep(0.1)

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._process.send_signal(signal.SIGTERM)
        try:
            self._process.wait(PATIENCE)
        finally:
            self._process.kill()

    def _answers(self) -> bool:
        try:
            return httpx.get(f"{self.address}/healthz", timeout=1).is_success
        except httpx.HTTPError:
            return False
