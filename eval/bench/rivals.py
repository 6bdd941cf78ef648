"""What LangChain's splitters with Chroma reach on a benchmark, beside our own search: `python -m eval.rivals`.

A rival differs from the product in what a user of LangChain would have instead: its chunks are the splitter's, and
a question gets those whose vectors are nearest. The embedding model and the vector index are the product's own.
"""

import re
import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import partial
from pathlib import Path

import click
import numpy as np
from langchain_text_splitters import (
    CharacterTextSplitter,
    MarkdownTextSplitter,
    RecursiveCharacterTextSplitter,
    TextSplitter,
    Tokenizer,
    split_text_on_tokens,
)

from eval.bench.spans import make_run_lines, read_questions, search_texts
from eval.figures.excerpts import Wanted, estimate_at_budget, estimate_at_k, group_by_text, write_estimate
from eval.figures.intervals import Estimate
from eval.files import write_lines
from eval.options import EXISTING
from eval.types import TextSpan
from ingest.embedding.embedder import Embedder
from ingest.embedding.precision import load_quickest
from ingest.index.chroma import EmbeddedChroma
from ingest.index.vectors import ReportVectors
from service.settings import Settings, load_settings

WIDE, NARROW = 4000, 2000
"""Characters that two kinds of readers take."""
OURS = "Walkalong"
NEAREST = 100
"""So many chunks fill WIDE characters however short they are."""

NAME, CELL = 46, 23
"""Widths of the columns that are printed."""

Split = Callable[[str], list[str]]
Runs = list[list[TextSpan]]


def splitters(count_tokens: Callable[[str], int]) -> dict[str, Split]:
    """LangChain's splitters by name, with size and overlap in characters, or in tokens where that is said."""
    recursive = RecursiveCharacterTextSplitter
    by_characters: list[tuple[type[TextSplitter], int, int]] = [
        (recursive, 1000, 200),
        (recursive, 800, 400),
        (recursive, 400, 0),
        (recursive, 200, 0),
        (CharacterTextSplitter, 1000, 200),
        (MarkdownTextSplitter, 1000, 200),
    ]
    found: dict[str, Split] = {
        f"{kind.__name__} {size}/{overlap}": kind(chunk_size=size, chunk_overlap=overlap).split_text
        for kind, size, overlap in by_characters
    }
    for size, overlap in ((800, 400), (400, 0), (250, 125), (200, 0)):
        splitter = recursive(chunk_size=size, chunk_overlap=overlap, length_function=count_tokens)
        found[f"{recursive.__name__} {size}/{overlap} tokens"] = splitter.split_text
    found["split_text_on_tokens 256/50 tokens"] = partial(token_windows, count_tokens, 256, 50)
    return found


def token_windows(count_tokens: Callable[[str], int], size: int, overlap: int, text: str) -> list[str]:
    """LangChain's windows of tokens, whole words.

    SentenceTransformersTokenTextSplitter gives what the model's tokens spell, without capitals and accents: that
    is not the text any more, and can't be found in it.
    """
    words = list(re.finditer(r"\S+", text))
    tokens = [row for row, word in enumerate(words) for _ in range(count_tokens(word.group()))]
    tokenizer = Tokenizer(
        chunk_overlap=overlap,
        tokens_per_chunk=size,
        encode=lambda _: tokens,
        decode=lambda rows: text[words[rows[0]].start() : words[rows[-1]].end()],
    )
    return split_text_on_tokens(text=text, tokenizer=tokenizer)


def locate_chunks(text: str, chunks: Sequence[str]) -> list[tuple[int, int]]:
    """Where chunks stand in the text; each begins after the one before.

    LangChain's own start indexes are wrong where sizes are not counted in characters. Blanks may differ: splitters
    drop empty parts.
    """
    found: list[tuple[int, int]] = []
    after = 0
    for chunk in chunks:
        match = re.compile(r"\s+".join(map(re.escape, chunk.split()))).search(text, after)
        if match is None:
            message = f"a chunk is not in its text: {chunk[:80]!r}"
            raise ValueError(message)
        found.append(match.span())
        after = match.start() + 1
    return found


