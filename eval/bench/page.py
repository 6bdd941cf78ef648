"""How long a reader of the page waits for the first sentence of an answer, compared with the whole answer:
`python -m eval.bench.page` for the library of the settings.
"""

import json
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from socket import socket
from urllib.parse import urlencode

import click
import numpy as np

from eval.bench.search import QUESTIONS
from service.settings import load_settings

HOST = "127.0.0.1"
MARK = 1.5
"""How many times longer than the answer itself its first sentence on the page may take."""
READY_SECONDS = 120
"""A service that is not ready by now has failed, on any machine."""


@dataclass(frozen=True, slots=True)
class Wait:
    """How long one question took, in milliseconds."""

    first: float
    """From sending the question to the first byte of the first sentence."""
    whole: float
    """What the service says that the answer took."""


@click.command()
def main() -> None:
    """Ask the page, as its script does, in a service of its own."""
    load_settings()
    with serve_library() as address:
        asked = [wait for question in QUESTIONS if (wait := ask(address, question))]
    first, whole = (np.array([getattr(wait, name) for wait in asked]) for name in ("first", "whole"))
    click.echo(
        f"first sentence on the page: p50 {np.median(first):.1f} ms; the answer itself: p50 {np.median(whole):.1f} ms; "
        f"n={len(asked)}"
    )
    ratio = np.median(first / whole)
    click.echo(f"first sentence / the answer itself: {ratio:.2f}, the median of each (mark: at most {MARK})")


def ask(address: str, question: str) -> Wait | None:
    """Ask once; None when there is no sentence to wait for."""
    body = urlencode({"question": question}).encode()
    request = urllib.request.Request(f"{address}/ask", body, {"Accept": "text/event-stream"})
    first = None
    started = time.perf_counter()
    with urllib.request.urlopen(request, timeout=60) as response:
        for line in response:
            if first is None and line.startswith(b"event: statement"):
                first = 1000 * (time.perf_counter() - started)
            if first is not None and line.startswith(b"data: ") and b'"timings_ms"' in line:
                whole = json.loads(line.removeprefix(b"data: "))["timings_ms"]["total"]
                return Wait(first, whole)
    return None


@contextmanager
def serve_library() -> Iterator[str]:
    """Run `walkalong serve` over the library of the settings; gives its address once it is ready."""
    with socket() as free:
        free.bind((HOST, 0))
        port = free.getsockname()[1]
    program = f"from service.cli.main import main; main(['serve', '--host', '{HOST}', '--port', '{port}'])"
    process = subprocess.Popen(
        [sys.executable, "-c", program], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    try:
        address = f"http://{HOST}:{port}"
        wait_until_ready(address, process)
        yield address
    finally:
        process.terminate()
        process.wait()


def wait_until_ready(address: str, process: subprocess.Popen[bytes]) -> None:
    """Return when questions can be answered. Raises ClickException when the service ends, or takes too long."""
    deadline = time.monotonic() + READY_SECONDS
    while process.poll() is None and time.monotonic() < deadline:
        with suppress(urllib.error.URLError), urllib.request.urlopen(f"{address}/readyz", timeout=60):
            return
        time.sleep(0.1)
    message = "The service did not start; `walkalong serve` says why."
    raise click.ClickException(message)


if __name__ == "__main__":
    main()
