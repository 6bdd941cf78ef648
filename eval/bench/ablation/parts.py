"""`python -m eval.ablation`: answers set by set and report by report, and what is lost when a part is off.

Gold quotes of question files cited by answers, and gold excerpts of a benchmark found by searches, are measured on the
same libraries. A part is switched off by its constant, or by a function that does nothing. `switches.py` has the
figures for reports that nothing was chosen on.
"""

import contextlib
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

import click

from eval.bench.ablation.switches import (
    METRICS,
    AblatedPart,
    AskedSet,
    Switch,
    ask_set,
    estimate_metrics,
    figure_cells,
    group_by_report,
    list_left_out,
    show_estimate,
    switch_off,
)
from eval.bench.quotes import load_cases
from eval.bench.spans import find_spans, read_questions
from eval.figures.excerpts import Wanted, estimate_at_budget, estimate_at_k
from eval.figures.intervals import Estimate
from eval.options import EXISTING, EXISTING_FILE
from eval.runs.throwaway import name_texts, open_throwaway
from eval.types import Result
from ingest.index.lexicon import Lexicon
from service import assistant as assistant_module
from service import settings
from service.assistant import Assistant
from service.choice import choose, fit, units
from service.question.named import Sources
from service.search import candidates, retrieve

BUDGETS = (4000, 2000)
"""Characters of found text: what search gives an answerer, and half of it, where ranking counts more."""


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
        (Switch(assistant_module, "find_named_reports", lambda text, _: Sources((), text)),),
    ),
    AblatedPart("something of each side", (Switch(choose, "find_sides", lambda *_: []),)),
    AblatedPart("what a question asks for", tuple(Switch(fit, f"{name}_BONUS", 0.0) for name in _BONUSES)),
    AblatedPart("reading slips of the pen", (Switch(assistant_module, "find_misspelt", lambda *_: {}),)),
    AblatedPart("reasons to refuse", (Switch(assistant_module, "not_in_reports", lambda *_: None),)),
)


@click.command()
@click.option(
    "--reports", type=EXISTING, required=True, multiple=True, help="Folder of reports; may be given again."
)
@click.option(
    "--questions",
    "files",
    type=EXISTING_FILE,
    required=True,
    multiple=True,
    help="JSONL question file of each --reports, in their order.",
)
@click.option("--texts", type=EXISTING, help="Folder of a benchmark's texts (.md).")
@click.option("--excerpts", type=EXISTING_FILE, help="CSV file of its questions with gold excerpts.")
@click.option("--left-out/--no-left-out", default=True, help="Also choose anew without each report in turn.")
@click.option("--parts/--no-parts", default=True, help="Also switch each part off in turn.")
def main(
    reports: tuple[Path, ...],
    files: tuple[Path, ...],
    texts: Path | None,
    excerpts: Path | None,
    left_out: bool,
    parts: bool,
) -> None:
    """Print Markdown tables: a row for each set and report, then a row for each part switched off."""
    if len(reports) != len(files) or (texts is None) != (excerpts is None):
        message = "Give one --questions for each --reports, and --texts and --excerpts together."
        raise click.UsageError(message)
    own = settings.load_settings()
    with contextlib.ExitStack() as stack:
        asked = [stack.enter_context(open_throwaway(folder, own)) for folder in reports]
        sets = [
            AskedSet(file.stem, assistant, tuple(load_cases(file, assistant.library)))
            for file, assistant in zip(files, asked, strict=True)
        ]
        click.echo("\n".join(report_lines(sets)))
        if left_out:
            click.echo("\n".join(list_left_out(sets)))
        if parts:
            searched = stack.enter_context(open_throwaway(texts, own)) if texts else None
            wanted = read_questions(excerpts) if excerpts else []
            for line in part_lines(sets, searched, wanted):
                click.echo(line)


def report_lines(sets: Sequence[AskedSet]) -> Iterator[str]:
    """Give the figures with everything on: all sets together, each set, each of its reports."""
    asked = [result for each in sets for result in ask_set(each)]
    yield f"| questions about | n | {' | '.join(METRICS)} |"
    yield "| --- | --- |" + " --- |" * len(METRICS)
    for name, members in _groups(sets, asked):
        known = [result for result in asked if _key(result) in members]
        yield f"| {name} | {len(known)} | {' | '.join(figure_cells(known))} |"


def part_lines(
    sets: Sequence[AskedSet], searched: Assistant | None, wanted: Sequence[Wanted]
) -> Iterator[str]:
    """Give what all sets together, and the benchmark's texts if there are any, lose without each part."""
    found = ["in 5 windows", *(f"in {budget:,}" for budget in BUDGETS)] if searched else []
    columns = [*found, *METRICS]
    yield ""
    yield f"| without | {' | '.join(columns)} |"
    yield "| --- |" + " --- |" * len(columns)
    for part in PARTS:
        with switch_off(part):
            cells = _find_all(searched, wanted) if searched else []
            cells += estimate_metrics([result for each in sets for result in ask_set(each)])
        yield f"| {part.name} | {' | '.join(map(show_estimate, cells))} |"


def _find_all(assistant: Assistant, wanted: Sequence[Wanted]) -> list[Estimate]:
    stems = name_texts(assistant)
    rows = [row for row, question in enumerate(wanted) if question.excerpts]
    runs = {
        budget: [find_spans(assistant, question.question, budget, stems) for question in wanted]
        for budget in BUDGETS
    }
    first = next(iter(estimate_at_k(wanted, runs[BUDGETS[0]], rows).values()))
    return [first, *(next(iter(estimate_at_budget(wanted, runs[b], rows, b).values())) for b in BUDGETS)]


def _groups(
    sets: Sequence[AskedSet], results: Sequence[Result]
) -> Iterator[tuple[str, set[tuple[str, str]]]]:
    """Names of the rows, each with the keys of its results."""
    if len(sets) > 1:
        yield "all sets", {_key(result) for result in results}
    for asked in sets:
        yield asked.name, {(case.id, case.question) for case in asked.cases}
        for report, cases in group_by_report(asked.cases).items():
            yield f"{asked.name}: {report}", {(case.id, case.question) for case in cases}


def _key(result: Result) -> tuple[str, str]:
    """Give a key that tells cases of several sets apart."""
    return result.outcome.case.id, result.outcome.case.question


if __name__ == "__main__":
    main.main(args=sys.argv[1:], standalone_mode=True)
