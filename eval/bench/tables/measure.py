"""How many cells of known tables are right, with our finder and with others: `python -m eval.bench.tables`."""

from collections import Counter
from collections.abc import Iterable, Sequence
from importlib.util import find_spec
from pathlib import Path

import click

from eval.bench.tables.finders import RIVALS, Finder, FoundTable, find_ours
from eval.bench.tables.keyed import KeyedTable, read_corpus_tables, read_keyed_tables
from eval.figures.intervals import Estimate, estimate_proportion
from eval.options import EXISTING


def count_right(keyed: KeyedTable, found: Iterable[FoundTable]) -> int:
    """Count the cells that the best found table has in the right row and column, wherever its first cell is."""
    right: Counter[tuple[int, int, int]] = Counter()
    for number, table in enumerate(found):
        if keyed.page is None or table.first_page <= keyed.page <= table.last_page:
            for (row, column), digest in keyed.cells.items():
                places = (place for place, other in table.cells.items() if other == digest)
                right.update((number, place[0] - row, place[1] - column) for place in places)
    return max(right.values(), default=0)


def measure_finder(find: Finder, keyed: Sequence[KeyedTable]) -> Estimate:
    """The share of the known cells that a finder gets right."""
    found = {file: list(find(file)) for file in dict.fromkeys(table.file for table in keyed)}
    right = [(count_right(table, found[table.file]), len(table.cells)) for table in keyed]
    return estimate_proportion([at < count for count, total in right for at in range(total)])


@click.command()
@click.option(
    "--reports", type=EXISTING, help="Folder of the developers' test reports, for the tables keyed by hand."
)
def main(reports: Path | None) -> None:
    """Print the share of cells that each finder gets right, set by set."""
    corpus = list(read_corpus_tables())
    sets = {"sample reports, PDF": [table for table in corpus if table.file.suffix == ".pdf"]}
    others = {"sample reports, other formats": [table for table in corpus if table.file.suffix != ".pdf"]}
    if reports:
        sets["test reports, keyed by hand"] = list(read_keyed_tables(reports))
    for name, tables in (sets | others).items():
        click.echo(f"{name}: {len(tables)} tables")
        _say("ours", measure_finder(find_ours, tables))
        for rival, (package, find) in RIVALS.items() if name in sets else ():
            if find_spec(package) is None:
                click.echo(f"  {rival:20} not installed")
            else:
                _say(rival, measure_finder(find, tables))


def _say(name: str, cells: Estimate) -> None:
    click.echo(
        f"  {name:20} cells right {cells.value:.3f} ({cells.low:.3f} to {cells.high:.3f}), n={cells.n}"
    )
