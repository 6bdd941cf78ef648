"""A Chroma server for tests, on a free port, its data in a folder."""

import os
import shutil
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path
from types import TracebackType
from typing import Self
from urllib.request import urlopen

PATIENCE = 60.0
"""Seconds: a busy machine is slow, and no test is about time."""


class ChromaProcess:
    """A `chroma run` process; as a context manager it is started, and stopped at the end."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self._port = free.getsockname()[1]
        self.url = f"http://127.0.0.1:{self._port}"

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()

    def start(self) -> None:
        """Start the server, and wait until it answers."""
        program = shutil.which("chroma", path=str(Path(sys.executable).parent))
        assert program is not None
        self._process = subprocess.Popen(
            [program, "run", "--path", str(self._folder), "--host", "127.0.0.1", "--port", str(self._port)],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        deadline = time.monotonic() + PATIENCE
        while not self._answers():
            assert self._process.poll() is None, "the Chroma server of the tests ended"
            assert time.monotonic() < deadline, "the Chroma server of the tests did not start"
            time.sleep(0.05)

    def stop(self) -> None:
        """Stop the server."""
        self._process.kill()
        self._process.wait()

    def pause(self) -> None:
        """Let the server take requests and answer none."""
        self._process.send_signal(signal.SIGSTOP)
        os.waitpid(self._process.pid, os.WUNTRACED)  # until then it may answer once more

    def go_on(self) -> None:
        """Let the server answer again."""
        self._process.send_signal(signal.SIGCONT)

    def _answers(self) -> bool:
        try:
            urlopen(f"{self.url}/api/v2/heartbeat", timeout=1).close()
        except OSError:
            return False
        return True
