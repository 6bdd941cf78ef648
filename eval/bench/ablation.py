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

from eval.bench.quotes import ask_cases, estimate_groups, load_cases
from eval.bench.spans import find_spans, read_questions
from eval.figures.excerpts import Wanted, estimate_at_budget, estimate_at_k
from eval.figures.intervals import Estimate
from eval.options import EXISTING
from eval.runs.throwaway import name_texts, open_throwaway
from eval.types import Case
from ingest.index.lexicon import Lexicon
from service import assistant as assistant_module
from service import settings
from service.assistant import Assistant
from service.choice import choose, fit, units
from service.question.named import Sources
from service.search import candidates, retrieve

BUDGETS = (4000, 2000)


@dataclass(frozen=True, slots=True)
class Switch:
    """One name of a module or class, and what to put in its place."""

    owner: object
    name: str
    value: object


@dataclass(frozen=True, slots=True)
class AblatedPart:
    """One part of the search or of the choice, and the switches that make it do nothing."""

    name: str
    off: tuple[Switch, ...] = ()


_BONUSES = ("LIST", "SIZE", "ENTRY", "QUOTATION", "NUMBER", "MONEY", "DEFINITION")
PARTS = (
    AblatedPart("everything"),
    AblatedPart("meaning of a sentence", (Switch(candidates, "MEANING", 0.0),)),
    AblatedPart("words of a sentence (BM25)", (Switch(candidates, "WORDS", 0.0),)),
    AblatedPart(
        "meaning around it", (Switch(units, "AROUND", 0.0), Switch(candidates, "WINDOW_AROUND", 0.0))
    ),
    AblatedPart("words near it", (Switch(candidates, "NEAR_WORDS", 0.0),)),
    AblatedPart("words farther away", (Switch(candidates, "FAR_WORDS", 0.0),)),
    AblatedPart("the heading's meaning", (Switch(candidates, "HEADING", 0.0),)),
    AblatedPart("taking off what all sentences share", (Switch(retrieve, "CENTRE", 0.0),)),
    AblatedPart("words near in meaning", (Switch(retrieve, "NEAR_WEIGHT", 0.0),)),
    AblatedPart("acronyms and long forms", (Switch(Lexicon, "expansions", lambda *_: ()),)),
    AblatedPart("windows that grow", (Switch(retrieve, "LONGEST_WINDOW", 250),)),
    AblatedPart("neighbouring sentences", (Switch(choose, "LONGEST_PASSAGE", 0),)),
    AblatedPart("whole lists", (Switch(units, "_lists", lambda _: []),)),
    AblatedPart(
        "reports that a question names",
        (Switch(assistant_module, "named_reports", lambda text, _: Sources((), text)),),
    ),
    AblatedPart("something of each side", (Switch(choose, "_sides", lambda *_: []),)),
    AblatedPart("what a question asks for", tuple(Switch(fit, f"{name}_BONUS", 0.0) for name in _BONUSES)),
    AblatedPart("reading slips of the pen", (Switch(assistant_module, "misspelt", lambda *_: {}),)),
    AblatedPart("reasons to refuse", (Switch(assistant_module, "not_in_reports", lambda *_: None),)),
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
    wanted = read_questions(excerpts)
    with contextlib.ExitStack() as stack:
        searched = stack.enter_context(open_throwaway(texts, own))
        asked = [stack.enter_context(open_throwaway(folder, own)) for folder in reports]
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
def switched_off(part: AblatedPart) -> Iterator[None]:
    """Run without the part. Raises AttributeError when a switch is no longer there."""
    with contextlib.ExitStack() as stack:
        for switch in part.off:
            stack.enter_context(patch.object(switch.owner, switch.name, switch.value))
        yield


def _found(assistant: Assistant, wanted: list[Wanted]) -> list[Estimate]:
    stems = name_texts(assistant)
    rows = [row for row, question in enumerate(wanted) if question.excerpts]
    runs = {
        budget: [find_spans(assistant, question.question, budget, stems) for question in wanted]
        for budget in BUDGETS
    }
    first = next(iter(estimate_at_k(wanted, runs[BUDGETS[0]], rows).values()))
    return [first, *(next(iter(estimate_at_budget(wanted, runs[b], rows, b).values())) for b in BUDGETS)]


def _answered(assistants: list[Assistant], cases: list[list[Case]]) -> list[Estimate]:
    results = [
        result
        for assistant, own in zip(assistants, cases, strict=True)
        for result in ask_cases(assistant, own, lambda *_: None)
    ]
    estimates = estimate_groups(results)[0][1]
    names = ("required quotes cited", "cited that are gold", "answered rightly", "refused rightly")
    return [estimates[name] for name in names]


def _cell(estimate: Estimate) -> str:
    if estimate.value is None or estimate.low is None or estimate.high is None:
        return "–"
    return f"{100 * estimate.value:.1f} [{100 * estimate.low:.0f}, {100 * estimate.high:.0f}]"


if __name__ == "__main__":
    main.main(args=sys.argv[1:], standalone_mode=True)
