"""The words of sentences, as a sequence: each is decoded only when it is read, since most are never read."""

from collections.abc import Sequence
from typing import overload

import numpy as np
from numpy.typing import NDArray

from ingest.library.open import Library


class Texts(Sequence[str]):
    """The words of rows of `library.sentences`."""

    def __init__(self, library: Library, rows: NDArray[np.int64]) -> None:
        sentences = library.sentences
        self._library = library
        self._at = sentences.text_at[rows].tolist()
        self._chars = (sentences.end[rows] - sentences.start[rows]).tolist()
        self._known: dict[int, str] = {}

    def __len__(self) -> int:
        return len(self._at)

    @overload
    def __getitem__(self, index: int) -> str: ...
    @overload
    def __getitem__(self, index: slice) -> list[str]: ...
    def __getitem__(self, index: int | slice) -> str | list[str]:
        if isinstance(index, slice):
            return [self[i] for i in range(*index.indices(len(self)))]
        if index not in self._known:
            self._known[index] = self._library.text(self._at[index], self._chars[index])
        return self._known[index]
