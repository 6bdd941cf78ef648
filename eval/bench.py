"""Speed and memory of the ingestion and the library: `python -m eval.bench`. Read ratios, not seconds.

What a ratio compares runs in one process, or in turns. Everything is made up, in a temporary folder.
"""

import os
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import TypeVar

import click
import numpy as np
from numpy.typing import NDArray

from eval.bench_data import DIMENSION, unit, write_library, write_reports, zipf
from ingest.build import PRECISION, ingest
from ingest.embed import LocalEmbedder
from ingest.library import Library, open_library
from ingest.models import find_model
from ingest.precision import load_quickest
from ingest.settings import IndexSettings
from service.assistant import Assistant
from service.settings import Settings
from service.types import Ask

LIMIT = 60
QUESTIONS = 200
COLD_ROUNDS = 5
SYNTHETIC_REPORTS = 100
_MODEL_ALONE = (
    "from sentence_transformers import SentenceTransformer; from ingest.models import find_model; "
    "SentenceTransformer(str(find_model('packaged:all-MiniLM-L6-v2').folder), device='cpu')"
)
_ASK = "from service.cli.main import main; main(['ask', 'What is No Wrong Door?'])"
CORPUS = Path(__file__).parents[1] / "corpus"
ASKED = (
    "What is No Wrong Door?",
    "How did partners build trust?",
    "Which barriers did project leads meet?",
    "What did Stockport do with its steering group?",
    "How might leaders make room for reflection when money is short?",
)
ROUNDS = 12

Found = TypeVar("Found")


@click.command()
@click.option("--pages", default=1000, show_default=True, help="Pages to ingest.")
@click.option("--chunks", default=100_000, show_default=True, help="Chunks of the library that is searched.")
def main(pages: int, chunks: int) -> None:
    """Measure an ingestion and another without changes, answers, and searches of a large library."""
    with tempfile.TemporaryDirectory(prefix="walkalong-bench-") as folder:
        settings = IndexSettings(data_dir=Path(folder) / "data")
        if pages:
            measure_ingestion(settings, Path(folder) / "reports", pages)
        measure_sample(IndexSettings(data_dir=Path(folder) / "sample"))
        if chunks:
            measure_search(IndexSettings(data_dir=Path(folder) / "large"), chunks)


def measure_ingestion(settings: IndexSettings, reports: Path, pages: int) -> None:
    """Ingest made-up PDF files; encode the same chunks alone; ingest again."""
    settings.data_dir.mkdir()
    embedder = load_quickest(settings, settings.data_dir / PRECISION)
    # Only now, as in an ingestion: loading the embedder decides how torch's threads wait.
    import torch
    from sentence_transformers import SentenceTransformer

    write_reports(reports, pages)
    assert isinstance(embedder, LocalEmbedder)
    before = processor_seconds()
    whole, result = timed(lambda: ingest([reports], settings, embedder=embedder))
    whole_processor = processor_seconds() - before
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    texts = chunk_texts(open_library(settings))
    model = SentenceTransformer(str(find_model(settings.embedding_model).folder), device="cpu")
    model[0].to(getattr(torch, embedder.dtype))
    before = processor_seconds()
    alone, _ = timed(lambda: model.encode(texts, batch_size=32))
    alone_processor = processor_seconds() - before
    again, _ = timed(lambda: ingest([reports], settings))
    say(f"ingesting {result.pages} pages, {result.chunks} chunks: {whole:.1f} s, {pages / whole:.1f} pages/s")
    say(f"SentenceTransformer.encode of those chunks alone ({embedder.dtype}): {alone:.1f} s")
    say(f"throughput of ingesting / of encoding alone: {alone / whole:.2f} (mark: at least 0.80)")
    say(f"the same by processor time, reading included: {alone_processor / whole_processor:.2f}")
    say(f"peak memory, without the reading process: {memory:.0f} MB (mark: below 1500)")
    say(f"ingesting again, nothing changed: {again:.3f} s, {whole / again:.0f} times as fast (mark: 50)")


