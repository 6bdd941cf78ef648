"""What finds the tables of a file: our reader, and the libraries that it is compared with, if they are installed.

pdfplumber, camelot-py and img2table are no dependencies of the project.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from importlib import import_module
from pathlib import Path
from typing import Any

import numpy as np

from eval.bench.tables.keyed import Cells, digest_cell, list_cells
from ingest.readers import read
from ingest.settings import IndexSettings
from ingest.types import Reading


@dataclass(frozen=True, slots=True)
class FoundTable:
    """A table, as a finder sees it."""

    first_page: int
    last_page: int
    cells: Cells


Finder = Callable[[Path], Iterable[FoundTable]]


def find_ours(path: Path) -> Iterator[FoundTable]:
    """The tables of the reading that ingestion makes."""
    reading = read(path, IndexSettings())
    for table in reading.tables:
        texts: dict[tuple[int, int], str] = {}
        for cell in table.cells:
            place = cell.row, cell.column
            texts[place] = f"{texts.get(place, '')} {reading.text[cell.start : cell.end]}"
        cells = {place: digest for place, text in texts.items() if (digest := digest_cell(text))}
        first, last = (_page_of(reading, table.cells[at].start) for at in (0, -1))
        yield FoundTable(first, last, cells)


def _page_of(reading: Reading, offset: int) -> int:
    if reading.words is None:
        return 1
    return int(reading.words.page[max(int(np.searchsorted(reading.words.start, offset, "right")) - 1, 0)])


def find_with_pdfplumber(path: Path) -> Iterator[FoundTable]:
    """pdfplumber's tables between rules, as it finds them without settings."""
    with import_module("pdfplumber").open(path) as document:
        for number, page in enumerate(document.pages, start=1):
            for rows in page.extract_tables():
                yield FoundTable(number, number, list_cells(rows))


def find_with_camelot(path: Path, flavor: str) -> Iterator[FoundTable]:
    """camelot's tables by one of its methods: `lattice` by rules, `stream` by white space."""
    for table in import_module("camelot").read_pdf(str(path), pages="all", flavor=flavor):
        yield FoundTable(table.page, table.page, list_cells(table.df.values.tolist()))


def find_with_img2table(path: Path) -> Iterator[FoundTable]:
    """img2table's tables with and without rules, on pictures of the pages, with the words of the file."""
    document = import_module("img2table.document").PDF(str(path))
    tables: Mapping[int, Sequence[Any]] = document.extract_tables(
        implicit_rows=True, borderless_tables=True, min_confidence=50
    )
    for page, found in tables.items():
        for table in found:
            rows = [[cell.value for cell in row] for row in table.content.values()]
            yield FoundTable(page + 1, page + 1, list_cells(rows))


RIVALS: dict[str, tuple[str, Finder]] = {
    "pdfplumber": ("pdfplumber", find_with_pdfplumber),
    "camelot, lattice": ("camelot", partial(find_with_camelot, flavor="lattice")),
    "camelot, stream": ("camelot", partial(find_with_camelot, flavor="stream")),
    "img2table": ("img2table", find_with_img2table),
}
"""The package of each finder, and how it is called."""
