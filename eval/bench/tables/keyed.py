"""Tables whose cells are known: those of the sample reports' sources, and those keyed in by hand.

The tables of the developers' test reports were keyed in from pictures of their pages; of each cell only a digest is
kept.
"""

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

_CORPUS = Path(__file__).parents[3] / "corpus"
_KEYED = Path(__file__).with_name("keyed.json")
_EMPTY = "-"
_SUFFIXES = (".pdf", ".docx", ".html", ".md")

Cells = Mapping[tuple[int, int], str]
"""Row and column of each cell that is not empty, with its digest."""


@dataclass(frozen=True, slots=True)
class KeyedTable:
    """A table whose cells are known."""

    file: Path
    page: int | None
    """None where it may stand anywhere in the file."""
    cells: Cells


def digest_cell(text: str) -> str:
    """A short digest of a cell's letters and figures: spaces, marks of lists and kinds of hyphen don't count."""
    bare = "".join(char for char in text.casefold() if char.isalnum())
    return hashlib.sha256(bare.encode()).hexdigest()[:8] if bare else ""


def list_cells(rows: Iterable[Sequence[str | None]]) -> dict[tuple[int, int], str]:
    """The digests of rows of texts."""
    return {
        (number, column): digest
        for number, row in enumerate(rows)
        for column, text in enumerate(row)
        if (digest := digest_cell(text or ""))
    }


def read_corpus_tables(corpus: Path = _CORPUS) -> Iterator[KeyedTable]:
    """The tables of the sample reports' sources."""
    for source in sorted((corpus / "source").glob("*.md")):
        file = next(path for suffix in _SUFFIXES if (path := corpus / f"{source.stem}{suffix}").exists())
        for rows in _split_pipes(source.read_text("utf-8").splitlines()):
            yield KeyedTable(file, None, list_cells(rows))


def _split_pipes(lines: Sequence[str]) -> Iterator[list[list[str]]]:
    rows: list[list[str]] = []
    for line, following in pairwise([*lines, ""]):
        if line.startswith("|"):
            rows.append([cell.replace("*", "") for cell in line.strip("| ").split("|")])
        if rows and not following.startswith("|"):
            yield [row for row in rows if set("".join(row)) - set("-: ")]
            rows = []


def read_keyed_tables(folder: Path, keyed: Path = _KEYED) -> Iterator[KeyedTable]:
    """The tables of the test reports in a folder."""
    for table in json.loads(keyed.read_text("utf-8")):
        cells = {
            (number, column): digest
            for number, row in enumerate(table["rows"])
            for column, digest in enumerate(row.split())
            if digest != _EMPTY
        }
        yield KeyedTable(folder / table["file"], table["page"], cells)