def measure_sample(settings: IndexSettings) -> None:
    """Ask the sample corpus: in a fresh process, and warm; each beside the least that it could cost."""
    ingest([CORPUS], settings)
    os.environ["WALKALONG_DATA_DIR"] = str(settings.data_dir)
    seconds: dict[str, list[float]] = {"ask": [], "model": []}
    for _ in range(COLD_ROUNDS):
        for name, program in (("ask", _ASK), ("model", _MODEL_ALONE)):
            seconds[name].append(timed(partial(run_python, [program]))[0])
    # The quickest: whatever else the machine does only adds.
    cold, model = min(seconds["ask"]), min(seconds["model"])
    say(
        f"`walkalong ask` in a fresh process: {cold:.2f} s; sentence-transformers and its model alone: {model:.2f} s"
    )
    say(f"ask / model alone, the quickest of {COLD_ROUNDS}: {cold / model:.2f} (mark: at most 1.30)")
    measure_answers(Assistant(Settings(data_dir=settings.data_dir)))


def measure_answers(assistant: Assistant) -> None:
    """Answers beside the embedding of the question and one bare query of Chroma, in turns."""
    assistant.warm()
    whole, least = [], []
    for _ in range(ROUNDS):
        for question in ASKED:
            whole.append(timed(partial(assistant.answer, Ask(question)))[0])
            encoding, vector = timed(partial(assistant.embedder.embed_query, question))
            query, _ = timed(partial(assistant.library.nearest, vector, 10))
            least.append(encoding + query)
    say_times("answer", whole)
    say_times("embedding the question and one query of Chroma", least)
    say(f"answer / that, medians: {np.median(whole) / np.median(least):.2f} (mark: at most 3)")


def measure_search(settings: IndexSettings, chunks: int) -> None:
    """Search a library of made-up chunks."""
    building, _ = timed(lambda: write_library(settings, SYNTHETIC_REPORTS, chunks))
    opening, library = timed(lambda: open_library(settings))
    warming, _ = timed(library.warm)
    say(f"{len(library.chunks)} chunks: index written in {building:.0f} s")
    say(f"opened in {opening * 1000:.0f} ms, ready for the first search in another {warming:.2f} s")
    rng = np.random.default_rng(1)
    rows = rng.integers(len(library.chunks), size=QUESTIONS)
    questions = unit(library.chunk_vectors[rows] + rng.normal(0, 0.04, (QUESTIONS, DIMENSION)))
    words = list(library.vocabulary)
    asked = [[words[i] for i in zipf(rng, 8)] for _ in questions]
    near = [timed(partial(library.nearest, question, LIMIT))[0] for question in questions]
    kept = [timed(partial(library.nearest, question, LIMIT, [1, 2, 3]))[0] for question in questions]
    match = [timed(partial(library.keywords, terms, LIMIT))[0] for terms in asked]
    for name, seconds in (("nearest", near), ("nearest in 3 reports", kept), ("keywords, 8 words", match)):
        say_times(name, seconds)
    found = recall(library, questions[:50])
    say(f"of the {LIMIT} truly nearest chunks, `nearest` finds {found:.3f}, n=50")


def recall(library: Library, questions: NDArray[np.float32]) -> float:
    """The share of the truly nearest chunks among those that the index gives."""
    vectors = library.chunk_vectors.astype(np.float32)
    shares = []
    for question in questions:
        exact = np.argpartition(-(vectors @ question), LIMIT)[:LIMIT]
        shares.append(len(np.intersect1d(exact, library.nearest(question, LIMIT)[0])) / LIMIT)
    return float(np.mean(shares))


def chunk_texts(library: Library) -> list[str]:
    """The text of every chunk, in order."""
    chunks = library.chunks
    texts = [library.report(details.id).text for details in library.details]
    rows = zip(chunks.report, chunks.start, chunks.end, strict=True)
    return [texts[report][start:end] for report, start, end in rows]


def run_python(arguments: Sequence[str]) -> None:
    """Run a program in a fresh interpreter."""
    subprocess.run([sys.executable, "-c", *arguments], check=True, capture_output=True)


def timed(work: Callable[[], Found]) -> tuple[float, Found]:
    """The seconds that it took, and what came of it."""
    start = time.perf_counter()
    found = work()
    return time.perf_counter() - start, found


def processor_seconds() -> float:
    """Processor time of this process and its ended children; other work on the machine hardly changes it."""
    return sum(os.times()[:4])


def say_times(name: str, seconds: Sequence[float]) -> None:
    """Print a median and a 95th percentile."""
    p50, p95 = np.percentile(seconds, [50, 95]) * 1000
    say(f"{name}: p50 {p50:.1f} ms, p95 {p95:.1f} ms, n={len(seconds)}")


def say(line: str) -> None:
    """Print a line."""
    click.echo(line)


if __name__ == "__main__":
    main()
