"""`python -m eval.checker`: how well the checker judges the sentences about the sample reports."""

import sys
from pathlib import Path

import click

from eval.checker.benchmark import Measured, find_losses, measure
from eval.checker.sentences import HALVES, Half, JudgedSentence, load_sentences, read_sentences
from eval.runs.throwaway import open_throwaway
from service.assistant import Assistant
from service.settings import load_settings

PATH = click.Path(exists=True, path_type=Path)
CORPUS = Path(__file__).parents[2] / "corpus"


@click.command()
@click.option(
    "--half", type=click.Choice(HALVES), help="Only this half: the one that rules are made on, or the held."
)
@click.option("--wrong", is_flag=True, help="Show each sentence of the rules' half that is judged wrongly.")
@click.option(
    "--sentences", type=PATH, help="Judge the sentences of this file instead; they are about --reports."
)
@click.option("--reports", type=PATH, help="A file or folder of the reports that --sentences are about.")
@click.option("--gate", is_flag=True, help="Exit with 1 when a figure is below eval/checker/baseline.json.")
def main(half: Half | None, wrong: bool, gate: bool, sentences: Path | None, reports: Path | None) -> None:
    """Print, for each way of being wrong, the share that is caught, with n and 95% interval."""
    if sentences:
        with open_throwaway(reports or CORPUS, load_settings()) as assistant:
            _show(sentences.stem, read_sentences(sentences, assistant.library), assistant)
        return
    losses = []
    with open_throwaway(CORPUS, load_settings()) as assistant:
        library = assistant.library
        for each in (half,) if half else HALVES:
            measured = _show(each, load_sentences(each, library), assistant)
            if wrong and each == "rules":
                for found in measured.checked:
                    if not found.right:
                        click.echo(f"  {found.sentence.way}: {found.sentence.text}")
                        click.echo(f"    {found.check.outcome}: {found.check.why}")
            losses += find_losses(each, measured) if gate else []
    for loss in losses:
        click.echo(loss, err=True)
    sys.exit(bool(losses))


def _show(name: str, sentences: list[JudgedSentence], assistant: Assistant) -> Measured:
    """Judge sentences and print the figures."""
    places = frozenset(assistant.library.lexicon.places)
    measured = measure(sentences, assistant.embedder.embed_documents, places)
    click.echo(f"{name}, {len(sentences)} sentences, {1000 * measured.seconds / len(sentences):.1f} ms each")
    for figure, share in measured.shares.items():
        click.echo(f"  {figure:20}{share}")
    click.echo(f"  {'right to object':20}{measured.precision}")
    return measured


main()
