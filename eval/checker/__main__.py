"""`python -m eval.checker`: how well the checker judges the sentences about the sample reports."""

import sys
from pathlib import Path

import click

from eval.checker.benchmark import find_losses, measure
from eval.checker.sentences import HALVES, Half, load_sentences
from eval.runs.throwaway import open_throwaway
from service.settings import load_settings

CORPUS = Path(__file__).parents[2] / "corpus"


@click.command()
@click.option(
    "--half", type=click.Choice(HALVES), help="Only this half: the one that rules are made on, or the held."
)
@click.option("--wrong", is_flag=True, help="Show each sentence of the rules' half that is judged wrongly.")
@click.option("--gate", is_flag=True, help="Exit with 1 when a figure is below eval/checker/baseline.json.")
def main(half: Half | None, wrong: bool, gate: bool) -> None:
    """Print, for each way of being wrong, the share that is caught, with n and 95% interval."""
    losses = []
    with open_throwaway(CORPUS, load_settings()) as assistant:
        library = assistant.library
        for each in (half,) if half else HALVES:
            sentences = load_sentences(each, library)
            measured = measure(
                sentences, assistant.embedder.embed_documents, frozenset(library.lexicon.places)
            )
            click.echo(
                f"{each}, {len(sentences)} sentences, {1000 * measured.seconds / len(sentences):.1f} ms each"
            )
            for name, share in measured.shares.items():
                click.echo(f"  {name:20}{share}")
            click.echo(f"  {'right to object':20}{measured.precision}")
            if wrong and each == "rules":
                for found in measured.checked:
                    if not found.right:
                        click.echo(f"  {found.sentence.way}: {found.sentence.text}")
                        click.echo(f"    {found.check.outcome}: {found.check.why}")
            losses += find_losses(each, measured) if gate else []
    for loss in losses:
        click.echo(loss, err=True)
    sys.exit(bool(losses))


main()
