"""The commands of `walkalong eval`. They parse, call and print; nothing is worked out here."""

import click

from eval.cli import bench, compare, report, runs


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
    bench.spans,
    bench.answers,
):
    eval_group.add_command(command)
