"""Event loops in tests: the browser's own keeps the main thread's, so any other runs in a thread of its own."""

from collections.abc import Awaitable, Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import anyio


def run_apart(main: Callable[[], Awaitable[Any]]) -> Any:
    """Run a coroutine function to its end and give what it returns."""
    with ThreadPoolExecutor(1) as pool:
        return pool.submit(anyio.run, main).result()
