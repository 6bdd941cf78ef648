"""How long searches and answers of a library take, compared with the least possible, and how much memory:
`python -m eval.bench.search` for the library of the settings.
"""

import os
import time
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import TypeVar

import click
import numpy as np
from numpy.typing import NDArray

from ingest.library.open import Library
from service.assistant import Assistant
from service.settings import load_settings
from service.types import Ask, Filters

BUDGET = 4000
"""Characters that the reader of a search takes."""
NEAREST = 10
"""Chunks asked for when only the time of the vector index is measured."""
LIMIT, EXACT = 60, 50
"""So many nearest chunks are compared with the truly nearest, for so many questions."""
_FORMS = (
    "What is {}?",
    "How did partners work on {}?",
    "Which barriers stood in the way of {}?",
    "How might leaders make room for {} when money is short?",
)
_TOPICS = (
    "No Wrong Door", "Team Around the School", "trust", "the steering group", "funding", "data sharing",
    "evaluation", "shared leadership", "physical activity", "young people in care", "social workers",
    "staff training", "the pandemic", "commissioning", "fidelity to the model",
)  # fmt: skip
QUESTIONS = tuple(form.format(topic) for form in _FORMS for topic in _TOPICS)

Found = TypeVar("Found")


@click.command()
def main() -> None:
    """Measure searches and answers of the library of the settings, and this process's memory."""
    assistant = Assistant(load_settings())
    opening, library = time_call(lambda: assistant.library)
    warming, _ = time_call(assistant.warm)
    counts = f"{len(library.details)} reports, {len(library.chunks):,} chunks, {len(library.sentences):,} sentences"
    click.echo(f"{counts}: opened in {opening:.2f} s, warm in another {warming:.2f} s")
    measure(assistant, library)
    own, mapped = read_memory()
    click.echo(f"  memory: {own:,.0f} MB, and {mapped:,.0f} MB of files that the system can take back")
    vectors = [np.asarray(assistant.embedder.embed_query(text), np.float32) for text in QUESTIONS[:EXACT]]
    share = measure_recall(library, vectors)
    click.echo(f"  of the {LIMIT} truly nearest chunks, the index finds {share:.3f}, n={len(vectors)}")


def measure(assistant: Assistant, library: Library) -> None:
    """Ask all questions; what is compared runs in turns, so that no run uses work that another has just done."""
    seconds: dict[str, list[float]] = {"search": [], "answer": [], "least": []}
    for turn, question in enumerate(QUESTIONS):
        later, latest = (QUESTIONS[(turn + at) % len(QUESTIONS)] for at in (20, 40))
        seconds["search"].append(time_call(partial(assistant.search, question, Filters(), BUDGET))[0])
        seconds["answer"].append(time_call(partial(assistant.answer, Ask(later)))[0])
        seconds["least"].append(time_call(partial(search_least, assistant, library, latest))[0])
    say_times("embedding the question and one query of Chroma", seconds["least"])
    for name in ("search", "answer"):
        say_times(name, seconds[name], seconds["least"])


def search_least(assistant: Assistant, library: Library, question: str) -> None:
    """Do the least that any search of the library must do."""
    library.nearest(assistant.embedder.embed_query(question), NEAREST)


def say_times(name: str, seconds: Sequence[float], least: Sequence[float] | None = None) -> None:
    """Print a median and a 95th percentile, and each over that of `least`."""
    found = np.percentile(seconds, [50, 95])
    line = f"  {name}: p50 {1000 * found[0]:.1f} ms, p95 {1000 * found[1]:.1f} ms, n={len(seconds)}"
    if least:
        ratios = found / np.percentile(least, [50, 95])
        line += f"; over embedding and one query: {ratios[0]:.2f} and {ratios[1]:.2f}"
    click.echo(line)


def measure_recall(library: Library, vectors: Sequence[NDArray[np.float32]]) -> float:
    """The share of the truly nearest chunks among those that the index gives."""
    everything = library.chunk_vectors.astype(np.float32)
    limit = min(LIMIT, len(everything))
    shares = []
    for vector in vectors:
        exact = np.argsort(-(everything @ vector), kind="stable")[:limit]
        shares.append(len(np.intersect1d(exact, library.nearest(vector, limit)[0])) / limit)
    return float(np.mean(shares))


def read_memory() -> tuple[float, float]:
    """MB of this process's own memory, and of files that it has mapped; Linux only."""
    lines = Path("/proc/self/status").read_text("utf-8").splitlines()
    kilobytes = {
        name: value.split()[0] for name, _, value in (line.partition(":") for line in lines) if value.strip()
    }
    return int(kilobytes["RssAnon"]) / 1024, int(kilobytes["RssFile"]) / 1024


def time_call(work: Callable[[], Found]) -> tuple[float, Found]:
    """Give the seconds that a call took, and its result."""
    start = time.perf_counter()
    found = work()
    return time.perf_counter() - start, found


def processor_seconds() -> float:
    """Processor time of this process and its ended children; other work on the machine hardly changes it."""
    return sum(os.times()[:4])


if __name__ == "__main__":
    main()
