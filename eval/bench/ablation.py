"""`python -m eval.ablation`: what each part of the search and of the choice brings, with each switched off in turn.

Both yardsticks are measured on the same libraries: gold excerpts of a benchmark found by a search, and gold quotes of
a question file cited by answers. A part is switched off by its constant, or by a function that does nothing.
"""

import contextlib
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from unittest.mock import patch

import click

from eval.bench.excerpts import Wanted, at_budget, at_k
from eval.bench.quotes import load_cases, run, table, throw_away
from eval.bench.spans import questions
from eval.cli.main import EXISTING
from eval.figures.intervals import Estimate
from eval.types import Case, Span
from service import settings
from service.assistant import Assistant
from service.question.named import Sources
from service.types import Filters

BUDGETS = (4000, 2000)


@dataclass(frozen=True, slots=True)
class Part:
    """One part, and what to put in its place so that it does nothing: (dotted name, value) pairs."""

    name: str
    off: tuple[tuple[str, object], ...] = ()


PARTS = (
    Part("everything"),
    Part("meaning of a sentence", (("service.search.candidates.MEANING", 0.0),)),
    Part("words of a sentence (BM25)", (("service.search.candidates.WORDS", 0.0),)),
    Part(
        "meaning around it",
        (("service.choice.units.AROUND", 0.0), ("service.search.candidates.WINDOW_AROUND", 0.0)),
    ),
    Part("words near it", (("service.search.candidates.NEAR_WORDS", 0.0),)),
    Part("words farther away", (("service.search.candidates.FAR_WORDS", 0.0),)),
    Part("the heading's meaning", (("service.search.candidates.HEADING", 0.0),)),
    Part("taking off what all sentences share", (("service.search.retrieve.CENTRE", 0.0),)),
    Part("words near in meaning", (("service.search.retrieve.NEAR_WEIGHT", 0.0),)),
    Part("acronyms and long forms", (("ingest.index.lexicon.Lexicon.expansions", lambda *_: ()),)),
    Part("windows that grow", (("service.search.retrieve.LONGEST_WINDOW", 250),)),
    Part("neighbouring sentences", (("service.choice.choose.LONGEST_PASSAGE", 0),)),
    Part("whole lists", (("service.choice.units._lists", lambda _: []),)),
    Part(
        "reports that a question names",
        (("service.assistant.named_reports", lambda text, _: Sources((), text)),),
    ),
    Part("something of each side", (("service.choice.choose._sides", lambda *_: []),)),
    Part(
        "what a question asks for",
        tuple(
            (f"service.choice.fit.{name}_BONUS", 0.0)
            for name in ("LIST", "SIZE", "ENTRY", "QUOTATION", "NUMBER", "MONEY", "DEFINITION")
        ),
    ),
    Part("reading slips of the pen", (("service.assistant.misspelt", lambda *_: {}),)),
    Part("reasons to refuse", (("service.assistant.not_in_reports", lambda *_: None),)),
)


@click.command()
@click.option("--texts", type=EXISTING, required=True, help="Folder of the benchmark's texts (.md).")
@click.option(
    "--excerpts", type=EXISTING, required=True, help="CSV file of its questions with gold excerpts."
)
@click.option(
    "--reports", type=EXISTING, required=True, multiple=True, help="Folder of reports; may be given again."
)
@click.option(
    "--questions", "files", type=EXISTING, required=True, multiple=True, help="Its JSONL question file."
)
def main(texts: Path, excerpts: Path, reports: tuple[Path, ...], files: tuple[Path, ...]) -> None:
    """Print a Markdown table: a row for each part switched off."""
    own = settings.load_settings()
    wanted = questions(excerpts)
    with contextlib.ExitStack() as stack:
        searched = stack.enter_context(throw_away(texts, own))
        asked = [stack.enter_context(throw_away(folder, own)) for folder in reports]
        cases = [load_cases(file, assistant.library) for file, assistant in zip(files, asked, strict=True)]
        click.echo(
            "| without | in 5 windows | in 4,000 | in 2,000 | required cited | cited gold | answered | refused |"
        )
        click.echo("| --- | --- | --- | --- | --- | --- | --- | --- |")
        for part in PARTS:
            with switched_off(part):
                cells = [*_found(searched, wanted), *_answered(asked, cases)]
            click.echo(f"| {part.name} | {' | '.join(map(_cell, cells))} |")


@contextlib.contextmanager
def switched_off(part: Part) -> Iterator[None]:
    """Run without the part. Raises AttributeError when a switch is no longer there."""
    with contextlib.ExitStack() as stack:
        for name, value in part.off:
            stack.enter_context(patch(name, value))
        yield


def _found(assistant: Assistant, wanted: list[Wanted]) -> list[Estimate]:
    stems = {details.id: Path(details.file).stem for details in assistant.library.details}
    rows = [row for row, question in enumerate(wanted) if question.excerpts]
    runs = {}
    for budget in BUDGETS:
        found = [assistant.search(question.question, Filters(), budget, budget) for question in wanted]
        runs[budget] = [[Span(stems[p.report_id], p.start, p.end) for p in passages] for passages in found]
    first = next(iter(at_k(wanted, runs[BUDGETS[0]], rows).values()))
    return [first, *(next(iter(at_budget(wanted, runs[b], rows, b).values())) for b in BUDGETS)]


def _answered(assistants: list[Assistant], cases: list[list[Case]]) -> list[Estimate]:
    judged = [
        item
        for assistant, own in zip(assistants, cases, strict=True)
        for item in run(assistant, own, lambda *_: None)
    ]
    estimates = table(judged)[0][1]
    names = ("required quotes cited", "cited that are gold", "answered rightly", "refused rightly")
    return [estimates[name] for name in names]


def _cell(estimate: Estimate) -> str:
    if estimate.value is None or estimate.low is None or estimate.high is None:
        return "–"
    return f"{100 * estimate.value:.1f} [{100 * estimate.low:.0f}, {100 * estimate.high:.0f}]"


if __name__ == "__main__":
    main.main(args=sys.argv[1:], standalone_mode=True)
