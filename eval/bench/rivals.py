"""What LangChain's splitters with Chroma reach on a benchmark, compared with our search: `python -m eval.rivals`.

Texts with gold excerpts are measured here; reports with gold quotes in `rival_reports.py`.

A rival differs from the product in what a user of LangChain would have instead: its chunks are the splitter's, and
a question gets those whose vectors are nearest. The embedding model and the vector index are the product's own.
"""

import re
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

import click

from eval.bench.rival_reports import measure_set, write_lines_of
from eval.bench.spans import make_run_lines, read_questions, search_texts
from eval.bench.splitters import search_chunks, splitters
from eval.figures.excerpts import Wanted, estimate_at_budget, estimate_at_k, group_by_text, write_estimate
from eval.figures.intervals import Estimate
from eval.files import write_lines
from eval.options import EXISTING, EXISTING_FILE
from eval.types import TextSpan
from ingest.embedding.precision import load_quickest
from service.settings import Settings, load_settings

WIDE, NARROW = 4000, 2000
"""Characters that two kinds of readers take."""
OURS = "Walkalong"
NAME, CELL = 46, 23
"""Widths of the columns that are printed."""

Runs = list[list[TextSpan]]


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
@click.option("--texts", type=EXISTING, help="Folder of a benchmark's texts (.md).")
@click.option(
    "--reports", type=EXISTING, multiple=True, help="Folder of PDF reports; may be given again, once a set."
)
@click.option(
    "--questions",
    "files",
    type=EXISTING_FILE,
    required=True,
    multiple=True,
    help="CSV with gold excerpts for --texts; JSONL with gold quotes for each --reports, in their order.",
)
@click.option("--out", type=EXISTING, help="Existing folder for the run files of --texts.")
def main(texts: Path | None, reports: tuple[Path, ...], files: tuple[Path, ...], out: Path | None) -> None:
    """Score what a user of LangChain would find, beside our own search, text by text and set by set."""
    excerpts = [file for file in files if file.suffix.lower() == ".csv"]
    quotes = [file for file in files if file not in excerpts]
    if len(excerpts) != (texts is not None) or len(quotes) != len(reports):
        message = "Give one CSV file of --questions for --texts, and one JSONL file for each --reports."
        raise click.UsageError(message)
    settings = load_settings()
    if texts is not None:
        _tell_texts(texts, excerpts[0], out, settings)
    if reports:
        found = [measure_set(folder, file, settings) for folder, file in zip(reports, quotes, strict=True)]
        click.echo("\n".join(write_lines_of(found)))


def _tell_texts(texts: Path, file: Path, out: Path | None, settings: Settings) -> None:
    wanted = read_questions(file)
    runs = dict(run_all(texts, [question.question for question in wanted], settings))
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
        run = list(search_chunks(contents, split, asked, embedder))
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
