"""`python -m eval.briefs`: how often the stance rules agree with a reader of the sample reports."""

import click

from eval.briefs.passages import HALVES, Half, load_labelled
from eval.briefs.stances import judge_stances, measure_stances


@click.command()
@click.option(
    "--half", type=click.Choice(HALVES), help="Only this half: the one that rules are made on, or the held."
)
@click.option("--wrong", is_flag=True, help="Show each passage of the rules' half whose label is wrong.")
def main(half: Half | None, wrong: bool) -> None:
    """Print precision and recall of each stance, with n and 95% interval."""
    for each in (half,) if half else HALVES:
        judged = judge_stances(load_labelled(each))
        click.echo(f"{each}, {len(judged)} passages")
        for stance, figures in measure_stances(judged).items():
            click.echo(f"  {stance:14}precision {figures.precision}   recall {figures.recall}")
        if wrong and each == "rules":
            for found in judged:
                if not found.right:
                    expected = " or ".join(found.passage.stances)
                    click.echo(f"{found.given}, not {expected}: {found.passage.text}\n  {found.why}")


if __name__ == "__main__":
    main()
