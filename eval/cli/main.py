"""The commands of `walkalong eval`. They parse, call and print. All work is done elsewhere."""

import click

from eval.cli import bench, compare, report, runs, sets


@click.group(name="eval")
def eval_group() -> None:
    """Measure how well passages are found and questions are answered."""


for command in (
    sets.check,
    runs.run,
    runs.show,
    runs.judge,
    compare.runs,
    compare.compare,
    compare.gate,
    sets.coverage,
    runs.export,
    sets.import_,
    sets.template,
    sets.seal,
    sets.schema,
    report.report,
    report.rate,
    report.ratings,
    bench.spans,
    bench.answers,
):
    eval_group.add_command(command)