def search(
    texts: Mapping[str, str], split: Split, asked: Sequence[str], embedder: Embedder
) -> Iterator[list[TextSpan]]:
    """Cut and index the texts, in one collection; yield the nearest chunks of each question, best first."""
    chunks = [
        TextSpan(name, start, end)
        for name, text in texts.items()
        for start, end in locate_chunks(text, split(text))
    ]
    vectors = embedder.embed_documents([texts[chunk.report][chunk.start : chunk.end] for chunk in chunks])
    ids = [str(row) for row in range(len(chunks))]
    with tempfile.TemporaryDirectory() as folder:
        EmbeddedChroma().write(
            Path(folder) / "chroma", [ReportVectors("texts", ids, np.array(vectors, np.float32))]
        )
        index = EmbeddedChroma().open(Path(folder) / "chroma")
        for question in asked:
            nearest = np.asarray(embedder.embed_query(question), np.float32)
            rows, _ = index.nearest(nearest, min(NEAREST, len(chunks)), None)
            yield [chunks[int(row)] for row in rows]
        index.close()


def score_run(wanted: Sequence[Wanted], rows: Sequence[int], wide: Runs, narrow: Runs) -> dict[str, Estimate]:
    """Estimates over the questions in `rows`, each run scored for the reader that it was made for."""
    return (
        estimate_at_k(wanted, wide, rows)
        | estimate_at_budget(wanted, wide, rows, WIDE)
        | estimate_at_budget(wanted, narrow, rows, NARROW)
    )


def list_losses(ours: Mapping[str, Estimate], rivals: Mapping[str, Mapping[str, Estimate]]) -> Iterator[str]:
    """Lines that say where a rival's recall is higher than ours."""
    for metric in (metric for metric in ours if metric.startswith("recall")):
        best = max(rivals, key=lambda name: rivals[name][metric].value or 0.0)
        if (rivals[best][metric].value or 0.0) > (ours[metric].value or 0.0):
            yield f"{metric}: {best}, {write_estimate(metric, rivals[best][metric])}"


@click.command()
@click.option("--texts", type=EXISTING, required=True, help="Folder of the benchmark's texts (.md).")
@click.option(
    "--questions", "file", type=EXISTING, required=True, help="CSV file of questions with gold excerpts."
)
@click.option("--out", type=EXISTING, help="Existing folder for the run files.")
def main(texts: Path, file: Path, out: Path | None) -> None:
    """Score what LangChain's splitters reach on a benchmark, beside our own search, text by text."""
    wanted = read_questions(file)
    runs = dict(run_all(texts, [question.question for question in wanted], load_settings()))
    if out:
        write_runs(out, runs)
    for text, rows in group_by_text(wanted).items():
        found = {name: score_run(wanted, rows, *pair) for name, pair in runs.items()}
        for line in write_table(text, len(rows), found):
            click.echo(line)


def write_runs(folder: Path, runs: Mapping[str, tuple[Runs, Runs]]) -> None:
    """Write one run file for each rival and reader."""
    for name, pair in runs.items():
        for budget, run in zip((WIDE, NARROW), pair, strict=True):
            write_lines(folder / f"{re.sub('[ /]', '-', name)}-{budget}.jsonl", make_run_lines(run))


def run_all(texts: Path, asked: list[str], settings: Settings) -> Iterator[tuple[str, tuple[Runs, Runs]]]:
    """For us and for each rival: the runs of a reader who takes WIDE characters, and of one who takes NARROW."""
    ours = list(search_texts(texts, asked, settings, (WIDE, NARROW), lambda done, total: None))
    yield OURS, ([wide for wide, _ in ours], [narrow for _, narrow in ours])
    contents = {path.stem: path.read_bytes().decode("utf-8") for path in sorted(texts.glob("*.md"))}
    with tempfile.TemporaryDirectory() as folder:
        embedder = load_quickest(settings, Path(folder) / "precision.json")
    for name, split in splitters(lambda text: embedder.count_tokens([text])[0]).items():
        run = list(search(contents, split, asked, embedder))
        click.echo(name, err=True)
        yield name, (run, run)


def write_table(text: str, questions: int, found: dict[str, dict[str, Estimate]]) -> Iterator[str]:
    """The lines on one text; ours first, and last where a rival is ahead of it."""
    yield f"{text}, n={questions}"
    yield " " * NAME + "".join(f"{metric.replace('characters', 'chars'):>{CELL}}" for metric in found[OURS])
    for name, estimates in found.items():
        cells = [write_estimate(metric, estimate) for metric, estimate in estimates.items()]
        yield f"{name:{NAME}}" + "".join(f"{each:>{CELL}}" for each in cells)
    rivals = {name: estimates for name, estimates in found.items() if name != OURS}
    ahead = list(list_losses(found[OURS], rivals))
    yield from (f"{OURS} is below a rival in {line}" for line in ahead)
    if not ahead:
        yield f"{OURS} is below no rival"


if __name__ == "__main__":
    main()
