"""`python -m tests.soak --clients N --seconds S`: clients ask without a pause; prints what came of it.

What the machine could do at most is measured before and after, in the same run: embedding the questions alone.
"""

import argparse
import asyncio
import itertools
import sys
import tempfile
import time
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path

import httpx
import numpy as np

from eval.bench.search import QUESTIONS
from ingest.build import ingest
from ingest.embedding.embedder import Embedder
from ingest.embedding.precision import load_quickest
from service.settings import Settings
from tests.workers import WorkerProcess

CORPUS = Path(__file__).parents[2] / "corpus"
WARM_SECONDS = 5.0
"""What the first clients find cold is not what is measured."""
LOOK_SECONDS = 0.5
"""Between two looks at health and memory."""
PATIENCE = 60.0
"""Seconds after which a client gives up: the service must have answered or refused by then."""


@dataclass(slots=True)
class Seen:
    """What clients and onlookers saw."""

    seconds: list[float] = field(default_factory=list)
    """Of each answer."""
    outcomes: Counter[str] = field(default_factory=Counter)
    health: list[float] = field(default_factory=list)
    memory: list[float] = field(default_factory=list)
    """MB of the service, in order."""

    @property
    def wrong(self) -> int:
        """Outcomes that are neither an answer nor an honest refusal."""
        return (
            self.outcomes.total()
            - self.outcomes["answered"]
            - self.outcomes["refused, told when to come again"]
        )


def main() -> int:
    """Soak the service; gives the exit status, 1 where anything was neither answered nor refused honestly."""
    parser = argparse.ArgumentParser(description="Let many clients ask at once.")
    parser.add_argument("--clients", type=int, default=50)
    parser.add_argument("--seconds", type=float, default=300)
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        settings = Settings(data_dir=Path(folder))
        embedder = load_quickest(settings, Path(folder) / "precision.json")
        ingest([CORPUS], settings, embedder=embedder)
        before = measure_embedding(embedder)
        with WorkerProcess(Path(folder), embedding_dtype="auto") as worker:
            worker.wait()
            seen = asyncio.run(soak(worker.address, worker.pid, given.clients, given.seconds))
        after = measure_embedding(embedder)
    tell(seen, given.clients, given.seconds, (before + after) / 2)
    return 1 if seen.wrong else 0


def measure_embedding(embedder: Embedder) -> float:
    """Questions a second that are embedded, one after the other, each on all cores."""
    begun = time.perf_counter()
    for question in QUESTIONS:
        embedder.embed_query(question)
    return len(QUESTIONS) / (time.perf_counter() - begun)


async def soak(address: str, pid: int, clients: int, seconds: float) -> Seen:
    """Let clients ask for so many seconds, after a while of warming up."""
    limits = httpx.Limits(max_connections=clients + 8)
    async with httpx.AsyncClient(base_url=address, timeout=PATIENCE, limits=limits) as client:
        await ask(client, Seen(), clients, WARM_SECONDS)
        seen = Seen()
        looking = asyncio.create_task(look(address, pid, seen))
        await ask(client, seen, clients, seconds)
        looking.cancel()
    return seen


async def ask(client: httpx.AsyncClient, seen: Seen, clients: int, seconds: float) -> None:
    """Ask with so many clients, each as soon as it has its answer, or when it was told to come again."""
    questions, ends = itertools.cycle(QUESTIONS), time.monotonic() + seconds

    async def keep_asking() -> None:
        while time.monotonic() < ends:
            begun = time.monotonic()
            try:
                response = await client.post("/v1/answers", json={"question": next(questions)})
            except httpx.HTTPError as error:
                seen.outcomes[type(error).__name__] += 1
                continue
            told = response.headers.get("Retry-After")
            if response.is_success:
                seen.outcomes["answered"] += 1
                seen.seconds.append(time.monotonic() - begun)
            elif response.status_code in (429, 503) and told:
                seen.outcomes["refused, told when to come again"] += 1
                await asyncio.sleep(min(float(told), max(0.0, ends - time.monotonic())))
            else:
                seen.outcomes[f"status {response.status_code}"] += 1

    await asyncio.gather(*(keep_asking() for _ in range(clients)))


async def look(address: str, pid: int, seen: Seen) -> None:
    """Look at health and memory until cancelled."""
    async with httpx.AsyncClient(base_url=address, timeout=PATIENCE) as client:
        while True:
            begun = time.monotonic()
            (await client.get("/healthz")).raise_for_status()
            seen.health.append(time.monotonic() - begun)
            seen.memory.append(read_memory(pid))
            await asyncio.sleep(LOOK_SECONDS)


def read_memory(pid: int) -> float:
    """MB of a process's own memory; Linux only."""
    lines = Path(f"/proc/{pid}/status").read_text("utf-8").splitlines()
    return next(int(line.split()[1]) / 1024 for line in lines if line.startswith("RssAnon:"))


def tell(seen: Seen, clients: int, seconds: float, embedded: float) -> None:
    """Print the figures."""
    outcomes = ", ".join(f"{count:,} {name}" for name, count in sorted(seen.outcomes.items()))
    rate = len(seen.seconds) / seconds
    half = len(seen.memory) // 2
    first, second = np.max(seen.memory[:half] or [0]), np.max(seen.memory[half:] or [0])
    slow, looks = np.percentile(seen.health, 95), len(seen.health)
    p50, p95 = np.percentile(seen.seconds or [np.nan], [50, 95])
    sys.stdout.write(
        f"{clients} clients for {seconds:.0f} s: {outcomes}\n"
        f"an answer: p50 {p50:.2f} s, p95 {p95:.2f} s, n={len(seen.seconds):,}\n"
        f"answers a second: {rate:.1f}; embedding the questions alone: {embedded:.1f}; share {rate / embedded:.2f}\n"
        f"health: p95 {slow:.2f} s, longest {max(seen.health):.2f} s, n={looks:,}\n"
        f"memory, most in the first half and in the second: {first:,.0f} and {second:,.0f} MB\n"
    )


if __name__ == "__main__":
    sys.exit(main())
