"""Words to stems, and the index of chunks by stem. The only home of bm25s and Stemmer."""

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import Stemmer
from numpy.typing import NDArray

# A number keeps its currency, decimals, unit and per cent sign ("£1.5m", "30%", "3rd").
_WORD = re.compile(r"[£$€]?\d+(?:[.,:]\d+)*(?:%|[a-z]{1,3}\b)?|[^\W_]+(?:'[^\W_]+)*")
_APOSTROPHES = str.maketrans({"’": "'", "‘": "'", "ʼ": "'", "`": "'"})

_STOP_WORDS = """
a about after all also am an and any are as at be been being both but by can could did do does doing
each for from had has have having he her here hers him his how i if in into is it its just may me
might more most my no nor of on or our ours out over own she should so some such than that the their
them then there these they this those through to too under until up us very was we were what when
where which while who whom whose why will with would you your yours dont doesnt didnt isnt arent
wasnt werent
au aux avec ce ces cette dans de des du elle en est et il ils la le les leur leurs ont ou où par pour que qui
quel quelle quelles quels sa ses sont sur un une été
"""
"""Words that say nothing by themselves, English and French (those that are no English words with a sense)."""
STOP_WORDS = frozenset(_STOP_WORDS.split())

K1 = 1.2
B = 0.75


class _Stems(dict[str, str]):
    """Every distinct word's stem, found once; empty for words to leave out."""

    _LIMIT = 500_000

    def __init__(self, left_out: frozenset[str]) -> None:
        self._left_out = left_out
        self._stemmer = Stemmer.Stemmer("english")

    def __missing__(self, word: str) -> str:
        if len(self) >= self._LIMIT:
            self.clear()
        self[word] = stem = self._stem(word.removesuffix("'s").replace("'", ""))
        return stem

    def _stem(self, base: str) -> str:
        if base in self._left_out:
            return ""
        return base if not base[:1].isalpha() else str(self._stemmer.stemWord(base))


_ALL = _Stems(frozenset())
_CONTENT = _Stems(STOP_WORDS)


def stems(text: str) -> list[str]:
    """Every word and number of the text as a stem, in order; parts of a hyphenated word count as words."""
    return list(map(_ALL.__getitem__, _WORD.findall(_plain(text))))


def content_stems(text: str) -> list[str]:
    """`stems` without those of STOP_WORDS."""
    return list(filter(None, map(_CONTENT.__getitem__, _WORD.findall(_plain(text)))))


def _plain(text: str) -> str:
    if text.isascii():
        return text.lower()
    folded = unicodedata.normalize("NFKC", text).casefold().translate(_APOSTROPHES)
    if folded.isascii():
        return folded
    apart = unicodedata.normalize("NFD", folded)
    return "".join(char for char in apart if not unicodedata.combining(char))


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


def lists_with_term(lists: TermLists, terms: int) -> NDArray[np.int32]:
    """For each term id below `terms`, in how many lists it is."""
    _, term, _ = _counts(lists, terms)
    return np.bincount(term, minlength=terms).astype(np.int32)


def _counts(lists: TermLists, terms: int) -> tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.int64]]:
    """Rows, term ids and how often, for every term of every list; ordered by term, then row."""
    rows = np.repeat(np.arange(len(lists)), np.diff(lists.offsets))
    keys, times = np.unique(lists.ids.astype(np.int64) * max(len(lists), 1) + rows, return_counts=True)
    term, row = np.divmod(keys, max(len(lists), 1))
    return row, term, times


def _scores(lists: TermLists, terms: int) -> dict[str, object]:
    """bm25s's matrix of scores (Lucene's BM25), computed for all chunks at once: its own loop takes a minute
    where this takes a second.
    """
    row, term, times = _counts(lists, terms)
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
    index.scores = _scores(lists, terms)
    index.nonoccurrence_array = None  # Lucene's method has none
    index.vocab_dict = {}
    index.save(folder, show_progress=False)


class KeywordIndex:
    """The index of a folder, opened; several threads and processes may use it."""

    def __init__(self, folder: Path) -> None:
        import bm25s

        self._index: bm25s.BM25 = bm25s.BM25.load(folder, mmap=True, load_vocab=False, show_progress=False)

    def scores(self, terms: Sequence[int]) -> NDArray[np.float32]:
        """BM25 of every chunk for the term ids; a term given twice counts twice."""
        found: NDArray[np.float32] = self._index.get_scores_from_ids(list(terms))
        return found


def best(scores: NDArray[np.float32], limit: int) -> NDArray[np.int64]:
    """Rows of the highest scores above 0, best first; equal ones in row order."""
    rows = np.flatnonzero(scores > 0)
    if len(rows) > limit:
        floor = np.partition(scores[rows], len(rows) - limit)[len(rows) - limit]
        rows = rows[scores[rows] >= floor]
    return rows[np.argsort(-scores[rows], kind="stable")][:limit]
