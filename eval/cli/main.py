"""The commands of `walkalong eval`. They parse, call and print; nothing is worked out here."""

from pathlib import Path

import click

from eval.cli import compare, report, runs

EXISTING = click.Path(exists=True, path_type=Path)
NEW_FILE = click.Path(dir_okay=False, writable=True, path_type=Path)


@click.group(name="eval")
def eval_group() -> None:
    """Measure how well passages are found and questions are answered."""


for command in (
    runs.check,
    runs.run,
    runs.show,
    compare.compare,
    compare.gate,
    runs.coverage,
    runs.export,
    runs.import_,
    runs.schema,
    report.report,
    report.rate,
):
    eval_group.add_command(command)


@eval_group.command()
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
    """Search a benchmark's texts, write the spans found in rank order, and score them where gold excerpts are given."""
    from eval.bench import spans as module
    from eval.bench.excerpts import at_budget, at_k, by_text, shown
    from service.settings import load_settings

    wanted = module.questions(questions)
    asked = [question.question for question in wanted]
    found = [run for (run,) in module.spans(texts, asked, load_settings(), (budget,), _progress)]
    count = module.write_lines(out, module.run_lines(found))
    click.echo(f"{count} questions written to {out}")
    for text, rows in by_text(wanted).items():
        click.echo(f"{text}, n={len(rows)}")
        estimates = at_k(wanted, found, rows) | at_budget(wanted, found, rows, budget)
        for metric, estimate in estimates.items():
            click.echo(f"  {metric:32}{shown(metric, estimate)}")


@eval_group.command()
@click.option("--questions", type=EXISTING, required=True, help="JSONL file of questions with gold quotes.")
@click.option("--reports", type=EXISTING, required=True, help="Folder of the reports that they are about.")
@click.option("--out", type=NEW_FILE, required=True, help="Run file to write, JSON lines.")
def answers(questions: Path, reports: Path, out: Path) -> None:
    """Ask a file of questions and compare the answers' passages with the gold quotes."""
    from eval.bench.quotes import as_json, load_cases, run, table, throw_away
    from eval.bench.spans import write_lines
    from service.settings import load_settings

    with throw_away(reports, load_settings()) as assistant:
        cases = load_cases(questions, assistant.library)
        judged = list(run(assistant, cases, _progress))
    write_lines(out, (as_json(item) for item in judged))
    for name, estimates in table(judged):
        click.echo(name)
        for metric, estimate in estimates.items():
            click.echo(f"  {metric:24}{estimate}")
    for item in judged:
        for quote in item.case.unresolved:
            click.echo(f"{item.case.id}: a gold quote is in none of the reports: {quote[:80]!r}", err=True)


def _progress(done: int, total: int) -> None:
    if done % 10 == 0 or done == total:
        click.echo(f"{done} of {total}", err=True)
