"""Speed and memory of the ingestion, of searches and of answers: `python -m eval.bench`. Read ratios, not seconds.

What a ratio compares runs in one process, or in turns. Everything is in a temporary folder.
"""

import os
import resource
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from functools import partial
from pathlib import Path

import click

from eval.bench.data import write_reports
from eval.bench.search import processor_seconds, time_call
from ingest.build import PRECISION, ingest
from ingest.embedding.local import LocalEmbedder
from ingest.embedding.models import find_model
from ingest.embedding.precision import load_quickest
from ingest.library.open import Library, open_library
from ingest.settings import IndexSettings

COLD_ROUNDS = 5
"""The quickest of these is taken, since other work only ever adds time."""
_MODEL_ALONE = (
    "from sentence_transformers import SentenceTransformer; from ingest.embedding.models import find_model; "
    "SentenceTransformer(str(find_model('packaged:all-MiniLM-L6-v2').folder), device='cpu')"
)
_ASK = "from service.cli.main import main; main(['ask', 'What is No Wrong Door?'])"
CORPUS = Path(__file__).parents[2] / "corpus"


@click.command()
@click.option("--pages", default=1000, show_default=True, help="Pages to ingest.")
@click.option(
    "--chunks",
    default=(10_000, 100_000),
    show_default=True,
    multiple=True,
    help="Sizes of the libraries that are asked.",
)
def main(pages: int, chunks: tuple[int, ...]) -> None:
    """Measure an ingestion and another without changes, and searches and answers of a small and of large libraries."""
    with tempfile.TemporaryDirectory(prefix="walkalong-bench-") as folder:
        settings = IndexSettings(data_dir=Path(folder) / "data")
        if pages:
            measure_ingestion(settings, Path(folder) / "reports", pages)
        sample = IndexSettings(data_dir=Path(folder) / "sample")
        measure_sample(sample)
        measure_sizes(sample, IndexSettings(data_dir=Path(folder) / "large"), chunks)


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
    whole, result = time_call(lambda: ingest([reports], settings, embedder=embedder))
    whole_processor = processor_seconds() - before
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    texts = chunk_texts(open_library(settings))
    model = SentenceTransformer(str(find_model(settings.embedding_model).folder), device="cpu")
    model[0].to(getattr(torch, embedder.dtype))
    before = processor_seconds()
    alone, _ = time_call(lambda: model.encode(texts, batch_size=32))
    alone_processor = processor_seconds() - before
    again, _ = time_call(lambda: ingest([reports], settings))
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
            seconds[name].append(time_call(partial(run_python, [program]))[0])
    # Take the quickest: other work on the machine only adds time.
    cold, model = min(seconds["ask"]), min(seconds["model"])
    say(
        f"`walkalong ask` in a fresh process: {cold:.2f} s; sentence-transformers and its model alone: {model:.2f} s"
    )
    say(f"ask / model alone, the quickest of {COLD_ROUNDS}: {cold / model:.2f} (mark: at most 1.30)")
    ask_questions(settings)
    run_module("eval.bench.page")


def measure_sizes(sample: IndexSettings, settings: IndexSettings, sizes: Sequence[int]) -> None:
    """Let a library grow to each size and ask it; its sentences come from the sample reports."""
    for chunks in sorted(sizes):
        run_module("eval.bench.library", str(sample.data_dir), str(settings.data_dir), str(chunks))
        ask_questions(settings)


def ask_questions(settings: IndexSettings) -> None:
    """Measure searches and answers of a library."""
    os.environ["WALKALONG_DATA_DIR"] = str(settings.data_dir)
    run_module("eval.bench.search")


def run_module(name: str, *arguments: str) -> None:
    """Run a module in a fresh process, so that its memory is measured alone; the module prints its figures."""
    sys.stdout.flush()
    subprocess.run([sys.executable, "-m", name, *arguments], check=True)


def chunk_texts(library: Library) -> list[str]:
    """The text of every chunk, in order."""
    chunks = library.chunks
    texts = [library.report(details.id).text for details in library.details]
    rows = zip(chunks.report, chunks.start, chunks.end, strict=True)
    return [texts[report][start:end] for report, start, end in rows]


def run_python(arguments: Sequence[str]) -> None:
    """Run a program in a fresh interpreter."""
    subprocess.run([sys.executable, "-c", *arguments], check=True, capture_output=True)


def say(line: str) -> None:
    """Print a line."""
    click.echo(line)


if __name__ == "__main__":
    main()
