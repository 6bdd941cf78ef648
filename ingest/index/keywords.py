"""The index of chunks by the stems of their words, and stems as numbers. The only home of bm25s."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from ingest.errors import StorageError
from ingest.language.stems import content_stems

K1 = 1.2
"""How soon more uses of a word add little (Robertson and Zaragoza 2009): the usual value of BM25."""
B = 0.75
"""How much longer texts count for less: the usual value of BM25."""


@dataclass(frozen=True, slots=True)
class TermLists:
    """Lists of term ids, one after the other: list i is `ids[offsets[i]:offsets[i + 1]]`."""

    ids: NDArray[np.int32]
    offsets: NDArray[np.int64]

    def __len__(self) -> int:
        return len(self.offsets) - 1

    def __getitem__(self, row: int) -> NDArray[np.int32]:
        return self.ids[self.offsets[row] : self.offsets[row + 1]]


class Vocabulary(dict[str, int]):
    """Stem -> id, in order of first use; looking up a new stem gives it the next id."""

    def __missing__(self, stem: str) -> int:
        self[stem] = number = len(self)
        return number

    def lists(self, texts: Iterable[str]) -> TermLists:
        """The content stems of each text as ids."""
        found = [[self[stem] for stem in content_stems(text)] for text in texts]
        return TermLists(
            np.array([term for terms in found for term in terms], np.int32),
            np.cumsum([0, *map(len, found)], dtype=np.int64),
        )


def join(parts: Sequence[TermLists], numbering: Sequence[NDArray[np.int32]]) -> TermLists:
    """Put lists of several reports behind each other; `numbering[i]` maps ids of part i to common ones."""
    ids = [renumber[part.ids] for part, renumber in zip(parts, numbering, strict=True)]
    lengths = [np.diff(part.offsets) for part in parts]
    return TermLists(
        np.concatenate([np.zeros(0, np.int32), *ids]),
        np.concatenate([[0], np.cumsum(np.concatenate([np.zeros(0, np.int64), *lengths]))]).astype(np.int64),
    )


def count_lists_with(lists: TermLists, terms: int) -> NDArray[np.int32]:
    """For each term id below `terms`, in how many lists it is."""
    _, term, _ = _count_terms(lists, terms)
    return np.bincount(term, minlength=terms).astype(np.int32)


def _count_terms(
    lists: TermLists, terms: int
) -> tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.int64]]:
    """Rows, term ids and how often, for every term of every list; ordered by term, then row."""
    rows = np.repeat(np.arange(len(lists)), np.diff(lists.offsets))
    keys, times = np.unique(lists.ids.astype(np.int64) * max(len(lists), 1) + rows, return_counts=True)
    term, row = np.divmod(keys, max(len(lists), 1))
    return row, term, times


def _compute_scores(lists: TermLists, terms: int) -> dict[str, object]:
    """bm25s's matrix of scores (Lucene's BM25), computed for all chunks at once: its own loop takes a minute
    where this takes a second.
    """
    row, term, times = _count_terms(lists, terms)
    lengths = np.diff(lists.offsets)
    frequency = np.bincount(term, minlength=terms)
    idf = np.log1p((len(lists) - frequency + 0.5) / (frequency + 0.5))
    norm = K1 * (1 - B + B * lengths / max(lengths.mean() if len(lengths) else 0.0, 1e-9))
    data = idf[term] * times / (times + norm[row])
    return {
        "data": data.astype(np.float32),
        "indices": row.astype(np.int32),
        "indptr": np.concatenate([[0], np.cumsum(frequency)]).astype(np.int64),
        "num_docs": len(lists),
    }


def write_index(folder: Path, lists: TermLists, terms: int) -> None:
    """Index lists of ids below `terms` (one list for each chunk) into the folder."""
    import bm25s

    index = bm25s.BM25(method="lucene", k1=K1, b=B, backend="numpy")
    index.scores = _compute_scores(lists, terms)
    index.nonoccurrence_array = None  # Lucene's method has none
    index.vocab_dict = {}
    index.save(folder, show_progress=False)


class KeywordIndex:
    """The index of a folder, opened; several threads and processes may use it."""

    def __init__(self, folder: Path) -> None:
        import bm25s

        try:
            self._index: bm25s.BM25 = bm25s.BM25.load(
                folder, mmap=True, load_vocab=False, show_progress=False
            )
        except (OSError, ValueError, EOFError) as error:
            message = f"The keyword index in {folder} is damaged: {error}. Run `walkalong doctor --repair`."
            raise StorageError(message) from error

    def scores(self, terms: Sequence[int]) -> NDArray[np.float32]:
        """BM25 of every chunk for the term ids; a term given twice counts twice."""
        found: NDArray[np.float32] = self._index.get_scores_from_ids(list(terms))
        return found


def rank_rows(scores: NDArray[np.float32], limit: int) -> NDArray[np.int64]:
    """Rows of the highest scores above 0, best first; equal ones in row order."""
    rows = np.flatnonzero(scores > 0)
    if len(rows) > limit:
        floor = np.partition(scores[rows], len(rows) - limit)[len(rows) - limit]
        rows = rows[scores[rows] >= floor]
    return rows[np.argsort(-scores[rows], kind="stable")][:limit]
