"""Commands that measure with other question files: excerpts found, quotes cited. They parse, call and print."""

from pathlib import Path

import click

from eval.options import EXISTING, NEW_FILE


@click.command()
@click.option("--texts", type=EXISTING, required=True, help="Folder of the benchmark's texts (.md).")
@click.option(
    "--questions",
    type=EXISTING,
    required=True,
    help="CSV file with a column `question`; scored by `references` and `corpus_id`.",
)
@click.option("--out", type=NEW_FILE, required=True, help="Run file to write, JSON lines.")
@click.option("--budget", default=4000, show_default=True, help="Characters that the reader will take.")
def spans(texts: Path, questions: Path, out: Path, budget: int) -> None:
    """Search a benchmark's texts, write the spans found in rank order, and score them if gold excerpts are given."""
    from eval.bench.spans import make_run_lines, read_questions, search_texts
    from eval.figures.excerpts import estimate_at_budget, estimate_at_k, group_by_text, write_estimate
    from eval.files import write_lines
    from service.settings import load_settings

    wanted = read_questions(questions)
    asked = [question.question for question in wanted]
    found = [run for (run,) in search_texts(texts, asked, load_settings(), (budget,), _progress)]
    count = write_lines(out, make_run_lines(found))
    click.echo(f"{count} questions written to {out}")
    for text, rows in group_by_text(wanted).items():
        click.echo(f"{text}, n={len(rows)}")
        estimates = estimate_at_k(wanted, found, rows) | estimate_at_budget(wanted, found, rows, budget)
        for metric, estimate in estimates.items():
            click.echo(f"  {metric:32}{write_estimate(metric, estimate)}")


@click.command()
@click.option("--questions", type=EXISTING, required=True, help="JSONL file of questions with gold quotes.")
@click.option("--reports", type=EXISTING, required=True, help="Folder of the reports that they are about.")
@click.option("--out", type=NEW_FILE, required=True, help="Run file to write, JSON lines.")
def answers(questions: Path, reports: Path, out: Path) -> None:
    """Ask a file of questions and compare the answers' passages with the gold quotes."""
    from eval.bench.quotes import as_json, ask_cases, estimate_groups, load_cases
    from eval.files import write_lines
    from eval.runs.throwaway import open_throwaway
    from service.settings import load_settings

    with open_throwaway(reports, load_settings()) as assistant:
        cases = load_cases(questions, assistant.library)
        results = list(ask_cases(assistant, cases, _progress))
    write_lines(out, (as_json(each) for each in results))
    for name, estimates in estimate_groups(results):
        click.echo(name)
        for metric, estimate in estimates.items():
            click.echo(f"  {metric:24}{estimate}")
    for case in cases:
        for quote in case.unresolved:
            click.echo(f"{case.id}: a gold quote is in none of the reports: {quote[:80]!r}", err=True)


def _progress(done: int, total: int) -> None:
    if done % 10 == 0 or done == total:
        click.echo(f"{done} of {total}", err=True)
