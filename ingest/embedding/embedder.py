"""What an embedding model does for the ingestion and the search, whichever model it is."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

Encoded = Callable[[int], None]
"""Called with the number of chunks encoded so far."""


@dataclass(frozen=True, slots=True)
class EmbeddedChunks:
    """What one pass over some chunks gives."""

    chunks: NDArray[np.float32]
    """Shape (chunks, dimension), each of length 1."""
    sentences: NDArray[np.float16]
    """Shape (spans, dimension), in the order of the spans: means of token vectors, not normalised."""
    tokens: NDArray[np.int32]
    """How many tokens each span has; 0 (and a zero vector) where the model cut the text off before it."""


class Embedder(Protocol):
    """An embedding model. Has the two methods of LangChain's `Embeddings`, so it can stand in for one."""

    dimension: int

    def embed_documents(self, texts: list[str]) -> list[list[float]]:
        """Embed texts of their own; vectors of length 1."""
        ...

    def embed_query(self, text: str) -> list[float]:
        """Embed a question; a vector of length 1."""
        ...

    def embed_chunks(
        self,
        texts: Sequence[str],
        sentence_spans: Sequence[Sequence[tuple[int, int]]],
        encoded: Encoded | None = None,
    ) -> EmbeddedChunks:
        """Embed chunks and, for each, the given character ranges of it (in order, without overlap)."""
        ...

    def count_tokens(self, texts: list[str]) -> list[int]:
        """Count tokens as the model does, without its special tokens."""
        ...
